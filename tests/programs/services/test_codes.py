"""Codes are plain text that addresses and files can bear."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from indicators.models import Indicator, Unit
from programs.models import Agency, Measure, Section, Task, Zone

SENTENCE = "A code has Latin letters, digits, points, hyphens and underscores, and begins with a letter or digit."


@pytest.mark.parametrize("model", [Task, Measure, Section, Agency, Zone, Indicator, Unit])
def test_only_a_plain_code_is_taken(model: type[Model]) -> None:
    field = model._meta.get_field("code")
    assert field.clean("T-M015.3_x", None) == "T-M015.3_x"  # type: ignore[union-attr]
    for wrong in ("任务一", "a b", "-a", "a/b", "a\n"):
        with pytest.raises(ValidationError) as error:
            field.clean(wrong, None)  # type: ignore[union-attr]
        assert SENTENCE in error.value.messages
