"""Logs: one JSON object a line on the error stream, with the request's id and without secrets.

JSON keeps one event on one line whatever a user typed. Masking looks at key names and at the shapes of our own
secrets, because a secret reaches a log most often inside some other text.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

MASK = "***"
_SECRET_NAMES = re.compile(r"password|passwd|secret|token|authorization|cookie|api_?key|csrf", re.IGNORECASE)
_SECRET_SHAPES = (
    (re.compile(r"\bpz_[A-Za-z0-9_\-.]{6,}"), f"pz_{MASK}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=\-]{6,}"), rf"\1 {MASK}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.\-]*://[^\s:/@]*):[^\s/@]+@"), rf"\1:{MASK}@"),
    (
        re.compile(r"(?i)(password|passwd|secret|token|sessionid|csrftoken)(\"?'?\s*[=:]\s*\"?'?)[^\s\"'&;,]+"),
        rf"\1\2{MASK}",
    ),
)


def masked_text(text: str) -> str:
    """The text with every agency key, bearer token, password in an address and `password=…` pair replaced."""
    for shape, replacement in _SECRET_SHAPES:
        text = shape.sub(replacement, text)
    return text


def masked(value: Any) -> Any:
    """The value with secrets replaced, at any depth of mappings and sequences; other types are returned as they are."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, Mapping):
        return {
            key: MASK if isinstance(key, str) and _SECRET_NAMES.search(key) else masked(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set):
        return [masked(item) for item in value]
    return value


def mask_secrets(_logger: object, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Processor of structlog: the whole event, masked."""
    return masked(event)


def bind_request(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor of structlog: the id of the request or job that the line belongs to, as the audit trail has it."""
    # Imported late: Django sets logging up before the apps may be imported.
    from programs.audit import context

    now = context.current()
    if now.request_id:
        event.setdefault("request_id", now.request_id)
    return event


def plain_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor of structlog: drop objects that a library hangs on a record (a request, a socket)."""
    kept = {
        key: value
        for key, value in event.items()
        if value is None or isinstance(value, str | int | float | bool | list | tuple | dict) or key.startswith("_")
    }
    event.clear()
    event.update(kept)
    return event


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """One line of JSON for each log record: time in UTC, level, logger, event, bound context, exception as text."""

    def __init__(self) -> None:
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                bind_request,
                plain_values,
                mask_secrets,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
            ],
        )
