"""Bringing a release's checklist to what its tier, date and templates ask. Called by the doors, inside theirs."""

from datetime import datetime

from productops.people.models import Function, Organisation
from releases.checklist import Item, Plan, plan, proven
from releases.enums import ItemState
from releases.leadtime import lead_time
from releases.models import Bundle, Release, ReleaseItem
from releases.owners import Holders
from releases.queries import (
    facts_of,
    freezes,
    holders_of,
    item_facts,
    proofs_of,
    template_of,
    tier_policy_of,
)


def replan(release: Release, *, now: datetime) -> Plan:
    """Make, change, retire and revive items so that they are what is asked; what was done stays done.

    The release must be locked and saved. Without a launch date or a tier nothing is planned. Repeated with the same
    facts it writes nothing.
    """
    if release.launch_on is None or release.tier is None:
        return Plan()
    organisation = Organisation.current()
    day = organisation.day(now)
    slugs = dict(Function.objects.values_list("id", "slug"))
    rows = {row.key: row for row in release.items.select_for_update()}
    template = template_of(release)
    made = plan(
        template,
        [item_facts(row, slugs[row.function_id]) for row in rows.values()],
        launch_on=release.launch_on,
        calendar=organisation.calendar,
    )
    _apply(release, made, rows, {slug: pk for pk, slug in slugs.items()}, holders_of(release.area_id, day), now)
    _place(release, [line.key for line in template])
    return made


def _apply(
    release: Release,
    made: Plan,
    rows: dict[str, ReleaseItem],
    functions: dict[str, int],
    holders: Holders,
    now: datetime,
) -> None:
    ReleaseItem.objects.bulk_create(
        [
            ReleaseItem(
                release=release,
                key=item.key,
                gate=item.gate,
                title=item.title,
                function_id=functions[item.function],
                person_id=holders.of(item.function),
                due_on=item.due_on,
                evidence_rule=item.evidence,
                required=item.required,
                fact=item.fact,
            )
            for item in made.added
        ]
    )
    for moved in (*made.changed, *made.revived):
        row = rows[moved.after.key]
        if row.function_id != functions[moved.after.function]:
            row.person_id = holders.of(moved.after.function)
        _take(row, moved.after, functions)
        row.retired_at = None
        row.version += 1
        row.save()
    for item in made.retired:
        row = rows[item.key]
        row.retired_at = now
        row.version += 1
        row.save(update_fields=["retired_at", "version"])


def _take(row: ReleaseItem, item: Item, functions: dict[str, int]) -> None:
    row.gate, row.title, row.function_id, row.due_on = item.gate, item.title, functions[item.function], item.due_on
    row.evidence_rule, row.required, row.fact = item.evidence, item.required, item.fact


def _place(release: Release, order: list[str]) -> None:
    """The order of the template; what is retired comes last."""
    places = {key: place for place, key in enumerate(order)}
    moved = []
    for row in release.items.all():
        place = places.get(row.key, len(order))
        if row.position != place:
            row.position = place
            moved.append(row)
    ReleaseItem.objects.bulk_update(moved, ["position"])


def prove(release: Release, *, now: datetime) -> list[ReleaseItem]:
    """Settle what the release's own fields prove, and open again what they no longer do. Answers the items changed."""
    facts = facts_of([release])[release.pk]
    states = proven(facts.items, proofs_of(release, facts.risks))
    if not states:
        return []
    rows = list(release.items.select_for_update().filter(key__in=states))
    for row in rows:
        row.state = states[row.key]
        row.state_at = now if row.state != ItemState.OPEN else None
        row.state_by = None
        row.reason = ""
        row.version += 1
        row.save()
    return rows


def note_lead_time(release: Release, *, now: datetime) -> None:
    """Say on the release how much notice its tier asks and how much its date gives: from today, or since the review
    copy of its bundle went out, when a later date is set.
    """
    asked = tier_policy_of(release)
    if asked is None or release.launch_on is None:
        release.notice_needed = release.notice_given = None
        return
    organisation = Organisation.current()
    sent = Bundle.objects.filter(release=release).values_list("review_copy_at", flat=True).first()
    found = lead_time(
        launch_on=release.launch_on,
        needed=asked.lead_days,
        final_days=asked.final_days,
        today=organisation.day(sent or now),
        calendar=organisation.calendar,
        freezes=[window.as_window() for window in freezes()],
    )
    release.notice_needed, release.notice_given = asked.lead_days, max(-999, min(found.left, 999))
