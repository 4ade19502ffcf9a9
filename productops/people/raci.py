"""The rules of RACI, without a database: who holds which letter for one activity in one scope.

A *scope* is the organisation, a product group or an area. A narrower scope that has lines of its own overrides
the wider one as a whole. Every scope that has lines has exactly one Accountable and at least one Responsible;
a holder has no letter, one of R, A, C, I, or A and R together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from productops.people.enums import Holder, Letter

R, A, C, I = (str(letter) for letter in Letter)  # noqa: E741
# What a cell may say, in the order in which an editor offers it. The code is what forms and keys send.
CHOICES: dict[str, str | Promise] = {
    "": _("No part in it"),
    "A": _("A · Accountable"),
    "AR": _("A and R · Accountable and Responsible"),
    "R": _("R · Responsible"),
    "C": _("C · Consulted"),
    "I": _("I · Informed"),
}
SHOWN_FIRST = "ARCI"
# The ship decision stays with product people: Product Ops runs the process, it never decides (see `permissions`).
DECIDED_BY_PRODUCT = frozenset({"release-readiness"})
PRODUCT_OPS_ROLES = frozenset({str(Holder.PRODUCT_OPS), str(Holder.PRODUCT_OPS_LEAD)})


class RaciScope(NamedTuple):
    """Where lines hold: an area, a product group, or (neither) the whole organisation."""

    group_id: int | None = None
    area_id: int | None = None


ORGANISATION = RaciScope()


class RaciHolder(NamedTuple):
    """Whom a line names: a role, a function or a person; exactly one of the three."""

    role: str = ""
    function_id: int | None = None
    person_id: int | None = None

    @property
    def key(self) -> str:
        """As addresses and forms write it: `role-pm`, `function-12`, `person-7`."""
        if self.role:
            return f"role-{self.role}"
        return f"function-{self.function_id}" if self.function_id else f"person-{self.person_id}"


@dataclass(frozen=True)
class RaciLine:
    """One letter of one holder, with a word on what exactly."""

    letter: str
    holder: RaciHolder
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """The lines after a change, and who lost the A because somebody else got it."""

    lines: tuple[RaciLine, ...]
    moved_from: RaciHolder | None = None


class RaciRefused(ValueError):
    """A change that would leave an activity without its Accountable or Responsible, or break another rule."""


def holder_of(key: str) -> RaciHolder | None:
    """The holder an address names; None when it names none. Whether it exists is for the database to say."""
    kind, _dash, value = key.partition("-")
    if kind == "role" and value in Holder.values:
        return RaciHolder(role=value)
    if kind in {"function", "person"} and value.isdecimal() and value.isascii() and 0 < len(value) < 16:
        return RaciHolder(function_id=int(value)) if kind == "function" else RaciHolder(person_id=int(value))
    return None


def letters_of(lines: Iterable[RaciLine], holder: RaciHolder) -> str:
    """The letters of a holder as a code of `CHOICES`, A before R: '', 'C', 'AR'."""
    held = {line.letter for line in lines if line.holder == holder}
    return "".join(letter for letter in SHOWN_FIRST if letter in held)


def spelled(letters: str) -> str:
    """'Accountable and Responsible': a code of `CHOICES` in full, as a screen reader says it."""
    return str(CHOICES.get(letters, letters)).rpartition(" · ")[2]


def note_of(lines: Iterable[RaciLine], holder: RaciHolder) -> str:
    """What is said beside a holder's letters; the same words on two letters are said once."""
    return "; ".join(dict.fromkeys(line.note for line in lines if line.holder == holder and line.note))


def missing(lines: Collection[RaciLine]) -> list[str]:
    """What a scope's lines lack, in words; empty when they are complete."""
    accountable = sum(line.letter == A for line in lines)
    lacks = []
    if accountable == 0:
        lacks.append(gettext("Nobody is Accountable. There is always exactly one."))
    elif accountable > 1:
        lacks.append(gettext("%(number)d are Accountable. There is always exactly one.") % {"number": accountable})
    if not any(line.letter == R for line in lines):
        lacks.append(gettext("Nobody is Responsible. There is always at least one."))
    return lacks


def set_letters(lines: Collection[RaciLine], holder: RaciHolder, letters: str, note: str | None) -> Outcome:
    """What the lines are when `holder` has `letters`. An A moves here from whoever has it.

    `note` None keeps the words that are there. Raises `RaciRefused` when the only A or the last R would be gone,
    with words on what to do instead.
    """
    if letters not in CHOICES:
        raise RaciRefused(gettext("Choose one of the letters offered."))
    had = letters_of(lines, holder)
    if A in had and A not in letters:
        raise RaciRefused(
            gettext("This is the only Accountable. Give the A to somebody else: it moves there by itself.")
        )
    words = note_of(lines, holder) if note is None else note
    moved = [line.holder for line in lines if line.letter == A and line.holder != holder] if A in letters else []
    kept = [line for line in lines if line.holder != holder and not (line.letter == A and moved)]
    after = (*kept, *(RaciLine(letter, holder, words) for letter in letters))
    if not any(line.letter == R for line in after):
        raise RaciRefused(_last_responsible(had, letters))
    return Outcome(in_order(after), moved[0] if moved else None)


def _last_responsible(had: str, letters: str) -> str:
    if R in had and letters == A:
        return gettext("This is the only Responsible. Choose “A and R”, or name another Responsible first.")
    return gettext("This is the only Responsible. Name another one first.")


def refuse_product_ops(code: str, letters: str, *, is_product_ops: bool) -> None:
    """Product Ops runs release readiness and never decides it. Raises `RaciRefused`."""
    if A in letters and is_product_ops and code in DECIDED_BY_PRODUCT:
        raise RaciRefused(
            gettext(
                "Product Ops cannot be Accountable for this: the ship decision stays with product people. "
                "Choose a PM or the Head of Product."
            )
        )


def is_product_ops(holder: RaciHolder, *, function_slug: str = "", roles: Collection[str] = ()) -> bool:
    """Is this holder Product Ops? Of a person with other hats, a PM or the Head of Product is product people."""
    if holder.person_id:
        product = {str(Holder.PM), str(Holder.HEAD_OF_PRODUCT)}
        return bool(PRODUCT_OPS_ROLES & set(roles)) and not product & set(roles)
    return holder.role in PRODUCT_OPS_ROLES or function_slug == "product-ops"


def narrowest(by_scope: Mapping[RaciScope, Collection[RaciLine]], *scopes: RaciScope) -> RaciScope:
    """The first of `scopes` (narrow to wide) that has lines of its own; the organisation when none has."""
    return next((scope for scope in scopes if by_scope.get(scope)), ORGANISATION)


def in_order(lines: Iterable[RaciLine]) -> tuple[RaciLine, ...]:
    """Lines in one fixed order: letter, then roles as declared, functions, people."""
    places = {role: place for place, role in enumerate(Holder.values)}

    def place(line: RaciLine) -> tuple[int, int, int, int]:
        holder = line.holder
        return (
            SHOWN_FIRST.index(line.letter),
            places.get(holder.role, len(places)),
            holder.function_id or 0,
            holder.person_id or 0,
        )

    return tuple(sorted(lines, key=place))


@dataclass(frozen=True)
class Difference:
    """What a change did to one holder: codes of `CHOICES` and notes, before and after."""

    holder: RaciHolder
    before: str
    after: str
    note_before: str = ""
    note_after: str = ""


def differences(before: Collection[RaciLine], after: Collection[RaciLine]) -> tuple[Difference, ...]:
    """Holder by holder, what is different between two states of one scope."""
    ordered = in_order([*(replace(line, letter=A) for line in (*after, *before))])
    found = []
    for holder, _lines in groupby(ordered, key=lambda line: line.holder):
        one = Difference(
            holder,
            letters_of(before, holder), letters_of(after, holder),
            note_of(before, holder), note_of(after, holder),
        )  # fmt: skip
        if (one.before, one.note_before) != (one.after, one.note_after):
            found.append(one)
    return tuple(found)
