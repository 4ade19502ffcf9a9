"""The board: where each release is on its way, as the person may know it."""

import re
from datetime import date, datetime, timedelta

import pytest

from productops.people.enums import Role
from productops.people.models import Area
from releases.enums import Stage
from releases.models import Release
from releases.views import board as page
from tests.factories import in_role
from tests.factories.releases import drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
REASON = {
    "health": "at_risk", "remedy": "item", "function": "support", "about": "macros",
    "words": {"en": "Macros: 2 business days late"}, "outside": {"en": "Macros: not done"},
}  # fmt: skip


def columns(html: str) -> dict[str, list[str]]:
    """Keys by heading, each column a section with a list."""
    parts = re.findall(r'aria-labelledby="stage-(\w+)">(.*?)</section>', html, re.S)
    return {stage: re.findall(r'<li class="card"><a href="/releases/([A-Z0-9-]+)/"', part) for stage, part in parts}


def at(release: Release, *stages: Stage, **facts: object) -> Release:
    for stage in stages:
        Release.objects.filter(pk=release.pk).update(
            stage=stage, launched_at=facts.get("launched_at") if stage == Stage.LAUNCHED else None
        )
    return release


def test_by_stage_with_what_one_may_know(
    payments: Area, now: datetime, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = planned(payments, now, window_from=date(2027, 1, 11), window_to=date(2027, 1, 20))
    draft = drafted(payments, now, name="Idea")
    review = at(planned(payments, now, name="Review"), Stage.IN_REVIEW)
    said = at(planned(payments, now, name="Said"), Stage.IN_REVIEW, Stage.APPROVED)
    on_the_way = (Stage.IN_REVIEW, Stage.APPROVED, Stage.LAUNCHED)
    new = at(planned(payments, now, name="New"), *on_the_way, launched_at=now - timedelta(days=3))
    at(planned(payments, now, name="Old"), *on_the_way, launched_at=now - timedelta(days=31))
    at(planned(payments, now, name="Given up"), Stage.CANCELLED)
    Release.objects.filter(pk=row.pk).update(health="at_risk", health_reasons=[REASON])

    reader = signed_in(in_role(Role.STAKEHOLDER))
    html = reader.get("/releases/board/").text
    assert columns(html) == {
        "planned": [row.key], "in_review": [review.key], "approved": [said.key], "launched": [new.key],
    }  # fmt: skip
    card = html[html.index(f"/releases/{row.key}/") :].partition("</li>")[0]
    for words in ("Tier 2", "Payments", "At risk", "checklist", "Macros: not done", "mid January 2027"):
        assert words in card, words
    assert "19 Jan" not in card
    assert re.search(r"\d+ of \d+ settled", card)

    pm = signed_in(payments.pm)  # type: ignore[attr-defined]
    html = pm.get("/releases/board/").text
    assert columns(html)["planned"] == [row.key, draft.key]
    assert "Macros: 2 business days late" in html
    assert "internal" in html
    assert columns(pm.get("/releases/board/?health=worried&stage=approved&show=past").text) == {
        "planned": [row.key], "in_review": [], "approved": [], "launched": [],
    }  # fmt: skip
    # A long column leads to the table, with the filters.
    monkeypatch.setattr(page, "A_COLUMN", 1)
    html = pm.get("/releases/board/?area=payments").text
    assert columns(html)["planned"] == [row.key]
    assert 'href="/releases/?area=payments&amp;stage=planned">Show all 2 in the table' in html
