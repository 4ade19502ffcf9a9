"""A circle is found, and only a circle: the rule against what a search through everything says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.circles import circle

POINTS = st.integers(0, 6)
EDGES = st.sets(st.tuples(POINTS, POINTS), max_size=20)


@pytest.mark.parametrize(
    ("edges", "waiting", "wanted", "found"),
    [
        ({}, "A", "B", ()),
        ({}, "A", "A", ("A", "A")),
        ({"B": ["A"]}, "A", "B", ("A", "B", "A")),
        ({"B": ["C"], "C": ["A"]}, "A", "B", ("A", "B", "C", "A")),
        ({"B": ["C", "D"], "C": ["E"], "E": ["A"], "D": ["A"]}, "A", "B", ("A", "B", "D", "A")),
        ({"B": ["C"], "C": ["B"]}, "A", "B", ()),
        ({"A": ["B"]}, "A", "B", ()),
    ],
)
def test_the_shortest_circle_is_named_whole(
    edges: dict[str, list[str]], waiting: str, wanted: str, found: tuple[str, ...]
) -> None:
    assert circle(edges, waiting, wanted) == found


@given(EDGES, POINTS, POINTS)
def test_every_step_of_a_circle_is_a_dependency_and_none_is_missed(
    pairs: set[tuple[int, int]], waiting: int, wanted: int
) -> None:
    edges: dict[int, list[int]] = {}
    for one, other in sorted(pairs):
        edges.setdefault(one, []).append(other)
    found = circle(edges, waiting, wanted)
    assert bool(found) == (waiting in reachable(pairs, wanted))
    if found:
        steps = list(zip(found, found[1:], strict=False))
        assert (found[0], found[-1]) == (waiting, waiting)
        assert steps[0] == (waiting, wanted)
        assert set(steps[1:]) <= pairs


def reachable(pairs: set[tuple[int, int]], start: int) -> set[int]:
    """`start` and all that it leads to, by adding until nothing is added."""
    found = {start}
    while more := {other for one, other in pairs if one in found} - found:
        found |= more
    return found


@given(st.lists(st.tuples(POINTS, POINTS), max_size=30))
def test_who_refuses_every_circle_never_has_one(wishes: list[tuple[int, int]]) -> None:
    kept: dict[int, list[int]] = {}
    for waiting, wanted in wishes:
        if not circle(kept, waiting, wanted):
            kept.setdefault(waiting, []).append(wanted)
    pairs = {(one, other) for one, others in kept.items() for other in others}
    for one, other in pairs:
        assert one not in reachable(pairs, other)
