"""An agency hands in by the form, in Chinese: a value with its unit is refused beside its cell, the corrected one counts."""

from collections.abc import Callable
from decimal import Decimal

from indicators.models import Observation, Submission
from programs.actors import Role
from tests.browser.conftest import Visitor, with_password
from tests.factories.indicators import pilot
from tests.factories.programs import PASSWORD, user_with


def test_a_bad_then_a_good_value(visit: Callable[..., Visitor]) -> None:
    """Sign in, my work, enter 4.2亿, read the finding, correct it, check, hand in, receipt."""
    place = pilot("2026-Q3")
    user = with_password(user_with(Role.REPORTER, agency=place.agency, language="zh-hans"))
    agency = visit(language="zh-hans")
    agency.sign_in(user)
    assert agency.page.url.endswith("/work/")
    assert agency.page.get_attribute("html", "lang") == "zh-Hans"
    assert "2026年第三季度" in agency.text
    agency.page.click("details[open] a.button")

    cell = agency.page.locator("table.matrix input.value").first
    cell.fill("4.2亿")
    agency.page.click("button[value=check]")
    refused = agency.page.locator("table.matrix input.value").first
    assert refused.input_value() == "4.2亿"
    assert refused.get_attribute("aria-invalid") == "true"
    assert "亿" in agency.page.locator("table.matrix .finding").first.inner_text()
    assert agency.page.locator("button[value=send]").count() == 0
    assert not Submission.objects.exists()

    refused.fill("4.2")
    agency.page.click("button[value=check]")
    agency.page.click("button[value=send]")
    submission = Submission.objects.get()
    assert agency.page.url.endswith(f"/submissions/{submission.pk}/")
    assert Observation.objects.get().value == Decimal("4.2")
    assert [said for said in agency.complaints if "422" not in said] == []


def test_a_column_from_a_spreadsheet_fills_the_cells(visit: Callable[..., Visitor]) -> None:
    """Pasting lines into the first cell fills the cells below it; Enter goes one cell down."""
    place = pilot("2026-Q3")
    agency = visit()
    agency.sign_in(with_password(user_with(Role.REPORTER, agency=place.agency)), "/work/submit/")
    cells = agency.page.locator("table.matrix input.value")
    cells.first.focus()
    agency.page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "10.5\\t2026\\r\\n1.5\\r\\n2\\r\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert [cells.nth(place).input_value() for place in range(4)] == ["10.5", "1.5", "2", ""]
    cells.first.focus()
    agency.page.keyboard.press("Enter")
    assert cells.nth(1).evaluate("node => node === document.activeElement")


def test_nothing_typed_is_lost(visit: Callable[..., Visitor]) -> None:
    """Another language, Back after a check and an ended session give back what was typed; a receipt forgets it."""
    place = pilot("2026-Q3")
    user = with_password(user_with(Role.REPORTER, agency=place.agency))
    agency = visit()
    form = f"/work/submit/?program={place.program.code}&agency={place.agency.code}&period=2026-Q3"
    agency.sign_in(user, "/work/")
    agency.go(form)
    cell = agency.page.locator("table.matrix input.value").first
    cell.fill("10.5")
    agency.page.click(".tools button.quiet")
    assert agency.page.get_attribute("html", "lang") == "zh-Hans"
    assert cell.input_value() == "10.5"
    assert agency.page.locator("[data-kept]").is_visible()

    agency.page.click("button[value=check]")
    agency.page.once("dialog", lambda asked: asked.accept())
    agency.page.click(".site-nav a >> nth=0")
    agency.page.go_back()
    assert cell.input_value() == "10.5"

    cell.fill("11.5")
    agency.page.context.clear_cookies(name="sessionid")
    agency.page.click("button[value=check]")
    assert "登录已失效" in agency.text
    agency.page.fill("#id_username", user.username)
    agency.page.fill("#id_password", PASSWORD)
    agency.page.click("main button")
    assert cell.input_value() == "11.5"
    agency.page.click("button[value=check]")
    agency.page.locator("button[value=send]").first.click()
    assert Observation.objects.get().value == Decimal("11.5")
    agency.go(form)
    assert cell.input_value() == ""
