"""The doors of Product Ops: aggregate, edit the front, publish."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.editions.actions import freeze
from productops.editions.canonical import sha256_of
from productops.editions.models import Edition
from productops.markdown import bullet_html, reference_keys
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.search.engine import addresses_of
from rituals.assembling import AreaFacts, content_of
from rituals.enums import HighlightKind, UpdateState
from rituals.highlights import redraft
from rituals.models import Highlight, WeeklyUpdate
from rituals.notices import update_published
from rituals.queries import area_facts, drafted, found_in, fronts, highlights_of, stamp_of
from rituals.rendering import sections_of
from rituals.search import update_published as update_findable

KIND = "weekly_update"
LINES_LIMIT = 40  # added to one part of the front at once


def _locked(update: WeeklyUpdate) -> WeeklyUpdate:
    row = WeeklyUpdate.objects.select_for_update().get(pk=update.pk)
    if row.state == UpdateState.PUBLISHED:
        raise Stale(_("Week %(week)s is published already.") % {"week": row.week}, reload=row.get_absolute_url())
    return row


@transaction.atomic
def aggregate(*, update: WeeklyUpdate, by: Person | None, now: datetime) -> WeeklyUpdate:
    """Assemble the update: highlights from the areas' parts; area text stays live until publishing.

    By Product Ops, or by the schedule at the deadline (`by` None). Repeated with the same data it changes
    nothing; lines that Product Ops edited or removed stay so.
    """
    if by is not None:
        require(by, Permission.AGGREGATE_UPDATE, update, on=now)
    row = _locked(update)
    facts = area_facts(row, now)
    changed = _redraft(row, facts)
    digest = sha256_of(content_of(row.key, row.starts_on.isoformat(), fronts(row), facts))
    if row.state == UpdateState.COLLECTING:
        row.state, row.aggregated_at, row.aggregated_by = UpdateState.AGGREGATED, now, by
        changed = True
    if changed or digest != row.assembled_sha256:
        row.assembled_sha256 = digest
        row.version += 1
        row.save()
        record("weekly_update.aggregated", by=by, obj=row, now=now, sha256=digest, areas=len(facts))
    return row


def _redraft(row: WeeklyUpdate, facts: list[AreaFacts]) -> bool:
    """Bring the drafted highlights to what the areas say now. Returns if it changed any."""
    plan = redraft(drafted(row), found_in(facts, row))
    texts = " ".join(candidate.text for candidate, _place, _old in plan.write)
    addresses = addresses_of(reference_keys(texts))
    lines = [
        Highlight(
            id=old,
            weekly_update=row,
            kind=candidate.kind,
            position=place,
            text=candidate.text,
            html=bullet_html(candidate.text, addresses),
            source=candidate.source,
        )
        for candidate, place, old in plan.write
    ]
    Highlight.objects.bulk_create([line for line in lines if line.pk is None])
    Highlight.objects.bulk_update([line for line in lines if line.pk], ["kind", "position", "text", "html"])
    if plan.remove:
        Highlight.objects.filter(pk__in=plan.remove).delete()
    return bool(plan)


@transaction.atomic
def edit_front(
    *,
    update: WeeklyUpdate,
    title: str,
    lines: Iterable[tuple[int | None, str, str]],
    by: Person,
    now: datetime,
    seen_version: int,
) -> WeeklyUpdate:
    """Store the headline and the highlights as Product Ops wants them: (id or None for a new one, kind, text).

    An empty text removes a line; it stays removed when the update is aggregated again. What says nothing new
    changes nothing. Raises `Stale` when somebody else edited the front since `seen_version`.
    """
    require(by, Permission.AGGREGATE_UPDATE, update, on=now)
    row = _locked(update)
    stored = {highlight.pk: highlight for highlight in highlights_of(row)}
    lines = list(lines)
    if title == row.title and not any(_says_other(stored.get(pk or 0), pk, text) for pk, _kind, text in lines):
        return row
    if row.version != seen_version:
        raise Stale(_("The front was changed since you opened this page. Your text is below; look and save again."))
    errors = front_errors(title, lines)
    if errors:
        raise Invalid(errors)
    addresses = addresses_of(set().union(*(reference_keys(text) for _pk, _kind, text in lines), set()))
    for place, (pk, kind, text) in enumerate(lines):
        old = stored.get(pk) if pk else None
        if old and not text:
            old.removed_at, old.removed_by = now, by
            old.save(update_fields=["removed_at", "removed_by"])
        elif old and old.text != text:
            old.text, old.html, old.edited_at, old.edited_by = text, bullet_html(text, addresses), now, by
            old.save(update_fields=["text", "html", "edited_at", "edited_by"])
        elif old is None and text and kind in HighlightKind.values:
            Highlight.objects.create(
                weekly_update=row,
                kind=kind,
                position=100 + place,
                text=text,
                html=bullet_html(text, addresses),
                edited_at=now,
                edited_by=by,
            )
    row.title = title
    row.version += 1
    row.save()
    record("weekly_update.front_edited", by=by, obj=row, now=now)
    return row


def _says_other(stored: Highlight | None, pk: int | None, text: str) -> bool:
    return text != stored.text if stored else bool(text or pk)


def no_headline() -> str:
    return _("Give the update a headline: what matters most this week.")


def front_errors(title: str, lines: list[tuple[int | None, str, str]]) -> dict[str, str]:
    """Field -> message: what does not fit of a headline and highlights."""
    errors = {}
    if len(title) > 160:
        errors["title"] = _("At most %(limit)s characters fit here.") % {"limit": 160}
    for pk, kind, text in lines:
        if len(text) > 500:
            errors[f"line-{pk or kind}"] = _("At most %(limit)s characters fit here.") % {"limit": 500}
    for kind in HighlightKind.values:
        if sum(under == kind for _pk, under, _text in lines) > LINES_LIMIT:
            errors[f"line-{kind}"] = _("At most %(limit)s lines can be added at once.") % {"limit": LINES_LIMIT}
    return errors


@transaction.atomic
def publish(*, update: WeeklyUpdate, seen: str, by: Person, now: datetime) -> Edition:
    """Freeze the update as an edition and tell its readers. By Product Ops; once.

    `seen` is the stamp of what the desk showed (`queries.stamp_of`). Everything is read again under lock; when
    anything differs from what was seen, `Stale` names the areas that changed and nothing is published.
    """
    require(by, Permission.PUBLISH_UPDATE, update, on=now)
    row = _locked(update)
    with connection.cursor() as cursor:  # no part changes from here on
        cursor.execute("SELECT 1 FROM rituals_areaupdate WHERE weekly_update_id = %s ORDER BY id FOR UPDATE", [row.pk])
    if row.state != UpdateState.AGGREGATED:
        raise Stale(_("Aggregate the update first, so that you see what you publish."))
    if stamp_of(row) != seen:
        raise Stale(_("Something changed since you looked. It is shown below; look and publish again."))
    if not row.title:
        raise Invalid({"title": no_headline()})
    facts = area_facts(row, now)
    content = content_of(row.key, row.starts_on.isoformat(), fronts(row), facts) | {"title": row.title}
    edition = freeze(
        kind=KIND, key=row.key, title=row.title, content=content, sections=sections_of(content), by=by, now=now
    )
    WeeklyUpdate.objects.filter(pk=row.pk).update(
        state=UpdateState.PUBLISHED,
        published_at=now,
        published_by=by,
        edition=edition,
        assembled_sha256=edition.sha256,
        version=F("version") + 1,
    )
    row.refresh_from_db()
    record("weekly_update.published", by=by, obj=row, now=now, week=row.key, edition=edition.pk)
    update_findable(row, content, now=now)
    update_published(row, edition, now=now)
    return edition
