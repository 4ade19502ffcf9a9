"""What a submitted update asks of people becomes action items, which follow it. Called by the doors, inside theirs."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.doors import Invalid
from productops.followups.actions.asking import Document, ensure
from productops.followups.asks import Ask
from productops.followups.enums import RaisedFor
from productops.markdown import plain_text
from productops.people.models import Organisation, Person
from rituals import asks
from rituals.enums import Heading
from rituals.models import AreaUpdate
from rituals.suggestions import action_source


def follow_asks(row: AreaUpdate, *, by: Person, now: datetime, patient: bool = False) -> None:
    """Make the action items of `row` what its risks and asks say. The caller holds its lock.

    Raises `Invalid` for an ask without who or when; `patient`: it is no ask yet.
    """
    risks = list(row.bullets.filter(heading=Heading.RISKS).order_by("position", "id"))
    missing = asks.incomplete(risks)
    if missing and not patient:
        raise Invalid(missing)
    wanted: dict[str, Ask] = {}
    for bullet in risks:
        if bullet.assignee_id and bullet.due_on:
            source = action_source(bullet.origin, str(bullet.pk))
            if source in wanted:  # two lines that were once the same one
                source = action_source("", str(bullet.pk))
            wanted[source] = Ask(source, plain_text(bullet.html), bullet.assignee_id, bullet.due_on)
    ensure(document=document_of(row), asks=list(wanted.values()), by=by, now=now)


def document_of(row: AreaUpdate) -> Document:
    """The update as the page where its asks stand, in the organisation's words: it is read by many."""
    with override(Organisation.current().language):
        title = _("Weekly update, week %(week)s") % {"week": row.weekly_update.week}
    return Document(
        origin=f"area_update:{row.pk}",
        title=title,
        url=row.weekly_update.address_of(row.area.slug),
        area=row.area,
        raised_for=RaisedFor.ROADMAP_REVIEW,
    )
