"""The few statements that write many rows at once, for each engine. Called by services only, inside their transaction."""

from types import ModuleType

from django.db import connection

from indicators.services.statements import postgresql, sqlite

_ENGINES: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


def engine() -> ModuleType:
    """The statements of the engine in use."""
    return _ENGINES[connection.vendor]
