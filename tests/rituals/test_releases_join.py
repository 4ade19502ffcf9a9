"""Releases join the weekly update: offered, in front, for an area that is missing, and found with their last sentence.

Everybody reads the update, so its texts hold windows and plain reasons, never the internal date, and nothing of what
is not for everybody.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.models import Subscription
from comms.sweeping import sweep
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.search.engine import find
from productops.search.models import SearchRow
from releases.actions.health import reassess_all
from releases.actions.stages import move
from releases.enums import Outcome, Tier
from releases.models import Dependency, Release
from releases.search import push_all
from releases.stages import Move
from rituals.actions.area_updates import answer_suggestion
from rituals.actions.publishing import aggregate
from rituals.enums import Answer
from rituals.models import WeeklyUpdate
from rituals.offering import offers
from rituals.printing import document_of
from rituals.release_facts import fronts_of, news_of
from tests.comms.post_office import PostOffice
from tests.factories import in_role
from tests.factories.decisions import decided, to_be_decided
from tests.factories.releases import drafted, functions_with_leads, planned
from tests.factories.weekly import MONDAY, part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.paper import lines_of

pytestmark = pytest.mark.django_db
INTERNAL = date(2026, 12, 3)  # a Thursday: eight days ahead
WINDOW = {"window_from": date(2026, 12, 1), "window_to": date(2026, 12, 10)}
TOLD = ("2026-12-03", "3 Dec", "Dec 3", "3 December", "business day", "passed")


def pm(area: Area) -> Person:
    found: Person = area.pm  # type: ignore[attr-defined]
    return found


@pytest.fixture
def told(week: Week) -> Week:
    """Payouts at risk in the first area, waited for by the second; a draft and a secret; something launched."""
    functions_with_leads()
    first, second, _third = week.areas
    for area in week.areas:
        area.eng_lead = area.pm  # type: ignore[attr-defined]
    start = MONDAY - timedelta(days=3)
    payouts = planned(first, start, name="Instant payouts", launch_on=INTERNAL, **WINDOW)
    payouts.items.filter(position__lt=2, fact="").update(due_on=date(2026, 11, 19))
    waiting = planned(second, start, name="Payout page", launch_on=date(2027, 2, 2))
    Dependency.objects.create(release=waiting, on_release=payouts, added_at=start, added_by=pm(second))
    planned(first, start, name="Canary secret", launch_on=INTERNAL, **WINDOW)
    Release.objects.filter(name="Canary secret").update(confidential_at=start, confidential_reason="Canary reason")
    small = planned(first, start, tier=Tier.LOW, name="Canary copy", launch_on=date(2026, 11, 24), **WINDOW)
    Release.objects.filter(pk=small.pk).update(name="Shorter words")
    move(release=small, move=Move.LAUNCH, by=pm(first), now=MONDAY + timedelta(hours=5))
    drafted(first, start, name="Canary draft", **WINDOW)
    reassess_all(now=MONDAY)
    push_all(now=MONDAY)
    return week


def offered(week: Week, now: Any) -> dict[str, tuple[str, str, str]]:
    row = part(week.update, week.area)
    return {each.source: (each.heading.value, each.text, str(each.origin)) for each in offers(row, now)}


def no_secrets(text: str) -> None:
    assert "Canary" not in text
    for said in TOLD:
        assert said not in text, said


def test_what_the_pm_is_offered_and_what_becomes_of_it(told: Week, clock: Clock) -> None:
    keys = dict(Release.objects.values_list("name", "key"))
    payouts = keys["Instant payouts"]
    found = offered(told, clock.at)
    assert found[f"release-next:{payouts}"] == (
        "next", f"#{payouts} Instant payouts: launch early December", f"from {payouts}, coming up",
    )  # fmt: skip
    assert found[f"release-out:{keys['Shorter words']}"][:2] == (
        "wins",
        f"#{keys['Shorter words']} Shorter words: launched",
    )
    [risk] = [source for source in found if source.startswith(f"release-risk:{payouts}:")]
    assert found[risk][2].startswith(f"from {payouts}, ")
    assert "since" in found[risk][2]
    for _heading, text, _origin in found.values():
        no_secrets(text)
    # Accepted it becomes a line that links to the release; dismissed it is gone; neither is offered again.
    row = part(told.update, told.area)
    row = answer_suggestion(area_update=row, source=risk, answer=Answer.ACCEPTED, by=told.pm, now=clock.at)
    row = answer_suggestion(
        area_update=row, source=f"release-next:{payouts}", answer=Answer.DISMISSED, by=told.pm, now=clock.at
    )
    [line] = row.bullets.all()
    assert (line.heading, line.origin, set(line.references.values_list("key", flat=True))) == (
        "risks", risk, {payouts.lower()},
    )  # fmt: skip
    assert f'<a class="ref" href="/releases/{payouts}/"' in line.html
    assert not {risk, f"release-next:{payouts}"} & offered(told, clock.at).keys()


def test_offers_cost_the_same_with_many_releases(told: Week, clock: Clock) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            news_of(told.area.pk, since=MONDAY, today=clock.at.date())
        return len(asked)

    few = queries()
    for number in range(3):
        planned(told.area, MONDAY, name=f"Number {number}", launch_on=INTERNAL)
    reassess_all(now=MONDAY)
    assert queries() == few <= 5


def test_the_front_and_a_missing_area_know_what_releases_know(
    told: Week, clock: Clock, signed_in: SignedIn, post_office: PostOffice
) -> None:
    _first, second, _third = told.areas
    keys = dict(Release.objects.values_list("name", "key"))
    payouts, page = keys["Instant payouts"], keys["Payout page"]
    submitted(told.update, second, {"next": ["The payout page waits"]})
    reader = in_role(Role.STAKEHOLDER)
    Subscription.objects.create(person=reader, all_areas=True, created_at=MONDAY)
    row = aggregate(update=told.update, by=told.ops, now=told.update.publish_at)
    fronts = dict(row.highlights.values_list("source", "text"))
    assert fronts[f"release-next:{payouts}"] == f"#{payouts} Instant payouts: launch early December"
    health = Release.objects.get(key=payouts).get_health_display().lower()
    assert fronts[f"release-risk:{payouts}"] == f"#{payouts} Instant payouts is {health}; waiting for it: #{page}"
    version = row.version
    assert aggregate(update=row, by=told.ops, now=told.update.publish_at).version == version
    desk = signed_in(told.ops).get(f"/weekly/{row.key}/desk/").content.decode()
    known = f'<a class="ref" href="/releases/{payouts}/">{payouts}</a> Instant payouts: Planned · early December'
    assert known in desk

    edition = published(told.update, told.ops)
    browser = signed_in(reader)

    def everywhere() -> dict[str, str]:
        return {
            "page": browser.get(f"/weekly/{row.key}/").content.decode(),
            "markdown": browser.get(f"/weekly/{row.key}/markdown/").content.decode(),
            "paper": document_of(edition, "en").html,
            "polish": document_of(edition, "pl").html,
        }

    texts = everywhere()
    assert known in texts["page"]
    assert known in texts["paper"]
    assert f"[{payouts} Instant payouts](<http" in texts["markdown"].replace("\\", "")
    assert "Shorter words" in texts["page"]
    assert f">{payouts}</a> Instant payouts: " in texts["polish"]
    sweep(clock=lambda: told.update.publish_at + timedelta(minutes=10))
    [mail] = [each for each in post_office.mails if reader.email in str(each["To"])]
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        texts[kind] = body.get_content()
        assert "Instant payouts: Planned · early December" in texts[kind]
    for text in texts.values():
        no_secrets(text)
    # Frozen: what happens to the release afterwards changes nothing of what was published.
    Release.objects.filter(key=payouts).update(
        name="Renamed", health="off_track", window_from=date(2027, 3, 1), window_to=date(2027, 3, 10)
    )
    after = everywhere()
    assert lines_of(after.pop("page")) == lines_of(texts["page"])
    assert after == {name: texts[name] for name in after}


def test_the_finder_answers_with_the_last_sentence_said(told: Week) -> None:
    first, second, third = told.areas
    keys = dict(Release.objects.values_list("name", "key"))
    payouts, page, secret = keys["Instant payouts"], keys["Payout page"], keys["Canary secret"]
    submitted(told.update, first, {"wins": [f"The sandbox works for #{payouts}"], "risks": [f"{secret} is our secret"]})
    submitted(told.update, second, {"next": ["Tests of the payout page begin"]})
    submitted(told.update, third, {"next": ["We wait for instant payouts"]})
    published(told.update, told.ops)
    update = WeeklyUpdate.objects.get(pk=told.update.pk)
    rows = {row.key: row for row in SearchRow.objects.filter(kind="release")}
    assert rows[payouts.lower()].sentence == f"The sandbox works for {payouts}"
    assert rows[payouts.lower()].sentence_at == update.published_at
    assert rows[page.lower()].sentence == "Tests of the payout page begin"
    assert rows[secret.lower()].sentence == ""
    # What changes in the release leaves the sentence.
    push_all(now=update.publish_at)
    found = find(in_role(Role.STAKEHOLDER), "instant payouts")[0]
    assert (found.sentence, found.window, found.stage, found.owner) == (
        f"The sandbox works for {payouts}", "early December", "Planned", told.pm,
    )  # fmt: skip
    # In a line that everybody reads only what everybody may see is offered, whoever writes it.
    assert [row.title for row in find(told.pm, secret)] == ["Canary secret"]
    assert [row.title for row in find(told.pm, secret, for_everybody=True)] == []


def test_what_was_decided_is_offered_and_stands_in_front(told: Week, clock: Clock) -> None:
    """A go and a no-go since the last update; of confidential ones nothing."""
    area, at = told.area, MONDAY + timedelta(hours=6)
    area.pm, area.eng_lead = pm(area), pm(area)  # type: ignore[attr-defined]
    rows = {}
    for name, outcome in (("Fast refunds", "go"), ("Slow refunds", "no_go"), ("Canary deal", "go")):
        row = to_be_decided(area, at, told.ops, name=name, launch_on=INTERNAL, **WINDOW)
        words = {"rationale": "The ledger is not safe"} if outcome == "no_go" else {}
        decided(row, at, Outcome(outcome), **words)
        rows[name] = row.key
    Release.objects.filter(name="Canary deal").update(confidential_at=at, confidential_reason="Canary reason")
    found = offered(told, clock.at)
    go, refused = rows["Fast refunds"], rows["Slow refunds"]
    assert found[f"release-next:{go}:go"][1].startswith(f"#{go} Fast refunds: Go")
    assert found[f"release-risk:{refused}:no_go"][1] == f"#{refused} Slow refunds: no-go"
    fronts = {each.key: each.go for each in fronts_of(told.update)[0]}
    assert (fronts[go], fronts[refused]) == ("Go", "No-go")
    assert rows["Canary deal"] not in fronts
    for text in (*(each[1] for each in found.values()), *fronts):
        no_secrets(text)
        assert "Canary" not in text
