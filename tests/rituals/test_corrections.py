"""Corrections: proposed by the area's PM, published together by Product Ops as the next revision, never silently."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.editions.canonical import sha256_of
from productops.editions.difference import Item
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Person
from productops.people.permissions import PermissionRefused
from productops.search.models import SearchRow
from rituals.actions.corrections import decline, propose, withdraw
from rituals.actions.revisions import Wanted, publish_revision, revised
from rituals.correcting import Wording, part_in, wording_of
from rituals.models import AreaUpdate, Bullet, Correction, WeeklyUpdate
from rituals.offering import offers
from rituals.queries import followers_of, open_corrections
from tests.factories import area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, open_with, part, published, submitted

pytestmark = pytest.mark.django_db
LINES = {"wins": ["Zero-result queries fell to 8.6 %", "Shipped it"], "next": ["Synonyms editor by Friday"]}


class Told:
    """A published week: the first area said the wrong figure, the second nothing."""

    def __init__(self) -> None:
        self.update, [self.area, self.silent], self.ops = a_week(2)
        self.pm: Person = self.area.pm  # type: ignore[attr-defined]
        submitted(self.update, self.area, LINES)
        self.edition = published(self.update, self.ops)
        self.update.refresh_from_db()
        self.now = self.update.publish_at + timedelta(days=1)

    @property
    def row(self) -> AreaUpdate:
        return part(self.update, self.area)

    @property
    def said(self) -> Wording:
        self.update.refresh_from_db()
        assert self.update.edition is not None
        found = part_in(self.update.edition.content, self.area.slug)
        assert found is not None
        return wording_of(found)

    def corrected(self, text: str = "Zero-result queries fell to 6.8 %") -> Wording:
        """What the PM meant: the first win reads otherwise."""
        said = self.said
        first, *others = said.lines["wins"]
        return replace(said, lines={**said.lines, "wins": (Item(first.id, text), *others)})

    def proposed(self, wording: Wording | None = None, **change: Any) -> Correction:
        facts: dict[str, Any] = {"why": "The figure was 6.8 %, not 8.6 %.", "seen_version": None, "by": self.pm}
        facts |= {
            "area_update": self.row,
            "wording": wording or self.corrected(),
            "seen": self.edition,
            "now": self.now,
        }
        return propose(**(facts | change))

    def wanted(self, *corrections: Correction, **change: Any) -> Wanted:
        content = Edition.objects.get(pk=self.update.edition_id).content
        fronts = {kind: [line["text"] for line in lines] for kind, lines in content["highlights"].items()}
        seen = {each.pk: each.version for each in corrections}
        return replace(Wanted(seen, content["title"], fronts, "The figure was 6.8 %."), **change)

    def publish(self, wanted: Wanted, by: Person | None = None) -> Edition:
        self.update.refresh_from_db()
        edition = publish_revision(
            update=self.update, wanted=wanted, seen_edition=self.update.edition_id or 0, by=by or self.ops, now=self.now
        )
        self.update.refresh_from_db()
        return edition


@pytest.fixture
def told() -> Told:
    return Told()


class TestProposing:
    def test_tells_whoever_is_accountable_once(self, told: Told) -> None:
        first = told.proposed()
        again = told.proposed(told.corrected("Zero-result queries fell to 6.9 %"), seen_version=first.version)
        assert (again.pk, again.version) == (first.pk, 2)
        [notice] = Notice.objects.filter(kind="weekly_correction")
        assert (notice.people, notice.data) == ([told.ops.pk], {"correction": first.pk, "about": "proposed"})
        assert [event.name for event in DomainEvent.objects.filter(name__startswith="correction.").order_by("id")] == [
            "correction.proposed",
            "correction.changed",
        ]

    def test_said_again_it_changes_nothing(self, told: Told) -> None:
        first = told.proposed()
        assert told.proposed(seen_version=1).version == first.version

    def test_nothing_published_changes(self, told: Told) -> None:
        told.proposed()
        assert Edition.objects.count() == 1
        assert told.row.bullets.filter(text__contains="8.6").exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            (lambda said: said, ""),
            (lambda said: replace(said, health="at_risk"), "reason"),
            (lambda said: replace(said, health="green"), "health"),
            (lambda said: replace(said, lines={}), "wins"),
            (lambda said: replace(said, reason="x" * 201), "reason"),
            (lambda said: replace(said, lines={"next": (Item(str(uuid4()), "x"),) * 41}), "next"),
        ],
    )
    def test_what_could_not_be_submitted_is_refused(
        self, told: Told, change: Callable[[Wording], Wording], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            told.proposed(change(told.said))
        assert list(refused.value.errors) == [field]
        with pytest.raises(Invalid) as silent:
            told.proposed(why="")
        assert list(silent.value.errors) == ["why"]

    def test_lines_of_another_area_are_nobodys_to_write(self, told: Told) -> None:
        foreign = Bullet.objects.create(
            area_update=part(told.update, told.silent), heading="wins", text="theirs", html="theirs", saved_at=told.now
        )
        with pytest.raises(Invalid):
            told.proposed(replace(told.said, lines={"wins": (Item(str(foreign.pk), "mine"),)}))

    @pytest.mark.parametrize("roles", [[Role.PM], [Role.PRODUCT_OPS], [Role.ADMIN], [Role.HEAD_OF_PRODUCT], []])
    def test_only_the_areas_pm(self, told: Told, roles: list[Role]) -> None:
        with pytest.raises(PermissionRefused):
            told.proposed(by=in_role(*roles))

    def test_of_two_tabs_the_later_is_told(self, told: Told) -> None:
        told.proposed()
        with pytest.raises(Stale):
            told.proposed(told.corrected("Something else"))

    def test_before_publishing_there_is_nothing_to_correct(self, told: Told) -> None:
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        with pytest.raises(Stale):
            told.proposed(area_update=part(later, told.area))


class TestAnswering:
    def test_withdrawn_by_the_pm_and_only_once(self, told: Told) -> None:
        made = told.proposed()
        with pytest.raises(PermissionRefused):
            withdraw(correction=made, by=told.ops, now=told.now)
        assert withdraw(correction=made, by=told.pm, now=told.now).state == "withdrawn"
        with pytest.raises(Stale):
            withdraw(correction=made, by=told.pm, now=told.now)
        assert told.proposed().state == "proposed"

    def test_declined_with_a_reason_that_the_pm_hears(self, told: Told) -> None:
        made = told.proposed()
        facts: dict[str, Any] = {"correction": made, "seen_version": made.version, "now": told.now}
        with pytest.raises(PermissionRefused):
            decline(**facts, reason="No", by=told.pm)
        with pytest.raises(Invalid):
            decline(**facts, reason="", by=told.ops)
        with pytest.raises(Stale):
            decline(**(facts | {"seen_version": 9}), reason="No", by=told.ops)
        assert decline(**facts, reason="Data says 8.6 %.", by=told.ops).state == "declined"
        notice = Notice.objects.get(key=f"weekly.correction:{made.pk}:declined")
        assert notice.people == [told.pm.pk]

    def test_the_database_refuses_other_ways(self, told: Told) -> None:
        made = withdraw(correction=told.proposed(), by=told.pm, now=told.now)
        for change in ({"state": "proposed", "answered_at": None}, {"state": "published"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Correction.objects.filter(pk=made.pk).update(**change)

    def test_product_ops_sees_what_waits(self, told: Told) -> None:
        assert open_corrections(told.ops, told.now) == []
        made = told.proposed()
        assert open_corrections(told.ops, told.now) == [{"key": "2026-W48", "week": 48, "number": 1}]
        assert open_corrections(told.pm, told.now) == []
        withdraw(correction=made, by=told.pm, now=told.now)
        assert open_corrections(told.ops, told.now) == []


class TestPublishing:
    def test_makes_the_next_revision_and_keeps_the_first(self, told: Told) -> None:
        made = told.proposed()
        first, second = told.edition, told.publish(told.wanted(made))
        assert (second.revision, second.note, told.update.edition) == (2, "The figure was 6.8 %.", second)
        assert sha256_of(second.content) == second.sha256 != first.sha256
        first.refresh_from_db()
        assert sha256_of(first.content) == first.sha256
        assert "8.6 %" in str(first.content)
        assert "8.6 %" not in str(second.content["areas"])
        assert {section.language for section in second.sections.all()} == {"en", "pl"}
        assert "6.8 %" in second.sections.get(language="en", key=told.area.slug).html
        made.refresh_from_db()
        assert (made.state, made.published_in, made.answered_by) == ("published", second, told.ops)
        assert Notice.objects.get(key=f"weekly.correction:{made.pk}:published").people == [told.pm.pk]

    def test_only_what_was_touched_differs(self, told: Told) -> None:
        second = told.publish(told.wanted(told.proposed()))
        before, after = (part_in(edition.content, told.area.slug) for edition in (told.edition, second))
        assert before is not None
        assert after is not None
        first, *others = before["lines"]["wins"]
        assert after["lines"]["wins"] == [first | {"text": LINES_NOW, "html": LINES_NOW}, *others]
        assert {name: value for name, value in after.items() if name != "lines"} == {
            name: value for name, value in before.items() if name != "lines"
        }
        assert second.content["areas"][1] == told.edition.content["areas"][1]

    def test_the_lines_and_the_finder_follow(self, told: Told) -> None:
        said = told.said
        promised = Item(said.lines["next"][0].id, "Synonyms editor by Monday")
        made = told.proposed(replace(said, health="at_risk", reason="Legal", lines={**said.lines, "next": (promised,)}))
        told.publish(told.wanted(made))
        row = told.row
        assert (row.health, row.health_reason) == ("at_risk", "Legal")
        assert list(row.bullets.filter(heading="next").values_list("id", "text")) == [
            (row.bullets.get(heading="next").pk, "Synonyms editor by Monday")
        ]
        found = SearchRow.objects.get(key=told.area.slug)
        assert (found.sentence, found.health) == ("Legal", "at_risk")
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        offered = [offer.text for offer in offers(part(later, told.area), now=told.now)]
        assert "Synonyms editor by Monday" in offered

    def test_a_later_weeks_sentence_stays(self, told: Told) -> None:
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        submitted(later, told.area, {"wins": ["a"], "next": ["Newer plans"]})
        published(later, told.ops)
        told.now = later.publish_at + timedelta(hours=1)
        told.publish(told.wanted(told.proposed()))
        assert SearchRow.objects.get(key=told.area.slug).sentence == "Newer plans"

    def test_what_is_not_spoken_of_any_more_is_not_said(self) -> None:
        told = Told.__new__(Told)
        told.update, [told.area, told.silent], told.ops = a_week(2)
        told.pm = told.area.pm  # type: ignore[attr-defined]
        submitted(told.update, told.area, {"wins": [f"Done with #{told.silent.slug}", "Other"]})
        told.edition = published(told.update, told.ops)
        told.update.refresh_from_db()
        told.now = told.update.publish_at + timedelta(days=1)
        assert SearchRow.objects.get(key=told.silent.slug).sentence.startswith("Done with")
        told.publish(told.wanted(told.proposed(replace(told.said, lines={"wins": told.said.lines["wins"][1:]}))))
        assert SearchRow.objects.get(key=told.silent.slug).sentence == ""

    def test_a_missing_part_comes_in(self, told: Told) -> None:
        wording = Wording("on_track", "", {"wins": (Item(str(uuid4()), "We shipped after all"),)})
        made = told.proposed(wording, area_update=part(told.update, told.silent), by=told.silent.pm)  # type: ignore[attr-defined]
        edition = told.publish(told.wanted(made))
        found = part_in(edition.content, told.silent.slug)
        assert found is not None
        assert (found["state"], "known" in found, "excuse" in found) == ("submitted", False, False)
        row = part(told.update, told.silent)
        assert (row.state, row.submitted_at) == ("submitted", told.now)
        assert "We shipped after all" in edition.sections.get(language="en", key=told.silent.slug).html

    def test_product_ops_corrects_headline_and_highlights(self, told: Told) -> None:
        fronts = {**told.wanted().fronts, "risk": ["Payouts wait for **Legal**"]}
        edition = told.publish(told.wanted(title="Search launched, at last", fronts=fronts))
        assert edition.content["highlights"]["risk"] == [
            {"text": "Payouts wait for **Legal**", "html": "Payouts wait for <strong>Legal</strong>"}
        ]
        assert edition.content["highlights"]["shipped"] == told.edition.content["highlights"]["shipped"]
        assert told.update.title == edition.title == "Search launched, at last"
        assert SearchRow.objects.get(key="2026-w48").title == "Search launched, at last"

    def test_several_proposals_go_out_together(self, told: Told) -> None:
        other = Wording("on_track", "", {"wins": (Item(str(uuid4()), "Theirs"),)})
        second = told.proposed(other, area_update=part(told.update, told.silent), by=told.silent.pm)  # type: ignore[attr-defined]
        edition = told.publish(told.wanted(told.proposed(), second))
        assert (edition.revision, Edition.objects.count()) == (2, 2)
        assert Correction.objects.filter(published_in=edition).count() == 2

    def test_a_mail_goes_out_only_when_chosen_and_to_whom_it_concerns(self, told: Told) -> None:
        told.publish(told.wanted(told.proposed()))
        assert not Notice.objects.filter(key="weekly.published:2026-W48:r2").exists()
        told.edition = told.update.edition  # type: ignore[assignment]
        told.publish(told.wanted(told.proposed(told.corrected("Once more")), mail=True))
        notice = Notice.objects.get(key="weekly.published:2026-W48:r3")
        assert (notice.kind, notice.data["changed"]) == ("weekly_update", [told.area.slug])

    @pytest.mark.parametrize("what", ["changed", "answered", "another revision"])
    def test_what_was_not_seen_is_not_published(self, told: Told, what: str) -> None:
        made = told.proposed()
        wanted, seen = told.wanted(made), told.update.edition_id or 0
        if what == "changed":
            told.proposed(told.corrected("Otherwise"), seen_version=1)
        elif what == "answered":
            withdraw(correction=made, by=told.pm, now=told.now)
        else:
            told.publish(told.wanted(title="Other headline"))
        count = Edition.objects.count()
        with pytest.raises(Stale):
            publish_revision(update=told.update, wanted=wanted, seen_edition=seen, by=told.ops, now=told.now)
        assert Edition.objects.count() == count

    def test_a_note_and_a_difference_are_needed(self, told: Told) -> None:
        with pytest.raises(Invalid) as silent:
            told.publish(told.wanted(told.proposed(), note=""))
        assert list(silent.value.errors) == ["note"]
        with pytest.raises(Invalid) as empty:
            told.publish(told.wanted())
        assert list(empty.value.errors) == [""]
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize("roles", [[Role.PM], [Role.ADMIN], [Role.HEAD_OF_PRODUCT], [Role.STAKEHOLDER]])
    def test_only_product_ops(self, told: Told, roles: list[Role]) -> None:
        with pytest.raises(PermissionRefused):
            told.publish(told.wanted(told.proposed()), by=in_role(*roles))

    def test_looking_ahead_writes_nothing(self, told: Told) -> None:
        made = told.proposed()
        ahead = revised(told.update, told.wanted(made))
        assert [part.slug for part in ahead.difference.parts] == [told.area.slug]
        assert ahead.mailed_areas == [told.area.slug]
        assert Edition.objects.count() == 1

    def test_queries_do_not_grow_with_areas(self, told: Told) -> None:
        """Looking ahead at one proposal and at five, on an update of two areas and of seven."""

        def queries(update: WeeklyUpdate, wanted: Wanted) -> int:
            with CaptureQueriesContext(connection) as found:
                revised(WeeklyUpdate.objects.select_related("edition").get(pk=update.pk), wanted)
            return len(found)

        one = queries(told.update, told.wanted(told.proposed()))
        areas = [area_with_pm() for _each in range(5)]
        later = open_with(*areas, now=MONDAY + timedelta(days=7), week=WEEK.next())
        for area in areas:
            submitted(later, area, LINES)
        published(later, told.ops)
        told.update = WeeklyUpdate.objects.get(pk=later.pk)
        proposals = []
        for area in areas:
            told.area, told.pm, told.edition = area, area.pm, Edition.objects.get(pk=told.update.edition_id)
            proposals.append(told.proposed())
        assert queries(told.update, told.wanted(*proposals)) == one


LINES_NOW = "Zero-result queries fell to 6.8 %"


def test_followers_of_counts_whom_a_mail_would_reach(told: Told, now: datetime) -> None:
    from comms.models import Subscription

    everything, some, others = (in_role(Role.STAKEHOLDER) for _each in range(3))
    Subscription.objects.create(person=everything, created_at=now)
    for person, area in ((some, told.area), (others, told.silent)):
        Subscription.objects.create(person=person, all_areas=False, created_at=now).areas.set([area])
    assert (followers_of(None), followers_of([told.area.slug]), followers_of([])) == (3, 2, 1)


def test_an_update_stays_published(told: Told) -> None:
    told.publish(told.wanted(told.proposed()))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE editions_edition SET note = 'other'")
    assert WeeklyUpdate.objects.get().state == "published"
