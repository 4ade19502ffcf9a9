"""Which areas have missed their update twice in a row. Pure.

A miss is a deadline that passed with neither an update nor an explanation. Only weeks that had an update count, one
after the other: a week without a business day has none and breaks no row, and an area's row begins with its first week.
"""

from collections.abc import Collection, Sequence

IN_A_ROW = 2


def just_in_a_row(missed: Sequence[Collection[int]]) -> set[int]:
    """The areas whose row of misses has become `IN_A_ROW` with the newest week; a longer row was told of before.

    `missed`: for each week, newest first, the areas that missed it.
    """
    if len(missed) < IN_A_ROW:
        return set()
    row = set(missed[0]).intersection(*missed[1:IN_A_ROW])
    return row.difference(*missed[IN_A_ROW : IN_A_ROW + 1])
