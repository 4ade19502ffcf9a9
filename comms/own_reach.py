"""Whom this app's own kinds would reach: requests of colleagues, action items, decisions. See `reach.py`."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.enums import NoticeKind
from comms.reach import Audience
from productops.decisions.models import DecisionEntry
from productops.followups.models import ActionItem
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.standing import standing_of

# Roles whose holders can be asked for something that others may not do.
ASKED = (Role.ADMIN, Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT, Role.PM, Role.FUNCTION_LEAD)


def explain(person: Person, now: datetime) -> Mapping[NoticeKind, Audience]:
    return {
        NoticeKind.REQUEST: _requests(person, now),
        NoticeKind.ACTION_ITEM: _action_items(person, now),
        NoticeKind.DECISION: _decisions(person),
    }


def _requests(person: Person, now: datetime) -> Audience:
    standing = standing_of(person, now)
    reasons = [
        _("You are %(role)s: colleagues can ask you for what they may not do themselves.") % {"role": role.label}
        for role in ASKED
        if role in standing.roles
    ]
    if standing.functions and not reasons:
        reasons.append(_("You answer for a function: colleagues can ask you to do what only you may."))
    return Audience(_("Those who may do what a colleague wanted to do."), tuple(reasons))


def _action_items(person: Person, now: datetime) -> Audience:
    number = ActionItem.objects.open().filter(assignee=person).count()
    reasons = []
    if number:
        words = ngettext("%(number)d open action item is yours.", "%(number)d open action items are yours.", number)
        reasons.append(words % {"number": number})
    kinds = {kind for _area, kind in standing_of(person, now).areas}
    if kinds & {AreaRoleKind.PM, AreaRoleKind.ENG_LEAD}:
        reasons.append(_("You are PM or Eng lead of an area: you hear of what is asked there."))
    reasons.append(_("Colleagues can name you in a risk or ask of a weekly update."))
    return Audience(_("Whoever is named in a risk or ask."), tuple(reasons))


def _decisions(person: Person) -> Audience:
    number = DecisionEntry.objects.in_force().filter(owner=person).count()
    words = ngettext("You own %(number)d decision in force.", "You own %(number)d decisions in force.", number)
    reasons = (words % {"number": number},) if number else ()
    return Audience(_("Who owns a decision, on the day that she set to look at it again."), reasons)
