"""`python -m bench [NAME …]`: run the benchmarks on the configured database and print their ratios."""

import os
import sys
from importlib import import_module

NAMES = ("submissions", "evaluation", "lists")


def main(names: list[str]) -> int:
    """Run the named benchmarks, all by default, each in its own database transaction or test database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    from bench.measuring import table

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        figures = []
        for name in names or NAMES:
            sys.stderr.write(f"measuring {name} …\n")
            figures += list(import_module(f"bench.{name}").measure())
        sys.stdout.write(table(figures) + "\n")
    finally:
        runner.teardown_databases(databases)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
