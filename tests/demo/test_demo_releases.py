"""The demo's releases: the file agrees with itself and with the updates; loaded, they tell their stories."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.demo import files, loader
from productops.demo.release_files import WrittenRelease, releases, releases_file
from productops.demo.release_moments import Moments
from productops.demo.release_policy import freezes_after, function_of_items
from productops.people.demo import FACES
from productops.people.models import Area, Person
from releases.actions.health import reassess_all
from releases.enums import ItemState, Stage
from releases.keys import KEY
from releases.models import Evidence, FreezeWindow, PolicyVersion, Release, ReleaseItem, Upload

pytestmark = pytest.mark.xdist_group("demo")

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
PEOPLE = {person["email"] for person in files.organisation()["people"]}
EMAIL = re.compile(r"[a-z]+@meridian\.example")
ALL = pytest.mark.parametrize("written", releases(), ids=lambda written: written.key)


# --- the file


def _days(node: Any, of: str = "") -> Iterator[tuple[str, int]]:
    """Every number of the file that is a day, with the name it stands under."""
    match node:
        case dict():
            for name, value in node.items():
                yield from _days(value, str(name) if not isinstance(value, int) or of != "done" else "done")
        case list() | tuple():
            for value in node:
                yield from _days(value, of)
        case int() if of not in {"tier", "share", "critical_bugs"}:
            yield of, node


@ALL
def test_people_areas_and_lines_of_a_release_resolve(written: WrittenRelease) -> None:
    text = json.dumps(vars(written), default=str)
    assert KEY.fullmatch(written.key)
    assert written.area in {area["slug"] for area in files.organisation()["areas"]}
    assert set(EMAIL.findall(text)) <= PEOPLE
    assert {key for line in written.items for key in line["keys"]} <= set(function_of_items())
    assert written.summary.endswith(".")


@ALL
def test_days_are_working_days_and_come_in_order(written: WrittenRelease) -> None:
    days = [(name, day) for name, day in _days(vars(written)) if not isinstance(day, bool)]
    assert [(name, day) for name, day in days if day % 7 > 4] == []
    assert all(-90 < day < 100 for _name, day in days)
    way = [written.drafted, written.reviewed, written.launched, written.closed]
    assert all(before <= after for before, after in pairwise(day for day in way if day is not None))
    assert [move["day"] for move in written.moves] == sorted(move["day"] for move in written.moves)


def test_keys_are_unique_and_what_others_wait_for_comes_first() -> None:
    keys = [written.key for written in releases()]
    assert len(keys) == len(set(keys)) == 30
    for place, written in enumerate(releases()):
        assert {found["release"] for found in written.dependencies if "release" in found} <= set(keys[:place])


@pytest.mark.parametrize(
    ("key", "weeks_ago", "said"),
    [
        ("PAY-31", 8, "Instant payouts: pilot from {+14}, launch planned for {+43}"),
        ("PAY-31", 3, "Instant payouts: now {+15}, was {+8}"),
        ("PAY-31", 2, "Instant payouts: go/no-go {+11}, launch {+15}"),
        ("PAY-30", 2, "Refund receipts in Polish and Czech go out on {+8}."),
        ("PLAT-8", 9, "Ledger v3 takes over, {+8} at 05:00; payouts stop for about four minutes"),
        ("PLAT-10", 1, "Team roles v2 launches {+10} or {+11}."),
        ("PLAT-11", 1, "EU data residency: new window {+14} to {+25}, if Legal signs by {+9}."),
        ("SEA-14", 3, "Fifty percent on {+8}, everybody on {+15}."),
        ("CHK-25", 3, "Late check on for all five countries on {+8}."),
        ("MOB-11", 4, "Offline drafts for everybody on Android and iOS by {+9}."),
        ("MOB-12", 3, "Order approvals in the app for all merchants by {+16}."),
        ("ONB-17", 4, "Bank account check for a tenth of new merchants on {+8}."),
        ("ONB-19", 0, "First-payment checklist for 50 merchants on {+9}."),
        ("REP-12", 0, "Settlement report for 20 merchants on {+8}."),
        ("API-7", 2, "A queue per partner by {+8}, before anything else."),
    ],
)
def test_dates_are_those_of_the_updates(key: str, weeks_ago: int, said: str) -> None:
    week = next(week for week in files.weeks() if week.weeks_ago == weeks_ago)
    lines = [text for part in week.parts for _heading, text in part.lines] + [text for _kind, text in week.highlights]
    assert any(said in line for line in lines)
    written = next(each for each in releases() if each.key == key)
    known = {
        day for name, day in _days(vars(written)) if name in {"launch", "to", "window", "decision", "day", "promised"}
    }
    assert {int(day) - 7 * weeks_ago for day in re.findall(r"\{\+(\d+)\}", said)} <= {
        *known,
        *(day - 1 for day in known),
        *(day + 6 for day in known if key == "PAY-31"),
    }


def test_freezes_come_next_whatever_the_day() -> None:
    names = releases_file()["freezes"]
    found = [*freezes_after(date(2026, 11, 25), names)]
    assert found[0] == ("Black Friday to Cyber Monday", date(2026, 11, 27), date(2026, 11, 30))
    assert found[1] == ("End of the year", date(2026, 12, 21), date(2027, 1, 3))
    in_january = [first for _name, first, _last in freezes_after(date(2027, 1, 2), names)]
    assert in_january[:2] == [date(2026, 12, 21), date(2027, 11, 26)]


def test_moments_keep_their_order_also_before_the_portal_was_there() -> None:
    founded = datetime(2026, 8, 28, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
    moments = Moments(date(2026, 11, 23), founded, {"a@meridian.example": "Europe/Warsaw"})
    found = [moments.at(day, place, "a@meridian.example", "PAY-31") for day in range(-90, 0) for place in range(6)]
    assert found == sorted(set(found))
    assert found[0] > moments.set_up
    assert moments.at(-86, 0, "a@meridian.example").astimezone(founded.tzinfo).date() == moments.day(-86)


# --- loaded on a Wednesday


@pytest.fixture(scope="module")
def meridian(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        assert loader.load(now=NOW)
        yield
        transaction.set_rollback(True)


def release(key: str) -> Release:
    return Release.objects.select_related("policy", "area").get(key=key)


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@meridian.example")


def test_thirty_releases_of_all_areas_tiers_and_stages(meridian: None) -> None:
    rows = Release.objects.all()
    assert rows.count() == 30
    assert set(rows.values_list("area", flat=True)) == set(Area.objects.values_list("id", flat=True))
    assert Counter(rows.values_list("tier", flat=True)) == {1: 10, 2: 13, 3: 5, None: 2}
    assert Counter(rows.values_list("stage", flat=True)) == {
        "planned": 9, "in_review": 4, "approved": 3, "launched": 8, "closed": 5, "cancelled": 1,
    }  # fmt: skip
    assert Counter(Release.objects.ahead().values_list("health", flat=True)) == {
        "on_track": 10, "at_risk": 5, "off_track": 1,
    }  # fmt: skip


def test_instant_payouts_is_in_trouble_for_three_reasons(meridian: None) -> None:
    row = release("PAY-31")
    assert (row.tier, row.stage, row.health) == (3, "in_review", "at_risk")
    assert [reason["words"]["en"] for reason in row.health_reasons] == [
        "Support is not ready: Needs the failed-payout macros and one dry run with the night shift.",
        "Support macros and troubleshooting: 3 business days late",
        "Rollback plan with owner and criteria: 1 business day late",
    ]
    slips = row.slips.all()
    assert [(slip.was_on, slip.moved_to, slip.business_days) for slip in slips] == [
        (date(2026, 11, 10), date(2026, 11, 17), 4),  # a holiday lies between
        (date(2026, 11, 17), date(2026, 11, 24), 5),
        (date(2026, 11, 24), date(2026, 12, 1), 5),
    ]
    assert all(slip.reason for slip in slips)
    flag = row.flags.get()
    assert (flag.key, flag.owner) == ("instant-payouts", person("sam"))
    assert [step.share for step in row.rollout.exclude(reached_at=None)] == [1, 5]
    assert Counter(row.items.values_list("state", flat=True)) == {"done": 18, "waived": 1, "open": 3}
    assert row.items.get(key="area:dry-run").person == person("lena")


def test_releases_of_three_areas_wait_for_each_other(meridian: None) -> None:
    settlement, payouts = release("REP-12"), release("PAY-31")
    assert settlement.dependencies.get().on_release == payouts
    assert payouts.dependencies.get(on_function=None).on_release == release("PLAT-8")
    assert "It depends on PAY-31 Instant payouts, which is at risk." in [
        reason["words"]["en"] for reason in settlement.health_reasons
    ]
    assert release("SEA-18").dependencies.get().on_release == release("PLAT-11")


def test_what_can_happen_has_happened_once(meridian: None) -> None:
    rows = Release.objects.all()
    assert rows.get(launched_without_approval=True).key == "CHK-25"
    assert rows.exclude(held_at=None).get().key == "PAY-32"
    assert rows.exclude(rolled_back_at=None).get().key == "REP-9"
    assert rows.get(stage=Stage.CANCELLED).key == "API-9"
    assert rows.exclude(challenge="").get().key == "CHK-24"
    lowered = [row.key for row in rows.exclude(tier=None) if row.tier < row.tier_suggested]
    assert lowered == ["SEA-18"]
    assert {row.key for row in rows.filter(started_at=None)} == {"CHK-26", "PAY-33"}
    assert {row.key for row in rows.exclude(first_launch_on=F("launch_on")).exclude(tier=None)} == {
        "PAY-31",
        "PLAT-11",
        "REP-10",
        "API-8",
    }
    states = set(ReleaseItem.objects.values_list("state", flat=True))
    assert states == set(ItemState.values)
    assert Upload.objects.get().name == "pilot.csv"
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"link", "note", "file"}
    assert release("PAY-31").items.get(key="integrations").version > 3  # blocked, and opened again


def test_the_confidential_one_is_for_its_few(meridian: None) -> None:
    [hidden] = Release.objects.exclude(confidential_at=None)
    seen = {name for name in ("tomek", "maja", "lena", "ewa", "aino", "ravi", "brendan", "wiktor")
            if Release.objects.visible_to(person(name)).filter(pk=hidden.pk).exists()}  # fmt: skip
    assert seen == {"maja", "ewa", "brendan", "wiktor"}


def test_two_policies_two_freezes_and_a_line_of_an_area(meridian: None) -> None:
    assert list(PolicyVersion.objects.order_by("number").values_list("number", "made_by__name")) == [
        (1, "Ravi Nair"), (2, "Ravi Nair"),
    ]  # fmt: skip
    assert PolicyVersion.objects.get(number=2).note
    assert {row.key for row in Release.objects.ahead().filter(policy__number=1, tier__gt=1)} >= {"PLAT-11", "API-8"}
    assert release("PAY-31").policy.number == 2  # type: ignore[union-attr]
    assert FreezeWindow.objects.filter(ends_on__gte=NOW.date()).count() >= 2
    assert set(ReleaseItem.objects.filter(key__startswith="area:").values_list("release__area__slug", flat=True)) == {
        "payments"
    }


@pytest.mark.parametrize("email", FACES)
def test_each_face_finds_something_and_not_too_much(meridian: None, email: str) -> None:
    who = Person.objects.get(email=email)
    waits = ReleaseItem.objects.asked_for().filter(
        person=who, state__in=["open", "blocked"], release__in=Release.objects.ahead().filter(held_at=None)
    )
    writes = {"tomek@meridian.example", "maja@meridian.example"}
    assert (0 if email in writes else 1) <= waits.count() <= 2
    assert Release.objects.visible_to(who).count() >= 27


def test_health_is_what_the_rules_say_and_settled_lines_show_why(meridian: None) -> None:
    before = dict(Release.objects.values_list("key", "health"))
    at = transaction.savepoint()
    reassess_all(now=NOW)
    assert dict(Release.objects.values_list("key", "health")) == before
    transaction.savepoint_rollback(at)
    done = ReleaseItem.objects.filter(state="done", fact="").exclude(evidence_rule="none")
    assert done.count() > 80
    assert not done.exclude(pk__in=Evidence.objects.filter(withdrawn_at=None).values("item")).exists()


def test_people_did_it_and_old_news_is_told(meridian: None) -> None:
    events = DomainEvent.objects.filter(object_type="releases.release")
    of_itself = {"release.health_changed", "release.approval_stale"}
    assert set(events.filter(actor_id=None).values_list("name", flat=True)) == of_itself
    waiting = Notice.objects.filter(kind="release", fanned_out_at=None)
    told = {notice.data["event"]: {Person.objects.get(pk=pk).name for pk in notice.people} for notice in waiting}
    assert told == {"replanned": {"Lena Brandt", "Sam Oduya"}, "override_wanted": {"Ewa Lis"}}
