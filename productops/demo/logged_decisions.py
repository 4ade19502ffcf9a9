"""What stands in Meridian's decision log beside go/no-go: logged, superseded, said in better words."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from productops.decisions.actions import Option, Said, correct, log, supersede
from productops.decisions.models import DecisionEntry
from productops.demo.decision_files import WrittenEntry, email, entries
from productops.demo.play import Act, Crew
from productops.demo.release_moments import Moments
from productops.people.models import Organisation, Person

PLACE = 14  # decisions are written down in the afternoon


def logging(crew: Crew, moments: Moments) -> Iterator[Act]:
    """An act per entry, and one more where its wording was corrected."""
    made: dict[str, DecisionEntry] = {}
    for written in entries():
        owner = email(written.owner)
        at = moments.at(written.day, PLACE, owner, written.id)
        yield Act(at, owner, _log(written, crew, moments, made))
        if corrected := written.correct:
            yield Act(at + timedelta(hours=corrected["after_hours"]), owner, _correct(written, made))


def _log(
    written: WrittenEntry, crew: Crew, moments: Moments, made: dict[str, DecisionEntry]
) -> Callable[[Person | None, datetime], object]:
    def do(by: Person | None, now: datetime) -> None:
        assert by
        facts: dict[str, Any] = {
            "said": _said(written),
            "owner": by,
            "decided_on": Organisation.current().day(now),
            "area": crew.areas[written.area] if written.area else None,
            "options": [Option(**found) for found in written.options],
            "review_on": None if written.review is None else moments.day(written.review),
            "links": [{"title": title, "url": url} for title, url in written.links],
            "by": by,
            "now": now,
        }
        if written.supersedes:
            made[written.id] = supersede(entry=made[written.supersedes], **facts)
        else:
            made[written.id] = log(**facts)

    return do


def _correct(written: WrittenEntry, made: dict[str, DecisionEntry]) -> Callable[[Person | None, datetime], object]:
    def do(by: Person | None, now: datetime) -> None:
        assert by
        assert written.correct
        words = {name: text for name, text in written.correct.items() if name != "after_hours"}
        made[written.id] = correct(entry=made[written.id], said=_said(written, **words), by=by, now=now)

    return do


def _said(written: WrittenEntry, **better: str) -> Said:
    words = {name: getattr(written, name) for name in ("title", "context", "decision", "rationale")}
    return Said(**words | better)
