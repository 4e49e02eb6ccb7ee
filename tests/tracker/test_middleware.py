"""With DEBUG on, as in the demonstration, an unknown address gets the page in the reader's language."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import get_commands, load_command_class

from tests.factories.pages import LANGUAGES, client_of, page_problems, text_of

pytestmark = pytest.mark.django_db
PLAIN = "tracker.middleware.PlainNotFound"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/nothing/", "/tasks/nothing/"])
def test_visitors_of_the_demonstration_read_a_page(settings: Any, language: str, address: str) -> None:
    """No list of addresses, no English where Chinese was asked for."""
    settings.DEBUG = True
    settings.MIDDLEWARE = [*[name for name in configured.MIDDLEWARE if name != PLAIN], PLAIN]
    response = client_of(None, language).get(address, follow=True)
    text = text_of(response)
    assert "URLconf" not in text
    assert page_problems(response) == []
    if address == "/nothing/":
        assert response.status_code == 404
        assert ("页面不存在" if language == "zh-hans" else "Not found") in text


def test_an_answer_of_the_interface_stays_as_it_is(settings: Any) -> None:
    """An unknown record or address of the API is still a problem document."""
    settings.DEBUG = True
    settings.MIDDLEWARE = [*[name for name in configured.MIDDLEWARE if name != PLAIN], PLAIN]
    for address in ("/api/v1/tasks/nothing/", "/api/v1/nothing/"):
        assert client_of(None).get(address)["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["..%2F..", "..%2F..%2Fsettings.py", "%2Fetc/passwd", "%00", "nothing.css", ""])
def test_a_static_address_that_leads_nowhere_is_not_found(settings: Any, path: str) -> None:
    """Also one that leads out of the folders, where files come straight from the apps."""
    settings.DEBUG = settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    assert client_of(None).get(f"/static/{path}").status_code == 404


def test_the_server_of_the_demonstration_leaves_static_files_to_the_same_code(settings: Any) -> None:
    """Django's own handler of static files answers such addresses with 500."""
    settings.DEBUG = True
    command: Any = load_command_class(get_commands()["runserver"], "runserver")
    options = vars(command.create_parser("manage.py", "runserver").parse_args([]))
    assert not isinstance(command.get_handler(**options), StaticFilesHandler)
