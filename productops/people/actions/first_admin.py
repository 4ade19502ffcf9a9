"""How the first person comes into a portal in which nobody can invite anybody yet."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid
from productops.people.enums import Role
from productops.people.models import Organisation, Person


@transaction.atomic
def make_first_admin(*, email: str, name: str, now: datetime) -> Person:
    """Whoever operates the server makes one person an admin, opening an account for her when she has none.

    Only while there is no active admin: from then on people are invited from within. Records `person.invited` for a
    new account and `roles.changed`, both by nobody. Raises Invalid when there is an admin or the account is closed.
    """
    admins = Group.objects.select_for_update().get(name=Role.ADMIN)
    if Person.objects.active().filter(groups=admins).exists():
        raise Invalid({"": _("There is an admin already, who can invite people and give roles.")})
    person: Person | None = Person.objects.filter(email__iexact=email).first()
    if person is None:
        organisation = Organisation.current()
        person = Person.objects.create_user(
            email, name=name, timezone=organisation.timezone, language=organisation.language, invited_at=now
        )
        record("person.invited", by=None, obj=person, now=now)
    if not person.is_active:
        raise Invalid({"email": _("This account is deactivated.")})
    before = sorted(person.groups.values_list("name", flat=True))
    person.groups.add(admins)
    record("roles.changed", by=None, obj=person, now=now, before=before, after=sorted([*before, Role.ADMIN.value]))
    return person
