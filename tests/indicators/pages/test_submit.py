"""Handing in by form and by file: check first, findings beside the cells, all or nothing, a receipt at the end."""

import base64
import csv
import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Obligation, Observation, Submission
from indicators.pages.matrix import dimension_key
from indicators.services.periods import period_close
from indicators.services.review import submission_accept
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
    response = office.reporter.post("/work/submit/", {**CHOICE, cell(office): "130.5", "action": "check"}, follow=True)
    assert response.redirect_chain[-1][1] == 302
    assert "The check found no error. Nothing has been handed in yet." in text_of(response)
    assert "new values 1 · revised 0 · unchanged 0" in text_of(response)
    assert b'value="send"' in response.content
    assert not Submission.objects.exists()
    assert not Observation.objects.exists()


def test_a_bad_value_is_told_beside_its_cell_in_chinese(office: Office) -> None:
    """4.2亿 in a field of 亿元: the finding stands in the row, the typed value stays, nothing can be sent yet."""
    response = office.chinese().post("/work/submit/", {**CHOICE, cell(office): "4.2亿", "action": "check"}, follow=True)
    assert "1个数值须更正" in text_of(response)
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
    without = office.reporter.post(
        "/work/submit/", {**CHOICE, cell(office, "status"): "M", "action": "send"}, follow=True
    )
    assert "1 value must be corrected." in text_of(without)
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
    response = office.reporter.post("/work/submit/", {**CHOICE, **typed, "action": "send"}, follow=True)
    assert "1 value must be corrected." in text_of(response)
    assert 'value="130.5"' in response.content.decode()
    assert not Observation.objects.exists()


def test_an_empty_form_is_told(office: Office) -> None:
    """Nothing entered is a sentence, not an empty delivery."""
    response = office.reporter.post("/work/submit/", {**CHOICE, "action": "send"}, follow=True)
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
    response = office.reporter.post(
        "/work/submit/", {**CHOICE, f"value:{foreign.pk}:": "99", "action": "send"}, follow=True
    )
    assert "Nothing is entered yet." in text_of(response)


def test_the_form_begins_with_what_is_stored(office: Office) -> None:
    """Status and note of the stored value are shown and chosen; typing the same value again does not make it final."""
    submit(office.pilot, [row("130.5", status="P", note="first count")])
    response = office.reporter.get("/work/submit/", CHOICE)
    assert "130.5 (provisional) · first count" in text_of(response)
    assert b'<option value="P" selected>' in response.content
    office.reporter.post("/work/submit/", {**CHOICE, cell(office): "130.5", "action": "send"})
    stored = Observation.objects.get()
    assert (stored.status, stored.version) == ("P", 1)


def test_a_status_alone_changes_the_stored_value(office: Office) -> None:
    """A new status or note needs no value beside it: the stored one is sent along."""
    submit(office.pilot, [row("130.5", status="P", note="first count")])
    office.reporter.post(
        "/work/submit/", {**CHOICE, cell(office, "status"): "A", cell(office, "note"): "", "action": "send"}
    )
    stored = Observation.objects.get()
    assert (stored.value, stored.status, stored.note, stored.version) == (Decimal("130.5"), "A", "", 2)


def test_a_note_without_any_value_is_told(office: Office) -> None:
    """Nothing that was typed is dropped in silence."""
    response = office.reporter.post(
        "/work/submit/", {**CHOICE, cell(office, "note"): "later", "action": "check"}, follow=True
    )
    assert "1 value must be corrected." in text_of(response)
    assert 'value="later"' in response.content.decode()


def test_a_missing_value_that_came_after_all_is_normal(office: Office) -> None:
    """The form says missing and why; a value typed there ends it."""
    submit(office.pilot, [row(None, status="M", note="The survey was not held.")])
    page = office.reporter.get("/work/submit/", CHOICE)
    assert "missing · The survey was not held." in text_of(page)
    sent = {cell(office): "130.5", cell(office, "status"): "M", cell(office, "note"): "The survey was not held."}
    office.reporter.post("/work/submit/", {**CHOICE, **sent, "action": "send"})
    stored = Observation.objects.get()
    assert (stored.value, stored.status, stored.note) == (Decimal("130.5"), "A", "")


def test_what_was_checked_is_kept_until_it_is_handed_in_or_discarded(office: Office) -> None:
    """Another page, another language and Back find it again; handing in and discarding end it."""
    office.reporter.post("/work/submit/", {**CHOICE, cell(office): "130.5", "action": "check"})
    office.reporter.get("/work/")
    kept = office.chinese().get("/work/submit/", CHOICE)
    assert 'value="130.5"' in kept.content.decode()
    assert "尚未报送" in text_of(kept)
    office.reporter.post("/work/submit/", {**CHOICE, "action": "discard"})
    assert 'value="130.5"' not in office.reporter.get("/work/submit/", CHOICE).content.decode()
    for action in ("check", "send"):
        office.reporter.post("/work/submit/", {**CHOICE, cell(office): "130.5", "action": action})
    assert "data-answered" not in office.reporter.get("/work/submit/", CHOICE).content.decode()


def test_errors_are_linked_from_the_top(office: Office) -> None:
    """The summary leads to the cell and takes the focus."""
    response = office.reporter.post("/work/submit/", {**CHOICE, cell(office): "x", "action": "check"}, follow=True)
    page = response.content.decode()
    assert f'href="#v-{cell(office).partition(":")[2]}"' in page
    assert "autofocus" in page
    assert "To be corrected" in page


def test_a_value_that_waits_is_shown_in_its_cell(office: Office) -> None:
    """Nobody enters again what is being looked at."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1205000.0")])
    page = office.reporter.get("/work/submit/", CHOICE)
    assert "to be reviewed: 1,205,000" in text_of(page)
    assert f"/submissions/{outcome.id}/" in page.content.decode()


def test_a_period_closed_meanwhile_says_so(office: Office) -> None:
    """An old link to the own form tells that the period is closed and lists the open ones; nothing is stored."""
    period_close(period=office.pilot.program.periods.get(code="2026-Q3"), by=office.pilot.office, reason="all in")
    response = office.reporter.get("/work/submit/", CHOICE)
    assert "Q3 2026 is closed" in text_of(response)
    assert "period=2026-Q2" in response.content.decode()
    after = office.reporter.post("/work/submit/", {**CHOICE, "action": "send"}, follow=True)
    assert after.status_code == 200
    assert not Submission.objects.exists()


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
    first = submit(office.pilot, [row("130.5", note="first count")])
    later = submit(office.pilot, [row("131.5")])
    response = office.reporter.get(f"/submissions/{first.id}/")
    text = text_of(response)
    assert "replaced by a later delivery" in text
    assert f'href="/submissions/{later.id}/"' in response.content.decode()
    assert "first count" in text


def test_the_receipt_names_who_accepted_it_after_review(office: Office) -> None:
    """Who decided, and the remark, stand where the values are said to count."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    waiting = Submission.objects.get(pk=submit(office.pilot, [row("1205000.0")]).id)
    submission_accept(submission=waiting, by=office.pilot.office, reason="Confirmed by telephone.")
    text = text_of(office.reporter.get(f"/submissions/{waiting.pk}/"))
    assert office.pilot.office.label.removeprefix("user:") in text
    assert "Confirmed by telephone." in text


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


def test_rows_that_nobody_filled_in_are_passed_over(office: Office) -> None:
    """The downloaded file goes back half filled: what is empty stays as it is, and the page says how many."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    for kind in ("csv", "xlsx"):
        body = office.reporter.get(f"/work/rows.{kind}", CHOICE).content
        if kind == "csv":
            assert "亿元" in body.decode() or "CNY 100 million" in body.decode()
            assert "120.5" in body.decode()
            body = body.replace(b"IND01,310000,2026-Q3,,,A,", b"IND01,310000,2026-Q3,130.5,,A,")
            response = upload(office, body)
            text = text_of(response)
            assert response.status_code == 200
            assert "4 rows without entry were passed over" in text
            assert "Values read from the file (1)" in text
            assert "130.5" in text
        else:
            assert upload(office, body, "values.xlsx").status_code == 422  # nothing at all is filled in
    assert not Observation.objects.filter(value=Decimal("130.5")).exists()


def test_the_check_of_a_file_shows_old_and_new(office: Office) -> None:
    """What is in force stands beside what was read."""
    submit(office.pilot, [row("120.5")])
    response = upload(office, f"{HEAD}\nIND01,310000,2026-Q3,130.5,,A,\n".encode())
    assert page_problems(response) == []
    table = text_of(response)
    table = table[table.index("Values read from the file") :]
    assert "120.5" in table
    assert "130.5" in table


def test_a_second_sheet_is_told(office: Office) -> None:
    """Only the first sheet is read, and the page names the others."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Values").write_row(0, 0, HEAD.split(","))
        book.worksheets()[0].write_row(1, 0, ["IND01", "310000", "2026-Q3", "130.5"])
        book.add_worksheet("Forgotten")
    assert "Not read: Forgotten" in text_of(upload(office, file.getvalue(), "values.xlsx"))


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
    assert "1 value must be corrected." in text_of(office.reporter.post("/work/submit/", data, follow=True))


def test_the_whole_delivery_waits(office: Office) -> None:
    submit(office.pilot, [row("100.0", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1000000.0"), row("60.0", dimensions={"size": "small"})])
    assert "The whole delivery waits" in text_of(office.reporter.get(f"/submissions/{outcome.id}/"))
