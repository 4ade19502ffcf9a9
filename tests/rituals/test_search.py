"""What a published update tells search, and what a correction changes of it."""

from datetime import timedelta

import pytest

from productops.editions.actions import freeze
from productops.editions.models import Edition
from productops.search.models import Passage, SearchRow
from productops.worktime import Week as IsoWeek
from rituals.models import WeeklyUpdate
from rituals.rendering import sections_of
from rituals.search import passages, push_published, update_published
from tests.factories.weekly import open_with, published, submitted
from tests.rituals.conftest import Clock, Week

pytestmark = pytest.mark.django_db

LINES = {"wins": [{"html": "The <strong>ledger</strong> &amp; more"}], "risks": [{"html": "Macros"}]}
AREA = {"slug": "payments", "name": "Payments", "group": "money", "group_name": "Money", "state": "submitted",
        "health": "at_risk", "reason": "Support is late", "note": "", "note_html": "",
        "functions": {"support": "Support"}, "lines": LINES}  # fmt: skip
MISSING = {"slug": "platform", "name": "Platform", "group": "", "group_name": "", "state": "excused", "health": "",
           "reason": "", "note": "n", "note_html": "<p>Ask Mia</p>", "functions": {}, "excuse": "on leave",
           "known": {"health": "on_track", "next": ["said before"]}}  # fmt: skip
CONTENT = {"title": "Search launched", "highlights": {"shipped": [{"html": "<em>Search</em>"}], "next": [], "risk": []},
           "areas": [AREA, MISSING]}  # fmt: skip


def test_a_passage_is_what_an_area_said_as_plain_text() -> None:
    highlights, payments, platform = passages(CONTENT, "/weekly/2026-W48/", "/weekly/2026-W48/#{}".format)
    assert (highlights.url, highlights.body) == ("/weekly/2026-W48/#highlights", "Search launched\nSearch")
    assert payments.body == "Support is late\nThe ledger & more\nMacros"
    assert (payments.url, payments.area, payments.health) == ("/weekly/2026-W48/#payments", "payments", "at_risk")
    assert payments.words == "Money Support"
    assert (platform.body, platform.health) == ("on leave\nAsk Mia", "")


def corrected(update: WeeklyUpdate, week: Week, line: str) -> None:
    """Revision n+1 with one line changed, as a correction publishes it."""
    edition = Edition.objects.filter(key=update.key).latest("revision")
    content = edition.content
    content["areas"][0]["lines"]["wins"][0] |= {"text": line, "html": line}
    content["areas"][0]["lines"].pop("next", None)
    now = update.publish_at + timedelta(days=1)
    new = freeze(kind="weekly_update", key=update.key, title=edition.title, content=content,
                 sections=sections_of(content), by=week.ops, now=now, note="a figure was wrong")  # fmt: skip
    WeeklyUpdate.objects.filter(pk=update.pk).update(edition=new)
    update.refresh_from_db()
    update_published(update, content, now=now)


def said(week: Week) -> str:
    return SearchRow.objects.get(key=week.area.slug).sentence


def test_a_correction_replaces_what_was_said(week: Week) -> None:
    submitted(week.update, week.area, {"wins": ["Errors fell to 8.6 %"]})
    published(week.update, week.ops)
    week.update.refresh_from_db()
    before = Passage.objects.count()
    for _twice in range(2):
        corrected(week.update, week, "Errors fell to 6.8 %")
    assert Passage.objects.count() == before
    body = Passage.objects.get(part=week.area.slug).body
    assert ("6.8" in body, "8.6" in body) == (True, False)
    assert said(week) == "Errors fell to 6.8 %"
    assert Passage.objects.get(part=week.area.slug).at == week.update.published_at


def test_a_correction_of_an_old_week_leaves_what_was_said_since(week: Week, clock: Clock) -> None:
    submitted(week.update, week.area, {"wins": ["The first week"]})
    published(week.update, week.ops)
    later = open_with(*week.areas, now=week.update.opened_at + timedelta(days=7), week=IsoWeek(2026, 49))
    submitted(later, week.area, {"wins": ["The second week"]})
    published(later, week.ops)
    week.update.refresh_from_db()
    corrected(week.update, week, "The first week, corrected")
    assert said(week) == "The second week"


def test_everything_can_be_pushed_again(week: Week) -> None:
    submitted(week.update, week.area, {"wins": ["The ledger reconciles"]})
    published(week.update, week.ops)
    before = list(Passage.objects.order_by("part").values("source", "part", "body", "at", "url"))
    Passage.objects.all().delete()
    SearchRow.objects.filter(kind="update").delete()
    week.update.refresh_from_db()
    assert push_published(now=week.update.publish_at + timedelta(days=30)) == 1
    assert list(Passage.objects.order_by("part").values("source", "part", "body", "at", "url")) == before
    assert SearchRow.objects.filter(key=week.update.key.lower()).exists()
