"""Reads over several models of `indicators`."""
