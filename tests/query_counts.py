"""Committed numbers of queries for each list: more, or fewer, fails a test until somebody looks and rewrites them.

`UPDATE_QUERY_COUNTS=1 pytest …` rewrites `tests/query_counts.json` with what was counted.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINES = Path(__file__).with_name("query_counts.json")


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Run the block and compare its number of queries with the baseline of that name.

    Content types are read beforehand: Django keeps them for the whole process, so whether a test before this one read
    them would decide the count.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    with CaptureQueriesContext(connection) as queries:
        yield
    known = json.loads(BASELINES.read_text(encoding="utf-8")) if BASELINES.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        known[name] = len(queries)
        BASELINES.write_text(json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    told = "\n".join(query["sql"][:300] for query in queries.captured_queries)
    assert name in known, (
        f"'{name}' has no baseline; it made {len(queries)} queries. Run once with UPDATE_QUERY_COUNTS=1.\n{told}"
    )
    assert len(queries) == known[name], f"'{name}' made {len(queries)} queries instead of {known[name]}:\n{told}"
