"""Benchmarks: CPU time as ratios to a limit measured in the same run. `make bench` runs them all and prints a table."""
