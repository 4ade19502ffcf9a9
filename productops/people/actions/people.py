"""Changes to people: their own choices, invitation, details, roles, leaving, being forgotten."""

from collections.abc import Collection
from datetime import datetime, time

from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit import personal
from productops.audit.record import record
from productops.doors import Invalid
from productops.people import notices
from productops.people.actions.area_roles import project_area_roles
from productops.people.enums import Role
from productops.people.models import Area, Function, Organisation, Person
from productops.people.permissions import Permission, require
from productops.people.signals import person_erased
from productops.people.versions import hold


@transaction.atomic
def set_language(*, person: Person, language: str, now: datetime) -> None:
    """`person` reads in another language from now on. Row history keeps the change; no event."""
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def set_theme(*, person: Person, theme: str, now: datetime) -> None:
    """`person` sees the portal light, dark, or as her system says. Row history keeps the change; no event."""
    person.theme = theme
    person.save(update_fields=["theme"])


@transaction.atomic
def set_preferences(
    *,
    person: Person,
    version: int,
    timezone: str,
    language: str,
    theme: str,
    working_days: list[int],
    day_starts: time,
    day_ends: time,
    shortcuts: bool,
    now: datetime,
) -> Person:
    """`person` says how the portal should treat her. Row history keeps it. Raises Stale."""
    person = _locked(person)
    hold(person, version)
    person.timezone, person.language, person.theme = timezone, language, theme
    person.working_days, person.day_starts, person.day_ends = sorted(working_days), day_starts, day_ends
    person.shortcuts = shortcuts
    person.save()
    return person


@transaction.atomic
def invite(
    *, name: str, email: str, title: str, function: Function | None, roles: Collection[str], by: Person, now: datetime
) -> Person:
    """An admin opens an account for somebody, who gets a link by mail to choose a password.

    Records `person.invited` and `roles.changed`. Raises Invalid when the address is somebody's already.
    """
    require(by, Permission.MANAGE_PEOPLE, on=now)
    _free_address(email)
    organisation = Organisation.current()
    person = Person.objects.create_user(
        email,
        name=name,
        title=title,
        function=function,
        timezone=organisation.timezone,
        language=organisation.language,
        invited_at=now,
    )
    record("person.invited", by=by, obj=person, now=now)
    if roles:
        change_roles(person=person, roles=roles, by=by, now=now)
    notices.invited(person, by=by, now=now)
    return person


@transaction.atomic
def invite_again(*, person: Person, by: Person, now: datetime) -> Person:
    """Send the invitation once more. Raises Invalid when the person came in already or is deactivated."""
    require(by, Permission.MANAGE_PEOPLE, on=now)
    person = _locked(person)
    if person.has_usable_password() or not person.is_active:
        raise Invalid({"": _("%(name)s needs no invitation any more.") % {"name": person.name}})
    person.invited_at = now
    person.save(update_fields=["invited_at"])
    record("person.invited", by=by, obj=person, now=now)
    notices.invited(person, by=by, now=now)
    return person


@transaction.atomic
def change_details(
    *,
    person: Person,
    version: int,
    name: str,
    email: str,
    title: str,
    function: Function | None,
    by: Person,
    now: datetime,
) -> Person:
    """An admin corrects who somebody is. Records `person.changed`. Raises Stale, Invalid (address taken)."""
    require(by, Permission.MANAGE_PEOPLE, on=now)
    person = _locked(person)
    hold(person, version)
    if is_erased(person):
        raise Invalid({"": _("This person was forgotten and stays so.")})
    _free_address(email, but=person)
    person.name, person.email, person.title, person.function = name, email.lower(), title, function
    person.save()
    record("person.changed", by=by, obj=person, now=now)
    return person


@transaction.atomic
def change_roles(*, person: Person, roles: Collection[str], by: Person, now: datetime) -> Person:
    """Give `person` exactly these organisation roles.

    Records `roles.changed` with the codes before and after. Raises Invalid for an unknown role and for taking
    the last admin away.
    """
    require(by, Permission.CHANGE_ROLES, on=now)
    wanted = set(roles)
    if wanted - set(Role.values):
        raise Invalid({"roles": _("There is no such role.")})
    _admins_one_at_a_time()
    person = _locked(person)
    before = set(person.groups.values_list("name", flat=True))
    if Role.ADMIN in before - wanted:
        _another_admin(person, "roles")
    if before != wanted:
        person.groups.set(Group.objects.filter(name__in=wanted))
        record("roles.changed", by=by, obj=person, now=now, before=sorted(before), after=sorted(wanted))
    return person


@transaction.atomic
def deactivate(*, person: Person, by: Person, now: datetime) -> Person:
    """`person` left: cannot sign in, every session and link of hers ends, others act for her by the RACI.

    Her roles in areas stay on record; an inactive person holds no right. Records `person.deactivated`.
    Raises Invalid for oneself and for the last admin. Done twice, it changes nothing the second time.
    """
    require(by, Permission.MANAGE_PEOPLE, on=now)
    _admins_one_at_a_time()
    person = _locked(person)
    if not person.is_active:
        return person
    if person.pk == by.pk:
        raise Invalid({"": _("Another admin must do this: you cannot deactivate yourself.")})
    if person.groups.filter(name=Role.ADMIN).exists():
        _another_admin(person, "")
    person.is_active, person.deactivated_at, person.deactivated_by = False, now, by
    person.save(update_fields=["is_active", "deactivated_at", "deactivated_by"])
    record("person.deactivated", by=by, obj=person, now=now)
    _rights_of(person, now)
    return person


@transaction.atomic
def reactivate(*, person: Person, by: Person, now: datetime) -> Person:
    """`person` is back, with the roles she had. Records `person.reactivated`. Raises Invalid when forgotten."""
    require(by, Permission.MANAGE_PEOPLE, on=now)
    person = _locked(person)
    if person.is_active:
        return person
    if is_erased(person):
        raise Invalid({"": _("This person was forgotten and stays so.")})
    person.is_active, person.deactivated_at, person.deactivated_by = True, None, None
    person.save(update_fields=["is_active", "deactivated_at", "deactivated_by"])
    record("person.reactivated", by=by, obj=person, now=now)
    _rights_of(person, now)
    return person


@transaction.atomic
def erase(*, person: Person, by: Person, now: datetime) -> Person:
    """Forget who a former colleague was: name, address and title go, here and behind the history's digests.

    What she did stays, by "Former colleague 12". Cannot be undone. Records `person.erased`, sends
    `person_erased`. Raises Invalid while she is active.
    """
    require(by, Permission.MANAGE_PEOPLE, on=now)
    person = _locked(person)
    if person.is_active:
        raise Invalid({"": _("Deactivate this person first.")})
    if is_erased(person):
        return person
    name, email = person.name, person.email
    person.name = _("Former colleague %(number)s") % {"number": person.pk}
    person.email, person.title = f"erased-{person.pk}@invalid", ""
    person.set_unusable_password()
    person.save()
    AccessAttempt.objects.filter(username__in=[email, f"link {email}"]).delete()
    record("person.erased", by=by, obj=person, now=now)
    person_erased.send(sender=Person, person=person, name=name, email=email, now=now)
    personal.erase(person.pk)
    return person


@transaction.atomic
def note_export(*, person: Person, by: Person, now: datetime) -> None:
    """Record `person.exported`: the person or an admin took the data along."""
    require(by, Permission.EXPORT_PERSON, person, on=now)
    record("person.exported", by=by, obj=person, now=now)


def is_erased(person: Person) -> bool:
    return person.email == f"erased-{person.pk}@invalid"


def _locked(person: Person) -> Person:
    locked: Person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return locked


def _free_address(email: str, but: Person | None = None) -> None:
    others = Person.objects.filter(email__iexact=email).exclude(pk=but.pk if but else None)
    if taken := others.first():
        raise Invalid({"email": _("%(name)s has this address already.") % {"name": taken.name}})


def _admins_one_at_a_time() -> None:
    """Two admins who remove each other at the same moment must not leave the portal without one."""
    list(Group.objects.select_for_update().filter(name=Role.ADMIN))


def _another_admin(person: Person, field: str) -> None:
    if not Person.objects.active().filter(groups__name=Role.ADMIN).exclude(pk=person.pk).exists():
        message = _("%(name)s is the only admin. Make somebody else an admin first.") % {"name": person.name}
        raise Invalid({field: message})


def _rights_of(person: Person, now: datetime) -> None:
    today = Organisation.current().day(now)
    for area in Area.objects.filter(roles__person=person).distinct():
        project_area_roles(area, on=today)
