"""What releases offer to an area's update, as a table; and which lines call a release by its name."""

from typing import Any

import pytest

from releases.enums import Health, Outcome
from rituals.enums import Heading
from rituals.naming_releases import by_name
from rituals.release_offers import ReleaseNews
from rituals.suggestions import Earlier, Facts, Follow, SaidLine, suggested
from tests.rituals.test_suggestions import AFTER, LENA


def news(key: str = "PAY-31", name: str = "Instant payouts", **facts: Any) -> ReleaseNews:
    return ReleaseNews(key, name, f"/releases/{key}/", **facts)


LATE = news(health=Health.OFF_TRACK, reason="Support macros: not done", since="Tue 24 Nov")


@pytest.mark.parametrize(
    ("releases", "said", "expected"),
    [
        ([news()], [], []),
        ([news(launched="yesterday")], [],
         [("release-out:PAY-31", "wins", "#PAY-31 Instant payouts: launched", "from PAY-31, launched yesterday")]),
        ([news(launched="yesterday")], [("wins", "PAY-31 is out")], []),
        ([news(launched="yesterday")], [("wins", "INSTANT payouts for all")], []),
        ([news(window="early December")], [],
         [("release-next:PAY-31", "next", "#PAY-31 Instant payouts: launch early December", "from PAY-31, coming up")]),
        ([news(window="early December", gate="Staging review")], [],
         [("release-next:PAY-31", "next", "#PAY-31 Instant payouts: launch early December", "from PAY-31, in review")]),
        ([news(gate="Staging review")], [],
         [("release-next:PAY-31", "next", "#PAY-31 Instant payouts: Staging review", "from PAY-31, in review")]),
        ([news(gate="Staging review")], [("next", "#pay-31 goes on")], []),
        ([LATE], [],
         [("release-risk:PAY-31:off_track", "risks", "#PAY-31 Instant payouts: Support macros: not done",
           "from PAY-31, off track since Tue 24 Nov")]),
        ([LATE], [("next", "#PAY-31")],
         [("release-risk:PAY-31:off_track", "risks", "#PAY-31 Instant payouts: Support macros: not done",
           "from PAY-31, off track since Tue 24 Nov")]),
        ([LATE], [("risks", "PAY-31: macros")], []),
        ([news(health=Health.AT_RISK, since="today")], [],
         [("release-risk:PAY-31:at_risk", "risks", "#PAY-31 Instant payouts is at risk",
           "from PAY-31, at risk since today")]),
        ([news(window="early December", outcome=Outcome.GO, decided="yesterday")], [],
         [("release-next:PAY-31:go", "next", "#PAY-31 Instant payouts: Go, launch early December",
           "from PAY-31, decided yesterday")]),
        ([news(outcome=Outcome.CONDITIONAL_GO, decided="yesterday")], [],
         [("release-next:PAY-31:conditional_go", "next", "#PAY-31 Instant payouts: Conditional go",
           "from PAY-31, decided yesterday")]),
        ([news(outcome=Outcome.NO_GO, decided="today", health=Health.AT_RISK)], [],
         [("release-risk:PAY-31:no_go", "risks", "#PAY-31 Instant payouts: no-go", "from PAY-31, decided today")]),
        ([news(outcome=Outcome.DELAY, decided="today")], [],
         [("release-risk:PAY-31:delay", "risks", "#PAY-31 Instant payouts: delayed", "from PAY-31, decided today")]),
        ([news(outcome=Outcome.DELAY, decided="today")], [("risks", "PAY-31 is late")], []),
        ([news(rolled_back="yesterday")], [],
         [("release-back:PAY-31", "risks", "#PAY-31 Instant payouts: rolled back",
           "from PAY-31, rolled back yesterday")]),
    ],
)  # fmt: skip
def test_what_a_release_offers(
    releases: list[ReleaseNews], said: list[tuple[str, str]], expected: list[tuple[str, str, str, str]]
) -> None:
    found = suggested(Facts(releases=releases, said=said))
    assert [(each.source, each.heading.value, each.text, str(each.origin)) for each in found] == expected
    assert {each.url for each in found} <= {"/releases/PAY-31/"}


def test_the_worst_first_and_not_too_many() -> None:
    worried = [news(f"PAY-{number}", f"Thing {number}", health=Health.AT_RISK) for number in range(9)]
    found = suggested(Facts(releases=[*worried, LATE]))
    assert [each.source for each in found][:2] == ["release-risk:PAY-31:off_track", "release-risk:PAY-0:at_risk"]
    assert len(found) == 6


def test_next_week_the_release_speaks_for_itself() -> None:
    """What was accepted from a release is not carried over beside its fresh offer, unless somebody was asked."""
    risk = SaidLine(
        "r1", "#PAY-31 Instant payouts: Docs: not done", Heading.RISKS, carried="release-risk:PAY-31:at_risk"
    )
    plan = SaidLine("n1", "#PAY-31 Instant payouts: launch soon", Heading.NEXT, carried="release-next:PAY-31")
    earlier = Earlier("last week", "/", (risk, plan))
    assert [each.source for each in suggested(Facts(earlier, releases=[LATE]))] == ["release-risk:PAY-31:off_track"]
    assert suggested(Facts(earlier)) == []
    asked = Follow("bullet:r1", "Write the docs", "Lena", LENA, AFTER, "Fri 27 Nov", "/actions/5/")
    assert [each.source for each in suggested(Facts(earlier, follows=[asked]))] == ["risk:r1"]


def test_a_line_calls_a_release_by_its_whole_name() -> None:
    called = by_name(
        {"pay-31": "Instant payouts", "pay-32": "Instant payouts for all", "srch-1": "Search", "pl-1": "Żółta łódź"}
    )
    assert called("We shipped instant Payouts in the sandbox") == ["pay-31"]
    assert sorted(called("Instant payouts for all")) == ["pay-31", "pay-32"]
    assert called("Search is faster, payouts are instant") == []
    assert called("ZOLTA LODZ płynie") == ["pl-1"]
