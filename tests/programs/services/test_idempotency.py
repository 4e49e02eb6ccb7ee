"""One effect for each key: the same bytes to everybody who repeats a request, also at the same moment."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from programs.models import Heartbeat, IdempotencyRecord
from programs.services.idempotency import (
    Answer,
    KeyReused,
    fingerprint_of,
    idempotency_purge,
    idempotent,
    rendered,
)

pytestmark = pytest.mark.django_db


def call(key: str = "k", owner: str = "key:a", body: str = "body", respond=None) -> Answer:
    return idempotent(
        owner=owner,
        key=key,
        fingerprint=fingerprint_of("POST", "/x", body),
        respond=respond or (lambda: Answer(201, rendered({"zeta": 1, "alpha": "中文"}))),
    )


def test_a_repeated_request_gets_the_stored_bytes() -> None:
    first, second = call(), call(respond=lambda: pytest.fail("the effect must not happen twice"))
    assert (first.status, first.body, first.replayed) == (201, '{"zeta":1,"alpha":"中文"}', False)
    assert (second.status, second.body, second.content_type, second.replayed) == (
        201,
        first.body,
        first.content_type,
        True,
    )


def test_a_key_belongs_to_one_owner_and_one_request() -> None:
    call()
    assert not call(owner="key:b").replayed
    with pytest.raises(KeyReused) as caught:
        call(body="another")
    assert (caught.value.status, caught.value.code) == (422, "idempotency_key_reused")


def test_a_request_that_failed_is_not_remembered() -> None:
    def fails() -> Answer:
        Heartbeat.objects.create(name="half", at=timezone.now())
        raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        call(respond=fails)
    assert not IdempotencyRecord.objects.exists()
    assert not Heartbeat.objects.exists()
    assert not call().replayed


def test_records_are_kept_for_a_day() -> None:
    call("old")
    call("new")
    IdempotencyRecord.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=25))
    assert not call("old").replayed, "expired, though not purged yet"
    IdempotencyRecord.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=25))
    assert idempotency_purge() == 1
    assert idempotency_purge() == 0
    assert IdempotencyRecord.objects.get().key == "new"


def test_the_fingerprint_frames_its_parts() -> None:
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc") != fingerprint_of("a", "b", "c")
    assert fingerprint_of("é") == fingerprint_of("é".encode())


@pytest.mark.django_db(transaction=True)
def test_three_hundred_posts_with_twenty_keys_have_twenty_effects() -> None:
    """Twenty threads at once, each with fifteen posts in an order of its own."""
    answers: list[tuple[str, Answer]] = []
    failures: list[BaseException] = []
    start = threading.Barrier(20)

    def client(seed: int) -> None:
        keys = (
            [f"key-{number % 20}" for number in range(15)]
            if seed % 2
            else [f"key-{19 - number}" for number in range(15)]
        )
        random.Random(seed).shuffle(keys)
        try:
            start.wait()
            answers.extend((key, call(key, respond=lambda key=key: effect(key))) for key in keys)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    def effect(key: str) -> Answer:
        row = Heartbeat.objects.create(name=f"{key}-{random.random()}", at=timezone.now())
        return Answer(201, rendered({"id": row.pk}))

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(answers) == 300
    assert Heartbeat.objects.count() == IdempotencyRecord.objects.count() == 20
    assert Counter(answer.replayed for _key, answer in answers) == {True: 280, False: 20}
    assert len({(key, answer.body) for key, answer in answers}) == 20
