"""Accounts, keys and agencies by their services: who may, what is refused, and what is kept for the search."""

import pytest

from programs.exceptions import InvalidInput, NotAllowed, NotAllowedInState, StaleVersion
from programs.models import Agency, ApiKey, User
from programs.services.accounts import account_password_set, account_save
from programs.services.agencies import agency_save
from programs.services.keys import key_issue, key_revoke
from programs.services.tasks.progress_bulk import progress_review_many
from tests.factories.programs import (
    AgencyFactory,
    ProgramFactory,
    ProgressReportFactory,
    UserFactory,
    ZoneFactory,
    actor_with,
    key_for,
)

pytestmark = pytest.mark.django_db


def test_an_agency_is_found_by_its_pinyin_initials() -> None:
    agency = agency_save(
        agency=Agency(
            code="SH-STC", name_zh="上海市科学技术委员会", short_zh="上海科委", function="science", zone=ZoneFactory()
        ),
        by=actor_with("coordinator"),
    )
    assert agency.search_initials == "shskxjswyh shkw"
    agency.name_zh = "上海市财政局"
    assert agency_save(agency=agency, by=actor_with("coordinator"), expected_version=1).search_initials.startswith(
        "shsczj"
    )


def test_only_a_coordinator_of_all_programmes_saves_an_agency() -> None:
    with pytest.raises(NotAllowed):
        agency_save(agency=AgencyFactory(), by=actor_with("coordinator", program=ProgramFactory()))


def test_a_stale_agency_is_refused() -> None:
    with pytest.raises(StaleVersion):
        agency_save(agency=AgencyFactory(), by=actor_with("coordinator"), expected_version=7)


def test_a_key_is_issued_by_administrators_within_limits() -> None:
    agency, administrator = AgencyFactory(), actor_with("administrator")
    with pytest.raises(NotAllowed):
        key_issue(agency=agency, by=actor_with("coordinator"))
    with pytest.raises(InvalidInput):
        key_issue(agency=agency, by=administrator, scopes=("read", "delete"))
    with pytest.raises(InvalidInput):
        key_issue(agency=agency, by=administrator, days=0)
    key, plain = key_issue(agency=agency, by=administrator, scopes=("submit", "read"), days=1)
    assert key.scopes == "read submit"
    assert plain not in str(ApiKey.objects.values().get())


def test_a_key_is_revoked_once() -> None:
    key, _plain = key_for(AgencyFactory())
    administrator = actor_with("administrator")
    with pytest.raises(InvalidInput):
        key_revoke(key=key, by=administrator, reason=" ")
    with pytest.raises(StaleVersion):
        key_revoke(key=key, by=administrator, reason="r", expected_version=9)
    key_revoke(key=key, by=administrator, reason="r")
    with pytest.raises(NotAllowedInState):
        key_revoke(key=key, by=administrator, reason="r")


def test_an_account_is_kept_by_administrators() -> None:
    with pytest.raises(NotAllowed):
        account_save(user=User(username="new"), by=actor_with("coordinator"))
    user = account_save(user=User(username="new"), by=actor_with("administrator"))
    assert not user.has_usable_password()
    with pytest.raises(InvalidInput):
        account_save(user=User(username="new"), by=actor_with("administrator"))


def test_a_password_follows_the_rules_of_the_installation() -> None:
    user = UserFactory()
    with pytest.raises(InvalidInput) as refused:
        account_password_set(user=user, password="12345", by=actor_with("administrator"), reason="r")
    assert len(refused.value.problems) >= 2
    with pytest.raises(NotAllowed):
        account_password_set(user=user, password="a long enough one", by=actor_with("coordinator"), reason="r")


def test_many_reports_are_reviewed_all_or_none() -> None:
    first, second = ProgressReportFactory(), ProgressReportFactory(state="accepted")
    with pytest.raises(NotAllowedInState) as refused:
        progress_review_many(reports=[first, second], accept=True, by=actor_with("coordinator"))
    assert [problem.pointer for problem in refused.value.problems] == [f"/reports/{second.pk}"]
    with pytest.raises(InvalidInput):
        progress_review_many(reports=[first], accept=False, by=actor_with("coordinator"))
    with pytest.raises(NotAllowed):
        progress_review_many(reports=[first], accept=True, by=actor_with("leader"))
    own = ProgressReportFactory(submitted_by="user:self")
    with pytest.raises(NotAllowedInState):
        progress_review_many(reports=[own], accept=True, by=actor_with("coordinator", username="self"))
    assert progress_review_many(reports=[first, own], accept=True, by=actor_with("coordinator")) == 2
