"""A PM replaced or stood in for half-way: open work follows the role, what was handed on stays."""

from datetime import date, datetime, timedelta

import pytest

from comms.models import Notice
from productops.people.actions.area_roles import set_deputy, set_role
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from productops.people.permissions import PermissionRefused
from releases.actions.handing_over import follow_roles
from releases.actions.items import Shown, hand_on, set_state
from releases.enums import ItemState
from releases.models import Release
from releases.owners import Holders, heir
from tests.factories import PersonFactory, in_role
from tests.factories.releases import planned

NOTE = Shown(note="Written")
HOLDERS = Holders(pm=1, eng_lead=2, contacts={"support": 3}, leads={"qa": 5})


@pytest.mark.parametrize(
    ("function", "person", "former", "left", "to"),
    [
        ("product", 9, {9}, False, 1),  # was PM before
        ("product", 9, set(), False, None),  # was handed on to her
        ("product", 9, set(), True, 1),  # has left
        ("product", None, set(), False, 1),  # nobody was found when it was made
        ("product", 1, {1}, False, None),  # is PM again
        ("engineering", 9, {9}, False, 2),
        ("support", 9, {9}, False, 3),
        ("qa", 9, set(), True, 5),
        ("legal", 9, {9}, True, None),  # nobody holds it now
    ],
)
def test_who_takes_over(function: str, person: int | None, former: set[int], left: bool, to: int | None) -> None:
    assert heir(function, person, holders=HOLDERS, former=former, left=left) == to


@pytest.fixture
def release(payments: Area, now: datetime) -> Release:
    return planned(payments, now)


def whose(release: Release) -> dict[str, Person]:
    return {item.key: item.person for item in release.items.select_related("person")}


@pytest.mark.django_db
def test_a_new_pm_finds_the_open_work_with_her(payments: Area, release: Release, now: datetime) -> None:
    old, new, other, admin = payments.pm, in_role(Role.PM), PersonFactory(), in_role(Role.ADMIN)  # type: ignore[attr-defined]
    notes, docs = release.items.get(key="notes"), release.items.get(key="docs")
    set_state(items=[notes], state=ItemState.DONE, shown=[NOTE], by=old, now=now)
    before = whose(release)
    set_role(area=payments, kind=AreaRoleKind.PM, person=new, starts_on=date(2026, 11, 25), by=admin, now=now)
    assert whose(release) == {**before, "docs": new}  # what is done stays with who did it
    told = Notice.objects.get(data__event="items_yours")
    assert (told.people, told.data["items"]) == ([new.pk], [docs.pk])
    assert follow_roles(by=None, now=now) == []
    # Somebody else, and even the former PM, keeps what was given to her on purpose.
    for to in (other, old):
        later = now + timedelta(days=1)
        hand_on(items=[release.items.get(key="docs")], to=to, by=new, now=later)
        assert follow_roles(by=None, now=later) == []
        assert whose(release)["docs"] == to


@pytest.mark.django_db
def test_a_role_that_begins_later_and_one_who_leaves(payments: Area, release: Release, now: datetime) -> None:
    new, admin = in_role(Role.PM), in_role(Role.ADMIN)
    set_role(area=payments, kind=AreaRoleKind.PM, person=new, starts_on=date(2026, 11, 27), by=admin, now=now)
    assert whose(release)["docs"] == payments.pm  # type: ignore[attr-defined]
    later = now + timedelta(days=2)
    assert {item.key for item in follow_roles(by=None, now=later)} == {"notes", "docs"}
    Person.objects.filter(pk=payments.eng_lead.pk).update(is_active=False, deactivated_at=now)  # type: ignore[attr-defined]
    follow_roles(by=None, now=later)
    assert whose(release)["scope"].name == "Lead of engineering"  # the area has no Eng lead, the function has a lead


@pytest.mark.django_db
def test_the_deputy_settles_what_is_the_pms_and_nothing_else(
    payments: Area, release: Release, now: datetime
) -> None:
    deputy, pm = PersonFactory(), payments.pm  # type: ignore[attr-defined]
    days = {"starts_on": date(2026, 11, 25), "ends_on": date(2026, 11, 27)}
    set_deputy(area=payments, person=deputy, by=pm, now=now, **days)
    assert whose(release)["docs"] == pm  # it stays hers
    [done] = set_state(items=[release.items.get(key="notes")], state=ItemState.DONE, shown=[NOTE], by=deputy, now=now)
    [waived] = set_state(
        items=[release.items.get(key="docs")], state=ItemState.WAIVED, reason="Nothing changes", by=deputy, now=now
    )
    assert (done.state_by, waived.state_by) == (deputy, deputy)
    for by, when in ((deputy, now), (pm, now), (deputy, now + timedelta(days=3))):
        key = "docs" if when > now else "macros"
        with pytest.raises(PermissionRefused):
            set_state(items=[release.items.get(key=key)], state=ItemState.OPEN, by=by, now=when)
    assert AreaRole.objects.filter(person=deputy).exists()
