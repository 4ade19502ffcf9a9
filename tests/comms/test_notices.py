"""`tell` is part of the change that it tells of, happens once per key and never waits for the broker."""

import time
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from comms import notices, wake
from comms.enums import NoticeKind
from comms.models import Notice
from comms.notices import tell
from tests.factories import PersonFactory


@pytest.mark.usefixtures("committed")
def test_only_inside_the_transaction_of_its_change(now: datetime) -> None:
    with pytest.raises(AssertionError, match="outside the transaction"):
        tell(kind=NoticeKind.REQUEST, key="k", now=now)


@pytest.mark.django_db
def test_happens_once_per_key(now: datetime) -> None:
    person = PersonFactory()
    first = tell(kind=NoticeKind.REQUEST, key="k", now=now, people=[person, person.pk], data={"asker": person.pk})
    assert tell(kind=NoticeKind.REQUEST, key="k", now=now, data={"asker": 0}) == first
    kept = Notice.objects.get()
    assert (kept.kind, kept.people, kept.data, kept.created_at) == ("request", [person.pk], {"asker": person.pk}, now)


@pytest.mark.django_db
def test_goes_with_a_change_that_is_undone(now: datetime) -> None:
    with transaction.atomic():
        tell(kind=NoticeKind.REQUEST, key="k", now=now)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_wakes_a_worker_after_the_commit_when_it_is_due(
    now: datetime, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(notices, "wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        tell(kind=NoticeKind.REQUEST, key="now", now=now)
        tell(kind=NoticeKind.REQUEST, key="now", now=now)
        assert woken == []
    assert woken
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tell(kind=NoticeKind.REQUEST, key="later", now=now, not_before=now.replace(year=2027))
    assert woken == []


def test_waking_does_not_wait_and_gathers_what_comes_together(monkeypatch: Any) -> None:
    calls: list[float] = []

    def slow_call() -> bool:
        calls.append(time.monotonic())
        time.sleep(0.3)
        return True

    monkeypatch.setattr(wake, "call_worker", slow_call)
    waker = wake.Waker()
    begun = time.monotonic()
    for _ in range(100):
        waker.wake()
    assert time.monotonic() - begun < 0.05
    time.sleep(0.2)
    assert len(calls) == 1


def test_a_broker_that_fails_is_only_noted(monkeypatch: Any, caplog: pytest.LogCaptureFixture) -> None:
    from comms.tasks import sweep

    def refuse(**_: Any) -> None:
        raise ConnectionError("no broker here")

    monkeypatch.setattr(sweep, "apply_async", refuse)
    assert wake.call_worker() is False
    assert "no broker here" in caplog.text
