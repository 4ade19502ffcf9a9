"""The history a page shows: row history and domain events of one thing, told together, newest first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops import dates
from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind, Role
from productops.people.history import Entry, actor_of, names_of, row_history
from productops.people.models import Area, Function, Person

SHOWN = 30
# What an event is called in a history. Others are told by the rows they changed.
WORDS = {
    "person.invited": gettext_lazy("sent an invitation"),
    "invitation.accepted": gettext_lazy("came in for the first time"),
    "password.changed": gettext_lazy("changed the password"),
    "roles.changed": gettext_lazy("changed roles"),
    "person.deactivated": gettext_lazy("deactivated this account"),
    "person.reactivated": gettext_lazy("reactivated this account"),
    "person.exported": gettext_lazy("downloaded this person’s data"),
    "person.erased": gettext_lazy("had this person forgotten"),
    "area.closed": gettext_lazy("closed the area"),
    "area.reopened": gettext_lazy("reopened the area"),
    "function.changed": gettext_lazy("changed delegates"),
}


def story_of_person(person: Person) -> list[Entry]:
    """Eight queries at most, however long the story."""
    return _newest(_events("people.person", person.pk), row_history(person, limit=SHOWN))


def story_of_area(area: Area, today: date) -> list[Entry]:
    """What the area is called and does, and who became what in it."""
    return _newest(_role_changes(area, today), _events("people.area", area.pk), row_history(area, limit=SHOWN))


def story_of_function(function: Function) -> list[Entry]:
    return _newest(_events("people.function", function.pk), row_history(function, limit=SHOWN))


def _newest(*stories: Iterable[Entry]) -> list[Entry]:
    together = [entry for story in stories for entry in story]
    return sorted(together, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _events(object_type: str, pk: int) -> list[Entry]:
    rows = list(
        DomainEvent.objects.filter(object_type=object_type, object_id=str(pk), name__in=WORDS).order_by("-id")[:SHOWN]
    )
    rows = [row for row in rows if row.name != "function.changed" or "delegates_after" in row.data]
    named = {pk for row in rows for pk in [*row.data.get("delegates_before", []), *row.data.get("delegates_after", [])]}
    names = names_of([*(row.actor_id for row in rows), *named])
    return [Entry(row.at, names.get(row.actor_id, ""), str(WORDS[row.name]), _detail(row, names)) for row in rows]


def _detail(event: DomainEvent, names: dict[int | None, str]) -> str:
    match event.name:
        case "roles.changed":
            before, after = (_roles(event.data.get(when, [])) for when in ("before", "after"))
        case "function.changed":
            before, after = (
                ", ".join(names.get(pk, "?") for pk in event.data.get(f"delegates_{when}", []))
                for when in ("before", "after")
            )
        case _:
            return ""
    return f"{before or _('nothing')} → {after or _('nothing')}"


def _roles(codes: Iterable[str]) -> str:
    return ", ".join(str(Role(code).label) if code in Role else code for code in codes)


def _role_changes(area: Area, today: date) -> list[Entry]:
    rows = list(
        apps.get_model("people.AreaRoleEvent").objects.filter(area_id=area.pk).select_related("function")
        .order_by("-pgh_id")[:SHOWN]
    )  # fmt: skip
    names = names_of([*(actor_of(row) for row in rows), *(row.person_id for row in rows)])
    return [
        Entry(
            row.pgh_created_at, names.get(actor_of(row), ""), _role_sentence(row, names.get(row.person_id, "?"), today)
        )  # fmt: skip
        for row in rows
    ]


def _role_sentence(row: Any, name: str, today: date) -> str:
    contact = _("contact of %(function)s") % {"function": row.function} if row.function else ""
    facts = {
        "name": name,
        "role": contact or AreaRoleKind(row.kind).label,
        "first": dates.say_date(row.starts_on, today),
        "last": dates.say_date(row.ends_on, today) if row.ends_on else "",
    }
    match (row.pgh_label, bool(row.ends_on)):
        case ("delete", _ends):
            return _("took back: %(name)s as %(role)s from %(first)s") % facts
        case ("insert", False):
            return _("named %(name)s %(role)s from %(first)s") % facts
        case ("insert", True):
            return _("named %(name)s %(role)s from %(first)s to %(last)s") % facts
        case (_label, True):
            return _("set the last day of %(name)s as %(role)s to %(last)s") % facts
    return _("let %(name)s stay %(role)s") % facts
