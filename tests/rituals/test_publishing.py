"""Aggregate, edit the front, publish: repeatable, refused when unseen, frozen."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.editions.canonical import sha256_of
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.permissions import PermissionRefused
from productops.search.models import SearchRow
from rituals.actions import area_updates
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.models import Highlight, WeeklyUpdate
from rituals.queries import stamp_of
from rituals.rendering import markdown_of
from tests.factories import in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, draft_of, open_with, part, published, submitted

pytestmark = pytest.mark.django_db


def ready(areas: int = 2):  # type: ignore[no-untyped-def]
    """An aggregated week with a headline: everything submitted."""
    update, made, ops = a_week(areas)
    for area in made:
        submitted(update, area)
    now = update.deadline_at
    row = aggregate(update=update, by=ops, now=now)
    row = edit_front(update=row, title="Search launched", lines=[], by=ops, now=now, seen_version=row.version)
    return row, made, ops, now


def test_aggregating_twice_changes_nothing() -> None:
    update, areas, ops = a_week()
    submitted(update, areas[0], {"wins": ["Launched"], "next": ["Synonyms"]}, "at_risk", "Legal")
    first = aggregate(update=update, by=None, now=update.deadline_at)
    lines = list(Highlight.objects.order_by("id").values_list("id", "kind", "text"))
    second = aggregate(update=update, by=ops, now=update.deadline_at + timedelta(minutes=1))
    assert (second.version, second.assembled_sha256) == (first.version, first.assembled_sha256)
    assert list(Highlight.objects.order_by("id").values_list("id", "kind", "text")) == lines
    assert [text for _pk, _kind, text in lines] == ["Launched", "Synonyms", f"{areas[0].name}: Legal"]
    assert DomainEvent.objects.filter(name="weekly_update.aggregated").count() == 1


def test_edited_and_removed_highlights_survive_aggregating_again() -> None:
    update, areas, ops = a_week()
    submitted(update, areas[0], {"wins": ["Launched"], "next": ["Synonyms"]})
    row = aggregate(update=update, by=ops, now=update.deadline_at)
    shipped, planned = Highlight.objects.order_by("-kind")
    lines = [(shipped.pk, "", "Launched for everyone"), (planned.pk, "", ""), (None, "risk", "A new **risk**")]
    edit_front(update=row, title="T", lines=lines, by=ops, now=update.deadline_at, seen_version=row.version)
    area_updates.save_draft(
        area_update=part(update, areas[0]),
        draft=draft_of({"next": ["More"]}, base=part(update, areas[0])),
        by=areas[0].pm,
        now=update.deadline_at,
    )
    aggregate(update=update, by=ops, now=update.deadline_at + timedelta(minutes=5))
    kept = Highlight.objects.filter(removed_at=None).order_by("id").values_list("kind", "text")
    assert list(kept) == [("shipped", "Launched for everyone"), ("risk", "A new **risk**")]


def test_publishing_freezes_content_and_tells_readers_once() -> None:
    update, [area, _other], ops, now = ready()
    edition = publish(update=update, seen=stamp_of(update), by=ops, now=now)
    assert sha256_of(edition.content) == edition.sha256
    assert edition.content["title"] == "Search launched"
    assert [(s.language, s.key) for s in edition.sections.order_by("language", "position")] == [
        (language, key)
        for language in ("en", "pl")
        for key in ("highlights", *(each["slug"] for each in edition.content["areas"]))
    ]
    notice = Notice.objects.get(kind="weekly_update")
    assert (notice.topic, notice.data) == ("weekly_update", {"edition": edition.pk, "week": "2026-W48"})
    assert SearchRow.objects.get(key="2026-w48").title == "Search launched"
    assert SearchRow.objects.get(key=area.slug).health == "on_track"


def test_what_was_not_seen_is_not_published() -> None:
    update, [area, _other], ops, now = ready()
    seen = stamp_of(update)
    row = part(update, area)
    area_updates.save_draft(area_update=row, draft=draft_of({"wins": ["More"]}, base=row), by=area.pm, now=now)
    with pytest.raises(Stale):
        publish(update=update, seen=seen, by=ops, now=now)
    assert not Edition.objects.exists()
    assert not Notice.objects.exists()
    assert publish(update=update, seen=stamp_of(update), by=ops, now=now).revision == 1


def test_pressed_twice_publishes_once() -> None:
    update, _areas, ops, now = ready()
    seen = stamp_of(update)
    publish(update=update, seen=seen, by=ops, now=now)
    with pytest.raises(Stale):
        publish(update=update, seen=seen, by=ops, now=now)
    assert Edition.objects.count() == 1


def test_a_headline_is_needed() -> None:
    update, areas, ops = a_week()
    submitted(update, areas[0])
    row = aggregate(update=update, by=ops, now=update.deadline_at)
    with pytest.raises(Invalid) as refused:
        publish(update=row, seen=stamp_of(row), by=ops, now=update.deadline_at)
    assert list(refused.value.errors) == ["title"]


@pytest.mark.parametrize("roles", [[Role.PM], [Role.STAKEHOLDER], [Role.ADMIN], [Role.HEAD_OF_PRODUCT], []])
def test_only_product_ops_aggregates_and_publishes(roles: list[Role]) -> None:
    update, _areas, _ops, now = ready()
    somebody = in_role(*roles)
    with pytest.raises(PermissionRefused):
        aggregate(update=update, by=somebody, now=now)
    with pytest.raises(PermissionRefused):
        publish(update=update, seen=stamp_of(update), by=somebody, now=now)
    with pytest.raises(PermissionRefused):
        edit_front(update=update, title="x", lines=[], by=somebody, now=now, seen_version=update.version)


def test_a_stale_front_is_refused() -> None:
    update, _areas, ops, now = ready()
    with pytest.raises(Stale):
        edit_front(update=update, title="x", lines=[], by=ops, now=now, seen_version=update.version - 1)


def test_a_missing_area_shows_what_the_portal_knows() -> None:
    update, [first, second], ops = a_week(2)
    submitted(update, first, {"wins": ["x"], "next": ["Tablet layout"]}, "at_risk", "Two engineers short")
    submitted(update, second)
    published(update, ops)
    later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    submitted(later, second)
    edition = published(later, ops)
    missing = next(area for area in edition.content["areas"] if area["slug"] == first.slug)
    assert missing["known"] == {"health": "at_risk", "next": ["Tablet layout"]}
    html = edition.sections.get(language="en", key=first.slug).html
    assert "Last published health: At risk." in html
    assert "Tablet layout" in html
    polish = edition.sections.get(language="pl", key=second.slug)
    assert "<h3>" in polish.html


def test_what_a_missing_area_planned_reads_without_marks() -> None:
    update, [first, second], ops = a_week(2)
    submitted(update, first, {"wins": ["x"], "next": [f"**Tablet** layout with #{second.slug}"]})
    submitted(update, second)
    published(update, ops)
    later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    submitted(later, second)
    content = published(later, ops).content
    assert next(area for area in content["areas"] if area["slug"] == first.slug)["known"]["next"][0].startswith(
        "Tablet layout with "
    )


def test_the_database_refuses_other_state_changes() -> None:
    update, _areas, ops, now = ready()
    with pytest.raises(DatabaseError), transaction.atomic():
        WeeklyUpdate.objects.filter(pk=update.pk).update(state="collecting", aggregated_at=None)
    publish(update=update, seen=stamp_of(update), by=ops, now=now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rituals_weeklyupdate SET state = 'aggregated', published_at = NULL, edition_id = NULL")


def test_queries_of_aggregating_do_not_grow(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    update, areas, ops = a_week(12)
    for area in areas:
        submitted(update, area, {"wins": [f"See #{areas[0].slug}"], "next": ["b"], "risks": ["c"]})
    with django_assert_max_num_queries(24):
        aggregate(update=update, by=ops, now=update.deadline_at)


def test_markdown_has_everything_and_no_raw_markup() -> None:
    update, [area, *_], ops = a_week(2)
    area.name = "Pay*ments"
    area.save()
    submitted(update, area, {"wins": ["A **win**"], "links": ["[PRD](https://docs.example/x)"]})
    edition = published(update, ops)
    text = markdown_of(edition.content, {area.pm.pk: "Tomek"}, "https://portal/x", "Thu")
    assert text.startswith("# Search launched\n")
    assert "## Pay\\*ments (Tomek)\n\n**On track**\n\n### Wins and shipped\n\n- A **win**\n" in text
    assert "*Not confirmed by the PM*" in text


def test_what_concerns_a_function_is_named_in_a_risk_or_referred_to() -> None:
    update, areas, ops = a_week(3)
    submitted(update, areas[0], {"risks": ["Support needs macros"]})
    submitted(update, areas[1], {"wins": ["Terms agreed with #legal"]})
    submitted(update, areas[2], {"wins": ["Support is happy"]})
    concerned = {area["slug"]: area["functions"] for area in published(update, ops).content["areas"]}
    assert concerned == {
        areas[0].slug: {"support": "Support"},
        areas[1].slug: {"legal": "Legal"},
        areas[2].slug: {},
    }
