"""Faults on purpose: processes are killed, frozen and cut off while jobs run, and nothing may be lost, doubled or torn.

`python -m tests.faults` runs every case on SQLite and PostgreSQL and prints the table; `--help` lists the options.
It starts its own Redis, PostgreSQL, workers, beats and dispatchers on free ports of this machine, and ends them by
their process ids. A Django app of its own brings the kind of job that is run.
"""
