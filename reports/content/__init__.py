"""One content tree per language, built from a frozen evaluation result; every renderer draws the same tree."""
