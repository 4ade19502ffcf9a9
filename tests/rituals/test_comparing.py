"""Two updates beside each other: what became of what was promised, risks new and gone, areas that came and went."""

from typing import Any

import pytest

from productops.markdown import bullet_html
from rituals.comparing import Became, Comparison, compare
from rituals.same_matter import closeness, words_of


def area(slug: str = "payments", health: str = "on_track", **lines: list[str]) -> dict[str, Any]:
    """An area's part of an edition; a line's id is its heading and place. Without a health there was no update."""
    said = {
        heading: [
            {"id": f"{heading}{place}", "text": text, "html": bullet_html(text)} for place, text in enumerate(texts)
        ]
        for heading, texts in lines.items()
    }
    part = {"slug": slug, "name": slug.title(), "group": "", "group_name": "", "pm": 1, "health": health}
    return part | ({"state": "submitted", "lines": said} if health else {"state": "open", "known": {}})


def compared(before: list[dict[str, Any]], after: list[dict[str, Any]], **carried: str) -> Comparison:
    return compare({"areas": before}, {"areas": after}, carried)


PROMISE = "Instant payouts: go/no-go on Fri 27 Nov"


@pytest.mark.parametrize(
    ("after", "became"),
    [
        (area(wins=["Instant payouts got their go"]), Became.SHIPPED),
        (area(next=["Instant payouts: go/no-go moves to Tue 1 Dec"]), Became.NEXT),
        (area(risks=["Instant payouts wait for Legal"]), Became.AT_RISK),
        (area(wins=["Refunds are faster"]), Became.NOT_MENTIONED),
        (area(wins=["Decided on Friday"]), Became.NOT_MENTIONED),  # the day is no matter
        (area(wins=["Instant payouts are on"], next=["Instant payouts for Poland"]), Became.SHIPPED),
        (area(health=""), Became.NO_UPDATE),
    ],
)
def test_what_became_of_a_promise(after: dict[str, Any], became: Became) -> None:
    [found] = compared([area(next=[PROMISE])], [after]).areas
    assert [promise.became for promise in found.promises] == [became]


def test_a_line_that_was_carried_over_needs_no_word_in_common() -> None:
    [found] = compared([area(next=["Chargebacks"])], [area(next=["Evidence by upload"])], next0="next0").areas
    assert [(promise.became, promise.by) for promise in found.promises] == [(Became.NEXT, "Evidence by upload")]


def test_risks_new_and_gone() -> None:
    before = area(risks=["Support is not ready for the night shift", "Legal answers late"])
    after = area(risks=["Support not ready: the night shift has no macros", "Two engineers are ill"])
    [found] = compared([before], [after]).areas
    assert found.new_risks == ("Two engineers are ill",)
    assert found.risks_gone == ("Legal answers late",)


def test_an_area_that_says_nothing_has_no_fewer_risks() -> None:
    [found] = compared([area(risks=["Legal answers late"])], [area(health="")]).areas
    assert (found.new_risks, found.risks_gone) == ((), ())


def test_areas_that_came_and_went() -> None:
    found = compared([area("old", next=["x"])], [area("new", risks=["A risk from the start"])])
    assert [(each.slug, each.appeared, each.closed) for each in found.areas] == [
        ("new", True, False),
        ("old", False, True),
    ]
    assert found.areas[0].new_risks == ()  # all is new there


def test_the_counts_in_front() -> None:
    before = [area("a", "at_risk", next=["Instant payouts"]), area("b", next=["Chargeback evidence"]), area("c")]
    after = [area("a", wins=["Instant payouts are on"]), area("b", "off_track", risks=["Nobody knows"]), area("c", "")]
    found = compared(before, after)
    assert (found.shipped, found.promised, found.better, found.worse, found.new_risks) == (1, 2, 1, 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A queue per partner by Tue 10 Nov", "The queue per partner is on since Tuesday", True),
        ("Terms sheet for net terms to Legal by Fri 6 Nov", "The terms sheet is with Legal since last Friday", True),
        ("Everybody on Tue 10 Nov", "Typo-tolerant search is on for everyone since Tuesday", False),
        ("Wypłaty natychmiastowe w czwartek", "Natychmiastowe wypłaty działają", True),
        ("", "anything", False),
        ("#payments", "payments", True),
    ],
)
def test_two_lines_of_one_matter(one: str, other: str, same: bool) -> None:
    assert (closeness(words_of(one), words_of(other)) > 0) is same
