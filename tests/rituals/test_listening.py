"""What somebody takes along of her reading, her writing and her feed reader; and nobody else's."""

from datetime import timedelta

import pytest

from comms.actions.feeds import make_address
from productops.people.export import data_of
from rituals.active_time import new_spell, note
from rituals.models import Opened
from tests.rituals.conftest import Clock, Week

pytestmark = pytest.mark.django_db


def test_what_she_opened_how_long_she_wrote_and_where_her_feed_is(week: Week, clock: Clock) -> None:
    token = new_spell(clock.at)
    clock.at += timedelta(minutes=10)
    note(area_update=week.part, token=token, seconds=30, by=week.pm, now=clock.at)
    Opened.objects.create(weekly_update=week.update, person=week.pm, revision=1, opened_at=clock.at)
    address, secret = make_address(by=week.pm, now=clock.at)
    hers = data_of(week.pm)
    assert [(each["weekly_update__key"], each["revision"]) for each in hers["updates_you_opened"]] == [
        (week.update.key, 1)
    ]
    assert [each["seconds"] for each in hers["how_long_you_wrote"]] == [30]
    assert [each["prefix"] for each in hers["feed_addresses"]] == [address.prefix]
    assert secret not in str(hers)
    names = ("updates_you_opened", "how_long_you_wrote", "feed_addresses")
    assert [data_of(week.ops)[name] for name in names] == [[], [], []]
