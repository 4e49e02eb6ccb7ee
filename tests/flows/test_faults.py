"""Three of the faults of `python -m tests.faults`, in seconds: real processes, killed by their ids."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.processes import ROOT, python


@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.parametrize("case", ["worker_killed", "redis_gone", "no_broker_killed"])
def test_nothing_is_lost_doubled_or_torn(case: str, tmp_path: Path) -> None:
    command = [python(), "-m", "tests.faults.case", case, str(tmp_path), "--jobs", "6"]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("postgresql"):
        login = f"{database['USER']}:{database['PASSWORD']}@" if database["PASSWORD"] else f"{database['USER']}@"
        command += ["--postgres", f"postgres://{login}{database['HOST']}:{database['PORT'] or 5432}/postgres"]
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    verdict = json.loads(done.stdout.strip().splitlines()[-1])
    assert {name: verdict[name] for name in ("jobs", "lost", "doubled", "torn", "trail")} == {
        "jobs": 6,
        "lost": 0,
        "doubled": 0,
        "torn": 0,
        "trail": True,
    }
