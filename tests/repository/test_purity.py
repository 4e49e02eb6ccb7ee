"""Validation and evaluation are pure: only these imports, and no clock, file, environment or chance."""

import ast
import sys
from pathlib import Path

import pytest

from tests.repository.tracked import name_of, python_files, text_of

PURE = ("indicators/validation", "reports/evaluation")
ALLOWED = {"numpy", "indicators.validation", "reports.evaluation", "programs.periods"}
IMPURE_MODULES = {
    "os",
    "sys",
    "io",
    "pathlib",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "tempfile",
    "shutil",
    "urllib",
    "http",
    "logging",
    "sqlite3",
}
IMPURE_NAMES = {"open", "print", "input", "eval", "exec", "getenv"}
IMPURE_ATTRIBUTES = {"now", "today", "utcnow", "time", "monotonic", "getenv", "random", "default_rng"}


def faults(source: str) -> list[str]:
    """What makes the source impure, in the order of the lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        for module in modules:
            top = module.split(".")[0]
            standard = top in sys.stdlib_module_names and top not in IMPURE_MODULES
            ours = any(module == name or module.startswith(f"{name}.") for name in ALLOWED)
            if not (standard or ours):
                found.append(f"{node.lineno}: imports {module}")
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in IMPURE_ATTRIBUTES:
                found.append(f"{node.lineno}: calls {node.func.attr}")
            if isinstance(node.func, ast.Name) and node.func.id in IMPURE_NAMES:
                found.append(f"{node.lineno}: calls {node.func.id}")
    return found


@pytest.mark.parametrize("path", python_files(*PURE), ids=name_of)
def test_a_pure_package_stays_pure(path: Path) -> None:
    assert faults(text_of(path)) == []


def test_the_pure_packages_are_there() -> None:
    assert len(python_files(*PURE)) > 10


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "from django.db import models",
        "import os",
        "from programs.models import Task",
        "from datetime import date\ndate.today()",
        "import numpy as np\nnp.random.default_rng()",
        "open('x')",
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    assert faults(source)
