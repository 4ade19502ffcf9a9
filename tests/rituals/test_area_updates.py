"""The doors of an area update: who, what is written, what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole
from productops.people.permissions import PermissionRefused
from rituals.actions import area_updates as doors
from rituals.enums import Answer, Heading
from rituals.merge import Typed, fingerprint
from rituals.models import AreaUpdate, BulletReference
from rituals.offering import offers
from tests.factories import area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, draft_of, open_with, part, published, submitted

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


def save(row, draft, by, now=TUESDAY):
    return doors.save_draft(area_update=row, draft=draft, by=by, now=now)


def test_a_draft_is_written_with_its_lines_in_order() -> None:
    update, [area, *_], _ops = a_week()
    row = part(update, area)
    saved = save(row, draft_of({"wins": ["One", "Two"], "risks": ["Three"]}, "at_risk", "Late"), area.pm)
    row.refresh_from_db()
    assert (row.health, row.health_reason, row.version, row.saved_by) == ("at_risk", "Late", 2, area.pm)
    assert list(row.bullets.filter(heading="wins").values_list("text", "position")) == [("One", 0), ("Two", 1)]
    assert saved.changed


def test_the_same_post_twice_writes_once() -> None:
    update, [area, *_], _ops = a_week()
    row, draft = part(update, area), draft_of({"wins": ["One"]})
    save(row, draft, area.pm)
    again = save(row, draft, area.pm)
    assert not again.changed
    assert row.bullets.count() == 1
    assert part(update, area).version == 2


def test_pm_and_deputy_write_different_lines_and_both_stay() -> None:
    update, [area, *_], _ops = a_week()
    deputy = in_role(Role.PM)
    AreaRole.objects.create(
        area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on="2026-11-01", ends_on="2026-12-01"
    )
    row = part(update, area)
    save(row, draft_of({"wins": ["Mine"]}), area.pm)
    saved = save(row, draft_of({"wins": ["Theirs"]}), deputy)
    assert sorted(row.bullets.values_list("text", flat=True)) == ["Mine", "Theirs"]
    assert saved.new_from_others == 1


def test_both_change_one_line_and_are_asked() -> None:
    update, [area, *_], _ops = a_week()
    row = part(update, area)
    save(row, draft_of({"wins": ["Old"]}), area.pm)
    bullet = row.bullets.get()
    pk = str(bullet.pk)

    def typed(text: str, **choices: str) -> doors.Draft:
        return doors.Draft((Typed(pk, text, fingerprint("Old")),), {pk: Heading.WINS}, choices)  # type: ignore[arg-type]

    save(row, typed("First"), area.pm)
    saved = save(row, typed("Second"), area.pm)
    assert [(c.mine, c.theirs) for c in saved.conflicts] == [("Second", "First")]
    assert row.bullets.get().text == "First"
    save(row, typed("Second", **{pk: "both"}), area.pm)
    assert list(row.bullets.order_by("position").values_list("text", flat=True)) == ["First", "Second"]


@pytest.mark.parametrize("roles", [[Role.PRODUCT_OPS], [Role.ADMIN], [Role.HEAD_OF_PRODUCT], [Role.PM], []])
def test_nobody_else_writes(roles: list[Role]) -> None:
    update, [area, *_], _ops = a_week()
    with pytest.raises(PermissionRefused):
        save(part(update, area), draft_of({"wins": ["x"]}), in_role(*roles))
    assert part(update, area).version == 1


def test_a_deputy_writes_only_between_the_dates() -> None:
    update, [area, *_], _ops = a_week()
    deputy = in_role(Role.PM)
    AreaRole.objects.create(
        area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on="2026-11-25", ends_on="2026-11-26"
    )
    with pytest.raises(PermissionRefused):
        save(part(update, area), draft_of({"wins": ["x"]}), deputy, now=TUESDAY)
    deputy._standings.clear()
    assert save(part(update, area), draft_of({"wins": ["x"]}), deputy, now=TUESDAY + timedelta(days=1)).changed


@pytest.mark.parametrize(
    ("lines", "health", "reason", "field"),
    [
        ({"wins": ["x"]}, "", "", "health"),
        ({"wins": ["x"]}, "at_risk", "", "reason"),
        ({"wins": ["x"]}, "invented", "", "health"),
        ({}, "on_track", "", "wins"),
    ],
)
def test_what_submitting_asks_for(lines: dict, health: str, reason: str, field: str) -> None:
    update, [area, *_], _ops = a_week()
    row = part(update, area)
    save(row, draft_of(lines, health, reason), area.pm)
    with pytest.raises(Invalid) as refused:
        doors.submit(area_update=row, by=area.pm, now=TUESDAY)
    assert list(refused.value.errors) == [field]
    assert part(update, area).state == "open"


def test_submitting_is_recorded_once() -> None:
    update, [area, *_], _ops = a_week()
    submitted(update, area)
    doors.submit(area_update=part(update, area), by=area.pm, now=TUESDAY)
    events = DomainEvent.objects.filter(name="area_update.submitted")
    assert [(event.actor_id, event.area_id, event.data) for event in events] == [(area.pm.pk, area.pk, {"late": False})]


def test_a_submitted_update_cannot_lose_its_health() -> None:
    update, [area, *_], _ops = a_week()
    row = submitted(update, area)
    with pytest.raises(Invalid):
        save(row, draft_of({}, "off_track", "", base=part(update, area)), area.pm)
    assert part(update, area).health == "on_track"


def test_too_long_a_line_says_so_at_the_line_and_writes_nothing() -> None:
    update, [area, *_], _ops = a_week()
    draft = draft_of({"wins": ["[" * 65_536, "fine"]})
    with pytest.raises(Invalid) as refused:
        save(part(update, area), draft, area.pm)
    [(field, message)] = refused.value.errors.items()
    assert field == next(iter(draft.headings))
    assert "65536" in message
    assert part(update, area).bullets.count() == 0


def test_excuse_and_late_submission() -> None:
    update, [area, *_], _ops = a_week()
    doors.excuse(area_update=part(update, area), reason="on leave", by=area.pm, now=TUESDAY)
    assert (part(update, area).state, part(update, area).excuse) == ("excused", "on leave")
    row = part(update, area)
    save(row, draft_of({"wins": ["x"]}), area.pm)
    late = update.deadline_at + timedelta(minutes=1)
    doors.submit(area_update=row, by=area.pm, now=late)
    assert (part(update, area).state, part(update, area).excuse) == ("submitted", "")
    assert DomainEvent.objects.get(name="area_update.submitted").data == {"late": True}


def test_product_ops_may_note_but_not_write_and_the_note_is_theirs() -> None:
    update, [area, *_], ops = a_week()
    row = doors.note(area_update=submitted(update, area), text="Figures **checked**", by=ops, now=TUESDAY)
    assert row.editor_note_html == "<p>Figures <strong>checked</strong></p>\n"
    assert row.editor_note_by == ops
    with pytest.raises(PermissionRefused):
        doors.note(area_update=row, text="x", by=area.pm, now=TUESDAY)


def test_after_publishing_nothing_can_be_written() -> None:
    update, areas, ops = a_week()
    row = submitted(update, areas[0])
    published(update, ops)
    with pytest.raises(Stale):
        save(row, draft_of({"wins": ["late"]}), areas[0].pm, now=update.publish_at)


def test_lines_of_another_update_cannot_be_taken_over() -> None:
    update, [first, second, *_], _ops = a_week()
    save(part(update, first), draft_of({"wins": ["Mine"]}), first.pm)
    theirs = str(part(update, first).bullets.get().pk)
    with pytest.raises(Invalid):
        save(part(update, second), doors.Draft((Typed(theirs, "x", ""),), {theirs: Heading.WINS}), second.pm)
    assert part(update, first).bullets.get().text == "Mine"


def test_references_link_and_are_kept() -> None:
    update, [first, second, *_], _ops = a_week()
    save(part(update, first), draft_of({"risks": [f"Waits for #{second.slug} and #nobody"]}), first.pm)
    bullet = part(update, first).bullets.get()
    assert f'href="/areas/{second.slug}/"' in bullet.html
    assert list(BulletReference.objects.values_list("key", flat=True)) == [second.slug]


def test_last_weeks_next_is_offered_accepted_and_dismissed_once() -> None:
    update, [area, *_], ops = a_week()
    submitted(update, area, {"wins": ["x"], "next": ["Evidence upload", "Receipts in Polish"]})
    published(update, ops)
    later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    row, now = part(later, area), MONDAY + timedelta(days=8)
    [first, second] = offers(row, now)
    doors.answer_suggestion(area_update=row, source=first.source, answer=Answer.ACCEPTED, by=area.pm, now=now)
    doors.answer_suggestion(area_update=row, source=first.source, answer=Answer.ACCEPTED, by=area.pm, now=now)
    doors.answer_suggestion(area_update=row, source=second.source, answer=Answer.DISMISSED, by=area.pm, now=now)
    bullet = row.bullets.get()
    assert (bullet.heading, bullet.text, bullet.origin) == ("next", "Evidence upload", first.source)
    assert offers(row, now) == []
    with pytest.raises(Stale):
        doors.answer_suggestion(
            area_update=row, source=f"carry-over:{uuid4()}", answer=Answer.ACCEPTED, by=area.pm, now=now
        )


def test_the_database_refuses_a_submission_without_reason() -> None:
    update, [area, *_], _ops = a_week()
    row = submitted(update, area)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaUpdate.objects.filter(pk=row.pk).update(health="off_track")


def test_a_draft_is_seen_by_its_writers_alone_until_submitted() -> None:
    update, [area, other, *_], ops = a_week()
    row = part(update, area)
    outsider = in_role(Role.STAKEHOLDER)
    seen = [row in AreaUpdate.objects.visible_to(person) for person in (area.pm, other.pm, ops, outsider)]
    assert seen == [True, False, False, False]
    submitted(update, area)
    seen = [row in AreaUpdate.objects.visible_to(person) for person in (area.pm, other.pm, ops, outsider)]
    assert seen == [True, False, True, False]


def test_a_deactivated_pm_may_nothing() -> None:
    area = area_with_pm()
    update = open_with(area)
    area.pm.is_active, area.pm.deactivated_at = False, MONDAY
    area.pm.save()
    assert not AreaUpdate.objects.visible_to(area.pm).exists()
    with pytest.raises(PermissionRefused):
        save(part(update, area), draft_of({"wins": ["x"]}), area.pm)
