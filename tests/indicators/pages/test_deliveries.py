"""What was not stored can be read in words and corrected: waiting, returned and rejected deliveries."""

import re

from django.test import Client

from indicators.models import Submission
from indicators.services.periods import period_close
from indicators.services.review import submission_return
from tests.factories.indicators import row, submit
from tests.factories.pages import HOSTILE, page_problems, text_of
from tests.indicators.pages.conftest import Office

REASON = "The value seems to be in 万元."


def returned(office: Office) -> Submission:
    """A delivery of Q3 that looked like 万元 and was sent back with a reason."""
    submit(office.pilot, [row("120.5", period="2026-Q2")])
    outcome = submit(office.pilot, [row("1205000.0", note="as in the bank's list", period="2026-Q3")])
    assert outcome.state == "in_review"
    submission = Submission.objects.get(pk=outcome.id)
    return submission_return(submission=submission, by=office.pilot.office, reason=REASON)


def correction_of(client: Client, submission: Submission) -> str:
    """The address behind the button on the page of a delivery."""
    page = client.get(f"/submissions/{submission.pk}/").content.decode()
    found = re.search(r'href="(/work/submit/\?[^"]*from=[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_returned_delivery_shows_its_rows_and_the_way_on(office: Office) -> None:
    """Indicator, zone, period, value and note in words, the finding beside, who returned it and why."""
    submission = returned(office)
    response = office.reporter.get(f"/submissions/{submission.pk}/")
    text = text_of(response)
    assert page_problems(response) == []
    assert "Values that were returned (1)" in text
    assert "Q3 2026" in text
    assert "1,205,000" in text
    assert "as in the bank's list" in text
    assert REASON in text
    assert office.pilot.office.label.removeprefix("user:") in text
    assert "/rows/0/value" not in text


def test_a_returned_delivery_is_corrected_in_the_form(office: Office) -> None:
    """The form of the period opens with the value and the note filled in."""
    response = office.reporter.get(correction_of(office.reporter, returned(office)))
    assert response.status_code == 200
    assert 'value="1205000.0"' in response.content.decode()
    assert "as in the bank&#x27;s list" in response.content.decode()


def test_a_returned_delivery_stands_on_top_until_its_value_comes_again(office: Office) -> None:
    """My work begins with it and its reason; a later value of the same cell answers it."""
    submission = returned(office)
    text = text_of(office.reporter.get("/work/"))
    assert text.index("Deliveries returned for correction") < text.index("Values to hand in")
    assert text.count(REASON) == 1
    assert text_of(office.stranger.get("/work/")).count(REASON) == 0
    submit(office.pilot, [row("122.0", period="2026-Q3")])
    assert "Deliveries returned for correction" not in text_of(office.reporter.get("/work/"))
    assert Submission.objects.get(pk=submission.pk).state == "returned"


def test_a_closed_period_offers_no_correction(office: Office) -> None:
    """Nothing can be sent for a closed period: the page says so instead of leading into an error."""
    submission = returned(office)
    period_close(period=office.pilot.program.periods.get(code="2026-Q3"), by=office.pilot.office, reason="all in")
    response = office.reporter.get(f"/submissions/{submission.pk}/")
    assert b"from=" not in response.content
    assert "ask the coordination group to open it" in text_of(response)
    assert "Deliveries returned for correction" not in text_of(office.reporter.get("/work/"))


def test_a_rejected_delivery_shows_its_rows(office: Office) -> None:
    """Every row in words with what is the matter beside it; hostile text stays text."""
    outcome = submit(office.pilot, [row("130.5"), row(HOSTILE, period="2026-Q2")])
    response = office.reporter.get(f"/submissions/{outcome.id}/")
    text = text_of(response)
    assert page_problems(response) == []
    assert b"<script>alert" not in response.content
    assert "Values that were not stored (2)" in text
    assert "is not a number" in text


def test_a_correction_of_others_is_not_opened(office: Office) -> None:
    """Another agency's delivery, an accepted one and nonsense: 404."""
    theirs = submit(office.pilot, [row("x", zone="320100")], agency=office.pilot.other_agency, by=office.pilot.other_by)
    accepted = submit(office.pilot, [row("130.5")])
    for number in (theirs.id, accepted.id, "nonsense"):
        asked = {"program": "yrd-scitech-finance", "agency": "SH-LFR", "period": "2026-Q3", "from": str(number)}
        assert office.reporter.get("/work/submit/", asked).status_code == 404


def test_the_list_says_what_a_delivery_not_stored_was_about(office: Office) -> None:
    """Period and indicator stand beside returned ones as beside accepted ones."""
    returned(office)
    text = text_of(office.reporter.get("/work/"))
    listed = text[text.index("What was handed in") :]
    assert "Q3 2026" in listed
    assert listed.count("Indicator IND01") == 2
