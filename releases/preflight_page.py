"""What stands in the way of a go, for its page: whose it is, the button that puts it right, who may take it on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from productops.people.models import Function, Person
from productops.people.permissions import Permission, can
from releases.actions.rounds import override_scope
from releases.blockers import Blocker, BlockerKind, outside_words
from releases.models import Override, Release
from releases.preflight import Preflight

# Where each kind is put right: the verb and the address below the release's own.
REMEDY: Mapping[BlockerKind, tuple[Callable[[], str], str]] = {
    BlockerKind.DATE: (lambda: _("Move the date"), "dates"),
    BlockerKind.FREEZE: (lambda: _("Move the date"), "dates"),
    BlockerKind.FINAL_LINE: (lambda: _("Move the date"), "dates"),
    BlockerKind.BUNDLE: (lambda: _("Open the bundle"), "bundle"),
    BlockerKind.NEVER_ASKED: (lambda: _("Ask it"), "signoffs"),
    BlockerKind.RISK: (lambda: _("Write a mitigation"), "risks"),
    BlockerKind.BUGS: (lambda: _("Look at them"), "safety"),
    BlockerKind.ROLLBACK: (lambda: _("Complete it"), "safety"),
    BlockerKind.MEETING: (lambda: _("Hold the meeting"), "meeting"),
    BlockerKind.TRAINING: (lambda: _("Hold the training"), "training"),
    BlockerKind.DEPENDENCY: (lambda: _("Look at it"), "dependencies"),
    BlockerKind.EMPTY: (lambda: _("Look at the tier"), "tier"),
}


@dataclass(frozen=True)
class Line:
    """One blocker as one person sees it."""

    blocker: Blocker
    words: str
    whose: str
    verb: str
    url: str
    taken_on: Override | None
    may_override: bool
    may_ask: bool
    who_may: str
    override_url: str
    function_id: int = 0  # whom one press asks

    @property
    def ref(self) -> str:
        return self.blocker.ref


def lines_of(
    release: Release, seen: Preflight, overrides: Mapping[str, Override], person: Person, *, now: datetime, dated: bool
) -> list[Line]:
    """The blockers, those that nobody took on first, by weight. As many statements however many there are.

    `dated`: whether this person may know the launch date (`visible.facts_for`).
    """
    rows = list(release.items.asked_for().values_list("key", "pk", "person__name"))
    items, owners = {key: pk for key, pk, _name in rows}, {key: name for key, _pk, name in rows if name}
    functions = list(Function.objects.values_list("slug", "name", "pk"))
    names, ids = {slug: name for slug, name, _pk in functions}, {slug: pk for slug, _name, pk in functions}
    scope = override_scope(release, reserved=False, now=now)
    rights = {
        reserved: can(person, Permission.OVERRIDE_BLOCKER, replace(scope, reserved=reserved), on=now)
        for reserved in (False, True)
    }
    override_at, item_at = (
        reverse("releases:override", args=[release.key]),
        reverse("releases:item", args=[release.key, 0]),
    )
    asks = can(person, Permission.ASK_SIGNOFF, release, on=now).allowed
    lines = []
    for blocker in seen.blockers:
        if blocker.kind == BlockerKind.ITEM:
            verb, url = _("Look at it"), item_at.replace("/0/", f"/{items[blocker.key]}/")
        else:
            verb, url = _remedy(blocker, release)
        right = rights[blocker.reserved]
        taken = overrides.get(blocker.ref)
        lines.append(
            Line(
                blocker=blocker,
                words=blocker.words if dated else outside_words(blocker.ref, blocker.words),
                whose=_whose(blocker, owners, names),
                verb=verb,
                url=url,
                taken_on=taken,
                may_override=right.allowed and not blocker.final and taken is None,
                may_ask=asks and not right.allowed and not blocker.final and taken is None,
                who_may=_who(blocker, right.who),
                override_url=f"{override_at}?{urlencode({'ref': blocker.ref})}",
                function_id=ids.get(blocker.function, 0) if asks and blocker.kind == BlockerKind.NEVER_ASKED else 0,
            )
        )
    return sorted(lines, key=_weight)


def _weight(line: Line) -> tuple[bool, bool, bool, bool]:
    """What nobody or only the Head of Product may override first, items of the checklist last."""
    blocker = line.blocker
    return line.taken_on is not None, not blocker.final, not blocker.reserved, blocker.kind == BlockerKind.ITEM


def _whose(blocker: Blocker, owners: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Whose turn it is: an item's person, else its function; asking and everything else is the PM's."""
    if blocker.kind == BlockerKind.ITEM and blocker.key in owners:
        return owners[blocker.key]
    if blocker.kind != BlockerKind.NEVER_ASKED and blocker.function in names:
        return names[blocker.function]
    return _("The PM")


def _who(blocker: Blocker, holders: tuple[str, ...]) -> str:
    """Who may take it on, in the words of the right: its first holder, or for a reserved one the second."""
    if blocker.final:
        return _("nobody")
    return holders[1] if blocker.reserved else holders[0]


def _remedy(blocker: Blocker, release: Release) -> tuple[str, str]:
    if blocker.kind == BlockerKind.SIGNOFF:
        return _("Look at it"), reverse("releases:signoff", args=[release.key, blocker.function])
    verb, name = REMEDY[blocker.kind]
    return verb(), reverse(f"releases:{name}", args=[release.key])
