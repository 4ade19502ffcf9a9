"""The history that an action item's page shows: who asked what of whom, and what became of it, newest first."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops import dates
from productops.audit.models import DomainEvent
from productops.followups.enums import ChangeKind
from productops.followups.models import ActionChange, ActionItem
from productops.people.history import Entry, names_of

SHOWN = 50
WORDS = {
    "action_item.asked": gettext_lazy("asked for this"),
    "action_item.changed": gettext_lazy("changed what is asked, where it was written"),
    "action_item.cancelled": gettext_lazy("took it out of where it was written"),
    "action_item.done": gettext_lazy("said that it is done"),
    "action_item.reopened": gettext_lazy("opened it again"),
}


def story_of(item: ActionItem) -> list[Entry]:
    """Three queries, however long the story."""
    events = DomainEvent.objects.filter(object_type="followups.actionitem", object_id=str(item.pk), name__in=WORDS)
    rows: list[Any] = list(events.order_by("-id")[:SHOWN])
    changes = list(ActionChange.objects.filter(item=item)[:SHOWN])
    ids = [change.person_before_id for change in changes] + [change.person_after_id for change in changes]
    names = names_of([*ids, *(row.actor_id for row in rows), *(change.changed_by_id for change in changes)])
    entries = [
        Entry(change.changed_at, names.get(change.changed_by_id, ""), _sentence(change, names), change.reason)
        for change in changes
    ]
    entries += [Entry(row.at, names.get(row.actor_id, ""), str(WORDS[row.name])) for row in rows]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _sentence(change: ActionChange, names: dict[int | None, str]) -> str:
    if change.kind == ChangeKind.HANDED_OVER:
        facts = {"before": names.get(change.person_before_id, "?"), "after": names.get(change.person_after_id, "?")}
        return _("handed it over: %(before)s → %(after)s") % facts
    assert change.day_before
    assert change.day_after
    on = timezone.localtime(change.changed_at).date()
    days = {"before": dates.say_date(change.day_before, on), "after": dates.say_date(change.day_after, on)}
    return _("moved the date: %(before)s → %(after)s") % days
