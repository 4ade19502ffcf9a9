"""An update of many areas costs as many statements as one of few: nothing is asked or written area by area."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Person
from productops.search.models import SearchRow
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.models import WeeklyUpdate
from rituals.queries import stamp_of
from tests.factories import OrganisationFactory, in_role
from tests.factories.large import LINES, all_submitted, grown
from tests.factories.weekly import MONDAY, WEEK, open_with


def statements(update: WeeklyUpdate, ops: Person) -> tuple[int, int]:
    """Of assembling and of publishing."""
    with CaptureQueriesContext(connection) as assembling:
        row = aggregate(update=update, by=ops, now=update.deadline_at)
    row = edit_front(update=row, title="T", lines=[], by=ops, now=update.deadline_at, seen_version=row.version)
    seen = stamp_of(row)
    with CaptureQueriesContext(connection) as publishing:
        publish(update=row, seen=seen, by=ops, now=update.publish_at)
    return len(assembling), len(publishing)


@pytest.mark.django_db
def test_300_areas_take_the_statements_of_10() -> None:
    OrganisationFactory()
    ops = in_role(Role.PRODUCT_OPS)
    grown(10)
    before = open_with()
    all_submitted(before)
    statements(before, ops)
    few = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    all_submitted(few)
    expected = statements(few, ops)
    grown(290)
    many = open_with(now=MONDAY + timedelta(days=14), week=WEEK.next().next())
    all_submitted(many)
    assembling, publishing = statements(many, ops)
    assert assembling == expected[0]
    assert publishing <= expected[1] + 1  # sections are written 500 at a time
    edition = WeeklyUpdate.objects.get(pk=many.pk).edition
    assert edition is not None
    assert [len(area["lines"]) for area in edition.content["areas"]] == [LINES] * 300
    assert edition.sections.count() == 2 * 301
    assert SearchRow.objects.filter(kind="area", sentence="Because", health="at_risk").count() == 300
