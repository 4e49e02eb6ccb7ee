"""Strong ETags and If-Match."""

from types import SimpleNamespace

import pytest

from programs.etag import MalformedPrecondition, PreconditionRequired, check_if_match, etag_of
from programs.exceptions import StaleVersion

ROW = SimpleNamespace(pk=12, version=3, _meta=SimpleNamespace(model_name="task"))
NOW = '"task-12-v3"'


def test_the_tag_names_kind_row_and_version() -> None:
    assert etag_of(ROW) == NOW


@pytest.mark.parametrize("header", [NOW, f" {NOW} ", f'"task-12-v2", {NOW}', f'W/"x",{NOW}'])
def test_a_fitting_tag_gives_the_version(header: str) -> None:
    assert check_if_match(header, ROW) == 3


@pytest.mark.parametrize("header", ['"task-12-v2"', '"task-13-v3"', '"agency-12-v3"', f"W/{NOW}", '""'])
def test_another_tag_is_stale(header: str) -> None:
    with pytest.raises(StaleVersion) as caught:
        check_if_match(header, ROW)
    assert caught.value.status == 412


@pytest.mark.parametrize("header", ["task-12-v3", '"task', "'x'", '"a" "b"', '"a\x00"', "3", '"a",,"b"'])
def test_a_header_that_is_no_list_of_tags_is_malformed(header: str) -> None:
    with pytest.raises(MalformedPrecondition) as caught:
        check_if_match(header, ROW)
    assert caught.value.status == 400


def test_without_a_header_a_change_is_refused_where_one_is_required() -> None:
    for header in (None, "", "  "):
        with pytest.raises(PreconditionRequired) as caught:
            check_if_match(header, ROW)
        assert caught.value.status == 428
    assert check_if_match(None, ROW, required=False) is None


def test_a_star_takes_any_version() -> None:
    assert check_if_match("*", ROW) is None
