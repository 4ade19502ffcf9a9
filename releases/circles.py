"""Releases that wait for each other in a circle would wait for ever. Pure: who waits for whom in, the circle out."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def circle(waits_for: Mapping[K, Sequence[K]], waiting: K, wanted: K) -> tuple[K, ...]:
    """The circle that would close if `waiting` waited for `wanted` too, beginning and ending with `waiting`.

    The shortest one; empty when there would be none. What stands in circles already does not keep it busy.
    """
    if waiting == wanted:
        return (waiting, waiting)
    came_from: dict[K, K] = {wanted: waiting}
    level = [wanted]
    while level:
        following = []
        for each in level:
            for other in waits_for.get(each, ()):
                if other == waiting:
                    return _way_back(came_from, each, waiting)
                if other not in came_from:
                    came_from[other] = each
                    following.append(other)
        level = following
    return ()


def _way_back(came_from: Mapping[K, K], last: K, waiting: K) -> tuple[K, ...]:
    way = [waiting, last]
    while way[-1] != waiting:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
