"""How numbers, periods and dates are written in the two languages. Pure: no Django, no database, no clock."""
