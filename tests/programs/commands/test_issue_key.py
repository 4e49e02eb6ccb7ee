"""`issue_key` prints a working key once and stores only its digest."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from programs.models import ApiKey
from tests.factories.programs import AgencyFactory, ProgramFactory, TaskFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """What the command prints on standard output."""
    out = StringIO()
    call_command("issue_key", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_printed_key_opens_the_api_and_is_not_stored():
    task = TaskFactory()
    plain = run(task.lead.code, "--label", "data team")
    assert re.fullmatch(r"pz_[A-Za-z0-9_-]{43}", plain)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    assert client.get("/api/v1/tasks/").json()["results"][0]["code"] == task.code
    key = ApiKey.objects.get()
    assert plain.startswith(key.prefix)
    assert plain not in str(ApiKey.objects.values().get())


def test_a_read_only_key_of_one_programme():
    program = ProgramFactory()
    run(AgencyFactory(code="SH-STC").code, "--program", program.code, "--read-only", "--days", "10")
    key = ApiKey.objects.get()
    assert (key.scopes, key.program, (key.expires_at - key.created_at).days) == ("read", program, 10)


@pytest.mark.parametrize("arguments", [["NO-ONE"], ["SH-STC", "--program", "none"], ["SH-STC", "--days", "0"]])
def test_wrong_arguments_are_sentences(arguments):
    AgencyFactory(code="SH-STC")
    with pytest.raises(CommandError):
        run(*arguments)
    assert not ApiKey.objects.exists()
