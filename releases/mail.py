"""The words of what is told about a release: a brief for every place, and a letter made of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.people.models import Organisation, Person
from productops.people.standing import day_of
from productops.text import clean_line
from releases import decision_mail
from releases.enums import Health, Stage
from releases.models import Release, ReleaseItem
from releases.visible import facts_for

AFTERWARDS = frozenset({"launched_without_approval", "cancelled"})  # what is still news of a release that is over
LINES = 8  # items or reasons named; the page has the rest


@dataclass(frozen=True)
class Shared:
    """A notice with what its words need, read once for all who get it."""

    organisation: str
    event: str
    release: Release
    items: tuple[ReleaseItem, ...]
    by: str
    data: dict[str, Any]
    about: Any = None


def prepare(notice: Notice) -> Shared | None:
    """None when the release is gone, as after an import that was undone: then there is nothing to tell."""
    data = notice.data
    release = Release.objects.select_related("area").filter(pk=data["release"]).first()
    if release is None:
        return None
    items = ReleaseItem.objects.filter(pk__in=data.get("items", [])).order_by("position", "id")
    return Shared(
        organisation=Organisation.current().name,
        event=data["event"],
        release=release,
        items=tuple(items),
        by=Person.objects.filter(pk=data.get("by")).values_list("name", flat=True).first() or "",
        data=data,
        about=decision_mail.about(data),
    )


def brief(shared: Shared | None, person: Person | None, delivery: Delivery) -> Brief | None:
    """None when it is not true any more: the release was cancelled or launched, its health is better again.

    Also None for who may no longer see the release (asked when it is sent).
    """
    if shared is None:
        return None
    release = shared.release
    if person is None or not Release.objects.visible_to(person).filter(pk=release.pk).exists():
        return None
    gone = release.stage in (Stage.LAUNCHED, Stage.CLOSED, Stage.CANCELLED)
    if gone and shared.event not in AFTERWARDS:
        return None
    if shared.event in decision_mail.WORDS:
        return decision_mail.WORDS[shared.event](shared, person, delivery)
    return _WORDS[shared.event](shared, person)


def letter(shared: Shared | None, person: Person, delivery: Delivery) -> Letter | None:
    said = brief(shared, person, delivery)
    if shared is None or said is None:
        return None
    return written(
        "releases/mail_release",
        subject=clean_line(said.title),
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=_("You get this because the release %(key)s concerns you.") % {"key": shared.release.key},
        said=said,
        link=absolute(said.url),
    )


def _brief(shared: Shared, title: str, text: str = "", lines: tuple[str, ...] = (), verb: str = "") -> Brief:
    words = {"key": shared.release.key, "name": shared.release.name, "by": shared.by}
    url = shared.release.get_absolute_url()
    return Brief(title % words, url, text % words if text else "", lines[:LINES], verb or _("Open the release"))


def _titles(shared: Shared) -> tuple[str, ...]:
    return tuple(item.title for item in shared.items)


def _replanned(shared: Shared, person: Person) -> Brief | None:
    """With due dates, for whose the items still are; None for who has handed all of them on."""
    mine = shared.release.items.filter(person=person, retired_at=None, state__in=["open", "blocked"])
    lines = tuple(f"{item.title}: {item.due_on:%Y-%m-%d}" for item in mine.order_by("due_on", "position"))
    if not lines:
        return None
    return _brief(
        shared,
        _("%(key)s %(name)s was planned anew: look at your items"),
        _("%(by)s changed its tier, date or checklist. What you did stays done."),
        lines,
    )


def _health(shared: Shared, person: Person) -> Brief | None:
    release = shared.release
    if release.health == Health.ON_TRACK:
        return None
    title = (
        _("%(key)s %(name)s is off track") if release.health == Health.OFF_TRACK else _("%(key)s %(name)s is at risk")
    )
    seen = facts_for(release, person, on=day_of(person, None))
    reasons = release.reasons_in(get_language() or "en", inside=seen.dated)
    return _brief(shared, title, lines=tuple(reason["words"] for reason in reasons))


def _tier_lowered(shared: Shared, person: Person) -> Brief | None:
    words = {"tier": shared.release.tier, "suggested": shared.release.tier_suggested}
    text = _("Suggested was tier %(suggested)s, assigned is tier %(tier)s.") % words
    return _brief(
        shared, _("%(key)s %(name)s got a lower tier than suggested"), lines=(text, shared.release.tier_reason)
    )


def _tier_challenged(shared: Shared, person: Person) -> Brief | None:
    if not shared.release.challenge:
        return None
    return _brief(
        shared,
        _("Look at the tier of %(key)s %(name)s again"),
        _("Product Ops asks you to confirm the tier, with a reason."),
        (shared.release.challenge,),
        _("Look at the tier"),
    )


def _drafted(shared: Shared, person: Person) -> Brief | None:
    """None when it has been started since."""
    if not shared.release.draft:
        return None
    return _brief(
        shared,
        _("%(by)s drafted %(key)s %(name)s for your area"),
        _("It starts when you have assigned its tier. Those who prepare it see it until then."),
        (shared.release.summary,) if shared.release.summary else (),
    )


def _held(shared: Shared, person: Person) -> Brief | None:
    """None when it has gone on since."""
    if not shared.release.held_at:
        return None
    return _brief(
        shared,
        _("%(key)s %(name)s is on hold"),
        _("%(by)s says why. What you have open for it can wait until it goes on."),
        (shared.release.hold_reason,),
    )


def _cancelled(shared: Shared, person: Person) -> Brief | None:
    """None when it has been taken up again since."""
    if shared.release.stage != Stage.CANCELLED:
        return None
    return _brief(
        shared,
        _("%(key)s %(name)s is cancelled"),
        _("%(by)s says why. What you had open for it need not be done."),
        (shared.release.cancel_reason,),
    )


def _items_yours(shared: Shared, person: Person) -> Brief | None:
    count = len(shared.items)
    title = ngettext(
        "%(count)s item of %%(key)s %%(name)s is yours now",
        "%(count)s items of %%(key)s %%(name)s are yours now",
        count,
    ) % {"count": count}
    return _brief(shared, title, _("%(by)s handed this on to you.") if shared.by else "", _titles(shared))


def _items_waived(shared: Shared, person: Person) -> Brief | None:
    lines = tuple(f"{item.title}: {item.reason}" for item in shared.items)
    return _brief(shared, _("%(by)s waived something of %(key)s %(name)s"), lines=lines)


def _items_blocked(shared: Shared, person: Person) -> Brief | None:
    lines = tuple(f"{item.title}: {item.reason}" for item in shared.items)
    return _brief(shared, _("%(by)s is blocked on %(key)s %(name)s"), lines=lines)


def _unapproved(shared: Shared, person: Person) -> Brief | None:
    return _brief(
        shared,
        _("%(key)s %(name)s was launched without approval"),
        _("%(by)s recorded the launch. There was no valid approval."),
    )


_WORDS = {
    "replanned": _replanned,
    "drafted": _drafted,
    "held": _held,
    "cancelled": _cancelled,
    "health": _health,
    "tier_lowered": _tier_lowered,
    "tier_challenged": _tier_challenged,
    "items_yours": _items_yours,
    "items_waived": _items_waived,
    "items_blocked": _items_blocked,
    "launched_without_approval": _unapproved,
}
