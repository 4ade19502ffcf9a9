"""Active seconds: the most a page tells counts, within what the wall clock allows, until the first submission."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from productops.dates import say_duration
from rituals.active_time import Spell, believable, median_of, new_spell, note, read_spell, seconds_of
from rituals.models import WritingSpell
from tests.factories.weekly import part, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import form

BEGAN = datetime.fromisoformat("2026-11-25T09:00:00+00:00")


@pytest.mark.parametrize(
    ("told", "after", "kept"),
    [(58, 120, 58), (58, 30, 31), (0, 120, 0), (999_999, 10**7, 86_400), (58, -60, 0)],
    ids=["as told", "more than the clock allows", "nothing", "left open", "a page from the future"],
)
def test_believable(told: int, after: int, kept: int) -> None:
    assert believable(told, Spell(uuid4(), BEGAN), BEGAN + timedelta(seconds=after)) == kept


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (58, "58 s"), (72, "1 min 12 s"), (3900, "1 h 5 min")])
def test_said(seconds: int, said: str) -> None:
    assert say_duration(seconds) == said


def test_only_what_we_signed() -> None:
    token = new_spell(BEGAN)
    assert (spell := read_spell(token)) is not None
    assert spell.began_at == BEGAN
    assert [read_spell(bad) for bad in ("", "x", token + "x", token[:-1])] == [None] * 4


@pytest.mark.django_db
class TestNoting:
    def test_the_most_of_each_spell_and_all_spells_together(self, week: Week, clock: Clock) -> None:
        first, second = new_spell(clock.at), new_spell(clock.at)
        clock.at += timedelta(minutes=10)
        for token, seconds in ((first, 20), (first, 41), (first, 30), (second, 10), ("forged", 300)):
            note(area_update=week.part, token=token, seconds=seconds, by=week.pm, now=clock.at)
        assert seconds_of(week.part) == 51

    def test_not_after_the_first_submission(self, week: Week, clock: Clock) -> None:
        token = new_spell(clock.at)
        clock.at += timedelta(minutes=10)
        note(area_update=week.part, token=token, seconds=30, by=week.pm, now=clock.at)
        submitted(week.update, week.area)
        for late in (token, new_spell(clock.at)):
            note(area_update=week.part, token=late, seconds=90, by=week.pm, now=clock.at)
        assert (seconds_of(week.part), WritingSpell.objects.count()) == (30, 1)

    def test_the_median_of_what_was_measured(self, week: Week, clock: Clock) -> None:
        assert median_of(week.update) is None
        token_at = clock.at
        clock.at += timedelta(minutes=10)
        for area, spells in zip(week.areas, ((40, 18), (100,), ()), strict=True):
            row = part(week.update, area)
            for seconds in spells:
                pm = area.pm  # type: ignore[attr-defined]
                note(area_update=row, token=new_spell(token_at), seconds=seconds, by=pm, now=clock.at)
            submitted(week.update, area)
        assert median_of(week.update) == 79


@pytest.mark.django_db
def test_from_page_to_desk(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    """Told with every save; said to the PM when she submits, and as a median to Product Ops."""
    pm: Client = signed_in(week.pm)
    address = f"/weekly/{week.update.key}/areas/{week.area.slug}/"
    page = form(pm.get(address).content.decode(), address)
    page.fields |= {"health": "on_track", page.empty("wins-"): "Launched", "active": "20"}
    clock.at += timedelta(minutes=5)
    pm.post(address, page.fields, headers={"HX-Request": "true", "HX-Target": "saved"})
    page.fields["active"] = "72"
    pm.post(f"{address}submission/", page.fields)
    assert "That took you 1 min 12 s." in pm.get("/weekly/").content.decode()
    desk = signed_in(week.ops).get(f"/weekly/{week.update.key}/desk/").content.decode()
    assert "Median active time: 1 min 12 s" in desk
    page = form(pm.get(address).content.decode(), address)
    page.fields["active"] = "5"
    pm.post(f"{address}submission/", page.fields)
    assert "That took you" not in pm.get("/weekly/").content.decode()
