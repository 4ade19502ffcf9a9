"""What is offered, from which facts, with which words about where it came from. Pure, as tables."""

from datetime import date
from typing import Any

import pytest

from rituals.enums import Heading
from rituals.suggestions import Earlier, Facts, Follow, Mention, Offer, SaidLine, action_source, suggested

TODAY = date(2026, 11, 25)
BEFORE, AFTER = date(2026, 11, 20), date(2026, 11, 27)
NEXT, RISKS, WINS = Heading.NEXT, Heading.RISKS, Heading.WINS
LENA = 7


def earlier(*lines: SaidLine, when: str = "last week") -> Earlier:
    return Earlier(when, "/weekly/2026-W47/#payments", lines)


def line(pk: str, text: str, heading: Heading = NEXT, **facts: Any) -> SaidLine:
    return SaidLine(pk, text, heading, **facts)


def follow(source: str, what: str = "Write the macros", due: date = AFTER, **facts: Any) -> Follow:
    said = "Fri 20 Nov" if due == BEFORE else "Fri 27 Nov"
    return Follow(source, what, "Lena", LENA, due, said, "/actions/5/", **facts)


def mention(pk: str, heading: Heading, text: str) -> Mention:
    return Mention(pk, "platform", "Platform", heading, text, "/weekly/2026-W47/#platform")


def found(facts: Facts) -> list[tuple[str, str, str, str]]:
    return [(offer.source, offer.heading.value, offer.text, str(offer.origin)) for offer in suggested(facts)]


SAID = "said last week, not shipped yet"
MACROS = line("r1", "Two of nine macros are written", RISKS)
CASES: dict[str, tuple[Facts, list[tuple[str, str, str, str]]]] = {
    "nothing to go by": (Facts(), []),
    "promised and not shipped": (
        Facts(earlier(line("1", "Evidence upload"))),
        [("carry-over:1", "next", "Evidence upload", SAID)],
    ),
    "the week before was missed": (
        Facts(earlier(line("1", "Evidence upload"), when="in week 46")),
        [("carry-over:1", "next", "Evidence upload", "said in week 46, not shipped yet")],
    ),
    "promised, and this week says so": (
        Facts(
            earlier(line("1", "Instant payouts in the sandbox"), line("2", "Order approvals")),
            said=[("wins", "Instant payouts work in the sandbox."), ("next", "order approvals, second try")],
        ),
        [],
    ),
    "a win does not hide behind a risk that says the same": (
        Facts(earlier(line("1", "Evidence upload")), said=[("risks", "Evidence upload")]),
        [("carry-over:1", "next", "Evidence upload", SAID)],
    ),
    "answered": (Facts(earlier(line("1", "Evidence upload")), answered={"carry-over:1"}), []),
    "a risk": (
        Facts(earlier(MACROS)),
        [("risk:r1", "risks", "Two of nine macros are written", "a risk last week: still one?")],
    ),
    "a risk with somebody at it": (
        Facts(earlier(MACROS), follows=[follow("bullet:r1")], today=TODAY),
        [("risk:r1", "risks", "Two of nine macros are written", "a risk last week; Lena by Fri 27 Nov")],
    ),
    "a risk with somebody late at it, offered once": (
        Facts(earlier(MACROS), follows=[follow("bullet:r1", due=BEFORE)], today=TODAY),
        [("risk:r1", "risks", "Two of nine macros are written", "a risk last week; Lena, overdue since Fri 20 Nov")],
    ),
    "dismissed, it does not come back as an action item": (
        Facts(earlier(MACROS), follows=[follow("bullet:r1", due=BEFORE)], today=TODAY, answered={"risk:r1"}),
        [],
    ),
    "carried for weeks, it stays the same risk": (
        Facts(earlier(line("r9", "Two of nine macros are written", RISKS, carried="risk:r1"))),
        [("risk:r1", "risks", "Two of nine macros are written", "a risk last week: still one?")],
    ),
    "a risk whose action item is done is a win": (
        Facts(
            earlier(MACROS),
            follows=[follow("bullet:r1", "Two of nine macros are written", closed=True, done_said="yesterday")],
        ),
        [("done:bullet:r1", "wins", "Two of nine macros are written", "action item, done by Lena yesterday")],
    ),
    "done long ago, or cancelled": (Facts(earlier(MACROS), follows=[follow("bullet:r1", closed=True)]), []),
    "done, and this week says so": (
        Facts(
            follows=[follow("bullet:x", closed=True, done_said="today")],
            said=[("wins", "We could write all macros")],
        ),
        [],
    ),
    "overdue from an older week": (
        Facts(follows=[follow("bullet:x", due=BEFORE), follow("bullet:y")], today=TODAY),
        [("action:bullet:x", "risks", "Write the macros", "action item; Lena, overdue since Fri 20 Nov")],
    ),
    "overdue, and this week says so": (
        Facts(follows=[follow("bullet:x", due=BEFORE)], today=TODAY, said=[("risks", "Nobody could write the macros")]),
        [],
    ),
    "others name us": (
        Facts(
            mentions=[
                mention("m1", NEXT, "Read the ledger, with #payments"),
                mention("m2", RISKS, "#payments is late"),
                mention("m3", WINS, "Thanks, #payments"),
            ]
        ),
        [
            ("mention:m1", "next", "#platform: Read the ledger, with #payments", "Platform names you in its update"),
            ("mention:m2", "risks", "#platform: #payments is late", "Platform names you in its update"),
        ],
    ),
    "a platform is named everywhere": (
        Facts(mentions=[mention(f"m{n}", NEXT, f"Thing number {n}") for n in range(20)]),
        [
            (f"mention:m{n}", "next", f"#platform: Thing number {n}", "Platform names you in its update")
            for n in range(6)
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES.keys())
def test_suggested(facts: Facts, expected: list[tuple[str, str, str, str]]) -> None:
    assert found(facts) == expected
    assert all(len(source) <= 80 for source, *_rest in expected)


def test_every_offer_leads_to_where_it_came_from() -> None:
    facts = Facts(
        earlier(line("1", "Evidence upload"), MACROS, line("r2", "Nobody at it", RISKS)),
        follows=[
            follow("bullet:r1"),
            follow("bullet:x", "Old", BEFORE),
            follow("bullet:z", "New", done_said="today", closed=True),
        ],
        mentions=[mention("m1", NEXT, "Ledger")], today=TODAY,
    )  # fmt: skip
    assert {offer.source: offer.url for offer in suggested(facts)} == {
        "done:bullet:z": "/actions/5/",
        "carry-over:1": "/weekly/2026-W47/#payments",
        "risk:r1": "/actions/5/",
        "risk:r2": "/weekly/2026-W47/#payments",
        "action:bullet:x": "/actions/5/",
        "mention:m1": "/weekly/2026-W47/#platform",
    }


def test_who_and_when_come_along() -> None:
    asked = line("r1", "Macros", RISKS, assignee_id=LENA, due_on=BEFORE)
    by_hand = Facts(earlier(asked), follows=[follow("bullet:r1")], today=TODAY)
    assert [(offer.assignee_id, offer.due_on) for offer in suggested(by_hand)] == [(LENA, AFTER)]
    alone = Facts(earlier(asked), today=TODAY)
    assert [(offer.assignee_id, offer.due_on) for offer in suggested(alone)] == [(LENA, BEFORE)]
    others = Facts(follows=[follow("review:3", due=BEFORE)], today=TODAY)
    [offer] = suggested(others)
    assert (offer.source, offer.assignee_id, offer.due_on) == ("action:review:3", None, None)


@pytest.mark.parametrize(
    ("origin", "source"),
    [("", "bullet:b"), ("carry-over:1", "bullet:b"), ("risk:r1", "bullet:r1"), ("action:bullet:r1", "bullet:r1"),
     ("action:review:3", "bullet:b"), ("risk:", "bullet:b"), ("mention:m", "bullet:b")],
)  # fmt: skip
def test_a_risk_carried_on_stays_one_action_item(origin: str, source: str) -> None:
    assert action_source(origin, "b") == source


def test_a_long_line_of_others_still_fits() -> None:
    [offer] = suggested(Facts(mentions=[mention("m", NEXT, "x" * 600)]))
    assert isinstance(offer, Offer)
    assert len(offer.text) == 600
