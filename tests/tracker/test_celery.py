"""The Celery app: JSON only, early acknowledgement, jobs found by their module, and a schedule that only asks."""

import pytest
from celery import current_app

from tracker.celery import app


def test_our_app_is_the_current_one() -> None:
    assert current_app._get_current_object() is app


def test_only_json_is_spoken() -> None:
    assert list(app.conf.accept_content) == ["json"]
    assert app.conf.task_serializer == "json"


def test_the_row_is_the_truth() -> None:
    assert app.conf.task_ignore_result is True
    assert app.conf.task_acks_late is False
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.result_backend is None
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit


@pytest.mark.parametrize("name", ["programs.run_job", "programs.tick"])
def test_entry_points_are_found(name: str) -> None:
    app.loader.import_default_modules()
    assert name in app.tasks


def test_everything_scheduled_exists_and_expires() -> None:
    app.loader.import_default_modules()
    assert app.conf.beat_schedule
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] <= 60
