"""SDMX for statistical software: the structure holds together, and the data follow it."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from indicators.api.sdmx_structure import COM, MES, STR
from tests.factories.indicators import Pilot, pilot, row, submit
from tests.factories.programs import key_for

pytestmark = pytest.mark.django_db
SPACES = {"mes": MES, "str": STR, "com": COM}
URL = "/api/v1/sdmx/"


@pytest.fixture
def place() -> Pilot:
    """A pilot with three values."""
    made = pilot()
    submit(
        made, [row("100.0"), row("50.0", dimensions={"size": "small"}), row("7.5", indicator="IND03", period="2026-07")]
    )
    submit(made, [row("9.0", zone="320100")], agency=made.other_agency, by=made.other_by)
    return made


@pytest.fixture
def read(client: Client, place: Pilot) -> Any:
    """Reads an address as the pilot's agency."""
    headers = {"Authorization": f"Bearer {key_for(place.agency)[1]}"}
    return lambda path: client.get(URL + path, headers=headers)


@pytest.fixture
def structure(read: Any) -> ET.Element:
    """The structure message."""
    answer = read("dataflow/PZ/OBSERVATIONS/1.0/?references=all")
    assert answer.headers["Content-Type"] == "application/vnd.sdmx.structure+xml; version=2.1"
    return ET.fromstring(answer.content)


def test_the_structure_names_everything_in_both_languages(structure: ET.Element) -> None:
    names = {
        name.get("{http://www.w3.org/XML/1998/namespace}lang"): name.text
        for name in structure.findall(".//str:Codelist[@id='CL_INDICATOR']/str:Code[@id='IND01']/com:Name", SPACES)
    }
    assert names == {"en": "Indicator IND01", "zh-Hans": "指标IND01"}
    assert [code.get("id") for code in structure.findall(".//str:Codelist[@id='CL_SIZE']/str:Code", SPACES)] == [
        "_T",
        "micro",
        "small",
        "medium",
        "large",
    ]


def test_every_reference_of_the_structure_leads_somewhere(structure: ET.Element) -> None:
    code_lists = {item.get("id") for item in structure.findall(".//str:Codelist", SPACES)}
    concepts = {item.get("id") for item in structure.findall(".//str:Concept", SPACES)}
    dimensions = [item.get("id") for item in structure.findall(".//str:Dimension[@position]", SPACES)]
    assert dimensions == ["FREQ", "PROGRAM", "INDICATOR", "REF_AREA", "SIZE"]
    assert {ref.get("id") for ref in structure.findall(".//str:Enumeration/Ref", SPACES)} == code_lists
    assert {ref.get("id") for ref in structure.findall(".//str:ConceptIdentity/Ref", SPACES)} == concepts
    flow = structure.find(".//str:Dataflow/str:Structure/Ref", SPACES)
    assert flow is not None
    assert structure.find(f".//str:DataStructure[@id='{flow.get('id')}']", SPACES) is not None


def rows_of(answer: Any) -> list[dict[str, str]]:
    """The rows of an SDMX-CSV answer."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_the_data_use_the_codes_of_the_structure(read: Any, structure: ET.Element) -> None:
    rows = rows_of(read("data/PZ,OBSERVATIONS,1.0/all/"))
    assert len(rows) == 3
    for column in ("FREQ", "PROGRAM", "INDICATOR", "REF_AREA", "SIZE", "OBS_STATUS"):
        known = {code.get("id") for code in structure.findall(f".//str:Codelist[@id='CL_{column}']/str:Code", SPACES)}
        assert {row[column] for row in rows} <= known


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("data/OBSERVATIONS/", ["100", "50", "7.5"]),
        ("data/OBSERVATIONS/..IND01../", ["100", "50"]),
        ("data/OBSERVATIONS/Q..IND01+IND03.310000.small/", ["50"]),
        ("data/OBSERVATIONS/Q+M....\u005fT/", ["100", "7.5"]),
        ("data/OBSERVATIONS/...320100./", []),
        ("data/OBSERVATIONS/?startPeriod=2026-08", []),
        ("data/OBSERVATIONS/?endPeriod=2026-07&startPeriod=2026-07", ["100", "50", "7.5"]),
    ],
)
def test_keys_and_periods(read: Any, path: str, values: list[str]) -> None:
    assert [row["OBS_VALUE"] for row in rows_of(read(path))] == values


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("data/OTHER/", 404),
        ("data/OBSERVATIONS/A.B/", 400),
        ("data/OBSERVATIONS/?startPeriod=x", 400),
        ("data/OBSERVATIONS/?colour=red", 400),
        ("dataflow/PZ/OTHER/", 404),
    ],
)
def test_what_cannot_be_read_is_refused(read: Any, path: str, status: int) -> None:
    assert read(path).status_code == status


def test_nobody_reads_without_a_key(client: Client) -> None:
    assert client.get(URL + "data/OBSERVATIONS/").status_code == 401
