"""Database triggers that keep every version of a value and every reference true, whoever writes."""
