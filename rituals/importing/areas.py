"""What areas become: made, brought up to date, or left to the people who changed them. Pure."""

import re
from dataclasses import fields

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rituals.file_fields import Problems
from rituals.importing.facts import AreaFacts, AreaWrite, Stored, Wrote
from rituals.organisation_file import FileArea

WORDS = {
    "name": gettext_lazy("name"),
    "summary": gettext_lazy("summary"),
    "group": gettext_lazy("product group"),
    "chat": gettext_lazy("chat"),
    "components": gettext_lazy("components"),
}
# Addresses that mean something else: the form for a new area, and the key of a week's update.
_RESERVED = re.compile(r"new|\d{4}-w\d\d")


def plan_area(area: FileArea, stored: Stored, problems: Problems) -> AreaWrite | None:
    """What to write for one area, if anything. A slug that means something else already is fatal."""
    path = f"areas/{area.slug}"
    if area.slug in stored.taken or _RESERVED.fullmatch(area.slug):
        problems.add(area.line, f"{path}/slug", _("The portal uses this slug for something else."), fatal=True)
        return None
    wanted = AreaFacts(
        name=area.name,
        summary=area.summary,
        group=stored.groups.get(area.group.casefold(), area.group),
        chat=area.chat,
        components=area.components,
    )
    known = stored.areas.get(area.slug)
    if known is None:
        return AreaWrite(area.slug, wanted, new=True)
    if known.facts == wanted:
        return None
    if known.wrote == Wrote.FILE:
        return AreaWrite(area.slug, wanted, new=False)
    said = _("Was made or changed in the portal and stays as it is there; the file differs in: %(what)s.")
    problems.add(area.line, path, said % {"what": ", ".join(_differences(known.facts, wanted))}, fatal=False)
    return None


def _differences(one: AreaFacts, other: AreaFacts) -> list[str]:
    return [str(WORDS[each.name]) for each in fields(AreaFacts) if getattr(one, each.name) != getattr(other, each.name)]
