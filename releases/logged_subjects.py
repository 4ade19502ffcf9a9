"""What the decision log may not tell of releases: drafts and confidential ones, to whom `visible_to` hides them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from productops.people.models import Organisation, Person
from releases.enums import Outcome
from releases.models import Release
from releases.search import readers_of_many

KIND = "release"
CODES = {f"{KIND}.{outcome}": format_lazy("{}: {}", _("Release"), outcome.label) for outcome in Outcome}


def unseen(person: Person) -> "QuerySet[Any, Any]":
    """The subjects of releases that this person may not see."""
    seen = Release.objects.restricted().visible_to(person).values("pk")
    hidden = Release.objects.restricted().exclude(pk__in=seen)
    return hidden.annotate(subject=Concat(Value(f"{KIND}:"), "key")).values("subject")


def readers(keys: Collection[str], now: datetime) -> dict[str, tuple[int, ...]]:
    """Key -> who may see that draft or confidential release."""
    rows = list(Release.objects.restricted().filter(key__in=keys).only("pk", "key", "area_id", "started_at"))
    found = readers_of_many(rows, day=Organisation.current().day(now))
    return {row.key: found[row.pk] for row in rows}
