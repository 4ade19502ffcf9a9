"""Confidential releases: who sees them on the page's list, in the finder and after an item was handed on."""

from datetime import datetime

import pytest

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from productops.search.engine import find
from releases.actions.confidentiality import keep_confidential, let_in, let_out, open_up
from releases.actions.items import hand_on
from releases.models import Release
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def sees(person: Person) -> tuple[bool, bool]:
    """(on pages, in the finder)"""
    person = Person.objects.get(pk=person.pk)
    return Release.objects.visible_to(person).exists(), bool(list(find(person, "instant payouts")))


def test_it_is_kept_to_few_and_opened_up_again(area: Area, now: datetime) -> None:
    release = planned(area, now)
    pm, stranger, friend = area.pm, in_role(Role.STAKEHOLDER), in_role(Role.STAKEHOLDER)  # type: ignore[attr-defined]
    assert sees(stranger) == (True, True)
    with pytest.raises(Invalid) as refused:
        keep_confidential(release=release, reason="", by=pm, now=now)
    assert set(refused.value.errors) == {"reason"}
    with pytest.raises(Stale):
        let_in(release=release, person=friend, by=pm, now=now)
    for _again in range(2):
        kept = keep_confidential(release=release, reason="Talks with a bank", by=pm, now=now)
    assert (kept.confidential_by, kept.confidential_reason) == (pm, "Talks with a bank")
    assert (sees(stranger), sees(pm)) == ((False, False), (True, True))
    for _again in range(2):
        let_in(release=release, person=friend, by=pm, now=now)
    assert sees(friend) == (True, True)
    for _again in range(2):
        let_out(release=release, person=friend, by=pm, now=now)
    assert sees(friend) == (False, False)
    open_up(release=release, by=in_role(Role.PRODUCT_OPS), now=now)
    assert sees(stranger) == (True, True)
    names = DomainEvent.objects.filter(object_type="releases.release").order_by("id").values_list("name", flat=True)
    kept_names = ["release.kept_confidential", "release.let_in", "release.let_out", "release.opened_up"]
    assert [name for name in names if name in kept_names] == kept_names


def test_whose_an_item_becomes_sees_it_and_whose_it_was_does_not(area: Area, now: datetime) -> None:
    release = keep_confidential(release=planned(area, now), reason="Talks", by=area.pm, now=now)  # type: ignore[attr-defined]
    one, other = in_role(Role.STAKEHOLDER), in_role(Role.STAKEHOLDER)
    item = release.items.get(key="notes")
    hand_on(items=[item], to=one, by=area.pm, now=now)  # type: ignore[attr-defined]
    assert (sees(one), sees(other)) == ((True, True), (False, False))
    hand_on(items=[item], to=other, by=area.pm, now=now)  # type: ignore[attr-defined]
    assert (sees(one), sees(other)) == ((False, False), (True, True))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.HEAD_OF_PRODUCT, Role.STAKEHOLDER])
def test_others_do_not_decide_who_sees_it(area: Area, now: datetime, role: Role) -> None:
    with pytest.raises(PermissionRefused):
        keep_confidential(release=planned(area, now), reason="Mine", by=in_role(role), now=now)
