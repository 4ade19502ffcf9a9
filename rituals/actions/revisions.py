"""The door that publishes corrections: an update's next revision, with the change said and shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.editions.actions import freeze
from productops.editions.models import Edition
from productops.markdown import reference_keys
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.search.engine import Said, addresses_of, say
from rituals import notices
from rituals.actions.asking import follow_asks
from rituals.actions.bullets import write_bullets
from rituals.actions.publishing import KIND, front_errors
from rituals.correcting import (
    Difference,
    Wording,
    corrected,
    corrected_front,
    corrected_part,
    difference,
    part_in,
    wording_from,
)
from rituals.enums import AreaState, CorrectionState, Heading, UpdateState
from rituals.models import AreaUpdate, Correction, WeeklyUpdate
from rituals.queries import function_finder
from rituals.release_facts import names_of_releases
from rituals.rendering import sections_of
from rituals.search import sentences
from rituals.search import update_published as update_findable

NOTE_LIMIT = 600


@dataclass(frozen=True)
class Wanted:
    """What Product Ops wants published: proposals (id -> version seen), headline and highlights as they should read."""

    corrections: Mapping[int, int]
    title: str
    fronts: Mapping[str, Sequence[str]]
    note: str = ""
    mail: bool = False


@dataclass(frozen=True)
class Revised:
    """The content that follows, and how it differs from what is published."""

    content: dict[str, Any]
    difference: Difference
    corrections: Sequence[Correction] = field(default_factory=list)

    @property
    def mailed_areas(self) -> list[str] | None:
        """Slugs of the areas whose followers a mail would be for; None when headline or highlights changed for all."""
        if self.difference.title or self.difference.highlights:
            return None
        return [part.slug for part in self.difference.parts]


def revised(update: WeeklyUpdate, wanted: Wanted) -> Revised:
    """What publishing `wanted` would make of the update; writes nothing.

    Raises `Stale` when a proposal is not as it was seen, `Invalid` for text that does not fit and when nothing
    differs.
    """
    if update.state != UpdateState.PUBLISHED or update.edition is None:
        raise Stale(_("Week %(week)s is not published yet.") % {"week": update.week}, reload=update.get_absolute_url())
    before = update.edition.content
    corrections = _proposals(update, wanted.corrections)
    errors = front_errors(wanted.title, [(None, kind, text) for kind, texts in wanted.fronts.items() for text in texts])
    if not wanted.title:
        errors["title"] = _("Give the update a headline: what matters most this week.")
    if errors:
        raise Invalid(errors)
    wordings = {each: wording_from(each.content) for each in corrections}
    addresses = _addresses(wordings.values(), wanted.fronts)
    concerns = function_finder()
    parts = {}
    for each, wording in wordings.items():
        slug = each.area_update.area.slug
        part = part_in(before, slug)
        if part is None or part != part_in(each.edition.content, slug):
            raise Stale(_("%(area)s was corrected after this was proposed.") % {"area": each.area_update.area})
        parts[slug] = corrected_part(part, wording, addresses, concerns)
    front = corrected_front(before["highlights"], wanted.fronts, addresses)
    content = corrected(before, parts, title=wanted.title, highlights=front)
    found = difference(before, content)
    if not found:
        raise Invalid({"": _("Nothing differs from what is published.")})
    return Revised(content, found, corrections)


def _proposals(update: WeeklyUpdate, seen: Mapping[int, int]) -> list[Correction]:
    rows = Correction.objects.filter(pk__in=list(seen), area_update__weekly_update=update)
    found = list(rows.select_related("area_update__area", "edition").order_by("pk"))
    if len(found) != len(seen) or any(
        (row.state, row.version) != (CorrectionState.PROPOSED, seen[row.pk]) for row in found
    ):
        raise Stale(_("A proposal was changed or answered since you looked. It is shown below; look again."))
    return found


def _addresses(wordings: Iterable[Wording], fronts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    texts = [text for wording in wordings for text in wording.texts()]
    texts += [text for said in fronts.values() for text in said]
    return addresses_of(reference_keys("\n".join(texts)))


@transaction.atomic
def publish_revision(*, update: WeeklyUpdate, wanted: Wanted, seen_edition: int, by: Person, now: datetime) -> Edition:
    """Publish corrections together as the update's next revision. By Product Ops.

    What was seen is what is published: the edition (`seen_edition`) and every proposal are read again under the locks
    of publishing, and `Stale` is raised when one of them moved. The note (`Invalid` without) is what readers are told.
    The areas' lines and the finder follow; readers get a mail only when `wanted.mail` says so; each proposal's PM is
    told.
    """
    require(by, Permission.PUBLISH_UPDATE, update, on=now)
    row = WeeklyUpdate.objects.select_for_update(of=("self",)).select_related("edition").get(pk=update.pk)
    if row.edition_id != seen_edition:
        raise Stale(_("Another revision was published since you looked. It is shown below; look again."))
    with connection.cursor() as cursor:  # no proposal changes from here on
        cursor.execute(
            """SELECT 1 FROM rituals_areaupdate WHERE id IN
               (SELECT area_update_id FROM rituals_correction WHERE id = ANY(%s)) ORDER BY id FOR UPDATE""",
            [list(wanted.corrections)],
        )
        cursor.execute(
            "SELECT 1 FROM rituals_correction WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(wanted.corrections)]
        )
    made = revised(row, wanted)
    _check_note(wanted.note)
    assert row.edition is not None
    before = row.edition.content
    edition = freeze(
        kind=KIND,
        key=row.key,
        title=wanted.title,
        content=made.content,
        sections=sections_of(made.content),
        by=by,
        now=now,
        note=wanted.note,
    )
    row.edition, row.title, row.assembled_sha256 = edition, wanted.title, edition.sha256
    row.version += 1
    row.save()
    for each in made.corrections:
        _settle(each, edition, by, now)
        _follow(each.area_update, wording_from(each.content), each.proposed_by, now)
    record("weekly_update.corrected", by=by, obj=row, now=now, week=row.key, edition=edition.pk, mail=wanted.mail)
    _find(row, before, made.content, now)
    if wanted.mail:
        notices.update_published(row, edition, now=now, changed=made.mailed_areas)
    return edition


def _check_note(note: str) -> None:
    if not note:
        raise Invalid({"note": _("Say what changed. Readers see it above the update.")})
    if len(note) > NOTE_LIMIT:
        raise Invalid({"note": _("At most %(limit)s characters fit here.") % {"limit": NOTE_LIMIT}})


def _settle(row: Correction, edition: Edition, by: Person, now: datetime) -> None:
    row.state, row.published_in, row.answered_at, row.answered_by = CorrectionState.PUBLISHED, edition, now, by
    row.version += 1
    row.save()
    record("correction.published", by=by, obj=row, now=now, area_id=row.area_update.area_id, edition=edition.pk)
    notices.correction_answered(row, now=now)


def _follow(row: AreaUpdate, wording: Wording, by: Person, now: datetime) -> None:
    """The area's own lines say what is published, because next week's offers start from them."""
    headings = {line.id: heading for heading in Heading for line in wording.lines.get(heading.value, ())}
    texts = {line.id: line.text for lines in wording.lines.values() for line in lines}
    stored = {str(bullet.pk): bullet for bullet in row.bullets.all()}
    row.bullets.exclude(pk__in=list(headings)).delete()
    left = {pk: bullet for pk, bullet in stored.items() if pk in headings}
    write = {pk: text for pk, text in texts.items() if pk not in left or left[pk].text != text}
    write_bullets(row, headings, left, write, {}, {}, by, now)
    row.health, row.health_reason = wording.health, wording.reason
    if row.state != AreaState.SUBMITTED:
        row.state, row.submitted_at, row.submitted_by = AreaState.SUBMITTED, now, by
        row.excuse, row.excused_at, row.excused_by = "", None, None
    row.version += 1
    row.save()
    follow_asks(row, patient=True, by=by, now=now)


def _find(row: WeeklyUpdate, before: dict[str, Any], after: dict[str, Any], now: datetime) -> None:
    """The finder says what is said now; of what is not spoken of any more, nothing, where nothing newer was said."""
    update_findable(row, after, now=now)
    names = names_of_releases()
    unsaid = sentences(before, names).keys() - sentences(after, names).keys()
    assert row.published_at is not None
    say({key: Said("") for key in unsaid}, at=row.published_at)
