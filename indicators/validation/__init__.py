"""Rules for what agencies hand in: plain columns in, findings out. No framework, no database, no clock."""
