"""A correction in the demo: soon after publishing a PM sees what was wrong, and Product Ops publishes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from productops.demo.files import WrittenCorrection
from productops.demo.moments import Span, within
from productops.demo.play import Act
from productops.editions.difference import Item
from productops.editions.models import Edition
from productops.people.models import Organisation, Person
from productops.worktime import wall_clock
from rituals.actions.corrections import propose
from rituals.actions.revisions import Wanted, publish_revision
from rituals.correcting import Wording, part_in, wording_of
from rituals.models import AreaUpdate, WeeklyUpdate

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Correcting:
    """`week`: its key. `part`: the area's part, which is there when the week was played so far."""

    written: WrittenCorrection
    week: str
    part: Callable[[], AreaUpdate]

    def acts(self, published: datetime, pm: str, editor: str, now: datetime) -> Iterator[Act]:
        """On the next day, or still on the same before a holiday. Nothing while it has not come."""
        organisation = Organisation.current()
        day, after = organisation.day(published), organisation.day(published) + timedelta(days=1)
        if organisation.calendar.is_business_day(after):
            day = after
        evening = wall_clock(day, time(23), organisation.timezone)
        seen = within(Span(published, evening, [day]), f"{self.week} corrected", zone=organisation.timezone)
        if seen + AN_HOUR < now:
            yield Act(seen, pm, self._propose)
            yield Act(seen + timedelta(minutes=37), editor, self._publish)

    def _published(self) -> tuple[WeeklyUpdate, Edition]:
        update = WeeklyUpdate.objects.select_related("edition").get(key=self.week)
        assert update.edition is not None
        return update, update.edition

    def _propose(self, by: Person | None, now: datetime) -> None:
        assert by
        _update, edition = self._published()
        part = part_in(edition.content, self.written.slug)
        assert part is not None
        propose(
            area_update=self.part(),
            wording=self._reworded(wording_of(part)),
            why=self.written.why,
            seen=edition,
            seen_version=None,
            by=by,
            now=now,
        )

    def _reworded(self, said: Wording) -> Wording:
        lines = {
            heading: tuple(Item(line.id, line.text.replace(self.written.before, self.written.after)) for line in lines)
            for heading, lines in said.lines.items()
        }
        return replace(said, lines=lines)

    def _publish(self, by: Person | None, now: datetime) -> None:
        assert by
        update, edition = self._published()
        proposed = self.part().corrections.get()
        fronts = {kind: [line["text"] for line in said] for kind, said in edition.content["highlights"].items()}
        wanted = Wanted({proposed.pk: proposed.version}, edition.title, fronts, self.written.why)
        publish_revision(update=update, wanted=wanted, seen_edition=edition.pk, by=by, now=now)
