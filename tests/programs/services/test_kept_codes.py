"""A code is given once: past values, files and reports are joined by it."""

from typing import Any

import pytest
from django.urls import reverse

from programs.actors import SYSTEM, Role
from programs.exceptions import InvalidInput
from programs.models import Zone
from programs.services.records import record_save
from tests.factories.indicators import DimensionFactory, IndicatorFactory, UnitFactory
from tests.factories.pages import client_of
from tests.factories.programs import (
    AgencyFactory,
    MeasureFactory,
    ProgramFactory,
    SectionFactory,
    TaskFactory,
    ZoneFactory,
    user_with,
)

pytestmark = pytest.mark.django_db
MAKERS = [
    AgencyFactory,
    DimensionFactory,
    IndicatorFactory,
    MeasureFactory,
    ProgramFactory,
    SectionFactory,
    TaskFactory,
    UnitFactory,
    ZoneFactory,
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make._meta.model.__name__)
def test_a_code_cannot_be_changed(make: Any) -> None:
    row = make()
    kept, row.code = row.code, "NEW-1"
    with pytest.raises(InvalidInput) as caught:
        record_save(row=row, by=SYSTEM)
    assert [(problem.code, problem.pointer) for problem in caught.value.problems] == [("code_is_kept", "/code")]
    assert kept in caught.value.message
    assert type(row)._base_manager.get(pk=row.pk).code == kept


def test_the_change_form_shows_the_code_and_takes_none() -> None:
    zone = ZoneFactory(code="310000")
    office = client_of(user_with(Role.COORDINATOR))
    address = reverse("admin:programs_zone_change", args=[zone.pk])
    assert 'name="code"' not in office.get(address).content.decode()
    assert 'name="code"' in office.get(reverse("admin:programs_zone_add")).content.decode()
    sent = {"code": "999999", "name_en": "Renamed", "level": zone.level, "sort_order": 1, "row_version": 1}
    assert office.post(address, sent | {"reason_for_change": "official name"}).status_code == 302
    assert Zone.objects.filter(pk=zone.pk).values_list("code", "name_en").get() == ("310000", "Renamed")
