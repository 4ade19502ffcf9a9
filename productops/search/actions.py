"""The doors of what is looked up: note a lookup, handle what is missing, take that back."""

from datetime import datetime, timedelta

from django.db import transaction

from productops.audit.record import record
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.search.engine import find
from productops.search.models import Corpus, HandledLookup, Lookup, SearchRow
from productops.search.passages import places
from productops.search.vocabulary import look
from productops.search.words import query_terms

AN_HOUR = 60  # lookups of one person that are noted
KEPT = timedelta(days=180)


def normal(text: str) -> str:
    """A typed text as lookups are counted by: its words as they are compared."""
    return " ".join(query_terms(text))[:120].strip()


@transaction.atomic
def note_lookup(*, text: str, key: str, by: Person, now: datetime) -> bool:
    """`by` typed `text` and chose the thing `key` or, with '', found nothing. Answers whether that was noted.

    Looked at again here: a key that `by` cannot find, and a text that does find something, are not noted. Once per
    person, text, choice and hour, and at most sixty an hour. Writes a `Lookup`, no event: nothing was changed.
    """
    typed, key = normal(text), key.lower()
    if not typed or (key and not SearchRow.objects.visible_to(by).filter(key=key).exists()):
        return False
    if not key and _finds_something(by, text):
        return False
    hour = now.replace(minute=0, second=0, microsecond=0)
    if Lookup.objects.filter(person=by, at__gte=hour).count() >= AN_HOUR:
        return False
    lookup = Lookup(person=by, text=typed, key=key, found=bool(key), hour=hour, at=now)
    Lookup.objects.bulk_create([lookup], ignore_conflicts=True)
    return True


def _finds_something(person: Person, text: str) -> bool:
    things, _other = look(Corpus.THINGS, text, lambda asked: list(find(person, asked, limit=1)), exactly=False)
    return bool(things) or places(person, text)[0] > 0


@transaction.atomic
def handle(*, text: str, by: Person, now: datetime) -> HandledLookup:
    """Product Ops has seen to a text that finds nothing: it leaves the list until it is looked up again.

    Records `lookup.handled`; done twice, the later moment counts.
    """
    require(by, Permission.SEE_LOOKUPS, on=now)
    row, _new = HandledLookup.objects.update_or_create(text=normal(text), defaults={"at": now, "by": by})
    record("lookup.handled", by=by, obj=row, now=now)
    return row


@transaction.atomic
def take_up_again(*, pk: int, by: Person, now: datetime) -> bool:
    """Undo `handle`: the text is back on the list. Answers whether there was something to undo.

    Records `lookup.taken_up_again`.
    """
    require(by, Permission.SEE_LOOKUPS, on=now)
    row = HandledLookup.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    record("lookup.taken_up_again", by=by, obj=row, now=now)
    row.delete()
    return True


def forget_old_lookups(*, now: datetime) -> int:
    """What was looked up half a year ago is nobody's business any more. Answers how many went."""
    deleted, _by_model = Lookup.objects.filter(at__lt=now - KEPT).delete()
    return deleted
