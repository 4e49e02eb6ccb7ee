"""One value over HTTP, committed, against a bare view and one durable commit; wall time, nineteen of twenty requests."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import quantiles

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from bench.measuring import Figure
from bench.submissions import place
from programs.actors import SYSTEM
from programs.services.keys import key_issue

REQUESTS = 60
SOME = 5


def _p95(work: Callable[[int], object]) -> float:
    """Seconds by the clock that 95 % of the calls stay below; the first calls do not count."""
    spent = []
    for number in range(SOME + REQUESTS):
        begun = time.perf_counter()
        work(number)
        spent.append(time.perf_counter() - begun)
    return quantiles(spent[SOME:], n=20)[-1]


def measure() -> Iterator[Figure]:
    """The figure. Its rows are committed, as in use, and go with the database of the benchmark."""
    program, agency = place()
    _key, secret = key_issue(agency=agency, by=SYSTEM)
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0], HTTP_AUTHORIZATION=f"Bearer {secret}")
    end = timezone.now() + timedelta(days=1)

    def floor(number: int) -> None:
        client.get("/healthz")
        Session.objects.create(session_key=f"bench-{number}", session_data="", expire_date=end)

    def submit(number: int) -> None:
        row = {"indicator": "I000", "zone": "700000", "period": "2024-01", "value": f"{1000 + number}.5"}
        body = json.dumps({"program": program.code, "rows": [row]})
        answer = client.post("/api/v1/submissions/", body, content_type="application/json")
        if answer.status_code != 201:
            raise SystemExit(f"one value was answered {answer.status_code}: {answer.content[:300]!r}")

    yield Figure(
        "one value over HTTP, committed, p95 by the clock vs bare view and one commit",
        _p95(submit) / _p95(floor),
        "≤ 3",
        "would lower it: fewer statements for key, lock, audit and receipt",
    )
