"""In which order releases are looked at, so that each is looked at after what it depends on. Pure."""

from collections import defaultdict
from collections.abc import Iterable


def in_order(releases: Iterable[int], waits: Iterable[tuple[int, int]]) -> list[list[int]]:
    """`releases` in levels: nothing waits for something in its own level or a later one.

    `waits`: (release, what it depends on). Circles are refused when they are made; should one be there, what is left
    comes last, in one level, so that this always ends.
    """
    left = list(dict.fromkeys(releases))
    known = set(left)
    needs: dict[int, set[int]] = defaultdict(set)
    for release, other in waits:
        if release in known and other in known:
            needs[release].add(other)
    levels: list[list[int]] = []
    done: set[int] = set()
    while left:
        level = [release for release in left if needs[release] <= done] or left
        levels.append(level)
        done.update(level)
        left = [release for release in left if release not in done]
    return levels
