"""The words of the reminder: which areas are open, and until when. As a letter and as a brief."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.dates import say_exactly
from productops.people.models import Organisation, Person
from productops.people.models.areas import in_area_order
from productops.text import clean_line
from rituals.enums import AreaState, UpdateState
from rituals.models import AreaUpdate, WeeklyUpdate


@dataclass(frozen=True)
class Due:
    """What is still open when the words are made."""

    organisation: str
    update: WeeklyUpdate
    rows: tuple[AreaUpdate, ...]

    @property
    def said(self) -> str:
        """Until when, on the reader's clock."""
        deadline = timezone.localtime(self.update.deadline_at)
        return say_exactly(deadline, deadline)

    @property
    def subject(self) -> str:
        if len(self.rows) == 1:
            words = _("%(area)s: the weekly update is due %(due)s") % {"area": self.rows[0].area.name, "due": self.said}
        else:
            words = ngettext(
                "%(count)s weekly update is due %(due)s", "%(count)s weekly updates are due %(due)s", len(self.rows)
            ) % {"count": len(self.rows), "due": self.said}
        return clean_line(words)


def prepare(notice: Notice) -> Due:
    update = WeeklyUpdate.objects.get(key=notice.data["week"])
    rows = update.area_updates.filter(area__in=notice.data["areas"], area__closed_at=None, state=AreaState.OPEN)
    found = rows.select_related("weekly_update", "area").order_by(*in_area_order("area__"))
    over = update.closed_at is not None or update.state == UpdateState.PUBLISHED
    return Due(Organisation.current().name, update, () if over else tuple(found))


def letter(due: Due, person: Person, delivery: Delivery) -> Letter | None:
    """None when everything was submitted or explained meanwhile, or the deadline is over."""
    if not due.rows:
        return None
    names = [row.area.name for row in due.rows]
    return written(
        "weekly/mail_reminder",
        subject=due.subject,
        person=person,
        delivery=delivery,
        organisation=due.organisation,
        why=_("You get this because you are responsible for the update of %(area)s.") % {"area": ", ".join(names)},
        area=names[0],
        due=due.said,
        parts=[(row.area.name, absolute(row.get_absolute_url())) for row in due.rows],
        link=absolute(due.rows[0].get_absolute_url()),
    )


def brief(due: Due, person: Person | None, delivery: Delivery) -> Brief | None:
    if not due.rows:
        return None
    one = len(due.rows) == 1
    return Brief(
        title=due.subject,
        url=due.rows[0].get_absolute_url() if one else reverse("weekly:current"),
        lines=() if one else tuple(row.area.name for row in due.rows),
        verb=_("Write and submit"),
    )
