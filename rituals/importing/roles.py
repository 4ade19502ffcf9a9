"""Who becomes what in an area. Pure.

The file is the source of a role that is free or that an import gave. A role that people gave, changed or ended in the
portal is theirs: it stays, and the difference is told. Whoever the file puts in place of somebody begins today; the
one before ends yesterday, and is taken back when she only began today.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from productops.people.enums import AreaRoleKind
from rituals.file_fields import Problems
from rituals.importing.facts import RoleWrite, Stored, StoredRole, Wrote
from rituals.importing.people import posts_of
from rituals.organisation_file import FileArea

KEYS = {
    AreaRoleKind.PM: "pm",
    AreaRoleKind.DEPUTY: "deputy",
    AreaRoleKind.ENG_LEAD: "eng_lead",
    AreaRoleKind.CONTACT: "support_contact",
}


def plan_roles(area: FileArea, stored: Stored, problems: Problems, *, today: dt.date) -> Iterator[RoleWrite]:
    """The roles to write for one area of the file, reporting those that are left as they are."""

    def tell(kind: AreaRoleKind, reason: str) -> None:
        problems.add(area.line, f"areas/{area.slug}/{KEYS[kind]}", reason, fatal=False)

    for kind, email in posts_of(area):
        rows = stored.roles.get((area.slug, kind), ())
        until = area.deputy_until if kind == AreaRoleKind.DEPUTY else None
        if _holds(rows, email, until, today):
            continue
        if reason := _why_not(area, kind, email, stored, today):
            tell(kind, reason)
            continue
        wrote = stored.roles_wrote.get((area.slug, kind), Wrote.NOBODY)
        if wrote == Wrote.PEOPLE or (rows and wrote == Wrote.NOBODY):
            tell(kind, _theirs(rows))
            continue
        yield RoleWrite(area.slug, kind, email, until, rows)


def _holds(rows: tuple[StoredRole, ...], email: str, until: dt.date | None, today: dt.date) -> bool:
    return any(row.email == email and row.starts_on <= today and row.ends_on == until for row in rows)


def _why_not(area: FileArea, kind: AreaRoleKind, email: str, stored: Stored, today: dt.date) -> str:
    """Why somebody cannot have the role at all."""
    known = stored.people.get(email)
    if known and not known.active:
        return _("%(name)s is deactivated; left out.") % {"name": known.name}
    if kind == AreaRoleKind.DEPUTY and area.deputy_until and area.deputy_until < today:
        return _("The deputy’s last day is over; left out.")
    if kind == AreaRoleKind.DEPUTY and email == area.pm:
        return _("The deputy is the PM; left out.")
    return ""


def _theirs(rows: tuple[StoredRole, ...]) -> str:
    if not rows:
        return _("Somebody left this free in the portal; it stays free.")
    return _("Somebody chose %(name)s in the portal; that stays.") % {"name": rows[0].name}
