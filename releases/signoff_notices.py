"""Who hears of readiness sign-offs. The words are in `decision_mail.py`."""

from datetime import datetime

from productops.people.enums import Role
from productops.people.models import Function, Organisation
from productops.people.resolution import escalation_path
from releases.enums import Chase
from releases.models import Release, Signoff, SignoffPause, SignoffRequest
from releases.notices import in_roles, pm_of, tell_of
from releases.signers import asked_first


def asked(row: SignoffRequest, release: Release, *, now: datetime, changed: list[str] | None = None) -> None:
    """The area's contact of the function, else its lead and delegates. `changed`: what made the answer stale."""
    people = asked_first(row.function_id, release.area_id, now=now)
    tell_of(
        "signoff_asked_again" if changed else "signoff_asked", release, people, now=now,
        stamp=f"{row.function_id}:{row.asks}", request=row.pk, changed=changed or [],
    )  # fmt: skip


def not_ready(given: Signoff, release: Release, *, now: datetime) -> None:
    """The PM and Product Ops, with what is missing."""
    people = {*pm_of(release, now=now), *in_roles(Role.PRODUCT_OPS)} - {given.given_by_id}
    tell_of("signoff_not_ready", release, people, now=now, stamp=given.pk, signoff=given.pk)


def waits(pause: SignoffPause, release: Release, *, now: datetime) -> None:
    """The PM hears what a function waits for."""
    people = set(pm_of(release, now=now)) - {pause.by_id}
    tell_of("signoff_waits", release, people, now=now, stamp=pause.pk, pause=pause.pk)


def all_in(release: Release, *, now: datetime, stamp: str) -> None:
    """The PM, once for what was signed: the last answer is in."""
    answers = release.signoffs.count()
    tell_of("signoffs_all_in", release, pm_of(release, now=now), now=now, stamp=f"{stamp[:16]}:{answers}")


def chased(row: SignoffRequest, release: Release, *, step: Chase, now: datetime) -> None:
    """Reminded: who was asked. Then the function's lead, then the escalation path; the PM hears of both."""
    if step == Chase.REMINDED:
        people = asked_first(row.function_id, release.area_id, now=now)
    else:
        people = set(pm_of(release, now=now))
        lead = Function.objects.filter(pk=row.function_id, lead__is_active=True).values_list("lead", flat=True).first()
        if step == Chase.LEAD and lead:
            people.add(lead)
        else:
            people |= {person.pk for person in escalation_path(Organisation.current().day(now))}
    tell_of(
        "signoff_chased", release, people, now=now,
        stamp=f"{row.function_id}:{row.asks}:{int(step)}", request=row.pk, step=int(step),
    )  # fmt: skip
