"""`grant_role` is how the first administrator comes in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from programs.actors import Role
from programs.models import AuditEvent, Membership, User
from tests.factories.programs import AgencyFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> None:
    call_command("grant_role", *arguments, stdout=StringIO())


def test_a_new_superuser_enters_the_admin_only_with_the_role():
    user = User.objects.create_superuser("first", password="correct horse battery 9")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code in (302, 403)
    run("first", "administrator")
    assert client.get("/admin/").status_code == 200
    event = AuditEvent.objects.get(table_name=Membership._meta.db_table)
    assert (event.actor, event.door) == ("system", "command")


def test_it_may_run_twice_and_names_agency_and_programme():
    user, agency, program = UserFactory(), AgencyFactory(code="SH-STC"), ProgramFactory(code="pilot")
    for _turn in range(2):
        run(user.username, "reporter", "--agency", "SH-STC", "--program", "pilot")
    granted = Membership.objects.get()
    assert (granted.user, granted.role, granted.agency, granted.program) == (user, Role.REPORTER, agency, program)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody", "leader"],
        ["known", "reporter"],
        ["known", "reporter", "--agency", "NO-ONE"],
        ["known", "leader", "--program", "none"],
        ["known", "king"],
    ],
)
def test_wrong_arguments_are_sentences(arguments):
    UserFactory(username="known")
    with pytest.raises(CommandError):
        run(*arguments)
    assert not Membership.objects.exists()
