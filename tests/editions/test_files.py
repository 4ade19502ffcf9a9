"""A file is asked for once, made once, and lost by nobody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from productops import wake
from productops.audit.models import DomainEvent
from productops.editions import files
from productops.editions.enums import Fault, FileState
from productops.editions.models import Edition, EditionFile
from productops.people.signals import person_erased
from tests.editions.made import asked, edition_of
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(now: datetime) -> Edition:
    return edition_of(1, now)


def claimed(now: datetime) -> EditionFile:
    row = files.claim(now=now)
    assert row is not None
    return row


def ask(edition: Edition, now: datetime, facts: str = "names") -> EditionFile:
    return files.ask(edition=edition, language="en", facts=facts, by=edition.published_by, now=now)


def test_asking_again_changes_nothing_until_it_failed_or_is_old(
    edition: Edition, now: datetime, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(wake, "wake", woken.append)
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(edition, now)
        assert ask(edition, now + timedelta(hours=1)).requested_at == now
    assert woken == ["editions.make_files"]
    files.finish(claimed(now), b"%PDF", pages=2, facts="names", now=now)
    assert ask(edition, now).state == FileState.DONE
    old = ask(edition, now + timedelta(days=1), facts="other names")
    assert (old.pk, old.state, old.content, old.made_at, old.size) == (first.pk, FileState.QUEUED, None, None, 0)
    files.fail(claimed(now), Fault.TOO_LONG)
    assert files.file_of(edition.pk, "en").fault == Fault.TOO_LONG  # type: ignore[union-attr]
    assert ask(edition, now, facts="other names").fault is None
    assert files.file_of(edition.pk, "pl") is None
    events = DomainEvent.objects.filter(name="edition_file.asked")
    assert list(events.values_list("actor_id", flat=True)) == [edition.published_by.pk] * 3


def test_a_file_is_held_by_one_until_the_lease_is_over(edition: Edition, now: datetime) -> None:
    asked(edition, now)
    first = claimed(now)
    assert (first.state, first.attempts, first.claimed_until) == (FileState.WORKING, 1, now + files.LEASE)
    assert files.claim(now=now + files.LEASE) is None
    files.advance(first, done=3, total=9, now=now + timedelta(seconds=20))
    late = now + timedelta(seconds=21) + files.LEASE
    second = claimed(late)
    assert (second.pk, second.attempts) == (first.pk, 2)
    for write in (
        lambda: files.advance(first, done=4, total=9, now=late),
        lambda: files.finish(first, b"first", pages=1, facts="", now=late),
        lambda: files.fail(first, Fault.BROKEN),
    ):
        with pytest.raises(files.Lost):
            write()
    files.finish(second, b"second", pages=4, facts="n", now=late)
    kept = EditionFile.objects.get()
    assert (bytes(kept.content or b""), kept.size, kept.made_at, kept.facts) == (b"second", 6, late, "n")
    assert (kept.done, kept.total, kept.claimed_until) == (4, 4, None)
    assert files.claim(now=late + timedelta(days=1)) is None


def test_what_ends_three_workers_is_given_up(edition: Edition, now: datetime) -> None:
    asked(edition, now)
    for turn in range(files.TRIES):
        claimed(now + turn * timedelta(minutes=1))
    assert files.claim(now=now + timedelta(hours=1)) is None
    assert EditionFile.objects.get().fault == Fault.BROKEN


def test_a_file_that_names_somebody_goes_with_her_name(edition: Edition, now: datetime) -> None:
    asked(edition, now)
    person_erased.send(sender=None, person=PersonFactory(), name="x", email="y", now=now)
    assert EditionFile.objects.count() == 1
    row = claimed(now)
    person_erased.send(sender=None, person=edition.published_by, name="x", email="y", now=now)
    assert EditionFile.objects.count() == 0
    with pytest.raises(files.Lost):
        files.finish(row, b"with her name", pages=1, facts="", now=now)


def test_the_database_knows_no_made_file_without_content(edition: Edition, now: datetime) -> None:
    row = asked(edition, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFile.objects.filter(pk=row.pk).update(state=FileState.DONE, made_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(edition, now)
