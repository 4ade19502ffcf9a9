"""The words about corrections: proposed (to Product Ops), published or declined (to its PM). Letter and brief."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.people.models import Organisation, Person
from productops.text import clean_line
from rituals.enums import CorrectionState
from rituals.models import Correction, WeeklyUpdate


@dataclass(frozen=True)
class About:
    """The correction as it is when the words are made; `about` is what happened when it was told."""

    organisation: str
    about: str
    correction: Correction

    @property
    def update(self) -> WeeklyUpdate:
        return self.correction.area_update.weekly_update

    @property
    def needed(self) -> bool:
        """A proposal that was answered or withdrawn meanwhile needs nobody any more."""
        return self.about != CorrectionState.PROPOSED or self.correction.state == CorrectionState.PROPOSED

    @property
    def subject(self) -> str:
        facts = {"area": self.correction.area_update.area.name, "week": self.update.week}
        match self.about:
            case CorrectionState.PROPOSED:
                words = _("%(area)s: a correction of week %(week)s is proposed")
            case CorrectionState.PUBLISHED:
                words = _("%(area)s: your correction of week %(week)s is published")
            case _:
                words = _("%(area)s: your correction of week %(week)s was declined")
        return clean_line(words % facts)

    @property
    def path(self) -> str:
        if self.about == CorrectionState.PROPOSED:
            return reverse("weekly:desk", args=[self.update.key])
        return self.correction.get_absolute_url()

    @property
    def verb(self) -> str:
        return _("Look at it") if self.about == CorrectionState.PROPOSED else _("Show it")


def prepare(notice: Notice) -> About:
    rows = Correction.objects.select_related(
        "area_update__area", "area_update__weekly_update", "proposed_by", "answered_by"
    )
    found = rows.get(pk=notice.data["correction"])
    return About(Organisation.current().name, notice.data["about"], found)


def letter(about: About, person: Person, delivery: Delivery) -> Letter | None:
    if not about.needed:
        return None
    proposed = about.about == CorrectionState.PROPOSED
    return written(
        "weekly/mail_correction",
        subject=about.subject,
        person=person,
        delivery=delivery,
        organisation=about.organisation,
        why=_("You get this because you are accountable for the weekly update.")
        if proposed
        else _("You get this because you proposed it."),
        proposed=proposed,
        who=_who(about),
        why_it_changes=about.correction.why,
        answer=about.correction.answer,
        verb=about.verb,
        link=absolute(about.path),
    )


def _who(about: About) -> str:
    correction = about.correction
    person = correction.proposed_by if about.about == CorrectionState.PROPOSED else correction.answered_by
    return person.name if person else ""


def brief(about: About, person: Person | None, delivery: Delivery) -> Brief | None:
    if not about.needed:
        return None
    text = about.correction.answer or about.correction.why
    return Brief(title=about.subject, url=about.path, text=f"{_who(about)}: {text}", verb=about.verb)
