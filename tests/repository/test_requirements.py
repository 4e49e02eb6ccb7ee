"""Requirements: pinned, hashed, without addresses, and the test environment holds the product's exactly."""

import re

import pytest

from tests.repository.tracked import ROOT

PIN = re.compile(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def pins(name: str) -> dict[str, set[str]]:
    """Package → pinned versions (several where environments differ) of a requirements file."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(match[1].lower().replace("_", "-"), set()).add(match[2])
    return found


@pytest.mark.parametrize("name", ["base", "test"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 50
    assert [line[:60] for line in lines if not PIN.match(line) or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["base", "test"])
def test_requirements_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text


def test_the_test_environment_holds_the_product_at_the_same_versions() -> None:
    base, test = pins("base"), pins("test")
    assert {package: versions for package, versions in base.items() if test.get(package) != versions} == {}


@pytest.mark.parametrize("name", ["base", "test"])
def test_what_is_asked_for_is_what_is_pinned(name: str) -> None:
    asked = [
        match
        for line in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
        if (match := PIN.match(line))
    ]
    assert asked
    assert [
        match[0] for match in asked if match[2] not in pins(name).get(match[1].lower().replace("_", "-"), set())
    ] == []
