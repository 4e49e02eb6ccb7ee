"""The Idempotency-Key header: which keys are keys, whose they are, and what a replay looks like."""

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from programs.api.idempotency import KeyMalformed, answer_once
from programs.models import IdempotencyRecord
from programs.services.idempotency import Answer, KeyReused
from tests.factories.programs import UserFactory

pytestmark = pytest.mark.django_db


def post(
    key: str | None, body: bytes = b"{}", user=None, path: str = "/api/v1/submissions/", media: str = "application/json"
):
    headers = {} if key is None else {"Idempotency-Key": key}
    request = Request(APIRequestFactory().generic("POST", path, body, content_type=media, headers=headers))
    request.user = user or AnonymousUser()
    return answer_once(request, body, lambda: Answer(201, f'{{"n":{IdempotencyRecord.objects.count()}}}'))


def test_a_repeated_key_gets_the_same_bytes_and_says_so() -> None:
    first, second = post("k-1"), post("k-1")
    assert (first.status_code, first.content, first["Content-Type"]) == (
        second.status_code,
        second.content,
        second["Content-Type"],
    )
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"


def test_without_a_key_each_request_counts() -> None:
    post(None)
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "ключ", "a\tb"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(KeyMalformed) as caught:
        post(key)
    assert (caught.value.status, caught.value.code) == (400, "idempotency_key_malformed")


def test_a_key_counts_for_one_person_address_and_body() -> None:
    post("k")
    post("k", user=UserFactory())
    for other in ({"body": b"{ }"}, {"path": "/api/v1/submissions/?dry_run=true"}, {"media": "text/csv"}):
        with pytest.raises(KeyReused):
            post("k", **other)
    assert IdempotencyRecord.objects.count() == 2


def test_another_boundary_of_the_same_upload_is_the_same_request() -> None:
    post("k", media="multipart/form-data; boundary=one")
    assert post("k", media="multipart/form-data; boundary=two")["Idempotent-Replayed"] == "true"
