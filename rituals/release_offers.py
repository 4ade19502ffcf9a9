"""What an area's releases offer to its weekly update: what shipped, what is next, what is at risk. Pure.

Everybody reads the update, so a line says the window and plain reasons, never the internal date; drafts and
confidential releases are not among the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from productops.markdown import reference_keys
from releases.enums import Health, Outcome
from rituals.enums import Heading
from rituals.offer import Offer

A_HEADING = 6  # offers: more is no help
OUT, BACK, SOON, RISK = "release-out:", "release-back:", "release-next:", "release-risk:"


@dataclass(frozen=True)
class ReleaseNews:
    """One release of the area, in words. Empty: nothing to say of that.

    `window`: when it is told to come, of those that come soon; `gate`: the review it is in. `since`: the day since
    when its health is as it is; `reason`: the weightiest one, as everybody may read it. `launched` and `rolled_back`:
    the day, when it was since the last update. `outcome`: what was decided since, on the day `decided`.
    """

    key: str
    name: str
    url: str
    window: str = ""
    gate: str = ""
    health: Health = Health.ON_TRACK
    reason: str = ""
    since: str = ""
    launched: str = ""
    rolled_back: str = ""
    outcome: Outcome | None = None
    decided: str = ""

    @property
    def called(self) -> str:
        """With a reference, so that the line links to the release and the finder answers with the line."""
        return f"#{self.key} {self.name}"


def shipped(releases: Iterable[ReleaseNews], said: Sequence[tuple[str, str]]) -> list[Offer]:
    """What was launched since the last update."""
    found = []
    for each in releases:
        if each.launched and not _spoken_of(each, said, Heading.WINS):
            text = _("%(release)s: launched") % {"release": each.called}
            origin = _("from %(key)s, launched %(day)s") % {"key": each.key, "day": each.launched}
            found.append(Offer(f"{OUT}{each.key}", Heading.WINS, text, origin, each.url))
    return found[:A_HEADING]


def coming(releases: Iterable[ReleaseNews], said: Sequence[tuple[str, str]]) -> list[Offer]:
    """What is to be launched soon, in the words of its window, and which review comes before."""
    found = []
    for each in releases:
        going = each.outcome in (Outcome.GO, Outcome.CONDITIONAL_GO)
        if not (each.window or each.gate or going) or _spoken_of(each, said, Heading.NEXT, Heading.WINS):
            continue
        if going and each.outcome:
            words = {"release": each.called, "decision": each.outcome.label, "window": each.window}
            with_window = _("%(release)s: %(decision)s, launch %(window)s")
            text = (with_window if each.window else _("%(release)s: %(decision)s")) % words
            origin = _("from %(key)s, decided %(day)s") % {"key": each.key, "day": each.decided}
            found.append(Offer(f"{SOON}{each.key}:{each.outcome}", Heading.NEXT, text, origin, each.url))
            continue
        if each.window:
            text = _("%(release)s: launch %(window)s") % {"release": each.called, "window": each.window}
        else:
            text = _("%(release)s: %(gate)s") % {"release": each.called, "gate": each.gate}
        origin = _("from %(key)s, in review") if each.gate else _("from %(key)s, coming up")
        found.append(Offer(f"{SOON}{each.key}", Heading.NEXT, text, origin % {"key": each.key}, each.url))
    return found[:A_HEADING]


def at_risk(releases: Iterable[ReleaseNews], said: Sequence[tuple[str, str]]) -> list[Offer]:
    """What was rolled back, and what is off track or at risk with its weightiest reason, the worst first."""
    found = []
    for each in sorted(releases, key=lambda each: each.health != Health.OFF_TRACK):
        if _spoken_of(each, said, Heading.RISKS):
            continue
        words = {"release": each.called, "key": each.key, "day": each.since, "reason": each.reason}
        if each.rolled_back:
            origin = _("from %(key)s, rolled back %(day)s") % {"key": each.key, "day": each.rolled_back}
            text = _("%(release)s: rolled back") % words
            found.append(Offer(f"{BACK}{each.key}", Heading.RISKS, text, origin, each.url))
        elif each.outcome in (Outcome.NO_GO, Outcome.DELAY):
            text = _("%(release)s: no-go") if each.outcome == Outcome.NO_GO else _("%(release)s: delayed")
            origin = _("from %(key)s, decided %(day)s") % {"key": each.key, "day": each.decided}
            found.append(Offer(f"{RISK}{each.key}:{each.outcome}", Heading.RISKS, text % words, origin, each.url))
        elif each.health != Health.ON_TRACK:
            off = each.health == Health.OFF_TRACK
            bare = _("%(release)s is off track") if off else _("%(release)s is at risk")
            text = (_("%(release)s: %(reason)s") if each.reason else bare) % words
            origin = _("from %(key)s, off track since %(day)s") if off else _("from %(key)s, at risk since %(day)s")
            found.append(Offer(f"{RISK}{each.key}:{each.health}", Heading.RISKS, text, origin % words, each.url))
    return found[:A_HEADING]


def of_release(origin: str) -> bool:
    """Whether a line was accepted from one of these: the release itself says next week what is left to say."""
    return origin.startswith((OUT, BACK, SOON, RISK))


def _spoken_of(release: ReleaseNews, said: Sequence[tuple[str, str]], *headings: Heading) -> bool:
    """By its key or by its name."""
    key, name = release.key.lower(), release.name.casefold()
    return any(
        heading in headings and (key in reference_keys(text) or name in text.casefold()) for heading, text in said
    )
