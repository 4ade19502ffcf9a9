"""Logged, superseded, said in better words: never changed."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from productops.audit.models import DomainEvent
from productops.decisions.actions import correct, log, review, supersede
from productops.decisions.models import DecisionEntry, DecisionOption, DecisionReview, ReviewReminder
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from tests.factories import in_role
from tests.factories.log import DECIDED, OPTIONS, REVIEW, SAID, logged, said

pytestmark = pytest.mark.django_db


def superseded(entry: DecisionEntry, by: Person, now: datetime, **words: str) -> DecisionEntry:
    return supersede(
        entry=entry, said=said(**words), options=OPTIONS, owner=by, decided_on=DECIDED, review_on=REVIEW, by=by, now=now
    )


def events() -> list[tuple[str, str]]:
    rows = DomainEvent.objects.filter(name__startswith="decision.").order_by("id")
    return list(rows.values_list("name", "object_id"))


def test_a_decision_is_logged_by_its_owner(pm: Person, reader: Person, payments: Area, now: datetime) -> None:
    first = logged(pm, now, area=payments)
    second = logged(pm, now, decision="We pay **fast**.")
    assert (first.number, first.wording, str(first)) == (1, 1, "D-1 Payouts by card only")
    assert (second.number, second.decision_html.strip()) == (2, "<p>We pay <strong>fast</strong>.</p>")
    assert [(each.title, each.chosen) for each in first.options.all()] == [
        ("Cards first", True),
        ("Bank transfers first", False),
    ]
    assert events() == [("decision.logged", str(first.pk)), ("decision.logged", str(second.pk))]
    with pytest.raises(PermissionRefused):
        log(said=SAID, owner=pm, decided_on=DECIDED, by=reader, now=now)
    with pytest.raises(Invalid) as refused:
        log(said=said(title=" ", rationale=""), owner=pm, decided_on=DECIDED, by=pm, now=now)
    assert set(refused.value.errors) == {"title", "rationale"}
    with pytest.raises(Invalid) as refused:
        log(said=SAID, owner=pm, decided_on=DECIDED, review_on=DECIDED, by=pm, now=now)
    assert set(refused.value.errors) == {"review_on"}
    assert DecisionEntry.objects.count() == 2


def test_a_decision_is_superseded_once(pm: Person, reader: Person, payments: Area, now: datetime) -> None:
    entry = logged(pm, now, area=payments, subject="release:PAY-1", subject_title="PAY-1 Payouts")
    head = in_role(Role.HEAD_OF_PRODUCT)
    with pytest.raises(PermissionRefused):
        superseded(entry, reader, now)
    winner = superseded(entry, head, now, title="Both at once")
    assert (winner.number, winner.supersedes_id, winner.owner) == (2, entry.pk, head)
    assert (winner.subject, winner.subject_title) == ("release:PAY-1", "PAY-1 Payouts")
    assert events()[1:] == [("decision.logged", str(winner.pk)), ("decision.superseded", str(entry.pk))]
    with pytest.raises(Stale) as late:
        superseded(entry, pm, now)
    assert late.value.context["reload"] == "/decisions/2/"
    assert "D-2 Both at once" in late.value.message
    with pytest.raises(Stale):
        log(said=SAID, owner=pm, decided_on=DECIDED, by=pm, now=now, supersedes=entry)
    assert DecisionEntry.objects.count() == 2


def test_the_latest_wording_is_superseded(pm: Person, now: datetime) -> None:
    entry = logged(pm, now)
    better = correct(entry=entry, said=said(title="Payouts by card first"), by=pm, now=now)
    winner = superseded(entry, pm, now)
    assert winner.supersedes == better
    with pytest.raises(Stale):
        correct(entry=better, said=said(title="Again"), by=pm, now=now)


def test_its_author_corrects_the_wording_for_a_day(pm: Person, payments: Area, now: datetime) -> None:
    entry = logged(pm, now, area=payments, action_code="release.go", links=[{"title": "PRD", "url": "/releases/"}])
    better = correct(entry=entry, said=said(title="Payouts by card first"), by=pm, now=now + timedelta(hours=23))
    assert (better.number, better.wording, better.corrects) == (1, 2, entry)
    kept = ("owner", "area", "action_code", "links", "decided_on", "review_on")
    assert [getattr(better, name) for name in kept] == [getattr(entry, name) for name in kept]
    assert [option.title for option in better.options.all()] == [option.title for option in entry.options.all()]
    assert DecisionEntry.objects.get(pk=entry.pk).title == SAID.title
    assert list(DecisionEntry.objects.current()) == [better]
    assert events()[-1] == ("decision.corrected", str(better.pk))
    with pytest.raises(Stale) as late:  # in a tab that shows the first wording
        correct(entry=entry, said=said(title="Another"), by=pm, now=now)
    assert late.value.context["reload"] == "/decisions/1/"
    with pytest.raises(Invalid):  # no word is different
        correct(entry=better, said=said(title="Payouts by card first"), by=pm, now=now)
    with pytest.raises(Invalid):
        correct(entry=better, said=said(context=""), by=pm, now=now)


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (24 * 60, True), (24 * 60 + 1, False)])
def test_a_day_is_24_hours_from_the_first_wording(pm: Person, now: datetime, minutes: int, holds: bool) -> None:
    entry = logged(pm, now)
    entry = correct(entry=entry, said=said(title="Second"), by=pm, now=now)
    later = now + timedelta(minutes=minutes)
    if holds:
        assert correct(entry=entry, said=said(title="Third"), by=pm, now=later).wording == 3
    else:
        with pytest.raises(Invalid) as refused:
            correct(entry=entry, said=said(title="Third"), by=pm, now=later)
        assert "24 hours" in refused.value.errors[""]


def test_nobody_else_corrects(pm: Person, payments: Area, now: datetime) -> None:
    entry = logged(pm, now, area=payments)
    for role in (Role.PRODUCT_OPS, Role.HEAD_OF_PRODUCT, Role.ADMIN, Role.STAKEHOLDER):
        with pytest.raises(PermissionRefused):
            correct(entry=entry, said=said(title="Mine"), by=in_role(role), now=now)
    assert DecisionEntry.objects.count() == 1


def test_no_row_is_ever_changed_from_the_applications_account(pm: Person, now: datetime) -> None:
    entry = logged(pm, now)
    review(entry=entry, keep_until=REVIEW, by=pm, now=now)
    ReviewReminder.objects.create(entry=entry, review_on=REVIEW, told_at=now)
    for model in (DecisionEntry, DecisionOption, DecisionReview, ReviewReminder):
        table = model._meta.db_table
        for act in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)
        assert model.objects.exists()
