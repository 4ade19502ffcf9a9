"""The history that an item's page shows: whose it was, how it was settled and with what, newest first."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops import dates
from productops.audit.history import history_of
from productops.people.history import Entry, actor_of, names_of
from releases.enums import ItemState
from releases.models import Evidence, ReleaseItem

SHOWN = 50
STATES: dict[str, str | Promise] = {
    ItemState.OPEN: gettext_lazy("opened it again"),
    ItemState.BLOCKED: gettext_lazy("said that it is blocked"),
    ItemState.DONE: gettext_lazy("called it done"),
    ItemState.NOT_APPLICABLE: gettext_lazy("said that it does not apply"),
    ItemState.WAIVED: gettext_lazy("waived it"),
}


def story_of_item(item: ReleaseItem, *, dated: bool) -> list[Entry]:
    """Three queries, however long the story. `dated`: whether the reader may know its days."""
    versions: list[Any] = list(history_of(item)[: SHOWN + 1])
    shown = list(Evidence.objects.filter(item=item).select_related("upload").order_by("-id")[:SHOWN])
    ids = [actor_of(version) for version in versions] + [version.person_id for version in versions]
    ids += [each.added_by_id for each in shown] + [each.withdrawn_by_id for each in shown]
    names = names_of(ids)
    entries = [entry for each in shown for entry in _of_evidence(each, names)]
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        who = names.get(actor_of(newer), "")
        if older is None:
            if newer.pgh_label == "insert":
                entries.append(Entry(newer.pgh_created_at, who, _("made it from the checklist of the policy")))
            continue
        entries += [Entry(newer.pgh_created_at, who, *said) for said in _changes(older, newer, names, dated)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _changes(older: Any, newer: Any, names: dict[int | None, str], dated: bool) -> list[tuple[str, str]]:
    found = []
    if older.state != newer.state:
        by_itself = newer.fact and not actor_of(newer)
        found.append((_("settled by itself") if by_itself else str(STATES[newer.state]), newer.reason))
    elif older.reason != newer.reason and newer.reason:
        found.append((_("changed the reason"), newer.reason))
    if older.person_id != newer.person_id:
        nobody = _("nobody")
        facts = {
            "before": names.get(older.person_id, nobody),
            "after": names.get(newer.person_id, nobody),
        }
        found.append((_("handed it on: %(before)s → %(after)s") % facts, ""))
    if dated and older.due_on != newer.due_on:
        days = {"before": _day(older.due_on, newer), "after": _day(newer.due_on, newer)}
        found.append((_("moved its day: %(before)s → %(after)s") % days, ""))
    if older.title != newer.title:
        found.append((_("called it anew"), f"{older.title} → {newer.title}"))
    if (older.retired_at is None) != (newer.retired_at is None):
        found.append((_("asked for it again") if newer.retired_at is None else _("asked for it no more"), ""))
    return found


def _day(day: date, version: Any) -> str:
    return dates.say_date(day, timezone.localtime(version.pgh_created_at).date())


def _of_evidence(each: Evidence, names: dict[int | None, str]) -> list[Entry]:
    what = each.upload.name if each.upload else each.url or each.note
    entries = [Entry(each.added_at, names.get(each.added_by_id, ""), _("showed"), what)]
    if each.withdrawn_at:
        entries.append(Entry(each.withdrawn_at, names.get(each.withdrawn_by_id, ""), _("took back"), what))
    return entries
