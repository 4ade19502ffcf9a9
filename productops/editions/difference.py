"""What changed between two texts, word by word, as segments that a template can show. Pure.

    words_between("the figure was 8.6 %", "the figure was 6.8 %")
    # same "the figure was ", deleted "8.6", inserted "6.8", same " %"

Texts are compared as people read them: by words, with the spaces and the punctuation between. Two texts that have
little in common are shown as one that went and one that came, because a sentence in shreds cannot be read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECES = re.compile(r"\s+|\w+(?:[.,:’'-]\w+)*|[^\w\s]")
ALIKE = 0.35  # of their words two texts share, or they are two different texts


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Segment:
    mark: Mark
    text: str


Segments = tuple[Segment, ...]


def words_between(before: str, after: str) -> Segments:
    """The two texts in one: what stayed, what went, what came. Without a difference a single segment, or none."""
    if before == after:
        return (Segment(Mark.SAME, after),) if after else ()
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not before or not after or _shared(matcher, old, new) < ALIKE:
        return _joined([(Mark.DELETED, before), (Mark.INSERTED, after)])
    found: list[tuple[Mark, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append((Mark.SAME, "".join(new[c:d])))
        else:
            found += [(Mark.DELETED, "".join(old[a:b])), (Mark.INSERTED, "".join(new[c:d]))]
    return _joined(_whole_phrases(found))


def _shared(matcher: "SequenceMatcher[str]", old: Sequence[str], new: Sequence[str]) -> float:
    """Which part of the words of the shorter text the other has too, in the same order."""
    words = [sum(not piece.isspace() for piece in text) for text in (old, new)]
    both = sum(
        not old[place].isspace()
        for block in matcher.get_matching_blocks()
        for place in range(block.a, block.a + block.size)
    )
    return both / (min(words) or 1)


def _whole_phrases(pieces: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """A space alone between two changes belongs to both, so that changed words beside each other read as a phrase."""
    found: list[tuple[Mark, str]] = []
    for place, (mark, text) in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if mark == Mark.SAME and inside and text.isspace():
            found += [(Mark.DELETED, text), (Mark.INSERTED, text)]
        else:
            found.append((mark, text))
    return found


def _joined(pieces: Iterable[tuple[Mark, str]]) -> Segments:
    """Pieces of a kind together, and of a change what went before what came."""
    found: list[tuple[Mark, str]] = []
    gone = come = ""
    for mark, text in [*pieces, (Mark.SAME, "")]:
        if mark == Mark.DELETED:
            gone += text
        elif mark == Mark.INSERTED:
            come += text
        else:
            found += [(Mark.DELETED, gone), (Mark.INSERTED, come), (mark, text)]
            gone = come = ""
    return tuple(Segment(mark, text) for mark, text in found if text)


@dataclass(frozen=True)
class Line:
    """A line of a list. `mark`: the whole line came or went; SAME with several segments: it was reworded."""

    mark: Mark
    segments: Segments

    @property
    def changed(self) -> bool:
        return self.mark != Mark.SAME or any(segment.mark != Mark.SAME for segment in self.segments)


@dataclass(frozen=True)
class Item:
    """A line of a text. The same `id` in both texts is the same line; without ids equal texts are."""

    id: str
    text: str


def lines_between(before: Sequence[Item], after: Sequence[Item]) -> tuple[Line, ...]:
    """The lines of both texts in the order of the later one, those that went where they stood."""
    stays = {line.id for line in after}
    found: list[Line] = []
    old = {line.id: line for line in before}
    waiting = list(before)
    for line in after:
        if line.id not in old:
            found.append(Line(Mark.INSERTED, (Segment(Mark.INSERTED, line.text),)))
            continue
        while waiting and (first := waiting[0]).id != line.id:
            if first.id in stays:
                break  # moved: the later order holds
            found.append(_gone(waiting.pop(0)))
        waiting = [each for each in waiting if each.id != line.id]
        found.append(Line(Mark.SAME, words_between(old[line.id].text, line.text)))
    return (*found, *(_gone(line) for line in waiting if line.id not in stays))


def _gone(line: Item) -> Line:
    return Line(Mark.DELETED, (Segment(Mark.DELETED, line.text),))


def by_text(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """As `lines_between`, for lines without ids: equal ones are the same, and of what is left the n-th of a gap is the
    n-th reworded."""
    old = [Item(f"b{place}", text) for place, text in enumerate(before)]
    new = [Item(f"a{place}", text) for place, text in enumerate(after)]
    matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what in ("equal", "replace"):
            for step in range(min(b - a, d - c)):
                new[c + step] = Item(old[a + step].id, after[c + step])
    return lines_between(old, new)
