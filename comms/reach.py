"""What would reach a person, and why: the answer beside each kind on the page of preferences.

The app that tells of something also knows whom it would tell. Beside its composers it registers an explainer, which a
search for `reach.register` finds:

    reach.register(NoticeKind.WEEKLY_MISSING, NoticeKind.WEEKLY_REMINDER, explain=weekly_reach.explain)

Explainers look the same way the app does when it tells (RACI, subscriptions, roles), so the page cannot promise
something else than what happens. They ask as many questions of the database for everybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from comms.enums import Channel, Mode, NoticeKind
from comms.timing import Clock
from productops.dates import say_exactly
from productops.people.models import Person


@dataclass(frozen=True)
class Audience:
    """Why a kind would reach one person, in sentences; none: it would not. `usually`: whom it reaches at all.

    `next_at`: when it would come next, where that is known; `next_what` says what comes ("a reminder, unless you
    submit").
    """

    usually: str
    reasons: tuple[str, ...] = ()
    next_at: datetime | None = None
    next_what: str = ""


Explain = Callable[[Person, datetime], Mapping[NoticeKind, Audience]]
_explainers: list[tuple[frozenset[NoticeKind], Explain]] = []


def register(*kinds: NoticeKind, explain: Explain) -> None:
    """Declare who knows whom these kinds reach. Called from `AppConfig.ready()`."""
    _explainers.append((frozenset(kinds), explain))


def explained() -> frozenset[NoticeKind]:
    """The kinds that somebody explains."""
    return frozenset[NoticeKind]().union(*(kinds for kinds, _explain in _explainers))


def audiences(person: Person, now: datetime) -> dict[NoticeKind, Audience]:
    """Every kind that somebody explains, for this person."""
    found: dict[NoticeKind, Audience] = {}
    for _kinds, explain in _explainers:
        found |= explain(person, now)
    return found


def say_next(audience: Audience, modes: Mapping[Channel, Mode], clock: Clock) -> list[str]:
    """When it comes next, and what her wishes make of it: quiet hours, the digest. In her zone and language."""
    if not audience.reasons or audience.next_at is None or set(modes.values()) == {Mode.OFF}:
        return []
    said = [_("Next: %(when)s, %(what)s.") % {"when": _said(audience.next_at), "what": audience.next_what}]
    disturbing = {mode for channel, mode in modes.items() if channel != Channel.INBOX}
    until = clock.after_quiet(audience.next_at)
    if Mode.NOW in disturbing and until != audience.next_at:
        said.append(_("Your quiet hours hold it until %(when)s.") % {"when": _said(until)})
    if Mode.DIGEST in disturbing:
        said.append(_("It comes with the digest of %(when)s.") % {"when": _said(clock.next_digest(audience.next_at))})
    return said


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return say_exactly(local, local)
