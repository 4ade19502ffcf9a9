"""What follows when somebody is deactivated, said before it is done. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.people.models import Person
from productops.people.queries import Stake


def consequences(person: Person, stake: Stake) -> list[str]:
    """Sentences, worst last; the first is always there."""
    name = person.name
    said = [_("%(name)s cannot sign in any more; every session and link ends at once.") % {"name": name}]
    said += [
        _("%(area)s has no PM who can act, until you name one or a deputy is in charge.") % {"area": a}
        for a in stake.pm_of
    ]
    said += [_("%(area)s has no Eng lead.") % {"area": area} for area in stake.eng_lead_of]
    said += [_("%(area)s lacks a contact.") % {"area": area} for area in stake.contact_of]
    said += [_("%(function)s has no lead; its delegates answer.") % {"function": each} for each in stake.leads]
    if stake.raci_entries:
        said.append(
            ngettext(
                "%(number)s RACI entry names this person; others are asked instead.",
                "%(number)s RACI entries name this person; others are asked instead.",
                stake.raci_entries,
            )
            % {"number": stake.raci_entries}
        )
    if stake.only_admin:
        said.append(_("This is the only admin: the portal will refuse."))
    return said
