"""Demonstration data: a history of three years, invented, deterministic, told through the real services."""
