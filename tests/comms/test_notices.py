"""`tell` is part of the change that it tells of, and happens once per key."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from comms import notices
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
