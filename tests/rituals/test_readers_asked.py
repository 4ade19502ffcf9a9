"""What readers looked up, as the PM sees it beside the editor."""

from datetime import timedelta

import pytest

from productops.people.enums import Role
from productops.people.search import push_areas
from productops.search.actions import note_lookup
from tests.factories import in_role
from tests.factories.weekly import MONDAY, submitted
from tests.rituals.conftest import Clock, SignedIn, Week

pytestmark = pytest.mark.django_db


def test_the_area_and_what_its_lines_refer_to(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    first, second, third = week.areas
    push_areas(week.areas, now=MONDAY)
    submitted(week.update, first, {"risks": [f"We wait for #{second.slug}"]})
    readers = [in_role(Role.STAKEHOLDER) for _reader in range(2)]
    page = f"/weekly/{week.update.key}/areas/{first.slug}/"
    browser = signed_in(week.pm)
    assert "Readers asked" not in browser.get(page).text
    looked_up = [(readers[0], first), (readers[1], first), (readers[0], second), (readers[0], third), (week.pm, second)]
    for person, area in looked_up:
        assert note_lookup(text=area.name, key=area.slug, by=person, now=clock.at)
    html = browser.get(page).text
    shown = html[html.index("Readers asked") :].partition("</section>")[0]
    assert f'{first.name}</span><span class="act small muted">2 people' in shown
    assert f'{second.name}</span><span class="act small muted">1 person' in shown
    assert third.name not in shown
    clock.at += timedelta(days=29)
    assert "Readers asked" not in browser.get(page).text
