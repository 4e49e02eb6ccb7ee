"""`python -m bench [NAME …]`: run the benchmarks on the configured database and print their ratios."""

import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

NAMES = ("submissions", "evaluation", "lists", "single")


def main(names: list[str]) -> int:
    """Run the named benchmarks, all by default, each in its own database transaction or test database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.runner import DiscoverRunner

    from bench.measuring import table

    folder = tempfile.mkdtemp(prefix="tracker-bench-")
    settings.STATIC_ROOT = folder  # the web server warns where it is missing
    if (
        connection.vendor == "sqlite"
    ):  # a file, as in use: in memory SQLite walks its whole journal after each statement
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()  # turns DEBUG off, under which Django keeps the text of every query
    databases = runner.setup_databases()
    try:
        figures = []
        for name in names or NAMES:
            sys.stderr.write(f"measuring {name} …\n")
            figures += list(import_module(f"bench.{name}").measure())
        sys.stdout.write(table(figures) + "\n")
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
