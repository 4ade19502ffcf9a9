"""What lookups tell: things that are missing, for Product Ops; things that readers ask about, for those who answer.

Counts only: who looked something up is nobody's business.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from productops.people.models import Person
from productops.search.models import HandledLookup, Lookup, SearchRow


def looked_up_in_vain() -> "QuerySet[Any, Any]":
    """Texts that found nothing since they were last handled: `text`, `people`, `times`, `last`; most people first."""
    handled = HandledLookup.objects.filter(text=OuterRef("text"), at__gte=OuterRef("at"))
    rows = Lookup.objects.filter(~Exists(handled), found=False).values("text")
    counts = rows.annotate(people=Count("person", distinct=True), times=Count("pk"), last=Max("at"))
    return counts.order_by("-people", "-last", "text")


@dataclass(frozen=True)
class Asked:
    """How many people chose a findable thing when they looked something up."""

    key: str
    title: str
    people: int


def asked_about(
    keys: Collection[str], *, since: datetime, reader: Person, besides: Collection[int] = ()
) -> list[Asked]:
    """Of the findable things `keys`, those that people looked up since, most people first. Two queries.

    Only what `reader` may find herself. `besides`: people who do not count, such as who answers for it.
    """
    wanted = {key.lower() for key in keys}
    if not wanted:
        return []
    rows = Lookup.objects.filter(key__in=wanted, at__gte=since).exclude(person__in=list(besides)).values("key")
    titles = SearchRow.objects.visible_to(reader).filter(key__in=wanted).values_list("key", "title")
    counts = dict(rows.annotate(people=Count("person", distinct=True)).values_list("key", "people"))
    found = [Asked(key, title, counts[key]) for key, title in titles if key in counts] if counts else []
    return sorted(found, key=lambda each: (-each.people, each.title))
