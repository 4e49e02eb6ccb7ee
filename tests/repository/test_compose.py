"""docker-compose.yml is valid by the published schema and holds the services that the design names."""

import json
import re

import jsonschema
import pytest
import yaml

from tests.repository.tracked import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "tests/data/compose-spec.json").read_text(encoding="utf-8"))
OURS = ["migrate", "web", "worker", "beat", "work"]


def problems(document: object) -> list[str]:
    """What the schema finds wrong."""
    return [error.message for error in jsonschema.Draft201909Validator(SCHEMA).iter_errors(document)]


def test_the_compose_file_is_valid() -> None:
    assert problems(COMPOSE) == []


def test_the_schema_finds_a_wrong_key() -> None:
    assert problems({"services": {"web": {"imagge": "x"}}})


def test_the_services_are_those_of_the_design() -> None:
    assert set(COMPOSE["services"]) == {"postgres", "redis", "proxy", *OURS}


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "proxy"])
def test_what_others_wait_for_has_a_health_check(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_the_same_image_with_the_same_engines(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["image"] == COMPOSE["services"]["web"]["image"]
    assert "@postgres:5432/" in service["environment"]["DATABASE_URL"]
    assert service["environment"]["REDIS_URL"] == "redis://redis:6379/0"


@pytest.mark.parametrize("name", ["web", "worker", "beat", "work"])
def test_nothing_serves_before_the_database_is_up_to_date(name: str) -> None:
    assert COMPOSE["services"][name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def test_named_volumes_are_declared() -> None:
    used = {
        mount.split(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service.get("volumes", [])
        if not mount.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])


def test_mounted_files_are_in_the_repository() -> None:
    mounts = [
        mount.split(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service.get("volumes", [])
        if mount.startswith(".")
    ]
    assert [mount for mount in mounts if not (ROOT / mount).exists() and mount != "./deploy/certs"] == []


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.findall(r"(?im)^\s*\w*(?:password|secret|token)\w*:\s*(?!\$\{)\S+", text) == []


def test_images_are_pinned_to_a_version() -> None:
    images = [service["image"] for service in COMPOSE["services"].values() if "build" not in service]
    assert images
    assert [image for image in images if not re.search(r":\d+\.?\d*", image)] == []
