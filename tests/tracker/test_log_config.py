"""Log lines are JSON, one a line, and hold no secret."""

import json
import logging

import pytest
import structlog

from programs.services.acting import through_door
from tracker.log_config import JsonFormatter, masked_text


def line_of(message: str, *args: object, **extra: object) -> dict:
    """The parsed line that the formatter makes of one record."""
    record = logging.LogRecord("programs.services", logging.WARNING, "file.py", 1, message, args, None)
    for name, value in extra.items():
        setattr(record, name, value)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_says_when_what_and_where() -> None:
    line = line_of("task %s is overdue", "T-1")
    assert line["event"] == "task T-1 is overdue"
    assert line["level"] == "warning"
    assert line["logger"] == "programs.services"
    assert line["timestamp"].endswith("Z")


def test_a_line_break_from_a_user_makes_no_second_line() -> None:
    assert line_of("name is %s", 'x\n{"event": "forged"}')["event"] == 'name is x\n{"event": "forged"}'


def test_bound_context_is_in_the_line() -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        assert line_of("hello")["request_id"] == "r-1"


def test_a_line_carries_the_request_of_the_audit_trail() -> None:
    with through_door("api", "request-12345"):
        assert line_of("hello")["request_id"] == "request-12345"


def test_plain_extras_are_kept_and_objects_dropped() -> None:
    line = line_of("job_failed", job=7, request=object())
    assert line["job"] == 7
    assert "request" not in line


def test_chinese_stays_readable() -> None:
    record = logging.LogRecord("x", logging.INFO, "file.py", 1, "上海市", (), None)
    assert "上海市" in JsonFormatter().format(record)


@pytest.mark.parametrize(
    "secret_text",
    [
        "key pz_abcdEFGH1234_secretpart refused",
        "Authorization: Bearer abcdef0123456789",
        "connecting to redis://:hunter2secret@127.0.0.1:6379/0",
        "postgres://tracker:hunter2secret@db/tracker",
        "password=hunter2secret&next=/",
        '{"password": "hunter2secret"}',
        "sessionid=hunter2secret; path=/",
    ],
)
def test_secrets_are_masked_wherever_they_stand(secret_text: str) -> None:
    text = json.dumps(line_of("%s", secret_text), ensure_ascii=False)
    assert not any(part in text for part in ("secretpart", "abcdef0123456789", "hunter2secret"))
    assert "***" in text


def test_values_under_secret_names_are_masked() -> None:
    formatter = JsonFormatter()
    record = logging.LogRecord("x", logging.INFO, "file.py", 1, "", (), None)
    record.msg = {"event": "sign-in", "password": "hunter2secret", "nested": {"api_key": "hunter2secret"}}
    record._logger, record._name = None, "x"
    line = json.loads(formatter.format(record))
    assert line["password"] == "***"
    assert line["nested"]["api_key"] == "***"


def test_ordinary_text_is_left_alone() -> None:
    assert masked_text("task T-1: due 2026-09-30, see /tasks/T-1/") == "task T-1: due 2026-09-30, see /tasks/T-1/"


def test_an_exception_is_part_of_its_line() -> None:
    try:
        raise ValueError("password=hunter2secret")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "file.py", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert "ValueError" in json.loads(text)["exception"]
    assert "hunter2secret" not in text
