"""The doors of saved views: a person's own names for filters that she comes back to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid
from productops.people.models import Person
from releases.filters import Filters
from releases.models import SavedView

MOST = 40
LONGEST = 500


@transaction.atomic
def save_view(*, name: str, page: str, filters: Filters, by: Person, now: datetime) -> tuple[SavedView, bool]:
    """Keep `filters` under a name, in place of what had this name on this page. Answers whether something had it.

    Raises `Invalid` without a name, for filters too long to keep, and for more views than anybody looks through.
    Records `saved_view.saved`.
    """
    _named(name)
    query = filters.query
    if len(query) > LONGEST:
        raise Invalid({"": _("These filters are too long to be kept.")})
    mine = SavedView.objects.select_for_update().filter(person=by)
    view = mine.filter(page=page, name=name).first()
    if view is None and mine.count() >= MOST:
        raise Invalid({"": _("You have %(most)s saved views. Delete one first.") % {"most": MOST}})
    replaced = view is not None
    view = view or SavedView(person=by, page=page, name=name)
    view.query = query
    view.save()
    record("saved_view.saved", by=by, obj=view, now=now, page=page, replaced=replaced)
    return view, replaced


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: Person, now: datetime) -> SavedView:
    """Raises `Invalid` without a name, and for one that another of her views has. Records `saved_view.renamed`."""
    row = SavedView.objects.select_for_update().get(pk=view.pk, person=by)
    _named(name)
    if row.name == name:
        return row
    if SavedView.objects.filter(person=by, page=row.page, name=name).exists():
        raise Invalid({"name": _("Another of your views has this name.")})
    row.name = name
    row.save(update_fields=["name"])
    record("saved_view.renamed", by=by, obj=row, now=now)
    return row


@transaction.atomic
def delete_view(*, view: SavedView, by: Person, now: datetime) -> None:
    """Records `saved_view.deleted`. The page keeps what it takes to make it again."""
    row = SavedView.objects.select_for_update().get(pk=view.pk, person=by)
    record("saved_view.deleted", by=by, obj=row, now=now)
    row.delete()


def _named(name: str) -> None:
    if not name:
        raise Invalid({"name": _("Give the view a name.")})
