"""What the palette offers for what was typed. Pure."""

import pytest

from productops.palette import Entry, chosen

ENTRIES = [
    Entry("Write the update for Payments", "/w/", "edit", why="Week 48", words="weekly submit"),
    Entry("Invite a person", "/i/", "plus", words="add new colleague"),
    Entry("Follow updates", "/f/", "weekly", words="subscribe"),
    Entry("Weekly update", "/weekly/", "weekly"),
]


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("", ["Write the update for Payments", "Invite a person", "Follow updates", "Weekly update"]),
        ("weekly", ["Weekly update", "Write the update for Payments"]),
        ("upd", ["Write the update for Payments", "Follow updates", "Weekly update"]),
        ("inv pers", ["Invite a person"]),
        ("person invite", ["Invite a person"]),
        ("colleague", ["Invite a person"]),
        ("subscirbe", ["Follow updates"]),
        ("paymnets", ["Write the update for Payments"]),
        ("48", ["Write the update for Payments"]),
        ("zeppelin", []),
    ],
)
def test_what_fits_best_first(typed: str, labels: list[str]) -> None:
    assert [entry.label for _close, entry in chosen(ENTRIES, typed)] == labels
