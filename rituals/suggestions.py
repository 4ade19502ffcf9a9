"""What the portal offers a PM to start from. Pure: facts in, offers with where they came from out.

Every kind of offer is a rule from facts to offers, and `suggested` puts them together: last week's "next" that did
not ship, last week's risks that are still open, overdue action items, what other areas say of this one, and what was
done. Releases and metrics join here.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from productops.text import unaccented
from rituals import release_offers
from rituals.enums import Heading
from rituals.offer import Offer
from rituals.release_offers import ReleaseNews, of_release

OF_OTHERS = 6  # offers from other areas: a platform is named everywhere
LINE_LIMIT = 600


@dataclass(frozen=True)
class SaidLine:
    """A line of an earlier update. `carried`: the origin it was accepted from then, when it was."""

    id: str
    text: str
    heading: Heading = Heading.NEXT
    carried: str = ""
    assignee_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Earlier:
    """The last update that the area submitted: `when` in words ("last week", "in week 46")."""

    when: str | Promise
    url: str = ""
    lines: tuple[SaidLine, ...] = ()


@dataclass(frozen=True)
class Follow:
    """An action item of the area. `closed`: done or cancelled; `done_on`: the day it was done since the last update."""

    source: str
    what: str
    who: str
    assignee_id: int | None
    due_on: date
    due_said: str
    url: str
    closed: bool = False
    done_said: str = ""


@dataclass(frozen=True)
class Mention:
    """A published line of another area that names this one."""

    id: str
    slug: str
    area: str
    heading: Heading
    text: str
    url: str


@dataclass(frozen=True)
class Facts:
    """All that offers are made from. `said`: this week's lines by heading; `answered`: sources answered this week."""

    earlier: Earlier | None = None
    said: Sequence[tuple[str, str]] = ()
    answered: Collection[str] = ()
    follows: Sequence[Follow] = ()
    mentions: Sequence[Mention] = ()
    releases: Sequence[ReleaseNews] = ()
    today: date = field(default=date.min)


def suggested(facts: Facts) -> list[Offer]:
    """All offers, in the order of their headings' importance to the week: done, promised, at risk."""
    releases = (facts.releases, facts.said)
    offers = [
        *done(facts),
        *release_offers.shipped(*releases),
        *carry_overs(facts),
        *release_offers.coming(*releases),
        *still_risks(facts),
        *release_offers.at_risk(*releases),
        *overdue(facts),
        *from_others(facts),
    ]
    return [offer for offer in offers if offer.source not in facts.answered]


def action_source(origin: str, bullet_id: str) -> str:
    """The source of the action item that a line asks for: a risk carried from week to week stays one item."""
    kind, _colon, rest = origin.partition(":")
    if kind == "risk" and rest:
        return f"bullet:{rest}"
    if kind == "action" and rest.startswith("bullet:"):
        return rest
    return f"bullet:{bullet_id}"


def carry_overs(facts: Facts) -> list[Offer]:
    """The "next" lines of the last update, less those that this week's wins or "next" already say.

    Nor those that came from a release, which says itself what is next of it.
    """
    earlier = facts.earlier
    if earlier is None:
        return []
    words = format_lazy(_("said {when}, not shipped yet"), when=earlier.when)
    return [
        Offer(f"carry-over:{line.id}", Heading.NEXT, line.text, words, earlier.url)
        for line in earlier.lines
        if line.heading == Heading.NEXT
        and not of_release(line.carried)
        and not _is_said(line.text, facts, Heading.WINS, Heading.NEXT)
    ]


def still_risks(facts: Facts) -> list[Offer]:
    """The risks and asks of the last update whose action item, when there is one, is still open.

    A risk of a release that nobody was asked about is the release's to offer again, in today's words.
    """
    earlier = facts.earlier
    if earlier is None:
        return []
    by_source = {follow.source: follow for follow in facts.follows}
    offers = []
    for line in earlier.lines:
        follow = by_source.get(action_source(line.carried, line.id))
        if line.heading != Heading.RISKS or (follow and follow.closed):
            continue
        if follow is None and of_release(line.carried):
            continue
        if _is_said(line.text, facts, Heading.WINS, Heading.RISKS):
            continue
        root = action_source(line.carried, line.id).removeprefix("bullet:")
        offers.append(_risk(f"risk:{root}", line, follow, earlier, facts.today))
    return offers


def _risk(source: str, line: SaidLine, follow: Follow | None, earlier: Earlier, today: date) -> Offer:
    words: str | Promise = format_lazy(_("a risk {when}: still one?"), when=earlier.when)
    if follow is None:
        return Offer(source, Heading.RISKS, line.text, words, earlier.url, line.assignee_id, line.due_on)
    if follow.due_on < today:
        words = format_lazy(_("a risk {when}; {who}, overdue since {day}"), when=earlier.when, **_who(follow))
    else:
        words = format_lazy(_("a risk {when}; {who} by {day}"), when=earlier.when, **_who(follow))
    return Offer(source, Heading.RISKS, line.text, words, follow.url, follow.assignee_id, follow.due_on)


def overdue(facts: Facts) -> list[Offer]:
    """Overdue action items of the area that no line of the last update speaks of."""
    lines = facts.earlier.lines if facts.earlier else ()
    spoken_of = {action_source(line.carried, line.id) for line in lines if line.heading == Heading.RISKS}
    return [
        Offer(
            f"action:{follow.source}",
            Heading.RISKS,
            follow.what,
            format_lazy(_("action item; {who}, overdue since {day}"), **_who(follow)),
            follow.url,
            follow.assignee_id if _is_ours(follow) else None,
            follow.due_on if _is_ours(follow) else None,
        )
        for follow in facts.follows
        if not follow.closed
        and follow.due_on < facts.today
        and follow.source not in spoken_of
        and not _is_said(follow.what, facts, Heading.WINS, Heading.RISKS)
    ]


def done(facts: Facts) -> list[Offer]:
    """Action items of the area that were done since the last update."""
    return [
        Offer(
            f"done:{follow.source}",
            Heading.WINS,
            follow.what,
            format_lazy(_("action item, done by {who} {day}"), who=follow.who, day=follow.done_said),
            follow.url,
        )
        for follow in facts.follows
        if follow.done_said and not _is_said(follow.what, facts, Heading.WINS)
    ]


def from_others(facts: Facts) -> list[Offer]:
    """What other areas' published lines plan with this one or ask of it."""
    offers = [
        Offer(
            f"mention:{mention.id}",
            Heading.NEXT if mention.heading == Heading.NEXT else Heading.RISKS,
            f"#{mention.slug}: {mention.text}"[:LINE_LIMIT],
            format_lazy(_("{area} names you in its update"), area=mention.area),
            mention.url,
        )
        for mention in facts.mentions
        if mention.heading in (Heading.NEXT, Heading.RISKS)
        and not _is_said(mention.text, facts, Heading.WINS, Heading.NEXT, Heading.RISKS)
    ]
    return offers[:OF_OTHERS]


def _who(follow: Follow) -> dict[str, str]:
    return {"who": follow.who, "day": follow.due_said}


def _is_ours(follow: Follow) -> bool:
    """It came from a line of an update, so that a line may ask for it again and mean the same."""
    return follow.source.startswith("bullet:")


def _is_said(text: str, facts: Facts, *headings: Heading) -> bool:
    wanted = _words(text)
    return any(heading in headings and _same(wanted, _words(said)) for heading, said in facts.said)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", unaccented(text)) if len(word) > 3)


def _same(promised: frozenset[str], said: Iterable[str]) -> bool:
    """Two lines speak of the same thing when they share most of the promise's longer words."""
    return bool(promised) and len(promised.intersection(said)) / len(promised) >= 0.6
