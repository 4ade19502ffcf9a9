"""The door for sources: their asks become action items, follow what they say, and are cancelled with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from productops.audit.record import record
from productops.followups import notices
from productops.followups.asks import Ask, Kept, follow
from productops.followups.enums import ActionState, RaisedFor
from productops.followups.models import ActionItem
from productops.people.models import Area, Person

FOLLOWED = ("what", "asked_of_id", "asked_for_on", "assignee_id", "due_on", "state")
WRITTEN = [
    *("what", "asked_of", "asked_for_on", "assignee", "due_on", "state", "closed_at", "closed_by"),
    *("source_url", "source_title", "version"),
]


@dataclass(frozen=True)
class Document:
    """What asks: `origin` for the machine, title and address for people, and the area that it is about."""

    origin: str
    title: str
    url: str
    area: Area | None = None
    raised_for: RaisedFor | None = None


@transaction.atomic
def ensure(*, document: Document, asks: Sequence[Ask], by: Person, now: datetime) -> list[ActionItem]:
    """Make the action items of `document` what it asks for. Repeated, it changes nothing.

    The caller's door has asked for the right to write the document, and holds its lock. New asks become items; known
    ones follow (`asks.follow`); open ones that the document made and does not ask for any more are cancelled. An ask
    with the source of an item that another document made stays that item. Records `action_item.asked`, `.changed`,
    `.cancelled`; tells who is to do something, and the area's Eng lead of what is new. Answers the items asked for.
    """
    rows = ActionItem.objects.select_for_update(of=("self",)).order_by("id")
    sources = {ask.source for ask in asks}
    stored = {item.source: item for item in rows.filter(Q(source__in=sources) | Q(origin=document.origin))}
    new = [_new(document, ask, by, now) for ask in asks if ask.source not in stored]
    changed, told = [], []
    for ask in asks:
        if item := stored.get(ask.source):
            differs, tell = _follow(item, ask, document)
            changed += [item] if differs else []
            told += [item] if tell else []
    dropped = [item for source, item in stored.items() if source not in sources and _made(item, document)]
    for item in dropped:
        item.state, item.closed_at, item.closed_by = ActionState.CANCELLED, now, by
    for item in [*changed, *dropped]:
        item.version += 1
    ActionItem.objects.bulk_create(new)
    ActionItem.objects.bulk_update([*changed, *dropped], WRITTEN)
    for name, items in (("asked", new), ("changed", changed), ("cancelled", dropped)):
        for item in items:
            record(f"action_item.{name}", by=by, obj=item, now=now, area_id=item.area_id, source=item.source)
    notices.asked([*new, *told], by=by, now=now)
    notices.informed(new, by=by, now=now)
    by_source = stored | {item.source: item for item in new}
    return [by_source[ask.source] for ask in asks]


def _new(document: Document, ask: Ask, by: Person, now: datetime) -> ActionItem:
    return ActionItem(
        what=ask.what,
        area=document.area,
        assignee_id=ask.assignee_id,
        due_on=ask.due_on,
        asked_of_id=ask.assignee_id,
        asked_for_on=ask.due_on,
        asked_by=by,
        source=ask.source,
        origin=document.origin,
        source_url=document.url,
        source_title=document.title,
        raised_for=document.raised_for or "",
        created_at=now,
    )


def _follow(item: ActionItem, ask: Ask, document: Document) -> tuple[bool, bool]:
    """Bring `item` to what is asked now; answers whether that changed it, and whether it is news."""
    kept = Kept(**{name: getattr(item, name) for name in FOLLOWED})
    outcome = follow(kept, ask)
    differs = outcome.kept != kept or (item.source_url, item.source_title) != (document.url, document.title)
    for name in FOLLOWED:
        setattr(item, name, getattr(outcome.kept, name))
    item.source_url, item.source_title = document.url, document.title
    if item.state == ActionState.OPEN:
        item.closed_at = item.closed_by = None
    return differs, outcome.tell


def _made(item: ActionItem, document: Document) -> bool:
    return item.origin == document.origin and item.state == ActionState.OPEN
