"""Reads of `reports`: the inputs of an evaluation, and what pages and the API show of results."""
