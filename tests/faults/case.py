"""Runs one case and prints its verdict as a line of JSON: `python -m tests.faults.case NAME FOLDER [--postgres URL]`."""

import argparse
import json
import os
import signal
import sys
from pathlib import Path

from tests.faults.cases import CASES
from tests.faults.stack import Stack

WINDOW_SECONDS = 120.0


def environment(folder: Path, postgres: str, case: str) -> None:
    """The environment of every process of the case: the product's own settings, in a folder of its own."""
    files = folder / "files"
    files.mkdir()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.faults.settings",
        DEBUG="True",
        VAR_DIR=str(folder),
        FAULTS_FOLDER=str(files),
        LOG_LEVEL="INFO",
        PYTHONUNBUFFERED="1",
    )
    os.environ["FAULTS_VISIBILITY"] = "2" if case == "long_work" else "3600"
    if postgres:
        os.environ["DATABASE_URL"] = f"{postgres.rsplit('/', 1)[0]}/{make_database(postgres)}"
    else:
        os.environ.pop("DATABASE_URL", None)


def make_database(postgres: str) -> str:
    """A new database on the server, named after this process."""
    import psycopg2

    name = f"faults_{os.getpid()}"
    link = psycopg2.connect(postgres)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    link.close()
    return name


def drop_database(postgres: str) -> None:
    """Take the case's database away again, whoever is still connected."""
    import psycopg2
    from django.db import connections

    connections.close_all()
    link = psycopg2.connect(postgres)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "faults_{os.getpid()}" WITH (FORCE)')
    link.close()


def main() -> int:
    """Run the case; exit code 0 when nothing was lost, doubled or torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=CASES)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--postgres", default="", help="Address of a server on which a database is made; SQLite without it."
    )
    parser.add_argument("--jobs", type=int, default=20)
    given = parser.parse_args()
    case = CASES[given.name]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    environment(given.folder, given.postgres, given.name)
    stack = Stack(given.folder, given.jobs, case.broker)
    try:
        stack.set_up()
        case.harm(stack)
        stack.finish(WINDOW_SECONDS)
        verdict = stack.verdict()
    finally:
        stack.end()
        if given.postgres:
            drop_database(given.postgres)
    print(json.dumps(verdict))
    return 0 if verdict["trail"] and not verdict["lost"] + verdict["doubled"] + verdict["torn"] else 1


if __name__ == "__main__":
    sys.exit(main())
