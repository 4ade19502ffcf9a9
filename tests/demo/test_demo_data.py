"""The demo organisation's files: complete, consistent with themselves, and free of anything that ages.

No database and no loader: these tests read `productops/demo/*.yaml` as plain data, so that whoever edits a
sentence learns within a second whether a person, an area or a `{+N}` date no longer resolves.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

DEMO = Path(__file__).resolve().parents[2] / "productops" / "demo"
FUNCTIONS = [
    *("Product", "Product Ops", "Engineering", "Reliability", "QA", "Design", "UX Research", "Support"),
    *("Sales", "Sales Ops", "CS", "CS Ops", "Marketing", "Data", "Legal", "Executive"),
]
ROLES = {
    *("admin", "product_ops", "product_ops_lead", "head_of_product"),
    *("pm", "function_lead", "stakeholder", "executive"),
}
HEADINGS = {"wins": (1, 4), "next": (1, 3), "risks": (0, 2), "metrics": (1, 2), "links": (0, 1)}
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
# "May" only where it is a month: the verb is written in lower case in these texts.
MONTH = re.compile(rf"\b({MONTHS}|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b")
YEAR = re.compile(r"\b(19|20)\d\d\b")
PLACEHOLDER = re.compile(r"\{\+(\d{1,2})\}")
REFERENCE = re.compile(r"#([a-z][a-z-]*)")
LINK = re.compile(r"\[[^\]]+\]\(https://docs\.meridian\.example/[a-z0-9/-]+\)")


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))


ORGANISATION = _read("organisation.yaml")
WEEKS: list[dict[str, Any]] = _read("updates.yaml")["updates"]
EMAILS = {person["email"] for person in ORGANISATION["people"]}
AREAS = [area["slug"] for area in ORGANISATION["areas"]]


def _texts(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for value in node.values():
                yield from _texts(value)
        case list():
            for value in node:
                yield from _texts(value)


def _written() -> list[tuple[int, str, dict[str, Any]]]:
    """(weeks ago, area, update) of every update somebody submitted."""
    return [
        (week["weeks_ago"], slug, update)
        for week in WEEKS
        for slug, update in week["areas"].items()
        if update["state"] == "submitted"
    ]


# --- the organisation


def test_people_are_complete_and_unique() -> None:
    people = ORGANISATION["people"]
    functions = {function["slug"] for function in ORGANISATION["functions"]}
    assert len(EMAILS) == len(people) == len({person["name"] for person in people})
    for person in people:
        keys = {"email", "name", "function", "roles", "timezone", "language", "demo", "title"}
        assert set(person) == keys, person["email"]
        assert re.fullmatch(r"[a-z]+@meridian\.example", person["email"])
        assert person["function"] in functions
        assert person["language"] in {"en", "pl"}
        assert person["roles"]
        assert set(person["roles"]) <= ROLES
        ZoneInfo(person["timezone"])
    assert sum("pm" in person["roles"] for person in people) == 8


def test_six_people_stand_on_the_sign_in_page() -> None:
    names = {person["name"] for person in ORGANISATION["people"] if person["demo"]}
    assert names == {"Tomek Wrona", "Maja Okoń", "Lena Brandt", "Ewa Lis", "Aino Rask", "Ravi Nair"}


def test_functions_are_those_of_the_specification_and_led_by_their_own_people() -> None:
    assert [function["name"] for function in ORGANISATION["functions"]] == FUNCTIONS
    people = {person["email"]: person for person in ORGANISATION["people"]}
    for function in ORGANISATION["functions"]:
        assert function["standing_notice"]
        assert "function_lead" in people[function["lead"]]["roles"]
        assert {people[email]["function"] for email in [function["lead"], *function["delegates"]]} == {function["slug"]}


def test_areas_resolve_and_each_pm_has_one() -> None:
    groups = {group["slug"] for group in ORGANISATION["groups"]}
    areas = ORGANISATION["areas"]
    assert (len(groups), len(set(AREAS)), len(areas)) == (5, 8, 8)
    assert {area["group"] for area in areas} == groups
    pms = {person["email"] for person in ORGANISATION["people"] if "pm" in person["roles"]}
    assert {area["pm"] for area in areas} == pms
    for area in areas:
        assert {area["eng_lead"], area["support_contact"]} <= EMAILS
        assert area["summary"].endswith(".")
        assert area["chat"].startswith("#")


def test_exactly_one_area_has_a_deputy_today() -> None:
    (area,) = [area for area in ORGANISATION["areas"] if "deputy" in area]
    assert area["deputy"]["person"] in EMAILS - {area["pm"]}
    assert area["deputy"]["from_days"] <= 0 <= area["deputy"]["to_days"]


def test_subscriptions_resolve() -> None:
    readers = [subscription["person"] for subscription in ORGANISATION["subscriptions"]]
    assert len(readers) == len(set(readers))
    assert set(readers) <= EMAILS
    for subscription in ORGANISATION["subscriptions"]:
        assert subscription["areas"] == "all" or set(subscription["areas"]) <= set(AREAS)


# --- the weeks


def test_weeks_run_from_twelve_to_now_with_every_area_in_order() -> None:
    assert [week["weeks_ago"] for week in WEEKS] == list(range(12, -1, -1))
    assert all(list(week["areas"]) == AREAS for week in WEEKS)


def test_published_weeks_have_a_headline_and_short_highlights() -> None:
    *published, current = WEEKS
    assert set(current) == {"weeks_ago", "areas"}
    for week in published:
        assert week["title"]
        assert list(week["highlights"]) == ["shipped", "next", "risk"]
        assert all(3 <= len(lines) <= 4 for lines in week["highlights"].values())
        assert all(len(line) <= 110 for line in _texts(week["highlights"])), week["weeks_ago"]


def test_states_tell_the_story() -> None:
    *published, current = WEEKS
    states = {
        (week["weeks_ago"], slug): update["state"]
        for week in published
        for slug, update in week["areas"].items()
        if update["state"] != "submitted"
    }
    assert states == {(6, "reporting"): "excused", (2, "mobile"): "missing", (1, "mobile"): "missing"}
    assert Counter(update["state"] for update in current["areas"].values()) == {"submitted": 4, "draft": 1, "open": 3}
    draft = current["areas"]["payments"]
    assert (draft["state"], draft["health"], len(draft["wins"] + draft["next"])) == ("draft", "at_risk", 2)


def test_submitted_updates_have_their_headings_filled() -> None:
    for weeks_ago, slug, update in _written():
        where = (weeks_ago, slug)
        assert set(update) <= {"state", "health", "reason", "asks", *HEADINGS}, where
        for heading, (least, most) in HEADINGS.items():
            assert least <= len(update.get(heading, [])) <= most, (*where, heading)
        assert all(LINK.fullmatch(link) for link in update.get("links", [])), where


def test_a_reason_is_given_exactly_when_an_area_is_not_on_track() -> None:
    for week in WEEKS:
        for slug, update in week["areas"].items():
            where = (week["weeks_ago"], slug)
            if update["state"] in {"submitted", "draft"}:
                assert update["health"] in {"on_track", "at_risk", "off_track"}, where
                assert ("reason" in update) == (update["health"] != "on_track"), where
            else:
                assert set(update) == ({"state", "excuse"} if update["state"] == "excused" else {"state"}), where


@pytest.mark.parametrize("name", ["organisation.yaml", "updates.yaml", "releases.yaml", "decisions.yaml"])
def test_texts_are_short_and_never_age(name: str) -> None:
    for text in _texts(_read(name)):
        assert 0 < len(text) <= 240, text
        assert text == text.strip()
        assert "\n" not in text
        assert not MONTH.search(text), text
        assert not YEAR.search(text), text


def test_placeholders_are_well_formed_and_fall_on_business_days() -> None:
    for text in _texts(WEEKS):
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", text)), text
        assert all(int(days) % 7 < 5 for days in PLACEHOLDER.findall(text)), text


def test_references_name_areas_other_than_their_own() -> None:
    found = 0
    for week in WEEKS:
        for slug, update in week["areas"].items():
            for text in _texts(update):
                references = set(REFERENCE.findall(text))
                assert references <= set(AREAS) - {slug}, (week["weeks_ago"], slug, text)
                found += len(references)
    assert found >= 20


def test_no_sentence_is_used_twice_in_an_area() -> None:
    """A metric moves, a promise is reworded; an identical line is a slip of the pen."""
    seen: Counter[tuple[str, str]] = Counter()
    for _, slug, update in _written():
        seen.update((slug, text) for heading in ("wins", "next", "risks") for text in update.get(heading, []))
    assert [key for key, count in seen.items() if count > 1] == []


def test_what_is_asked_resolves() -> None:
    """Of somebody there is, of a line there is, and what became of it came after it was asked."""
    asked = [(update, ask) for _ago, _area, update in _written() for ask in update.get("asks", ())]
    assert len(asked) > 5
    for update, ask in asked:
        assert ask["of"] in EMAILS, ask
        assert 1 <= ask["line"] <= len(update["risks"]), ask
        assert set(ask) <= {"line", "of", "by", "done", "moved", "moved_on", "why"}, ask
        assert ("moved" in ask) == ("why" in ask) == ("moved_on" in ask), ask
        assert ask.get("done", 9) > 4, "not before the week's update was submitted"
