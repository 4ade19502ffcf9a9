"""Releases that wait for others: whom it reaches, circles refused also at the same moment, what is confidential."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.models import Notice
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Function, Organisation, Person
from releases.actions.dependencies import deliver, depend_on_function, depend_on_release, put_dependency_back
from releases.actions.parts import change, fingerprint, remove
from releases.actions.stages import hold, move, resume
from releases.enums import Tier
from releases.models import Dependency, Release
from releases.stages import Move
from releases.story import story_of
from releases.visible import facts_for
from releases.waiting import Named, waiting_for, waits_of
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, staffed_area

NEAR = date(2026, 11, 30)  # three business days after the tests' now


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def chain(area: Area, now: datetime, number: int) -> list[Release]:
    """Each waits for the one before it."""
    rows = [planned(area, now, Tier.LOW, NEAR, name=f"Release {place}") for place in range(number)]
    for wanted, waiting in zip(rows, rows[1:], strict=False):
        depend_on_release(release=waiting, on=wanted, by=area.pm, now=now)  # type: ignore[attr-defined]
    return rows


def healths(*releases: Release) -> list[str]:
    return [Release.objects.get(pk=each.pk).health for each in releases]


@pytest.mark.django_db
def test_a_worry_reaches_who_waits_and_leaves_again(area: Area, now: datetime) -> None:
    first, second, third = chain(area, now, 3)
    ops = in_role(Role.PRODUCT_OPS)
    assert healths(first, second, third) == ["on_track"] * 3
    hold(release=first, reason="Legal", by=area.pm, now=now)  # type: ignore[attr-defined]
    assert healths(first, second, third) == ["at_risk"] * 3
    assert "which is at risk" in Release.objects.get(pk=third.pk).health_reasons[0]["words"]["en"]
    told = Notice.objects.filter(data__event="health")
    assert {notice.data["release"] for notice in told} == {first.pk, second.pk, third.pk}
    assert all(ops.pk in notice.people for notice in told)
    resume(release=first, by=area.pm, now=now + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert healths(first, second, third) == ["on_track"] * 3
    hold(release=first, reason="Legal again", by=area.pm, now=now + timedelta(minutes=2))  # type: ignore[attr-defined]
    move(release=first, move=Move.RECORD_LAUNCH, by=area.pm, now=now + timedelta(minutes=3))  # type: ignore[attr-defined]
    assert healths(second, third) == ["on_track"] * 2


@pytest.mark.django_db
def test_reaching_many_takes_as_many_statements_as_reaching_one(area: Area, now: datetime) -> None:
    pm: Person = area.pm  # type: ignore[attr-defined]
    first = planned(area, now, Tier.LOW, NEAR)
    counts = []
    for number in (1, 3):
        for place in range(number):
            other = planned(area, now, Tier.LOW, NEAR, name=f"Waits {number} {place}")
            depend_on_release(release=other, on=first, by=pm, now=now)
        hold(release=first, reason=f"Before {number}", by=pm, now=now)
        with CaptureQueriesContext(connection) as asked:
            hold(release=first, reason=f"After {number}", by=pm, now=now)
        counts.append(len(asked))
        assert set(Release.objects.exclude(pk=first.pk).values_list("health", flat=True)) == {"at_risk"}
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_circle_is_refused_and_named_whole(area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    first, second, third = chain(area, now, 3)
    for waiting, wanted, words in (
        (first, first, f"{first.key} → {first.key}"),
        (first, third, f"{first.key} → {third.key} → {second.key} → {first.key}"),
    ):
        with pytest.raises(Invalid) as refused:
            depend_on_release(release=waiting, on=wanted, by=pm, now=now)
        assert refused.value.errors == {"on_release": f"They would wait for each other: {words}"}
    with pytest.raises(Invalid, match="already"):
        depend_on_release(release=second, on=first, by=pm, now=now)
    gone = second.dependencies.get()
    remove(part=gone, by=pm, now=now)
    depend_on_release(release=first, on=second, by=pm, now=now)
    with pytest.raises(Invalid, match="wait for each other"):
        put_dependency_back(release=second, pk=gone.pk, by=pm, now=now)


def test_two_people_do_not_close_a_circle_from_both_ends(committed: None, now: datetime) -> None:
    OrganisationFactory()
    functions_with_leads()
    area = staffed_area(slug="payments", name="Payments")
    one, other = (planned(area, now, Tier.LOW, name=name) for name in ("One", "Other"))
    begin = Barrier(2)

    def add(pair: tuple[Release, Release]) -> str:
        try:
            begin.wait(timeout=10)
            depend_on_release(release=pair[0], on=pair[1], by=Person.objects.get(pk=area.pm.pk), now=now)  # type: ignore[attr-defined]
            return "added"
        except Invalid:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(add, [(one, other), (other, one)]))
    assert sorted(answers) == ["added", "refused"]
    assert Dependency.objects.count() == 1


@pytest.mark.django_db
def test_what_a_function_delivers(area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    release = planned(area, now, launch_on=date(2026, 12, 15))
    Function.objects.filter(slug="legal").update(standing_notice="Ten business days from a complete request.")
    legal = Function.objects.get(slug="legal")
    with pytest.raises(Invalid):
        depend_on_function(release=release, on=legal, deliverable="", promised_on=None, by=pm, now=now)
    asked = {"deliverable": "New terms", "promised_on": date(2026, 12, 15)}
    terms = depend_on_function(release=release, on=legal, **asked, by=pm, now=now)  # type: ignore[arg-type]
    release.refresh_from_db()
    assert any("New terms is promised for the launch day" in each["words"]["en"] for each in release.health_reasons)
    seen = facts_for(release, pm, on=now.date())
    calendar = Organisation.current().calendar
    [wait] = waits_of(release, pm, seen, today=now.date(), calendar=calendar)
    assert wait.ask is not None
    assert (wait.ask.function, wait.ask.days, wait.ask.by, wait.ask.late) == (
        "Legal", 10, date(2026, 12, 1), False,
    )  # fmt: skip
    change(part=terms, facts={"promised_on": date(2026, 12, 10)}, by=pm, now=now, seen=fingerprint(terms))
    delivered = deliver(dependency=terms, delivered=True, by=pm, now=now)
    assert (delivered.delivered_at, delivered.delivered_by) == (now, pm)
    assert deliver(dependency=terms, delivered=False, by=pm, now=now).delivered_at is None
    other = planned(area, now, Tier.LOW, name="Other")
    with pytest.raises(Stale):
        deliver(dependency=depend_on_release(release=release, on=other, by=pm, now=now), delivered=True, by=pm, now=now)


@pytest.mark.django_db
def test_a_confidential_release_is_nothing_but_there_to_who_may_not_see_it(area: Area, now: datetime) -> None:
    secret = planned(area, now, name="Buying a bank")
    elsewhere = staffed_area(slug="search", name="Search")
    release = planned(elsewhere, now, name="Search")
    Release.objects.filter(pk=secret.pk).update(confidential_at=now, confidential_reason="Talks")
    stranger: Person = elsewhere.pm  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as refused:
        depend_on_release(release=release, on=secret, by=stranger, now=now)
    assert refused.value.errors == {"on_release": "There is no such release."}
    depend_on_release(release=release, on=secret, by=in_role(Role.PRODUCT_OPS), now=now)
    seen = facts_for(release, stranger, on=now.date())
    calendar = Organisation.current().calendar
    [wait] = waits_of(release, stranger, seen, today=now.date(), calendar=calendar)
    assert wait.other is not None
    assert wait.other == Named()
    assert {each.detail for each in story_of(release, seen, stranger, limit=9) if "dependency" in each.what} == {""}
    with pytest.raises(Invalid) as refused:
        depend_on_release(release=secret, on=release, by=in_role(Role.PRODUCT_OPS), now=now)
    way = f"{secret.key} → {release.key} → {secret.key}"
    assert refused.value.errors == {"on_release": f"They would wait for each other: {way}"}
    third = planned(elsewhere, now, name="Third")
    depend_on_release(release=secret, on=third, by=area.pm, now=now)  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as refused:
        depend_on_release(release=third, on=release, by=stranger, now=now)
    way = f"{third.key} → {release.key} → a confidential release → {third.key}"
    assert refused.value.errors == {"on_release": f"They would wait for each other: {way}"}
    secret.insiders.add(stranger)
    insider = Person.objects.get(pk=stranger.pk)
    [wait] = waits_of(release, insider, seen, today=now.date(), calendar=calendar)
    assert wait.other is not None
    assert wait.other.name == "Buying a bank"
    assert [each.name for each in waiting_for(secret, stranger)] == ["Search"]
