"""The RACI in sentences: what a change did, what history says, what other people's change was."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from productops.people.matrix import Place, names_of
from productops.people.models import Person, RaciActivity
from productops.people.raci import Difference, RaciHolder, spelled
from productops.people.raci_history import Act

Names = Mapping[RaciHolder, str]


@dataclass(frozen=True)
class Entry:
    """One line of `components/history.html`."""

    at: datetime
    who: str
    what: str
    detail: str


def letters(code: str) -> str:
    """'A and R', 'C', or what stands for nothing."""
    return {"": "–", "AR": _("A and R")}.get(code, code)


def said(activity: RaciActivity, name: str, code: str, moved_from: str, overrides: bool, place: Place) -> str:
    """What just happened when a cell was set."""
    words = {"name": name, "letters": spelled(code), "activity": activity.name, "other": moved_from}
    if moved_from:
        text = _("%(name)s is now %(letters)s for %(activity)s; the A moved here from %(other)s.") % words
    elif code:
        text = _("%(name)s is now %(letters)s for %(activity)s.") % words
    else:
        text = _("%(name)s no longer has a part in %(activity)s.") % words
    if overrides:
        text += " " + _("%(place)s now has a row of its own for it.") % {"place": place.name}
    return text


def difference(one: Difference, names: Names) -> str:
    """'PM: R → A and R', with the note when that is what changed."""
    name = names.get(one.holder, _("somebody no longer here"))
    parts = []
    if one.before != one.after:
        parts.append(f"{letters(one.before)} → {letters(one.after)}")
    if one.note_before != one.note_after and one.after:
        parts.append(_("note “%(note)s”") % {"note": one.note_after} if one.note_after else _("note removed"))
    return f"{name}: {', '.join(parts)}"


def detail(act: Act, names: Names) -> str:
    """Who had and has which letter. A whole row that begins is told as it stands."""
    if act.began:
        held: dict[str, None] = dict.fromkeys(
            f"{letters(one.after)} {names.get(one.holder, '')}" for one in act.differences
        )
        return "; ".join(held)
    return "" if act.ended else "; ".join(difference(one, names) for one in act.differences)


def headline(act: Act, activity: str, place: Place | None) -> str:
    if act.began:
        began = _("began %(activity)s") if place is None else _("gave %(activity)s a row of its own in %(place)s")
        return began % {"activity": activity, "place": place.name if place else ""}
    if act.ended:
        return _("dropped the row of its own of %(activity)s") % {"activity": activity}
    return _("changed %(activity)s") % {"activity": activity}


def entries(acts: Collection[Act], activities: Mapping[int, str], place: Place) -> list[Entry]:
    """Acts of one place as lines of history. At most three queries however many."""
    names = names_of(one.holder for act in acts for one in act.differences)
    people = dict(Person.objects.filter(pk__in={act.by_id for act in acts}).values_list("pk", "name"))
    narrow = place if place.wider else None
    return [
        Entry(
            act.at,
            people.get(act.by_id or 0, _("The portal")),
            headline(act, activities.get(act.activity_id, ""), narrow),
            detail(act, names),
        )
        for act in acts
    ]


def others_did(acts: Iterable[Act]) -> list[str]:
    """'Ewa Lis: PM: R → A and R' for each act somebody else made meanwhile, newest first."""
    found = list(acts)
    names = names_of(one.holder for act in found for one in act.differences)
    people = dict(Person.objects.filter(pk__in={act.by_id for act in found}).values_list("pk", "name"))
    lines = []
    for act in found:
        told = _("dropped the row of its own") if act.ended else detail(act, names)
        lines.append(f"{people.get(act.by_id or 0, _('The portal'))} · {told}")
    return lines
