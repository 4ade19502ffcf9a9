"""Reads of the decision log that pages share. None costs more queries for more entries."""

from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery

from productops.decisions.filters import Filters
from productops.decisions.models import DecisionEntry
from productops.people.forms.choosing import is_part_of
from productops.people.models import Area, Person
from productops.people.models.areas import in_area_order
from productops.search.words import prefix_query, query_terms

# What a row of the list says; texts as long as a page stay where they are, but for what was decided.
COLUMNS = (
    "number", "wording", "title", "decision_html", "action_code", "subject", "decided_on", "review_on",
    "area__slug", "area__name", "owner__name", "owner__is_active",
)  # fmt: skip


def found(person: Person, filters: Filters, *, today: date) -> QuerySet[DecisionEntry]:
    """The decisions that the person may see and that fit, in their latest wording, the newest first.

    Each with `look_on`, and `later`, the number of what superseded it.
    """
    rows = DecisionEntry.objects.visible_to(person)
    match filters.show:
        case "all":
            rows = rows.current()
        case "review":
            rows = rows.to_review(today)
        case "mine":
            rows = rows.in_force().filter(owner=person)
        case _:
            rows = rows.in_force()
    if filters.q:
        rows = rows.filter(pk__in=_saying(filters.q))
    if filters.area:
        rows = rows.filter(area__slug=filters.area)
    if filters.owner:
        rows = rows.filter(owner__in=_called(filters.owner))
    if filters.code:
        rows = rows.filter(action_code=filters.code)
    since, until = filters.period
    if since:
        rows = rows.filter(decided_on__gte=since)
    if until:
        rows = rows.filter(decided_on__lte=until)
    after = DecisionEntry.objects.filter(supersedes=OuterRef("pk")).values("number")[:1]
    rows = rows.with_look_on().annotate(later=Subquery(after))
    return rows.order_by("-decided_on", "-number")


def _saying(text: str) -> "QuerySet[DecisionEntry, int]":
    """Those that say every word of `text`, or one that begins so."""
    terms = query_terms(text)
    if not terms:
        return DecisionEntry.objects.none().values_list("pk", flat=True)
    query = SearchQuery(prefix_query(terms), config="simple", search_type="raw")
    return DecisionEntry.objects.filter(document=query).values_list("pk", flat=True)


def _called(text: str) -> list[int]:
    """Whom a part of a name may mean. Accents and case do not count."""
    return [pk for pk, name in Person.objects.values_list("pk", "name") if is_part_of(text, name)]


def listed(rows: QuerySet[DecisionEntry]) -> QuerySet[DecisionEntry]:
    """`rows` with what the list says of each."""
    return rows.select_related("area", "owner").only(*COLUMNS)


def whole(rows: QuerySet[DecisionEntry]) -> QuerySet[DecisionEntry]:
    """`rows` with all that an export says of each: also `before`, the number of what it supersedes.

    One statement more, for the options of all of them.
    """
    first = DecisionEntry.objects.filter(number=OuterRef("number"), wording=1).values("supersedes__number")[:1]
    return rows.select_related("area", "owner").annotate(before=Subquery(first)).prefetch_related("options")


def areas() -> tuple[tuple[str, str], ...]:
    """(slug, name) of every area, in the agreed order: what the list is filtered by. One statement."""
    return tuple(Area.objects.order_by(*in_area_order()).values_list("slug", "name"))


# By hand: for the many who own nothing that is due this is all that Home asks, and as expressions of the ORM, with who
# may see what, it costs many times what the database needs. It may say yes too often (of what was kept until a day and
# then again until a later one), never no too often.
_ANY_DUE = """
SELECT EXISTS (
    SELECT FROM decisions_decisionentry e
    WHERE e.owner_id = %(owner)s AND (e.review_on <= %(today)s OR EXISTS (
            SELECT FROM decisions_decisionentry w JOIN decisions_decisionreview r ON r.entry_id = w.id
            WHERE w.number = e.number AND r.keep_until <= %(today)s))
        AND NOT EXISTS (SELECT FROM decisions_decisionentry c WHERE c.corrects_id = e.id)
        AND NOT EXISTS (SELECT FROM decisions_decisionentry s WHERE s.supersedes_id = e.id))"""


def due_of(person: Person, today: date, most: int) -> list[DecisionEntry]:
    """The first decisions of her own that she is to look at again, the oldest day first.

    One statement, a second for whom something may be due.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANY_DUE, {"owner": person.pk, "today": today})
        if not cursor.fetchone()[0]:
            return []
    rows = DecisionEntry.objects.visible_to(person).to_review(today).filter(owner=person).with_look_on()
    return list(rows.order_by(F("look_on"), "number").only("number", "title", "review_on")[:most])
