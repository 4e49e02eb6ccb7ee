"""The entry form of an agency's values and the upload of a file: check first, then hand in."""
