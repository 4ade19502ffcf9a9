"""What waits for whom in releases, and what Home says of it and of what happened."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.actions.planning import assign_tier, challenge_tier, move_launch
from releases.actions.stages import move
from releases.enums import Tier
from releases.models import Release
from releases.stages import Move
from tests.factories import in_role
from tests.factories.releases import MIGRATION, drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


def home(browser: Client) -> str:
    """What the page says, a space between any two things."""
    said = unescape(re.sub(r"<[^>]*>", " ", browser.get("/").text))
    return " ".join(said.split()).replace(" .", ".")


def refresh(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def test_whose_items_are_due_reads_one_row_per_release(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    row = planned(payments, now)
    owner = in_role(Role.STAKEHOLDER)
    items = list(row.items.filter(fact="", retired_at=None)[:4])
    today = date(2026, 11, 25)  # a Wednesday: two business days on is Friday
    for item, due in zip(items, (3, 2, -1, 30), strict=True):
        type(item).objects.filter(pk=item.pk).update(person=owner, due_on=today + timedelta(days=due))
    browser = signed_in(owner)
    html = home(browser)
    assert f"2 items of {row.key} Instant payouts wait for you Due yesterday. First: {items[2].title}" in html
    assert "One thing needs you" in html
    with CaptureQueriesContext(connection) as few:
        home(browser)
    for number in range(8):
        other = planned(payments, now, name=f"Other {number}")
        other.items.filter(fact="").update(person=owner, due_on=today)
    with CaptureQueriesContext(connection) as many:
        html = home(browser)
    assert html.count("wait for you") == 6
    assert "Items of more releases wait for you" in html
    assert len(many) == len(few)
    assert "1 item of" not in home(signed_in(in_role(Role.STAKEHOLDER)))


def test_what_a_pm_s_releases_want_of_her(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    pm, ops = payments.pm, in_role(Role.PRODUCT_OPS)  # type: ignore[attr-defined]
    draft = drafted(payments, now, name="Idea")
    doubted, passed, off = (planned(payments, now, name=name) for name in ("Doubted", "Passed", "Off"))
    challenge_tier(release=doubted, reason="It moves money", by=ops, now=now)
    Release.objects.filter(pk=passed.pk).update(launch_on=date(2026, 11, 24))
    Release.objects.filter(pk=off.pk).update(
        health="off_track", health_reasons=[{"words": {"en": "Late: 9 business days"}, "outside": {"en": "Late"}}]
    )
    html = home(signed_in(pm))
    assert f"Look at the tier of {doubted} again It moves money Look at the tier" in html
    assert f"The launch date of {passed} has passed It was Tue 24 Nov. Move it" in html
    assert f"{off} is off track Late: 9 business days See why" in html
    assert f"Finish planning {draft}" in html
    other = home(signed_in(in_role(Role.PM)))
    assert "Nothing needs you" in other
    assert "Idea" not in other


def test_product_ops_looks_at_lowered_tiers_and_trouble(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    pm, ops = payments.pm, in_role(Role.PRODUCT_OPS)  # type: ignore[attr-defined]
    row = planned(payments, now, Tier.HIGH)
    row = assign_tier(
        release=row, answers=MIGRATION, tier=Tier.MEDIUM, reason="Two merchants", by=pm, now=now,
        seen_version=row.version,
    )  # fmt: skip
    Release.objects.filter(pk=row.pk).update(health="at_risk")
    browser = signed_in(ops)
    html = home(browser)
    lowered = f"{row} has a lower tier than suggested Tier 2 instead of 3: Two merchants"
    assert lowered in html
    assert "1 release is in trouble Off track: 0. At risk: 1." in html
    page = f"/releases/{row.key}/tier/acceptance/"
    assert "Leave the tier as it is" in browser.get(f"/releases/{row.key}/challenge/").text
    assert signed_in(pm).post(page).status_code == 403
    assert browser.get(page).status_code == 405
    assert browser.post(page)["Location"] == "/"
    assert lowered not in home(browser)
    # Lowered anew, it is looked at anew.
    assign_tier(
        release=refresh(row), answers=MIGRATION, tier=Tier.MEDIUM, reason="Only one", by=pm,
        now=now + timedelta(minutes=1), seen_version=refresh(row).version,
    )  # fmt: skip
    assert "Tier 2 instead of 3: Only one" in home(browser)
    assert "lower tier" not in home(signed_in(pm))


def test_what_happened_is_told_as_one_may_know_it(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    pm: Person = payments.pm  # type: ignore[attr-defined]
    moved, hidden = planned(payments, now, name="Moved"), planned(payments, now, name="Hidden")
    launched = planned(payments, now, Tier.LOW, name="Wording")
    Release.objects.filter(pk=hidden.pk).update(confidential_at=now, confidential_reason="Merger")
    for row in (moved, hidden):
        move_launch(
            release=row, launch_on=date(2027, 2, 2), reason="Legal", by=pm, now=now, seen_version=refresh(row).version
        )
    move(release=launched, move=Move.LAUNCH, by=pm, now=now)
    reader, planner = home(signed_in(in_role(Role.STAKEHOLDER))), home(signed_in(pm))
    assert f"{launched} is launched" in reader
    assert "2 Feb" not in reader
    assert "Moved" not in reader
    assert f"{moved} moved to Tue 2 Feb 2027 Internal target, not for customers." in planner
    assert "Hidden" in planner
    assert "Hidden" not in reader
