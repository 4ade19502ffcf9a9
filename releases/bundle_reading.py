"""What flows into a bundle, and who gets it."""

from datetime import datetime

from django.utils.translation import gettext as _

from productops.people.models import Function, Organisation, Person
from productops.people.resolution import escalation_path
from releases.bundling import Known
from releases.models import Release
from releases.notices import pm_of
from releases.policy import TierPolicy
from releases.queries import holders_of
from releases.signers import asked_first_of


def known_of(release: Release, *, now: datetime) -> Known:
    """What the fields of the release say, in the language of who drafts."""
    day = Organisation.current().day(now)
    holders = holders_of(release.area_id, day)
    roles = [(_("PM"), pk) for pk in pm_of(release, now=now)]
    roles += [(_("Eng lead"), holders.eng_lead or 0), (_("Rollback"), release.rollback_owner_id or 0)]
    names = dict(Person.objects.filter(pk__in=[pk for _role, pk in roles]).values_list("pk", "name"))
    people = [(role, names[pk]) for role, pk in roles if pk in names]
    people += [(_("Escalation"), person.name) for person in escalation_path(day)[:1]]
    return Known(
        summary=release.summary,
        segments=tuple(release.segments),
        functions=tuple(release.functions.order_by("name").values_list("name", flat=True)),
        areas=(release.area.name, *release.other_areas.order_by("name").values_list("name", flat=True)),
        customer_sentence=release.customer_sentence,
        monitoring=release.monitoring,
        alert_thresholds=release.alert_thresholds,
        dashboard_url=release.dashboard_url,
        rollback_procedure=release.rollback_procedure,
        rollback_criteria=release.rollback_criteria,
        rollback_owner=release.rollback_owner.name if release.rollback_owner else "",
        flags=tuple(release.flags.values_list("key", flat=True)),
        rollout=tuple(f"{step.share} % {step.audience}".strip() for step in release.rollout.all()),
        people=tuple(people),
    )


def readers_of(release: Release, policy: TierPolicy, *, now: datetime) -> dict[int, int | None]:
    """Who gets the bundle, person -> function: of every function that signs, is announced to, or is affected.

    Of each function the area's contact, else its lead and delegates: they bring it to their people.
    """
    wanted = {*policy.signoffs, *policy.audience, *release.functions.values_list("slug", flat=True)}
    found: dict[int, int | None] = {}
    functions = list(Function.objects.filter(slug__in=wanted).order_by("name").values_list("pk", flat=True))
    for function, people in asked_first_of(functions, release.area_id, now=now).items():
        for person in sorted(people):
            found.setdefault(person, function)
    if release.confidential:
        allowed = [
            person.pk
            for person in Person.objects.filter(pk__in=found)
            if Release.objects.visible_to(person).filter(pk=release.pk).exists()
        ]
        found = {pk: function for pk, function in found.items() if pk in allowed}
    return found
