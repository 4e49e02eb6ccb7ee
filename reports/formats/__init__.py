"""How numbers, periods and dates are written in the two languages. No Django, no database, no clock."""
