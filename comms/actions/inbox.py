"""What a person does with her own inbox. It is hers alone, so no permission is asked and no event recorded."""

from datetime import datetime, timedelta

from django.db import transaction

from comms.models import InboxItem
from productops.people.models import Person

KEPT = timedelta(days=60)
BATCH = 5000  # deleted in one transaction


@transaction.atomic
def read(*, item: InboxItem, by: Person, now: datetime) -> InboxItem:
    """`by` has read an item of hers. Twice is harmless: the first time counts."""
    held = InboxItem.objects.select_for_update().get(pk=item.pk, person=by)
    if held.read_at is None:
        held.read_at = now
        held.save(update_fields=["read_at"])
    return held


@transaction.atomic
def read_all(*, by: Person, now: datetime, kind: str = "") -> int:
    """`by` has read everything, or everything of one kind. Answers how many were unread."""
    unread = InboxItem.objects.filter(person=by, read_at=None)
    return (unread.filter(kind=kind) if kind else unread).update(read_at=now)


@transaction.atomic
def unread_again(*, by: Person, read_at: datetime) -> int:
    """What `read_all` marked at that moment is unread again."""
    return InboxItem.objects.filter(person=by, read_at=read_at).update(read_at=None)


def tidy(*, now: datetime) -> int:
    """Delete what lies there longer than `KEPT`: its words name colleagues, and nobody looks for them any more."""
    deleted = 0
    while True:
        old = InboxItem.objects.filter(created_at__lt=now - KEPT).order_by("pk").values("pk")[:BATCH]
        number, _of_what = InboxItem.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
        deleted += number
        if number < BATCH:
            return deleted
