"""Assembling: the same facts give the same content; highlights come from what the areas say."""

from dataclasses import replace
from random import Random

from productops.editions.canonical import sha256_of
from rituals.assembling import (
    AreaFacts,
    Candidate,
    Front,
    FrontRelease,
    KnownRelease,
    Line,
    Words,
    candidates,
    content_of,
)
from rituals.enums import HighlightKind
from rituals.highlights import Drafted, Redraft, redraft


def area(slug: str, **facts: object) -> AreaFacts:
    return AreaFacts(slug=slug, name=slug.title(), state="submitted", **({"health": "on_track"} | facts))  # type: ignore[arg-type]


def line(pk: str, heading: str, text: str, *about: str) -> Line:
    return Line(pk, heading, text, f"<b>{text}</b>", about)


SEARCH = area("search", lines=(line("1", "wins", "Launched"), line("2", "next", "Synonyms")))
PAYMENTS = area(
    "payments",
    health="at_risk",
    reason="Support is not ready",
    lines=(line("3", "wins", "Reconciled"), line("4", "risks", "Waits for ledger", "platform")),
)
RESIDENCY = area(
    "residency", health="off_track", reason="Legal", lines=(line("5", "risks", "Waits for regions", "platform"),)
)


def test_highlights_come_from_first_lines_and_from_trouble_worst_first() -> None:
    found = candidates([SEARCH, PAYMENTS, RESIDENCY], Words(raised="%(what)s worries %(areas)s"))
    assert [(each.kind.value, each.source, each.text) for each in found] == [
        ("shipped", "bullet:1", "Launched"),
        ("shipped", "bullet:3", "Reconciled"),
        ("next", "bullet:2", "Synonyms"),
        ("risk", "health:residency", "Residency: Legal"),
        ("risk", "health:payments", "Payments: Support is not ready"),
        ("risk", "raised:platform", "#platform worries Payments, Residency"),
    ]


def test_areas_that_did_not_submit_give_no_highlight() -> None:
    silent = AreaFacts(slug="mobile", name="Mobile", health="off_track", reason="x", lines=SEARCH.lines)
    assert candidates([silent], Words()) == []


def test_a_missing_area_shows_what_is_known_and_no_draft() -> None:
    silent = AreaFacts(
        slug="mobile",
        name="Mobile",
        health="off_track",
        lines=SEARCH.lines,
        known_health="at_risk",
        known_next=("Tablet",),
    )
    [content] = content_of("2026-W48", "2026-11-23", [], [silent])["areas"]
    assert content["known"] == {"health": "at_risk", "next": ["Tablet"]}
    assert content["health"] == ""
    assert "lines" not in content


def test_the_same_facts_give_the_same_hash() -> None:
    fronts = [Front("risk", "a", "a"), Front("shipped", "b", "b")]
    content = content_of("2026-W48", "2026-11-23", fronts, [SEARCH, PAYMENTS])
    shuffled = dict(Random(7).sample(list(content.items()), len(content)))
    assert sha256_of(shuffled) == sha256_of(content)
    other = content_of("2026-W48", "2026-11-23", fronts, [PAYMENTS, SEARCH])
    assert sha256_of(other) != sha256_of(content)


def test_redrafting_leaves_alone_what_was_edited_or_removed() -> None:
    launched = Candidate(HighlightKind.SHIPPED, "bullet:1", "Launched for everyone")
    synonyms = Candidate(HighlightKind.NEXT, "bullet:2", "Synonyms")
    stored = {
        "bullet:1": Drafted(1, "shipped", "Launched", 0, kept=False),
        "bullet:2": Drafted(2, "next", "Something else", 0, kept=True),
        "bullet:3": Drafted(3, "risk", "Gone", 0, kept=False),
        "bullet:4": Drafted(4, "risk", "Gone but edited", 1, kept=True),
    }
    plan = redraft(stored, [launched, synonyms])
    assert plan == Redraft([(launched, 0, 1)], [3])
    again = {"bullet:1": Drafted(1, "shipped", "Launched for everyone", 0, kept=False), "bullet:2": stored["bullet:2"]}
    assert not redraft(again, [launched, synonyms])


def test_launches_ahead_and_what_others_wait_for_come_in_front() -> None:
    words = Words(
        "%(what)s", "%(release)s in %(window)s", "%(release)s off: %(waiting)s", "%(release)s worry: %(waiting)s"
    )
    first = Line("n1", "next", "#PAY-31 and more", "…", ("pay-31",))
    area = AreaFacts("payments", "Payments", state="submitted", health="on_track", lines=(first,))
    ahead = [FrontRelease(f"PAY-{number}", "Thing", "December") for number in (31, 32, 33, 34, 35, 36)]
    waited = [FrontRelease("PLAT-8", "Ledger", health="off_track", waiting=("PAY-31", "SRCH-2"))]
    waited.append(FrontRelease("PLAT-9", "Rates", health="at_risk", waiting=("PAY-32",)))
    assert [(each.kind.value, each.source, each.text) for each in candidates([area], words, ahead, waited)] == [
        ("next", "release-next:PAY-32", "#PAY-32 Thing in December"),
        ("next", "release-next:PAY-33", "#PAY-33 Thing in December"),
        ("next", "release-next:PAY-34", "#PAY-34 Thing in December"),
        ("next", "release-next:PAY-35", "#PAY-35 Thing in December"),
        ("next", "bullet:n1", "#PAY-31 and more"),
        ("risk", "release-risk:PLAT-8", "#PLAT-8 Ledger off: #PAY-31, #SRCH-2"),
        ("risk", "release-risk:PLAT-9", "#PLAT-9 Rates worry: #PAY-32"),
    ]


def test_what_releases_know_is_frozen_only_where_there_are_any() -> None:
    silent = AreaFacts("payments", "Payments", known_health="on_track")
    [plain] = content_of("2026-W48", "2026-11-23", (), [silent])["areas"]
    assert plain["known"] == {"health": "on_track", "next": []}
    release = KnownRelease("PAY-31", "Payouts", "/releases/PAY-31/", "planned", reason=(("en", "Docs: not done"),))
    [knowing] = content_of("2026-W48", "2026-11-23", (), [replace(silent, known_releases=(release,))])["areas"]
    assert knowing["known"]["releases"] == [
        {"key": "PAY-31", "name": "Payouts", "url": "/releases/PAY-31/", "stage": "planned", "health": "",
         "reason": {"en": "Docs: not done"}, "window_from": "", "window_to": ""},
    ]  # fmt: skip
