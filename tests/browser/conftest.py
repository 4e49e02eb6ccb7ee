"""Chromium for the tests of this folder, and people who sign in with it. A missing browser fails, it never skips."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from programs.models import User
from tests.factories.programs import PASSWORD

DEBIAN = "/usr/bin/chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of the browser. Fails with the command that installs it."""
    found = os.environ.get("CHROMIUM") or (
        DEBIAN if Path(DEBIAN).exists() else next(filter(None, map(shutil.which, NAMES)), "")
    )
    if not found or not Path(found).exists():
        pytest.fail(
            "Chromium was not found. Install it with: sudo apt-get install chromium (or name one: CHROMIUM=/path/to/chromium)."
        )
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def static_folder(run_folder: Path) -> None:
    """The server of the tests starts before each test's own folders: it warns unless the folder is there."""
    settings.STATIC_ROOT = run_folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests. Playwright keeps an event loop in this thread, so Django must be told that it may read."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """A person at a screen. Remembers everything that the browser complained about."""

    def __init__(self, page: Page, base: str):
        self.page = page
        self.base = base
        self.complaints: list[str] = []
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, address: str) -> int:
        """Open an address of the site; the status of the answer."""
        answer = self.page.goto(self.base + address)
        return answer.status if answer else 0

    def sign_in(self, user: User, following: str = "") -> None:
        """Sign in through the form, as people do."""
        self.go(f"/sign-in/?next={following}" if following else "/sign-in/")
        self.page.fill("#id_username", user.username)
        self.page.fill("#id_password", PASSWORD)
        with self.page.expect_navigation(wait_until="load"):
            self.page.click("main button")

    @property
    def text(self) -> str:
        """The words that stand on the page."""
        return str(self.page.inner_text("body"))

    @property
    def spills(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Opens a fresh browser window of a width, in a language."""
    contexts = []

    def opened(width: int = 1366, language: str = "en") -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 844}, accept_downloads=True)
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url)

    yield opened
    for context in contexts:
        context.close()


def with_password(user: User) -> User:
    """The account with the password that `sign_in` types."""
    user.set_password(PASSWORD)
    user.save()
    return user
