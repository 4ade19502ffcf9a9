"""What is said of a release beside its checklist: to whom, in as many statements however much there is."""

from datetime import datetime

import pytest
from django.template.loader import render_to_string

from productops.people.models import Area
from releases.views.parts import parts_context
from releases.visible import facts_for
from tests.factories import OrganisationFactory
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def test_it_says_what_is_missing(area: Area, now: datetime) -> None:
    release = planned(area, now)
    pm = area.pm  # type: ignore[attr-defined]
    seen = facts_for(release, pm, on=now.date())
    context = parts_context(release, pm, seen, now) | {"release": release, "seen": seen, "now": now}
    said = render_to_string("releases/_parts.html", context) + render_to_string("releases/_aside.html", context)
    assert "in 35 business days" in said
    assert "Nobody has written down a risk." in said
