"""Doors of the RACI: result, event, refusal, roll-back; and what the database itself refuses."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people import raci_history
from productops.people.actions import raci as doors
from productops.people.enums import Role
from productops.people.matrix import lines_of
from productops.people.models import Area, Person, ProductGroup, RaciActivity, RaciEntry
from productops.people.permissions import PermissionRefused
from productops.people.raci import ORGANISATION, RaciHolder, RaciScope, letters_of, missing
from tests.factories import AreaFactory, FunctionFactory, PersonFactory, ProductGroupFactory, in_role

pytestmark = pytest.mark.django_db
PM, OPS, LEAD = RaciHolder(role="pm"), RaciHolder(role="product_ops"), RaciHolder(role="product_ops_lead")
HEAD, ENG = RaciHolder(role="head_of_product"), RaciHolder(role="eng_lead")


@pytest.fixture
def admin() -> Person:
    return in_role(Role.ADMIN, name="Ravi Nair")


@pytest.fixture
def roadmap() -> RaciActivity:
    """R Product Ops, A Head of Product, C PM."""
    return RaciActivity.objects.get(code="roadmap")


def change(
    activity: RaciActivity, holder: RaciHolder, letters: str, by: Person, now: datetime, **other: object
) -> doors.Change:
    facts = {"scope": ORGANISATION, "note": None, "seen_version": activity.version, **other}
    return doors.set_cell(activity=activity, holder=holder, letters=letters, by=by, now=now, **facts)  # type: ignore[arg-type]


def held(activity: RaciActivity, holder: RaciHolder, scope: RaciScope = ORGANISATION) -> str:
    return letters_of(lines_of(activity).get(scope, ()), holder)


def test_setting_a_moves_it(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    done = change(roadmap, PM, "A", admin, now, note=" content ")
    assert (done.changed, done.moved_from, done.activity.version) == (True, HEAD, roadmap.version + 1)
    assert (held(roadmap, PM), held(roadmap, HEAD)) == ("A", "")
    assert RaciEntry.objects.get(activity=roadmap, letter="A").note == "content"
    event = DomainEvent.objects.get(name="raci.changed")
    assert event.actor_id == admin.pk
    assert event.data == {
        "version": 2, "holder": "role-pm", "before": "C", "after": "A", "moved_from": "role-head_of_product",
        "group_id": None,
    }  # fmt: skip


def test_the_same_again_writes_nothing(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    assert change(roadmap, HEAD, "A", admin, now).changed is False
    roadmap.refresh_from_db()
    assert roadmap.version == 1
    assert not DomainEvent.objects.filter(name__startswith="raci").exists()


@pytest.mark.parametrize(("holder", "letters"), [(HEAD, ""), (HEAD, "R"), (OPS, ""), (OPS, "A")])
def test_refused_changes_leave_everything(
    roadmap: RaciActivity, admin: Person, now: datetime, holder: RaciHolder, letters: str
) -> None:
    before = lines_of(roadmap)
    with pytest.raises(Invalid) as refused:
        change(roadmap, holder, letters, admin, now)
    assert list(refused.value.errors) == ["letters"]
    assert lines_of(roadmap) == before


def test_product_ops_never_decides_on_a_launch(admin: Person, now: datetime) -> None:
    readiness = RaciActivity.objects.get(code="release-readiness")
    function = RaciHolder(function_id=FunctionFactory(slug="product-ops").pk)
    someone = RaciHolder(person_id=in_role(Role.PRODUCT_OPS).pk)
    for holder in (OPS, LEAD, function, someone):
        with pytest.raises(Invalid, match="product people"):
            change(readiness, holder, "AR" if holder == OPS else "A", admin, now)
    assert change(readiness, HEAD, "A", admin, now).changed


def test_who_has_left_gets_nothing_new(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    gone = PersonFactory(is_active=False, deactivated_at=now)
    with pytest.raises(Invalid, match="has left"):
        change(roadmap, RaciHolder(person_id=gone.pk), "C", admin, now)
    with pytest.raises(Invalid, match="has left"):
        change(roadmap, RaciHolder(person_id=999_999), "C", admin, now)
    with pytest.raises(Invalid, match="no longer exists"):
        change(roadmap, RaciHolder(function_id=999_999), "C", admin, now)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_the_admin(roadmap: RaciActivity, now: datetime, role: Role) -> None:
    with pytest.raises(PermissionRefused):
        change(roadmap, PM, "I", in_role(role), now)


def test_stale(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    change(roadmap, PM, "I", admin, now)
    with pytest.raises(Stale) as stale:
        change(roadmap, ENG, "C", admin, now)  # still carries the version from before
    assert stale.value.context["activity"].version == 2
    assert held(roadmap, ENG) == ""


@pytest.fixture
def mobile() -> Area:
    area: Area = AreaFactory(name="Mobile", group=ProductGroupFactory(name="Merchants"))
    return area


def test_an_area_begins_with_a_copy_of_what_it_inherits(
    roadmap: RaciActivity, admin: Person, now: datetime, mobile: Area
) -> None:
    scope = RaciScope(area_id=mobile.pk)
    done = change(roadmap, ENG, "C", admin, now, scope=scope)
    assert done.overrides
    assert held(roadmap, ENG, scope) == "C"
    assert held(roadmap, HEAD, scope) == "A"
    assert held(roadmap, ENG) == ""
    assert missing(lines_of(roadmap)[scope]) == []


def test_an_area_copies_from_its_product_group(
    roadmap: RaciActivity, admin: Person, now: datetime, mobile: Area
) -> None:
    group: ProductGroup = mobile.group  # type: ignore[assignment]
    wider, narrower = RaciScope(group_id=group.pk), RaciScope(area_id=mobile.pk)
    roadmap = change(roadmap, PM, "A", admin, now, scope=wider).activity
    change(roadmap, ENG, "I", admin, now, scope=narrower)
    assert (held(roadmap, PM, narrower), held(roadmap, HEAD, narrower)) == ("A", "")


def test_dropping_an_override(roadmap: RaciActivity, admin: Person, now: datetime, mobile: Area) -> None:
    scope = RaciScope(area_id=mobile.pk)
    roadmap = change(roadmap, ENG, "C", admin, now, scope=scope).activity
    done = doors.drop_override(activity=roadmap, scope=scope, by=admin, now=now, seen_version=roadmap.version)
    assert done.changed
    assert scope not in lines_of(roadmap)
    again = doors.drop_override(activity=done.activity, scope=scope, by=admin, now=now, seen_version=3)
    assert again.changed is False
    with pytest.raises(Invalid):
        doors.drop_override(activity=roadmap, scope=ORGANISATION, by=admin, now=now, seen_version=3)
    assert list(DomainEvent.objects.filter(name="raci.override_dropped").values_list("area_id", flat=True)) == [
        mobile.pk
    ]


def test_undo_restores_exactly_what_stood_there(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    before = lines_of(roadmap)
    done = change(roadmap, OPS, "AR", admin, now, note="all of it")
    undone = doors.undo(activity=roadmap, scope=ORGANISATION, version=done.activity.version, by=admin, now=now)
    assert lines_of(roadmap) == before
    assert undone.activity.version == 3
    with pytest.raises(Stale, match="cannot be undone any more"):
        doors.undo(activity=roadmap, scope=ORGANISATION, version=done.activity.version, by=admin, now=now)


def test_undo_of_an_override_and_of_its_end(roadmap: RaciActivity, admin: Person, now: datetime, mobile: Area) -> None:
    scope = RaciScope(area_id=mobile.pk)
    own = change(roadmap, ENG, "C", admin, now, scope=scope, note="design").activity
    kept = lines_of(roadmap)[scope]
    dropped = doors.drop_override(activity=own, scope=scope, by=admin, now=now, seen_version=own.version).activity
    back = doors.undo(activity=dropped, scope=scope, version=dropped.version, by=admin, now=now).activity
    assert lines_of(roadmap)[scope] == kept
    with pytest.raises(Stale, match="nothing to undo"):
        doors.undo(activity=back, scope=ORGANISATION, version=back.version, by=admin, now=now)


def test_undo_is_refused_after_another_change(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    first = change(roadmap, ENG, "C", admin, now).activity
    change(first, PM, "I", admin, now)
    with pytest.raises(Stale):
        doors.undo(activity=roadmap, scope=ORGANISATION, version=first.version, by=admin, now=now)


def test_a_new_activity_is_complete_at_once(admin: Person, now: datetime) -> None:
    made = doors.add_activity(name="Pricing  reviews", accountable=HEAD, responsible=PM, by=admin, now=now)
    assert (made.code, made.name, made.version) == ("pricing-reviews", "Pricing reviews", 1)
    assert (held(made, HEAD), held(made, PM)) == ("A", "R")
    both = doors.add_activity(name="Łódź", accountable=HEAD, responsible=HEAD, by=admin, now=now)
    assert (both.code, held(both, HEAD)) == ("lodz", "AR")
    assert doors.add_activity(name="History", accountable=HEAD, responsible=PM, by=admin, now=now).code == "history-2"
    with pytest.raises(Invalid, match="already"):
        doors.add_activity(name="pricing REVIEWS", accountable=HEAD, responsible=PM, by=admin, now=now)
    with pytest.raises(Invalid, match="Say what"):
        doors.add_activity(name=" ", accountable=HEAD, responsible=PM, by=admin, now=now)
    with pytest.raises(PermissionRefused):
        doors.add_activity(name="x", accountable=HEAD, responsible=PM, by=in_role(Role.PM), now=now)


def test_renaming_keeps_the_code(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    renamed = doors.rename_activity(activity=roadmap, name="The roadmap", by=admin, now=now, seen_version=1)
    assert (renamed.name, renamed.code, renamed.version) == ("The roadmap", "roadmap", 2)
    with pytest.raises(Invalid):
        doors.rename_activity(activity=roadmap, name="weekly product update", by=admin, now=now, seen_version=2)


def test_history_tells_who_from_what_to_what(roadmap: RaciActivity, admin: Person, now: datetime) -> None:
    second = change(roadmap, PM, "A", admin, now).activity
    change(second, ENG, "I", in_role(Role.ADMIN, name="Other Admin"), now, note="after")
    newest, moved, began = raci_history.acts(ORGANISATION, roadmap)
    assert [(d.holder, d.before, d.after, d.note_after) for d in newest.differences] == [(ENG, "", "I", "after")]
    assert [(d.holder, d.before, d.after) for d in moved.differences] == [(HEAD, "A", ""), (PM, "C", "A")]
    assert (moved.by_id, moved.version, began.began, began.by_id) == (admin.pk, 2, True, None)
    assert [act.version for act in raci_history.since(roadmap, 2)] == [3]
    assert raci_history.of_holder([newest, moved, began], ENG) == [newest]


RAW = {
    "no Accountable": lambda rows, holder: rows.filter(letter="A").delete(),
    "two Accountable": lambda rows, holder: rows.create(activity=holder, letter="A", role="pm"),
    "no Responsible": lambda rows, holder: rows.filter(letter="R").delete(),
    "Accountable turned Consulted": lambda rows, holder: rows.filter(letter="A").update(letter="C"),
    "nothing left": lambda rows, holder: rows.all().delete(),
}


def at_commit(write: Callable[[], object]) -> None:
    """Write, then have the database look as it does at commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        write()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("write", RAW.values(), ids=RAW.keys())
def test_the_database_refuses_incomplete_rows(roadmap: RaciActivity, write: Callable[..., object]) -> None:
    with pytest.raises(IntegrityError, match="accountable"):
        at_commit(lambda: write(RaciEntry.objects.filter(activity=roadmap), roadmap))


def test_the_database_refuses_an_incomplete_override_and_allows_none(roadmap: RaciActivity, mobile: Area) -> None:
    def add(letters: str) -> None:
        for letter in letters:
            RaciEntry.objects.create(activity=roadmap, area=mobile, letter=letter, role="pm")

    for incomplete in ("R", "A", "C", "RCI"):
        with pytest.raises(IntegrityError):
            at_commit(lambda letters=incomplete: add(letters))  # type: ignore[misc]
    at_commit(lambda: add("ARC"))
    at_commit(lambda: RaciEntry.objects.filter(area=mobile).delete())
    assert not RaciEntry.objects.filter(area=mobile).exists()
