"""Who hears of ship decisions. The words are in `decision_mail.py`."""

from datetime import datetime

from productops.people.enums import Role
from productops.people.models import Organisation
from productops.people.resolution import resolve
from releases.models import Condition, Escalation, Override, Release, ShipDecision
from releases.notices import in_roles, pm_of, tell_of

ACTIVITY = "release-readiness"


def decided(decision: ShipDecision, release: Release, *, now: datetime) -> None:
    """The Informed and Consulted of "release readiness", who signed, and the PM: each once. Not who decided."""
    people = relied_on(release, now=now) - {decision.decided_by_id}
    tell_of("decided", release, people, now=now, stamp=decision.pk, decision=decision.pk)


def condition_yours(condition: Condition, release: Release, *, by: int, now: datetime) -> None:
    """Who has to meet a condition, unless they set it themselves."""
    if condition.owner_id != by:
        tell_of("condition_yours", release, [condition.owner_id], now=now, stamp=condition.pk, condition=condition.pk)


def overridden(override: Override, release: Release, *, now: datetime) -> None:
    """Product Ops and the PM see who took what on."""
    people = {*pm_of(release, now=now), *in_roles(Role.PRODUCT_OPS)} - {override.given_by_id}
    tell_of("overridden", release, people, now=now, stamp=override.pk, override=override.pk)


def override_wanted(release: Release, *, ref: str, words: str, reserved: bool, by: int, now: datetime) -> None:
    """Who may take a blocker on is asked to, once a day and blocker."""
    people = set(in_roles(Role.HEAD_OF_PRODUCT)) if reserved else accountable(release, now=now)
    stamp = f"{ref}:{Organisation.current().day(now)}"[:60]
    tell_of("override_wanted", release, people - {by}, now=now, stamp=stamp, words=words, by=by)


def escalated(escalation: Escalation, release: Release, *, now: datetime) -> None:
    """The Head of Product is asked to decide."""
    people = set(in_roles(Role.HEAD_OF_PRODUCT)) - {escalation.by_id}
    tell_of("escalated", release, people, now=now, stamp=escalation.pk, escalation=escalation.pk)


def approval_stale(release: Release, *, now: datetime) -> None:
    """Everybody who relied on the approval, the PM first of all."""
    tell_of("approval_stale", release, relied_on(release, now=now), now=now, stamp=now.isoformat())


def reconfirmed(release: Release, *, by: int, now: datetime) -> None:
    tell_of("reconfirmed", release, relied_on(release, now=now) - {by}, now=now, stamp=now.isoformat(), by=by)


def accountable(release: Release, *, now: datetime) -> set[int]:
    """Who is Accountable for release readiness in the release's area, by id."""
    found = resolve(ACTIVITY, "A", area=release.area, on=Organisation.current().day(now))
    return {person.pk for person in found.people}


def relied_on(release: Release, *, now: datetime) -> set[int]:
    """The PM, Product Ops, who signed, the Consulted and Informed of release readiness; who may see is asked later."""
    day = Organisation.current().day(now)
    people = {*pm_of(release, now=now), *in_roles(Role.PRODUCT_OPS)}
    people |= set(release.signoffs.values_list("given_by_id", flat=True))
    for letter in ("C", "I"):
        people |= {person.pk for person in resolve(ACTIVITY, letter, area=release.area, on=day).people}
    return people
