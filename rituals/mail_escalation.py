"""The words to Heads of Product about areas that missed two weeks in a row. As a letter and as a brief."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.dates import say_date, say_exactly
from productops.people.models import Organisation, Person
from productops.people.models.areas import in_area_order
from productops.search.models import Kind, SearchRow
from productops.text import clean_line
from rituals.enums import AreaState, Health
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import with_pm
from rituals.views.people import names_of


@dataclass(frozen=True)
class Missed:
    """The areas as they stand when the words are made, and what was last said of each (`said`, by slug)."""

    organisation: str
    update: WeeklyUpdate
    before: WeeklyUpdate
    rows: tuple[AreaUpdate, ...]
    pms: dict[int, str]
    said: dict[str, SearchRow]

    @property
    def subject(self) -> str:
        if len(self.rows) == 1:
            words = _("%(area)s missed its weekly update two weeks in a row") % {"area": self.rows[0].area.name}
        else:
            words = ngettext(
                "%(count)s area missed its weekly update two weeks in a row",
                "%(count)s areas missed their weekly update two weeks in a row",
                len(self.rows),
            ) % {"count": len(self.rows)}
        return clean_line(words)


def prepare(notice: Notice) -> Missed:
    organisation = Organisation.current()
    weeks = WeeklyUpdate.objects.in_bulk([notice.data["week"], notice.data["before"]], field_name="key")
    update = weeks[notice.data["week"]]
    rows = update.area_updates.filter(area__in=notice.data["areas"]).select_related("area", "weekly_update")
    found = tuple(with_pm(rows, organisation.day(notice.created_at)).order_by(*in_area_order("area__")))
    said = SearchRow.objects.filter(kind=Kind.AREA, key__in=[row.area.slug for row in found]).exclude(sentence="")
    return Missed(
        organisation=organisation.name,
        update=update,
        before=weeks[notice.data["before"]],
        rows=found,
        pms=names_of([row.pm_id for row in found]),  # type: ignore[attr-defined]
        said={row.key: row for row in said},
    )


def letter(missed: Missed, person: Person, delivery: Delivery) -> Letter | None:
    """None when every area of it is closed meanwhile."""
    if not missed.rows:
        return None
    return written(
        "weekly/mail_escalation",
        subject=missed.subject,
        person=person,
        delivery=delivery,
        organisation=missed.organisation,
        why=_("You get this once for each row of misses, because you are Head of Product."),
        weeks={"before": missed.before.week, "now": missed.update.week},
        parts=[_part(missed, row) for row in missed.rows],
        link=absolute(missed.update.get_absolute_url()),
    )


def _part(missed: Missed, row: AreaUpdate) -> dict[str, str]:
    said = missed.said.get(row.area.slug)
    known = ""
    if said and said.sentence_at:
        day = timezone.localtime(said.sentence_at).date()
        health = Health(said.health).label if said.health in Health.values else ""
        known = _("Last said on %(day)s: %(what)s") % {
            "day": say_date(day, timezone.localtime(missed.update.deadline_at).date()),
            "what": f"{health}. {said.sentence}" if health else said.sentence,
        }
    return {
        "name": row.area.name,
        "pm": _pm(missed, row),
        "since": _since(row),
        "known": known or _("Nothing was said of it in an update before."),
        "link": absolute(reverse("people:area", args=[row.area.slug])),
    }


def _pm(missed: Missed, row: AreaUpdate) -> str:
    return missed.pms.get(row.pm_id or 0, "") or _("no PM")  # type: ignore[attr-defined]


def _since(row: AreaUpdate) -> str:
    """What came after the deadline."""
    if row.state == AreaState.SUBMITTED and row.submitted_at:
        moment = timezone.localtime(row.submitted_at)
        return _("This week’s came late: %(when)s.") % {"when": say_exactly(moment, moment)}
    if row.state == AreaState.EXCUSED:
        return _("Explained after the deadline: %(reason)s") % {"reason": row.excuse}
    return ""


def brief(missed: Missed, person: Person | None, delivery: Delivery) -> Brief | None:
    if not missed.rows:
        return None
    return Brief(
        title=missed.subject,
        url=missed.update.get_absolute_url(),
        text=_("Weeks %(before)s and %(now)s.") % {"before": missed.before.week, "now": missed.update.week},
        lines=tuple(f"{row.area.name} ({_pm(missed, row)})" for row in missed.rows),
        verb=_("Show the week"),
    )
