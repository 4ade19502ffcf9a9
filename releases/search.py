"""What the finder knows of releases: stage, window, health and the last sentence, for whoever may see them."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Organisation, Person
from productops.search import engine
from productops.search.models import Kind
from releases.models import Release
from releases.models.release import OPS
from releases.windows import window_words

OWNED_BY_UPDATES = ("sentence", "sentence_at")


def push_release(release: Release, *, now: datetime) -> None:
    """Show the release in the finder as it is now. A draft or confidential one only to those who may see it.

    What stands there is for everybody who finds it, so it holds the window and never the internal date.
    """
    organisation = Organisation.current()
    day = organisation.day(now)
    pm = AreaRole.objects.on(day).filter(area=release.area_id, kind=AreaRoleKind.PM).values_list("person", flat=True)
    readers = None if release.started_at and not release.confidential else tuple(readers_of(release, now=now))
    with override(organisation.language):
        window = window_words(release.window_from, release.window_to, day)
        tier = _("Tier %(number)s") % {"number": release.tier} if release.tier else ""
    engine.push(
        [
            engine.Row(
                kind=Kind.RELEASE,
                key=release.key,
                title=release.name,
                url=release.get_absolute_url(),
                stage=release.stage,
                window=window,
                health=release.health if release.stage in ("planned", "in_review", "approved") else "",
                owner_id=pm.first(),
                words=" ".join([release.area.name, release.summary, tier, *release.segments]),
                readers=readers,
            )
        ],
        now=now,
        keep=OWNED_BY_UPDATES,
    )


def readers_of(release: Release, *, now: datetime) -> list[int]:
    """Who may see a draft or confidential release, as `Release.visible_to` says, by id."""
    day = Organisation.current().day(now)
    kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD)
    of_area = AreaRole.objects.on(day).filter(area=release.area_id, kind__in=kinds).values("person")
    wanted = Q(groups__name__in=OPS) | Q(pk__in=of_area)
    if release.started_at:
        functions = release.functions.values("pk")
        wanted |= Q(pk__in=release.insiders.values("pk")) | Q(pk__in=release.items.values("person"))
        wanted |= Q(leads__in=functions) | Q(delegate_of__in=functions)
    return sorted(set(Person.objects.active().filter(wanted).values_list("pk", flat=True)))
