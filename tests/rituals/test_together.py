"""People and schedulers who do the same thing at the same moment: real threads, connections and commits."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Stale
from productops.editions.canonical import sha256_of
from productops.editions.models import Edition
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole, Person
from rituals import schedule
from rituals.actions.area_updates import Draft, Saved, answer_suggestion, save_draft, submit
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.actions.weeks import open_week
from rituals.enums import Answer, AreaState, Heading, UpdateState
from rituals.merge import Typed, fingerprint
from rituals.models import AreaUpdate, Bullet, Highlight, SuggestionAnswer, WeeklyUpdate
from rituals.offering import offers
from rituals.queries import stamp_of
from tests.factories import OrganisationFactory, area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, draft_of, open_with, part, published, submitted

pytestmark = pytest.mark.usefixtures("committed")
TUESDAY = MONDAY + timedelta(days=1)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Every act in a thread and on a connection of its own, started together: what they answered or raised."""
    line = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            line.wait(timeout=10)
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def raised(answers: Sequence[Any]) -> list[type]:
    return sorted((type(answer) for answer in answers if isinstance(answer, Exception)), key=str)


def again(person: Person) -> Person:
    """The same person as another request has her."""
    return Person.objects.get(pk=person.pk)


def line_draft(pk: str, text: str, base: str = "", heading: Heading = Heading.WINS) -> Draft:
    return Draft((Typed(pk, text, fingerprint(base)),), {pk: heading})


class TestPublishing:
    def ready(self) -> tuple[WeeklyUpdate, list[Any], Person]:
        update, areas, ops = a_week()
        submitted(update, areas[0], {"wins": ["Launched"]})
        row = aggregate(update=update, by=ops, now=TUESDAY)
        row = edit_front(update=row, title="T", lines=[], by=ops, now=TUESDAY, seen_version=row.version)
        return row, areas, ops

    def test_pressed_by_two_people_there_is_one_edition_and_the_other_is_told(self) -> None:
        row, _areas, ops = self.ready()
        seen, other = stamp_of(row), in_role(Role.PRODUCT_OPS)
        answers = at_once(*(lambda by=by: publish(update=row, seen=seen, by=by, now=TUESDAY) for by in (ops, other)))
        assert raised(answers) == [Stale]
        assert "published already" in next(str(answer) for answer in answers if isinstance(answer, Stale))
        [edition] = Edition.objects.all()
        row.refresh_from_db()
        assert (row.edition, edition.published_by, edition.revision) == (edition, row.published_by, 1)
        assert Notice.objects.filter(kind="weekly_update").count() == 1
        assert DomainEvent.objects.filter(name="weekly_update.published").count() == 1

    def test_what_a_pm_saves_meanwhile_is_in_the_edition_or_refused(self) -> None:
        """Never saved and left out, in twelve rounds of both at the same moment."""
        areas = [area_with_pm() for _each in range(2)]
        OrganisationFactory()
        ops, week, outcomes = in_role(Role.PRODUCT_OPS), WEEK, set()
        for number in range(12):
            now = MONDAY + timedelta(days=7 * number, hours=20)
            update = open_with(now=now, week=week)
            week = week.next()
            row = submitted(update, areas[0], {"wins": ["First"]})
            late = now + timedelta(days=2)
            front = aggregate(update=update, by=ops, now=late)
            front = edit_front(update=front, title="T", lines=[], by=ops, now=late, seen_version=front.version)
            seen, text = stamp_of(front), f"Said in round {number}"
            draft, writer = line_draft(str(uuid4()), text), again(areas[0].pm)  # type: ignore[attr-defined]
            answers = at_once(
                lambda front=front, seen=seen, late=late: publish(update=front, seen=seen, by=ops, now=late),
                lambda row=row, draft=draft, writer=writer, late=late: save_draft(
                    area_update=row, draft=draft, by=writer, now=late
                ),
            )
            edition, saved = answers
            outcomes.add((type(edition), type(saved)))
            stored = list(row.bullets.values_list("text", flat=True))
            if isinstance(edition, Edition):
                assert isinstance(saved, Stale)
                assert stored == ["First"]
                assert text not in str(edition.content)
                assert sha256_of(Edition.objects.get(pk=edition.pk).content) == edition.sha256
            else:
                assert isinstance(edition, Stale)
                assert isinstance(saved, Saved)
                assert sorted(stored) == ["First", text]
        assert outcomes <= {(Edition, Stale), (Stale, Saved)}


class TestAggregating:
    def test_while_pms_save_no_text_is_lost_and_nobody_waits_across(self) -> None:
        """Three writers and three aggregations, fifteen rounds; then once more, and the update says what is there."""
        update, areas, ops = a_week(3)
        rows = [submitted(update, area, {"wins": ["First"]}) for area in areas]

        def write(number: int) -> list[str]:
            row, writer, said = rows[number], again(areas[number].pm), []
            for time in range(15):
                text = f"Line {time} of {number}"
                save_draft(area_update=row, draft=line_draft(str(uuid4()), text), by=writer, now=TUESDAY)
                said.append(text)
            return said

        def assemble() -> int:
            by = again(ops)
            for _time in range(15):
                aggregate(update=update, by=by, now=TUESDAY)
            return 15

        answers = at_once(*(lambda number=number: write(number) for number in range(3)), *[assemble] * 3)
        assert raised(answers) == []
        for row, said in zip(rows, answers[:3], strict=True):
            assert sorted(row.bullets.values_list("text", flat=True)) == sorted(["First", *said])
            assert sorted(row.bullets.values_list("position", flat=True)) == list(range(16))
            assert AreaUpdate.objects.get(pk=row.pk).version == 18
        first = aggregate(update=update, by=ops, now=TUESDAY)
        assert aggregate(update=update, by=ops, now=TUESDAY).version == first.version
        assert Highlight.objects.count() == 3
        assert Highlight.objects.values("source").distinct().count() == 3

    def test_at_once_it_is_done_once(self) -> None:
        update, areas, ops = a_week(2)
        submitted(update, areas[0], {"wins": ["Launched"], "next": ["More"]})
        people = [None, None, again(ops), again(ops)]
        answers = at_once(*(lambda by=by: aggregate(update=update, by=by, now=TUESDAY) for by in people))
        assert raised(answers) == []
        update.refresh_from_db()
        assert (update.state, update.version) == (UpdateState.AGGREGATED, 2)
        assert Highlight.objects.count() == 2
        assert DomainEvent.objects.filter(name="weekly_update.aggregated").count() == 1


class TestWriting:
    def test_two_writers_save_at_once_and_both_texts_are_there(self) -> None:
        update, [area, *_], _ops = a_week()
        deputy = in_role(Role.PM)
        AreaRole.objects.create(
            area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on="2026-11-01", ends_on="2026-12-01"
        )
        row = part(update, area)
        for number in range(10):
            answers = at_once(
                *(
                    lambda by=by, number=number: save_draft(
                        area_update=row, draft=draft_of({"wins": [f"{by.pk} says {number}"]}), by=by, now=TUESDAY
                    )
                    for by in (again(area.pm), again(deputy))
                )
            )
            assert raised(answers) == []
        texts = row.bullets.values_list("text", flat=True)
        assert sorted(texts) == sorted(f"{pk} says {n}" for pk in (area.pm.pk, deputy.pk) for n in range(10))

    def test_two_writers_of_one_line_one_is_asked_and_neither_text_is_lost(self) -> None:
        update, [area, *_], _ops = a_week()
        row, pk = part(update, area), str(uuid4())
        save_draft(area_update=row, draft=line_draft(pk, "Old"), by=area.pm, now=TUESDAY)
        for number in range(8):
            base = Bullet.objects.get(pk=pk).text
            texts = [f"Left {number}", f"Right {number}"]
            answers = at_once(
                *(
                    lambda text=text, base=base: save_draft(
                        area_update=row, draft=line_draft(pk, text, base), by=again(area.pm), now=TUESDAY
                    )
                    for text in texts
                )
            )
            [asked] = [answer for answer in answers if answer.conflicts]
            assert sorted([asked.conflicts[0].mine, asked.conflicts[0].theirs]) == texts
            assert Bullet.objects.get(pk=pk).text == asked.conflicts[0].theirs

    def test_one_page_saved_twice_at_once_is_saved_once(self) -> None:
        update, [area, *_], _ops = a_week()
        row, draft = part(update, area), draft_of({"wins": ["One", "Two"], "risks": ["Three"]})
        answers = at_once(
            *[lambda: save_draft(area_update=row, draft=draft, by=again(area.pm), now=TUESDAY) for _time in range(4)]
        )
        assert raised(answers) == []
        assert sorted(answer.changed for answer in answers) == [False, False, False, True]
        assert sorted(row.bullets.values_list("text", flat=True)) == ["One", "Three", "Two"]

    def test_submitted_twice_at_once_is_submitted_once(self) -> None:
        update, [area, *_], _ops = a_week()
        row = part(update, area)
        save_draft(area_update=row, draft=draft_of({"wins": ["One"]}), by=area.pm, now=TUESDAY)
        answers = at_once(*[lambda: submit(area_update=row, by=again(area.pm), now=TUESDAY) for _time in range(4)])
        assert raised(answers) == []
        row.refresh_from_db()
        assert (row.state, row.version) == (AreaState.SUBMITTED, 3)
        assert DomainEvent.objects.filter(name="area_update.submitted").count() == 1

    def test_a_suggestion_answered_twice_at_once_makes_one_line(self) -> None:
        update, [area, *_], ops = a_week()
        submitted(update, area, {"next": ["Tablet layout"]})
        published(update, ops)
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        row = part(later, area)
        now = MONDAY + timedelta(days=8)
        [offer] = offers(row, now)
        answers = at_once(
            *[
                lambda: answer_suggestion(
                    area_update=row, source=offer.source, answer=Answer.ACCEPTED, by=again(area.pm), now=now
                )
                for _time in range(3)
            ]
        )
        assert raised(answers) == []
        assert list(row.bullets.values_list("text", flat=True)) == ["Tablet layout"]
        assert SuggestionAnswer.objects.count() == 1


class TestSchedule:
    @pytest.mark.parametrize("schedulers", [2, 4])
    def test_run_at_once_is_run_once(self, schedulers: int) -> None:
        """From a Monday to the week after: opened once, one notice per reminder, aggregated once."""
        OrganisationFactory()
        areas = [area_with_pm() for _each in range(5)]
        moments = [
            MONDAY,
            MONDAY + timedelta(days=2, hours=6),  # a day before the deadline
            MONDAY + timedelta(days=3, hours=4),  # two hours before it
            MONDAY + timedelta(days=3, hours=6),  # at the deadline
            MONDAY + timedelta(days=7),
        ]
        for moment in moments:
            answers = at_once(*[lambda moment=moment: schedule.run(now=moment) for _each in range(schedulers)])
            assert raised(answers) == []
        assert list(WeeklyUpdate.objects.order_by("key").values_list("key", "state", "version")) == [
            ("2026-W48", "aggregated", 2),
            ("2026-W49", "collecting", 1),
        ]
        assert AreaUpdate.objects.count() == 10
        reminders = Notice.objects.filter(kind="weekly_reminder")
        assert sorted(notice.people for notice in reminders) == sorted([area.pm.pk] for area in areas * 2)  # type: ignore[attr-defined]
        names = DomainEvent.objects.filter(name__startswith="weekly_update.").values_list("name", flat=True)
        assert sorted(names) == ["weekly_update.aggregated", "weekly_update.opened", "weekly_update.opened"]
        assert Notice.objects.filter(kind="weekly_missing").count() <= 1

    def test_a_week_opened_by_many_is_one_week(self) -> None:
        OrganisationFactory()
        areas = [area_with_pm() for _each in range(20)]
        answers = at_once(*[lambda: open_week(now=MONDAY, week=WEEK) for _each in range(6)])
        assert raised(answers) == []
        assert len({answer.pk for answer in answers}) == 1
        assert AreaUpdate.objects.count() == len(areas)

    def test_the_deadline_comes_while_product_ops_aggregates_and_publishes(self) -> None:
        update, areas, ops = a_week(2)
        submitted(update, areas[0])
        deadline = update.deadline_at

        def by_hand() -> Edition:
            by = again(ops)
            row = aggregate(update=update, by=by, now=deadline)
            row = edit_front(update=row, title="T", lines=[], by=by, now=deadline, seen_version=row.version)
            return publish(update=row, seen=stamp_of(row), by=by, now=deadline)

        answers = at_once(by_hand, *[lambda: schedule.run(now=deadline) for _each in range(3)])
        assert raised(answers) in ([], [Stale])  # Stale: the schedule assembled between two clicks
        update.refresh_from_db()
        assert update.state in (UpdateState.AGGREGATED, UpdateState.PUBLISHED)
        assert Edition.objects.count() == (update.state == UpdateState.PUBLISHED)
