"""Evaluation methods: plain typed data in, plain data out.

No Django, no database, no clock in this package. Every method is a function of its arguments,
so that a stored evaluation can be computed again from its frozen inputs to the same numbers.
"""
