"""Reads of action items that pages share. None costs more queries for more rows."""

from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from productops.followups.enums import ActionState, RaisedFor, Show
from productops.followups.models import ActionItem
from productops.people.models import Area, Person
from productops.people.models.areas import in_area_order

SOON = timedelta(days=7)


def listed(person: Person, show: str, *, area: str = "", today: date) -> QuerySet[ActionItem]:
    """What the list shows of one filter (`Show`) and perhaps one area (its slug), what is due first on top."""
    rows = ActionItem.objects.visible_to(person).select_related("assignee", "area")
    if area:
        rows = rows.filter(area__slug=area)
    match show:
        case Show.DONE:
            return rows.filter(state=ActionState.DONE).order_by("-closed_at", "-id")
        case Show.OPEN:
            rows = rows.open()
        case Show.OVERDUE:
            rows = rows.overdue(today)
        case Show.REVIEW:
            rows = rows.open().filter(raised_for=RaisedFor.ROADMAP_REVIEW)
        case Show.ASKED:
            rows = rows.open().filter(asked_by=person)
        case _:
            rows = rows.open().filter(assignee=person)
    return rows.order_by("due_on", "id")


# By hand: most people have nothing to do, and this is then all that Home asks of them.
_ANY_DUE = """
SELECT EXISTS (
    SELECT FROM followups_actionitem WHERE assignee_id = %(person)s AND state = %(open)s AND due_on < %(until)s)"""


def due_soon(person: Person, today: date, most: int) -> list[ActionItem]:
    """The first that `person` is to do that is overdue or due within a week, the oldest first.

    One statement, a second for whom there is anything.
    """
    until = today + SOON
    with connection.cursor() as cursor:
        cursor.execute(_ANY_DUE, {"person": person.pk, "open": ActionState.OPEN.value, "until": until})
        if not cursor.fetchone()[0]:
            return []
    rows = ActionItem.objects.open().filter(assignee=person, due_on__lt=until)
    return list(rows.select_related("area").order_by("due_on", "id")[:most])


def areas_with_items() -> QuerySet[Area]:
    """The areas that anything was ever asked in, in the agreed order: what the list is filtered by. One query."""
    asked = ActionItem.objects.exclude(area=None).values("area")
    return Area.objects.filter(pk__in=asked).order_by(*in_area_order())
