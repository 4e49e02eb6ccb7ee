"""Handing in by form and by file: check first, findings beside the cells, all or nothing, a receipt at the end."""

import base64
import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Obligation, Observation, Submission
from indicators.pages.matrix import dimension_key
from tests.factories.indicators import row, submit
from tests.factories.pages import HOSTILE, LANGUAGES, page_problems, text_of
from tests.indicators.pages.conftest import Office

CHOICE = {"program": "yrd-scitech-finance", "agency": "SH-LFR", "period": "2026-Q3"}
HEAD = "indicator,zone,period,value,dimensions,status,note"


def cell(office: Office, name: str = "value", indicator: str = "IND01", part: str = "") -> str:
    """The name of a field of the matrix."""
    owed = Obligation.objects.get(
        agency=office.pilot.agency, indicator__code=indicator, period=CHOICE["period"], zone=office.pilot.zone
    )
    return f"{name}:{owed.pk}:{part}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_shows_what_is_owed(office: Office, language: str) -> None:
    """The total and each part have a cell; the values of before stand beside them."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    office.reporter.cookies["django_language"] = language
    response = office.reporter.get("/work/submit/", CHOICE)
    assert page_problems(response) == []
    assert response.content.count(b'class="value"') == 5
    assert "120.5" in text_of(response)


def test_a_check_stores_nothing(office: Office) -> None:
    """A good value is told good, and nothing is written."""
    response = office.reporter.post("/work/submit/", {**CHOICE, cell(office): "130.5", "action": "check"})
    assert response.status_code == 200
    assert "The check found no error." in text_of(response)
    assert b'value="send"' in response.content
    assert not Submission.objects.exists()
    assert not Observation.objects.exists()


def test_a_bad_value_is_told_beside_its_cell_in_chinese(office: Office) -> None:
    """4.2亿 in a field of 亿元: the finding stands in the row, the typed value stays, nothing can be sent yet."""
    response = office.chinese().post("/work/submit/", {**CHOICE, cell(office): "4.2亿", "action": "check"})
    assert response.status_code == 422
    assert page_problems(response) == []
    assert 'aria-invalid="true"' in response.content.decode()
    assert 'value="4.2亿"' in response.content.decode()
    assert b'value="send"' not in response.content
    assert not Submission.objects.exists()


def test_handing_in_stores_and_gives_a_receipt(office: Office) -> None:
    """The values are observations, the obligation is met, and the receipt lists them."""
    response = office.reporter.post(
        "/work/submit/", {**CHOICE, cell(office): "130.5", cell(office, "note"): "final", "action": "send"}, follow=True
    )
    submission = Submission.objects.get()
    assert submission.state == "accepted"
    assert (submission.door, submission.format) == ("form", "json")
    assert response.redirect_chain[-1][0] == f"/submissions/{submission.pk}/"
    assert "130.5" in text_of(response)
    assert Obligation.objects.get(pk=cell(office).split(":")[1]).submission_id == submission.pk


def test_missing_needs_a_reason(office: Office) -> None:
    """A value that does not exist is handed in as missing, with a note; without one it is refused."""
    without = office.reporter.post("/work/submit/", {**CHOICE, cell(office, "status"): "M", "action": "send"})
    assert without.status_code == 422
    assert not Observation.objects.exists()
    office.reporter.post(
        "/work/submit/",
        {**CHOICE, cell(office, "status"): "M", cell(office, "note"): "The survey was not held.", "action": "send"},
    )
    observation = Observation.objects.get()
    assert (observation.value, observation.status) == (None, "M")


def test_one_bad_value_keeps_all_out(office: Office) -> None:
    """All or nothing: the good cell of a delivery with a bad one is not stored."""
    typed = {cell(office): "130.5", cell(office, part="size=small"): "x"}
    assert office.reporter.post("/work/submit/", {**CHOICE, **typed, "action": "send"}).status_code == 422
    assert not Observation.objects.exists()


def test_an_empty_form_is_told(office: Office) -> None:
    """Nothing entered is a sentence, not an empty delivery."""
    response = office.reporter.post("/work/submit/", {**CHOICE, "action": "send"})
    assert response.status_code == 422
    assert "Nothing is entered yet." in text_of(response)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("asked", [{"agency": "NJ-LFR"}, {"program": "elsewhere"}, {"period": "2020-Q1"}])
def test_nobody_hands_in_for_another(office: Office, asked: dict[str, str]) -> None:
    """Another agency, programme or period is not offered: 404, and nothing is written."""
    for response in (
        office.reporter.get("/work/submit/", {**CHOICE, **asked}),
        office.reporter.post("/work/submit/", {**CHOICE, **asked, "action": "send"}),
    ):
        assert response.status_code == 404
    assert not Submission.objects.exists()


def test_foreign_cells_are_not_read(office: Office) -> None:
    """A field named after another agency's obligation is ignored."""
    foreign = Obligation.objects.filter(agency=office.pilot.other_agency, period="2026-Q3").first()
    response = office.reporter.post("/work/submit/", {**CHOICE, f"value:{foreign.pk}:": "99", "action": "send"})
    assert "Nothing is entered yet." in text_of(response)


def test_deliveries_are_seen_by_their_agency_and_readers(office: Office) -> None:
    """Another agency gets 404; coordinators read it; hostile text stays text."""
    outcome = submit(office.pilot, [row("130.5"), row(HOSTILE, period="2026-Q2")])
    address = f"/submissions/{outcome.id}/"
    assert office.stranger.get(address).status_code == 404
    for client in (office.reporter, office.coordinator):
        response = client.get(address)
        assert response.status_code == 200
        assert page_problems(response) == []
        assert b"<script>alert" not in response.content
        assert "Nothing of this delivery was stored." in text_of(response)


def test_the_receipt_tells_what_became_of_a_value(office: Office) -> None:
    """A value that a later delivery replaced is marked so."""
    first = submit(office.pilot, [row("130.5")])
    submit(office.pilot, [row("131.5")])
    text = text_of(office.reporter.get(f"/submissions/{first.id}/"))
    assert "replaced by a later delivery" in text


def upload(office: Office, body: bytes, name: str = "values.csv", **more: str):
    """Send a file to the check page."""
    return office.reporter.post(
        "/work/upload/", {**CHOICE, "file": SimpleUploadedFile(name, body), "action": "check", **more}
    )


def test_an_uploaded_file_is_checked_then_handed_in(office: Office) -> None:
    """The check stores nothing; the second step stores the same bytes and leads to the receipt."""
    body = f"{HEAD}\nIND01,310000,2026-Q3,130.5,,A,\n".encode("utf-8-sig")
    checked = upload(office, body)
    assert checked.status_code == 200
    assert page_problems(checked) == []
    assert not Submission.objects.exists()
    sent = office.reporter.post(
        "/work/upload/",
        {**CHOICE, "action": "send", "file_name": "values.csv", "kept": base64.b64encode(body).decode()},
    )
    submission = Submission.objects.get()
    assert sent["Location"] == f"/submissions/{submission.pk}/"
    assert (submission.state, submission.format, submission.file_name) == ("accepted", "csv", "values.csv")


def test_findings_of_a_file_name_its_cells(office: Office) -> None:
    """Every error at once, each with the cell of the file."""
    response = upload(office, f"{HEAD}\nIND01,310000,2026-Q3,4.2亿,,A,\nNONE,310000,2026-Q3,1,,A,\n".encode())
    text = text_of(response)
    assert response.status_code == 422
    assert "D2" in text
    assert "A3" in text
    assert b'value="send"' not in response.content


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("values.pdf", b"%PDF-1.7"),
        ("values.xlsx", b"not a workbook"),
        ("values.csv", b"\xff\xfe\x00"),
        ("values.csv", b""),
    ],
)
def test_what_cannot_be_read_is_told(office: Office, name: str, body: bytes) -> None:
    """Another kind, a broken workbook, wrong bytes, an empty file: a sentence each, nothing stored."""
    response = upload(office, body, name)
    assert response.status_code in {400, 413, 422}
    assert page_problems(response) == []
    assert "message error" in response.content.decode()
    assert not Submission.objects.exists()


def test_a_lost_file_is_told(office: Office) -> None:
    """Confirming without the kept file stores nothing."""
    response = office.reporter.post(
        "/work/upload/", {**CHOICE, "action": "send", "file_name": "values.csv", "kept": "not base64!"}
    )
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_owed_rows_come_as_a_file_that_reads_back(office: Office) -> None:
    """The CSV holds one line per cell in the columns of the upload."""
    response = office.reporter.get("/work/rows.csv", CHOICE)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Disposition"].startswith("attachment;")
    assert [line["indicator"] for line in rows] == ["IND01"] * 5
    assert [line["dimensions"] for line in rows] == ["", "size=micro", "size=small", "size=medium", "size=large"]
    filled = (
        response.content.decode("utf-8-sig")
        .replace("IND01,310000,2026-Q3,,,A,", "IND01,310000,2026-Q3,130.5,,A,")
        .splitlines()
    )
    assert upload(office, "\n".join(filled[:2]).encode()).status_code == 200


def test_dimension_keys_are_sorted() -> None:
    """The key of a series does not depend on the order in which dimensions come."""
    assert (
        dimension_key({"size": "small", "sector": "ai"})
        == dimension_key({"sector": "ai", "size": "small"})
        == "sector=ai;size=small"
    )


def test_a_waiting_delivery_is_withdrawn_on_its_page(office: Office) -> None:
    submit(office.pilot, [row("100.0", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1000000.0")])
    address = f"/submissions/{outcome.id}/"
    assert "withdraw/" in office.reporter.get(address).content.decode()
    assert "withdraw/" not in office.coordinator.get(address).content.decode()
    assert office.stranger.post(f"{address}withdraw/").status_code == 404
    text = text_of(office.reporter.post(f"{address}withdraw/", {"reason": "in 万元"}, follow=True))
    assert "withdrawn" in text
    assert "in 万元" in text
    assert Submission.objects.get(pk=outcome.id).state == "withdrawn"
    assert "not waiting for review" in text_of(office.reporter.post(f"{address}withdraw/", follow=True))


def test_rows_with_errors_are_told_apart_from_rows_not_stored(office: Office) -> None:
    rows = [row("x", status="Q"), row("60.0", dimensions={"size": "small"}), row("7", period="2026-Q2")]
    outcome = submit(office.pilot, rows)
    assert (outcome.rows_with_errors, outcome.counts["rejected"]) == (1, 3)
    assert "1 row with errors; 3 not stored" in text_of(office.reporter.get(f"/submissions/{outcome.id}/"))


def test_a_cell_with_two_findings_is_one_value_to_correct(office: Office) -> None:
    data = {**CHOICE, "action": "check", cell(office): "x", cell(office, "status"): "Q"}
    assert "1 value must be corrected." in text_of(office.reporter.post("/work/submit/", data))


def test_the_whole_delivery_waits(office: Office) -> None:
    submit(office.pilot, [row("100.0", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1000000.0"), row("60.0", dimensions={"size": "small"})])
    assert "The whole delivery waits" in text_of(office.reporter.get(f"/submissions/{outcome.id}/"))
