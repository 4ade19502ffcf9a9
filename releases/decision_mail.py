"""The words of what is told about sign-offs, bundles, meetings and decisions. `mail.py` sends them.

Each takes what the notice shares and the reader, and answers a brief, or None when it is not true any more.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.enums import Channel
from comms.models import Delivery
from productops.dates import say_day, say_in_full
from productops.editions.models import Edition
from productops.people.models import Person
from productops.people.standing import day_of
from releases.blockers import outside_words
from releases.decision_words import meaning
from releases.enums import BundleState, Chase, Outcome
from releases.models import (
    Bundle,
    BundleReader,
    Condition,
    Escalation,
    Override,
    ReadinessMeeting,
    Release,
    ShipDecision,
    Signoff,
    SignoffPause,
    SignoffRequest,
    Training,
)
from releases.signoff_links import link_path
from releases.visible import facts_for
from releases.windows import window_words

# What a notice is about: the name in its data, and how the row is read once for all readers.
ABOUT: Mapping[str, Callable[[int], Any]] = {
    "request": lambda pk: SignoffRequest.objects.select_related("function").filter(pk=pk).first(),
    "signoff": lambda pk: Signoff.objects.select_related("function", "given_by").filter(pk=pk).first(),
    "pause": lambda pk: SignoffPause.objects.select_related("request__function").filter(pk=pk).first(),
    "edition": lambda pk: Edition.objects.filter(pk=pk).first(),
    "bundle": lambda pk: Bundle.objects.filter(pk=pk).first(),
    "training": lambda pk: Training.objects.filter(pk=pk).first(),
    "meeting": lambda pk: ReadinessMeeting.objects.filter(pk=pk).first(),
    "override": lambda pk: Override.objects.select_related("given_by").filter(pk=pk).first(),
    "escalation": lambda pk: Escalation.objects.select_related("by").filter(pk=pk).first(),
    "condition": lambda pk: Condition.objects.select_related("decision__decided_by").filter(pk=pk).first(),
    "decision": lambda pk: (
        ShipDecision.objects.select_related("decided_by")
        .prefetch_related("conditions__owner", "round__overrides")
        .filter(pk=pk)
        .first()
    ),
}


def about(data: Mapping[str, Any]) -> Any:
    """The row that a notice is about; None when there is none."""
    return next((find(data[name]) for name, find in ABOUT.items() if name in data), None)


Words = Callable[[Any, Person, Delivery], Brief | None]


def _title(shared: Any, words: str, **more: str) -> str:
    return words % ({"key": shared.release.key, "name": shared.release.name} | more)


def _to(shared: Any, name: str, *args: Any) -> str:
    return reverse(f"releases:{name}", args=[shared.release.key, *args])


def _dated(shared: Any, person: Person) -> bool:
    """Whether she may read what people say while they prepare: it may hold internal dates."""
    return facts_for(shared.release, person, on=day_of(person, None)).dated


def _asked(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    """To answer in one click from a mail or Slack; in the portal itself the page is enough."""
    row: SignoffRequest | None = shared.about
    if row is None or row.answered_at or row.withdrawn_at:
        return None
    inside = delivery.channel == Channel.INBOX
    url = _to(shared, "signoff", row.function.slug) if inside else link_path(row, person)
    lines = []
    if changed := shared.data.get("changed"):
        lines.append(_("Changed since you answered: %(what)s.") % {"what": ", ".join(changed)})
    if row.due_on:
        lines.append(_("Please answer by %(day)s.") % {"day": say_day(row.due_on, day_of(person, None))})
    title = _("Is %(function)s ready for %(key)s %(name)s?")
    if shared.event == "signoff_asked_again":
        title = _("Is %(function)s still ready for %(key)s %(name)s?")
    text = shared.release.summary
    if shared.event == "signoff_chased" and shared.data.get("step", 1) > Chase.REMINDED:
        title, text = _("%(function)s has not answered for %(key)s %(name)s"), _("The go/no-go waits for this answer.")
        url = _to(shared, "signoff", row.function.slug)
    elif shared.event == "signoff_chased":
        title = _("Still open: is %(function)s ready for %(key)s %(name)s?")
    return Brief(_title(shared, title, function=row.function.name), url, text, tuple(lines), _("Answer"))


def _not_ready(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: Signoff | None = shared.about
    if row is None:
        return None
    title = _("%(function)s is not ready for %(key)s %(name)s")
    said = _("%(by)s: %(comment)s") % {"by": row.given_by.name, "comment": row.comment}
    said = said if _dated(shared, person) else ""
    return Brief(
        _title(shared, title, function=row.function.name), _to(shared, "preflight"), said, (), _("Open the preflight")
    )


def _waits(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: SignoffPause | None = shared.about
    if row is None or row.until:
        return None
    title = _("%(function)s waits for something before it answers for %(key)s")
    return Brief(
        _title(shared, title, function=row.request.function.name),
        _to(shared, "signoff", row.request.function.slug),
        _("It waits for: %(what)s. Its clock stands still.") % {"what": row.waiting_for}
        if _dated(shared, person)
        else "",
        (),
        _("Look at it"),
    )


def _all_in(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    title = _("Every answer is in for %(key)s %(name)s")
    return Brief(
        _title(shared, title),
        _to(shared, "preflight"),
        _("No sign-off is missing any more. The preflight says what else is in the way."),
        (),
        _("Open the preflight"),
    )


def _review_copy(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    title = _("Review copy: what %(key)s %(name)s means for you")
    return Brief(
        _title(shared, title),
        _to(shared, "bundle"),
        _("Read it, and say with your sign-off what is missing."),
        (),
        _("Read the bundle"),
    )


def _published(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    """None for who has acknowledged it, and for an edition that a newer one replaced."""
    edition = shared.about
    bundle = Bundle.objects.filter(release=shared.release).first()
    if edition is None or bundle is None or bundle.edition_id != edition.pk or bundle.state != BundleState.PUBLISHED:
        return None
    if BundleReader.objects.filter(edition=edition, person=person, acknowledged_at__isnull=False).exists():
        return None
    title = _("To read before the launch: %(key)s %(name)s")
    if shared.event == "bundle_chased":
        title = _("Not read yet: %(key)s %(name)s")
    return Brief(_title(shared, title), _to(shared, "bundle"), shared.release.summary, (), _("Read and acknowledge"))


def _objected(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    bundle: Bundle | None = shared.about
    if bundle is None or not bundle.objection:
        return None
    title = _("Product Ops objects to the bundle of %(key)s %(name)s")
    return Brief(_title(shared, title), _to(shared, "bundle"), bundle.objection, (), _("Open the bundle"))


def _training(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: Training | None = shared.about
    if row is None or row.held_at:
        return None
    lines = [say_in_full(timezone.localtime(row.starts_at)), row.place, row.materials_url]
    title = _("Training for %(key)s %(name)s")
    return Brief(_title(shared, title), _to(shared, "bundle"), "", tuple(filter(None, lines)), _("Open the bundle"))


def _meeting(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: ReadinessMeeting | None = shared.about
    if row is None or row.held_at:
        return None
    when = say_in_full(timezone.localtime(row.starts_at))
    title = _("Readiness meeting for %(key)s %(name)s")
    return Brief(_title(shared, title), _to(shared, "preflight"), "", (when,), _("Open the preflight"))


def _override_wanted(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    title = _("You are asked about what stands in the way of %(key)s %(name)s")
    text = _("%(by)s asks whether it may go out nevertheless.") % {"by": shared.by}
    words = (shared.data["words"],) if _dated(shared, person) else ()
    return Brief(_title(shared, title), _to(shared, "preflight"), text, words, _("Look at it"))


def _overridden(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: Override | None = shared.about
    if row is None:
        return None
    title = _("%(by)s overrode a blocker of %(key)s %(name)s")
    words = row.words if _dated(shared, person) else outside_words(row.ref, row.words)
    lines = (words, _("Why: %(why)s") % {"why": row.reason})
    return Brief(_title(shared, title, by=row.given_by.name), _to(shared, "preflight"), "", lines, _("Look at it"))


def _escalated(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: Escalation | None = shared.about
    if row is None:
        return None
    title = _("%(by)s asks you to decide on %(key)s %(name)s")
    return Brief(
        _title(shared, title, by=row.by.name), _to(shared, "preflight"), row.reason, (), _("Open the preflight")
    )


def _decided(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: ShipDecision | None = shared.about
    if row is None:
        return None
    release: Release = shared.release
    outcome, today = Outcome(row.outcome), day_of(person, None)
    seen = facts_for(release, person, on=today)
    when = say_day(seen.launch_on, today) if seen.launch_on else window_words(seen.window_from, seen.window_to, today)
    of = person.function or person.leads.order_by("position").first()
    function = of.slug if of else ""
    said = meaning(outcome, function=function, when=when, sentence=release.customer_sentence, rationale=row.rationale)
    lines = [
        _("Condition: %(what)s (%(owner)s, by %(day)s)")
        % {"what": each.what, "owner": each.owner.name, "day": say_day(each.due_on, today)}
        for each in row.conditions.all()
        if seen.dated
    ]
    lines += [
        _("Overridden: %(what)s") % {"what": each.words if seen.dated else outside_words(each.ref, each.words)}
        for each in row.round.overrides.all()
    ]
    return Brief(
        _title(shared, _("%(outcome)s: %(key)s %(name)s"), outcome=str(outcome.label)),
        release.get_absolute_url(),
        " ".join(said),
        tuple(lines),
        _("Open the release"),
    )


def _condition(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    row: Condition | None = shared.about
    if row is None or hasattr(row, "outcome"):
        return None
    title = _("%(key)s %(name)s waits for you: %(what)s")
    text = _("%(by)s said go on the condition that you do this by %(day)s.") % {
        "by": row.decision.decided_by.name,
        "day": say_day(row.due_on, day_of(person, None)),
    }
    url = _to(shared, "condition-fulfilment", row.pk)
    return Brief(_title(shared, title, what=row.what), url, text, (), _("Say that it is done"))


def _stale(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    if shared.release.approval_stale_at is None:
        return None
    title = _("Do not rely on the go for %(key)s %(name)s for now")
    text = _("Something it stood on changed. The launch waits until the PM confirms it again.")
    return Brief(
        _title(shared, title),
        _to(shared, "preflight"),
        text,
        tuple(shared.release.approval_stale_why[:5]),
        _("Look at it"),
    )


def _reconfirmed(shared: Any, person: Person, delivery: Delivery) -> Brief | None:
    if shared.release.approval_stale_at is not None:
        return None
    title = _("The go for %(key)s %(name)s stands again")
    text = _("%(by)s looked at what changed and confirmed it.") % {"by": shared.by}
    return Brief(_title(shared, title), shared.release.get_absolute_url(), text, (), _("Open the release"))


WORDS: Mapping[str, Words] = {
    "signoff_asked": _asked,
    "signoff_asked_again": _asked,
    "signoff_chased": _asked,
    "signoff_not_ready": _not_ready,
    "signoff_waits": _waits,
    "signoffs_all_in": _all_in,
    "bundle_review_copy": _review_copy,
    "bundle_published": _published,
    "bundle_chased": _published,
    "bundle_objected": _objected,
    "training_planned": _training,
    "meeting_planned": _meeting,
    "override_wanted": _override_wanted,
    "overridden": _overridden,
    "escalated": _escalated,
    "decided": _decided,
    "condition_yours": _condition,
    "approval_stale": _stale,
    "reconfirmed": _reconfirmed,
}
