"""The demo organisation, loaded on days that are unlike each other: alive, consistent, nothing of it in the future."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models, transaction
from guardian.shortcuts import get_users_with_perms

from comms.enums import Channel, NoticeKind
from comms.fan_out import fan_out_due
from comms.models import Delivery, Notice, Subscription
from productops.audit.models import DomainEvent
from productops.demo import files, loader
from productops.editions.canonical import sha256_of
from productops.editions.models import Edition
from productops.followups.models import ActionItem
from productops.people.demo import FACES
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Organisation, Person, ProductGroup
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.search.models import Kind, SearchRow
from productops.worktime import Week, iso_week
from releases.models import Release, ShipDecision
from rituals.correcting import difference
from rituals.enums import AreaState, CorrectionState, HighlightKind, UpdateState
from rituals.models import AreaUpdate, Bullet, Correction, Highlight, Meeting, WeeklyUpdate
from rituals.read_rate import readers_of

# The organisation is loaded once per day below and shared by the tests of this file: one worker does them all.
pytestmark = pytest.mark.xdist_group("demo")

WARSAW = ZoneInfo("Europe/Warsaw")
SUBMITTED = {"search", "checkout", "onboarding", "reporting"}
AHEAD = {"deadline_at", "publish_at", "starts_at"}  # what lies ahead by its nature
OURS = {"audit", "people", "editions", "search", "comms", "followups", "decisions", "releases", "rituals"}


@dataclass(frozen=True)
class Day:
    now: datetime
    week: Week
    state: UpdateState

    @property
    def current(self) -> WeeklyUpdate:
        return WeeklyUpdate.objects.get(key=self.week.key)

    @property
    def earlier(self) -> list[Week]:
        """The twelve weeks before that had a business day, oldest first."""
        mondays = [self.week.monday - timedelta(weeks=n) for n in range(12, 0, -1)]
        calendar = Organisation.current().calendar
        return [iso_week(monday) for monday in mondays if calendar.has_business_day(monday)]


def _day(moment: str, week: str, state: UpdateState) -> Day:
    return Day(datetime.fromisoformat(moment).replace(tzinfo=WARSAW), Week.parse(week), state)


DAYS = {
    "Monday 07:00 of week 1, after a week 53": _day("2027-01-04T07:00", "2027-W01", UpdateState.COLLECTING),
    "Thursday 18:00, a holiday: due the day before": _day("2026-12-24T18:00", "2026-W52", UpdateState.AGGREGATED),
}


@pytest.fixture(scope="module", params=DAYS.values(), ids=DAYS)
def day(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Day]:
    with django_db_blocker.unblock(), undone():
        assert loader.load(now=request.param.now)
        yield request.param


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


# --- who and what


def test_the_organisation_is_complete(day: Day) -> None:
    today = day.now.date()
    pms = AreaRole.objects.on(today).filter(kind=AreaRoleKind.PM)
    assert (Area.objects.count(), ProductGroup.objects.count()) == (8, 5)
    assert len(set(pms.values_list("person", flat=True))) == Person.objects.filter(groups__name=Role.PM).count() == 8
    assert [area.slug for area in Area.objects.in_order()] == [facts["slug"] for facts in files.organisation()["areas"]]
    assert not Function.objects.filter(lead=None).exists()
    assert not Function.objects.filter(standing_notice_html="").exists()
    assert Organisation.current().name == "Meridian"


def test_people_come_in_by_buttons_only_and_were_never_invited(day: Day) -> None:
    people = list(Person.objects.all())
    assert len(people) == len(files.organisation()["people"])
    assert not any(person.has_usable_password() for person in people)
    assert {person.invited_at for person in people} == {None}
    assert not Notice.objects.filter(kind=NoticeKind.INVITATION).exists()
    assert {*FACES} <= {person.email for person in people}


def test_everybody_has_news(day: Day) -> None:
    newest = WeeklyUpdate.objects.published().order_by("-starts_on")[0]
    looked = set(Person.objects.values_list("last_looked_at", flat=True))
    assert all(moment and newest.opened_at < moment < newest.published_at for moment in looked)


def test_a_deputy_writes_for_mobile_today(day: Day) -> None:
    mobile, hanna = Area.objects.get(slug="mobile"), Person.objects.get(email="hanna@meridian.example")
    today = day.now.date()
    assert can(hanna, Permission.WRITE_AREA_UPDATE, mobile, on=today)
    assert not can(hanna, Permission.WRITE_AREA_UPDATE, mobile, on=today + timedelta(days=13))
    assert {person.name for person in get_users_with_perms(mobile)} == {"Priya Raman", "Hanna Falk"}


def test_every_area_meets_and_two_meetings_ask_for_somebody(day: Day) -> None:
    assert set(Meeting.objects.values_list("area__slug", flat=True)) == set(Area.objects.values_list("slug", flat=True))
    open_week = Meeting.objects.get(week_to_confirm=True)
    pm = Person.objects.get(email="tomek@meridian.example")
    assert can(pm, Permission.CONFIRM_MEETING, open_week, on=day.now)
    assert Meeting.objects.get(rrule="").why_not
    assert Meeting.objects.filter(minutes_assumed=True, rrule__gt="").count() == 1


# --- the weeks


def test_every_earlier_week_is_published_as_one_edition(day: Day) -> None:
    published = WeeklyUpdate.objects.published().order_by("starts_on").select_related("edition", "published_by")
    editions = Edition.objects.filter(kind="weekly_update")
    assert [update.key for update in published] == [week.key for week in day.earlier]
    assert len(published) == 12
    corrected = [(published[len(published) - 1].key, 2)]
    first = [(update.key, 1) for update in published]
    assert sorted(editions.values_list("key", "revision")) == sorted(first + corrected)
    for update in published:
        edition = update.edition
        assert edition
        assert edition.sha256 == sha256_of(edition.content) == update.assembled_sha256
        assert update.deadline_at < update.published_at < update.publish_at
        assert update.aggregated_by is None
        assert update.published_by.name == "Maja Okoń"
        assert "{+" not in json.dumps(edition.content)


def test_front_and_areas_are_those_of_the_file(day: Day) -> None:
    for written in files.weeks()[:-1]:
        week = iso_week(day.week.monday - timedelta(weeks=written.weeks_ago))
        edition = Edition.objects.get(key=week.key, revision=1)
        highlights = edition.content["highlights"]
        said = [(kind, front["text"]) for kind in HighlightKind for front in highlights[kind]]
        assert edition.title == written.title
        assert said == [(kind, files.with_dates(text, week.monday, "en")) for kind, text in written.highlights]
        states = {area["slug"]: area["state"] for area in edition.content["areas"]}
        expected = {part.slug: part.state.replace("missing", "open") for part in written.parts}
        assert states == expected
    assert [area["state"] for area in _newest_two("mobile")] == [AreaState.OPEN, AreaState.OPEN]
    assert Highlight.objects.filter(removed_at=None, source="").count() == sum(
        len(written.highlights) for written in files.weeks()
    )


def _newest_two(slug: str) -> list[dict[str, Any]]:
    newest = Edition.objects.filter(kind="weekly_update", revision=1).order_by("-published_at")[:2]
    return [next(area for area in edition.content["areas"] if area["slug"] == slug) for edition in newest]


def test_the_newest_update_was_corrected_and_is_read(day: Day) -> None:
    """One proposal, published the day after; most have read it, of Support the fewest."""
    update = WeeklyUpdate.objects.select_related("edition").get(key=day.earlier[-1].key)
    correction = Correction.objects.select_related("published_in").get()
    assert (correction.state, correction.published_in) == (CorrectionState.PUBLISHED, update.edition)
    before, after = (Edition.objects.get(key=update.key, revision=number) for number in (1, 2))
    [part] = difference(before.content, after.content).parts
    [named] = part.headings
    assert [segment.text for line in named.lines for segment in line.segments if segment.mark == "inserted"] == ["31"]
    assert after.note == correction.why
    readers = readers_of(update)
    assert readers.people // 2 < readers.opened < readers.people
    assert readers.furthest is not None
    assert readers.furthest.slug in {"support", "sales", "cs"}
    assert Notice.objects.filter(kind=NoticeKind.WEEKLY_ESCALATION).count() == 1


def test_this_week_is_half_written(day: Day) -> None:
    parts = day.current.area_updates.select_related("area", "saved_by")
    assert day.current.state == day.state
    assert {part.area.slug for part in parts if part.state == AreaState.SUBMITTED} == SUBMITTED
    assert Counter(part.state for part in parts) == {AreaState.SUBMITTED: 4, AreaState.OPEN: 4}
    (draft,) = [part for part in parts if part.state == AreaState.OPEN and part.saved_at]
    assert (draft.area.slug, draft.health, draft.bullets.count()) == ("payments", "at_risk", 2)
    assert draft.saved_by
    assert draft.saved_by.name == "Tomek Wrona"
    assert Bullet.objects.filter(area_update__in=parts, area_update__saved_at=None).count() == 0


def test_people_write_between_opening_and_deadline(day: Day) -> None:
    rows = AreaUpdate.objects.exclude(saved_at=None).select_related("weekly_update")
    for row in rows:
        update = row.weekly_update
        last = row.submitted_at or row.saved_at
        assert row.saved_at
        assert last
        assert update.opened_at <= row.saved_at <= last <= min(update.deadline_at, day.now)
    submitted = rows.filter(weekly_update__state=UpdateState.PUBLISHED).exclude(submitted_at=None)
    hours = [row.submitted_at.astimezone(ZoneInfo(row.submitted_by.timezone)).hour for row in submitted]
    assert set(hours) <= set(range(9, 18))
    assert len(set(hours)) > 4


def test_nothing_is_dated_in_the_future_and_events_are_in_order(day: Day) -> None:
    late = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in model._meta.concrete_fields:
                # Row history is dated by the database's own clock.
                if isinstance(field, models.DateTimeField) and not field.name.startswith("pgh_"):
                    newest = model._default_manager.aggregate(newest=models.Max(field.name))["newest"]
                    if newest and newest > day.now and field.name not in AHEAD:
                        late[f"{model._meta.label}.{field.name}"] = newest
    assert late == {}
    moments = list(DomainEvent.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)


# --- finder, mail, loading again


def test_the_finder_knows_areas_and_updates(day: Day) -> None:
    areas = SearchRow.objects.filter(kind=Kind.AREA)
    assert {(row.key, bool(row.sentence), bool(row.health), bool(row.owner_id)) for row in areas} == {
        (area.slug, True, True, True) for area in Area.objects.all()
    }
    assert SearchRow.objects.filter(kind=Kind.UPDATE).count() == len(day.earlier)


def test_only_the_newest_update_is_told(day: Day) -> None:
    readers = {facts["person"] for facts in files.organisation()["subscriptions"]}
    assert Subscription.objects.count() == len(readers)
    assert not Delivery.objects.exists()
    with undone():
        assert fan_out_due(day.now)
        sent = Delivery.objects.filter(notice__kind=NoticeKind.WEEKLY_UPDATE).select_related("notice", "person")
        assert {delivery.notice.data["week"] for delivery in sent} == {day.earlier[-1].key}
        assert sorted(each.person.email for each in sent.filter(channel=Channel.EMAIL)) == sorted(readers)
        others = Delivery.objects.exclude(notice__kind=NoticeKind.WEEKLY_UPDATE)
        newest = sent[0].notice.created_at
        missing = {NoticeKind.WEEKLY_MISSING} if day.state == UpdateState.AGGREGATED else set()
        told = {NoticeKind.ACTION_ITEM, NoticeKind.RELEASE, NoticeKind.SIGNOFF, *missing}
        assert set(others.values_list("notice__kind", flat=True)) == told
        assert not others.filter(notice__created_at__lte=newest).exists()


def test_of_releases_few_hear_and_each_once(day: Day) -> None:
    with undone():
        assert fan_out_due(day.now)
        mails = Delivery.objects.filter(notice__kind=NoticeKind.RELEASE, channel=Channel.EMAIL)
        readers = Counter(mails.values_list("person__name", flat=True))
        assert set(readers) == {"Ewa Lis", "Lena Brandt", "Sam Oduya"}
        assert set(readers.values()) == {1}


def test_it_is_decided_on_any_calendar(day: Day) -> None:
    decided = Counter(ShipDecision.objects.values_list("outcome", flat=True))
    assert decided == {"go": 7, "conditional_go": 1, "delay": 1}
    assert Release.objects.get(approval_stale_at__isnull=False).key == "CHK-28"
    assert Release.objects.get(launched_without_approval=True).key == "CHK-25"


def test_what_was_asked_is_partly_done_late_and_to_come(day: Day) -> None:
    today = day_of(Person.objects.first(), day.now)
    items = ActionItem.objects.order_by("id")
    states = Counter(item.state if item.state == "done" or item.due_on >= today else "late" for item in items)
    assert set(states) == {"open", "late", "done"}
    late = items.overdue(today).filter(assignee__email="lena@meridian.example").get()
    assert (late.has_slipped, late.changes.get().reason) == (True, "two people are ill")
    assert items.open().filter(assignee__email="tomek@meridian.example").exists()


def test_loaded_again_later_it_changes_nothing(day: Day) -> None:
    with undone():
        Organisation.objects.update(name="Renamed by its admin")
        before = _rows()
        assert loader.load(now=day.now + timedelta(days=40)) is False
        assert _rows() == before
