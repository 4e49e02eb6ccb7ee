"""Backup and restore: database, files and a manifest that says what must come back, on both engines.

A backup is taken while people work, from one moment of the database; what it holds is read back and compared before
it gets its name. A restore goes into an empty installation only and compares every table, file and the audit chain.
"""
