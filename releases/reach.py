"""Whom notices about releases would reach. See `comms.reach`."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.enums import NoticeKind
from comms.reach import Audience
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, Function, Person
from productops.people.resolution import resolve
from productops.people.standing import day_of, standing_of
from releases.enums import ItemState, Stage
from releases.models import ReleaseItem

NAMED = 5


def explain(person: Person, now: datetime) -> Mapping[NoticeKind, Audience]:
    """Why news of a release would reach this person: her areas, her items, her role. Two queries for everybody."""
    standing = standing_of(person, now)
    writes = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
    reasons = []
    if names := list(Area.objects.filter(pk__in=writes).in_order().values_list("name", flat=True)[:NAMED]):
        reasons.append(_("You plan the releases of %(areas)s.") % {"areas": ", ".join(names)})
    ahead = (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
    items = ReleaseItem.objects.asked_for().filter(
        person=person, state__in=[ItemState.OPEN, ItemState.BLOCKED], release__stage__in=ahead
    )
    if count := items.count():
        words = ngettext("%(count)s open item is yours.", "%(count)s open items are yours.", count)
        reasons.append(words % {"count": count})
    if Role.PRODUCT_OPS in standing.roles:
        reasons.append(_("You are Product Ops: tiers below the suggested one, and health that worsens."))
    if Role.HEAD_OF_PRODUCT in standing.roles:
        reasons.append(_("You are Head of Product: launches without approval."))
    usually = _("who plans a release, and whose items it waits for")
    return {NoticeKind.RELEASE: Audience(usually, tuple(reasons))}


def explain_decisions(person: Person, now: datetime) -> Mapping[NoticeKind, Audience]:
    """Why sign-offs, bundles and decisions would reach this person: her functions and her letters in the RACI."""
    standing = standing_of(person, now)
    led = Function.objects.filter(pk__in=standing.functions).order_by("name").values_list("name", flat=True)
    contact = Function.objects.filter(pk__in={function for _area, function in standing.contacts})
    reasons = [_("You answer for %(function)s.") % {"function": name} for name in led[:NAMED]]
    reasons += [
        _("You are an area’s contact of %(function)s.") % {"function": name}
        for name in contact.order_by("name").values_list("name", flat=True)[:NAMED]
    ]
    writes = any(kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY) for _area, kind in standing.areas)
    deciding = [_("You plan the releases of an area.")] if writes else []
    deciding += [_("You are Product Ops.")] if Role.PRODUCT_OPS in standing.roles else []
    told = resolve("release-readiness", "I", on=day_of(person, now)).people
    if person.pk in {each.pk for each in told}:
        deciding.append(_("You are Informed of release readiness in the RACI."))
    return {
        NoticeKind.SIGNOFF: Audience(_("who answers for a function that a release concerns"), tuple(reasons)),
        NoticeKind.BUNDLE: Audience(_("who answers for a function that a release concerns"), tuple(reasons)),
        NoticeKind.SHIP_DECISION: Audience(
            _("who is Consulted or Informed of release readiness, and who signed"), tuple([*deciding, *reasons])
        ),
    }
