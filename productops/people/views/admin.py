"""Where an admin finds everything an admin changes."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from productops.http import Request
from productops.people.enums import Role
from productops.people.models import Person
from productops.people.ownership import check, facts_on
from productops.people.permissions import RULES, Permission, require
from productops.people.standing import day_of
from productops.people.views.ownership import warnings


@dataclass(frozen=True)
class Room:
    """One thing an admin takes care of."""

    name: str
    icon: str
    label: str | Promise
    why: str | Promise


ROOMS = (
    Room("people:people", "people", _("People"), _("Invite, change, deactivate; who has which role.")),
    Room("people:admin-roles", "lock", _("Roles"), _("What each role may do, and who has it.")),
    Room("people:areas", "areas", _("Areas"), _("PMs, deputies, Eng leads and contacts, from day to day.")),
    Room("people:groups", "group", _("Product groups"), _("The order that updates are published in.")),
    Room("people:functions", "list", _("Functions"), _("Leads, delegates, standing notices.")),
    Room("people:raci", "raci", _("Who does what (RACI)"), _("Who is asked, reminded and informed.")),
    Room("people:ownership", "eye", _("Without an owner"), _("What nobody answers for.")),
    Room("people:admin-organisation", "settings", _("Organisation"), _("Name, time zone, holidays, deadlines.")),
    Room("releases:policy", "releases", _("Release policy"), _("What each tier asks before something goes out.")),
    Room("releases:freezes", "calendar", _("Freeze windows"), _("Days on which a launch needs the Head of Product.")),
    Room("channels:list", "comms", _("Channels"), _("Mail, Slack and the others: set up, tried, and how they do.")),
    Room("comms:deliveries", "send", _("Deliveries"), _("What was sent to whom, and what could not be.")),
)


@require_safe
def admin(request: Request) -> HttpResponse:
    """What nobody answers for today, then every room."""
    require(request.user, Permission.MANAGE_PEOPLE, on=request.now)
    shown = []
    for room in ROOMS:
        try:
            shown.append((room, reverse(room.name)))
        except NoReverseMatch:
            continue
    findings = check(facts_on(day_of(request.user, request.now)))
    return render(request, "people/admin.html", {"rooms": shown, **warnings(findings)})


@require_safe
def roles(request: Request) -> HttpResponse:
    """Every role with what it may do by the rules in force, and how many people have it."""
    require(request.user, Permission.CHANGE_ROLES, on=request.now)
    active = Count("groups", filter=Q(is_active=True))
    numbers = dict(
        Person.objects.active().filter(groups__isnull=False).values_list("groups__name").annotate(n=active).order_by()
    )
    shown = [(role, numbers.get(role.value, 0), _rights(role)) for role in Role]
    return render(request, "people/admin_roles.html", {"roles": shown})


def _rights(role: Role) -> list[str | Promise]:
    return [rule.name for rule in RULES.values() if any(role.value in holds.roles for holds in rule.holds)]
