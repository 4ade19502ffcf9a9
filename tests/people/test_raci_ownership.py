"""The ownership check: each cause once, with what it leaves without an owner and where it is mended."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import AreaRoleKind, Holder, Role
from productops.people.models import Area, AreaRole, Function, Person, RaciActivity, RaciEntry
from productops.people.ownership import Finding, check, facts_on
from tests.factories import AreaFactory, FunctionFactory, PersonFactory, area_with_pm, in_role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def complete() -> None:
    """An organisation in which everything has an owner."""
    in_role(Role.PRODUCT_OPS, name="Maja Okoń")
    in_role(Role.PRODUCT_OPS_LEAD, name="Henrik Solberg")
    in_role(Role.HEAD_OF_PRODUCT, name="Ewa Lis")
    lead = PersonFactory(name="Lena Brandt")
    Function.objects.update(lead=lead)
    area_with_pm(in_role(Role.PM, name="Tomek Wrona"), name="Payments")


def found(kind: str = "") -> list[Finding]:
    findings = check(facts_on(TODAY))
    return [finding for finding in findings if finding.kind == kind] if kind else findings


def leave(person: Person) -> None:
    person.is_active, person.deactivated_at = False, datetime(2026, 11, 20, 12, tzinfo=UTC)
    person.save()


def test_nothing_to_find() -> None:
    assert found() == []


def test_a_pm_who_left_without_deputy() -> None:
    mobile = area_with_pm(in_role(Role.PM, name="Jo Kvist"), name="Mobile", slug="mobile")
    leave(mobile.pm)  # type: ignore[attr-defined]
    (finding,) = found()
    assert (finding.kind, finding.subject, finding.nobody) == ("no_pm", "Mobile", False)
    assert finding.sentence == "Jo Kvist left on Fri 20 Nov. There is no deputy."
    assert finding.effect == ("Weekly product update (Responsible) and 3 more go to Henrik Solberg, Ewa Lis for now.")
    assert (finding.mend.route, finding.mend.args, finding.mend.verb) == ("people:area-roles", ("mobile",), "Name a PM")


def test_without_an_escalation_path_it_resolves_to_nobody() -> None:
    AreaFactory(name="Mobile", slug="mobile")
    for person in Person.objects.filter(groups__name__in=[Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT]):
        leave(person)
    findings = found()
    assert [finding.kind for finding in findings if finding.nobody] == [
        "escalation", "nobody_holds", "nobody_holds", "nobody_holds", "no_pm",
    ]  # fmt: skip
    (area,) = found("no_pm")
    assert area.effect == "Weekly product update (Responsible) and 3 more resolve to nobody."
    assert found("escalation")[0].effect == "A dispute has nowhere to go."


def test_a_deputy_in_force_is_enough_for_activities_but_the_area_still_needs_a_pm() -> None:
    mobile = AreaFactory(name="Mobile")
    AreaRole.objects.create(
        area=mobile, person=PersonFactory(name="Priya Raman"), kind=AreaRoleKind.DEPUTY,
        starts_on=TODAY, ends_on=date(2026, 11, 27),
    )  # fmt: skip
    (finding,) = found()
    assert (finding.kind, finding.effect) == ("no_pm", "")
    assert finding.sentence == "There is no PM. Priya Raman is deputy until Fri 27 Nov."


def test_a_deputy_who_ended_without_a_pm() -> None:
    mobile = AreaFactory(name="Mobile")
    AreaRole.objects.create(
        area=mobile, person=PersonFactory(name="Priya Raman"), kind=AreaRoleKind.DEPUTY,
        starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 24),
    )  # fmt: skip
    (finding,) = found("deputy_ended")
    assert finding.sentence.endswith("There is no deputy. Priya Raman was deputy until Tue 24 Nov.")


def test_an_accountable_who_left() -> None:
    gone = PersonFactory(name="Jo Kvist")
    entry = RaciEntry.objects.get(activity__code="roadmap", letter="A")
    entry.role, entry.person = "", gone
    entry.save()
    leave(gone)
    (finding,) = found()
    assert (finding.kind, finding.subject) == ("inactive", "Stakeholder roadmap")
    assert finding.sentence == "Jo Kvist left on Fri 20 Nov."
    assert finding.effect == "Stakeholder roadmap (Accountable) goes to Henrik Solberg for now."
    assert finding.mend.route == "people:raci-cell"
    assert finding.mend.args == ("organisation", "roadmap", f"person-{gone.pk}")


def test_an_override_is_checked_where_it_holds() -> None:
    mobile = area_with_pm(name="Mobile", slug="mobile")
    gone = PersonFactory(name="Jo Kvist")
    activity = RaciActivity.objects.get(code="roadmap")
    RaciEntry.objects.create(activity=activity, area=mobile, letter="A", person=gone)
    RaciEntry.objects.create(activity=activity, area=mobile, letter="R", role=Holder.PM)
    assert found() == []
    leave(gone)
    (finding,) = found()
    assert finding.subject == "Stakeholder roadmap · Mobile"
    assert finding.mend.args[0] == "area-mobile"


def test_somebody_beside_the_missing_one_is_enough() -> None:
    RaciEntry.objects.create(activity=RaciActivity.objects.get(code="roadmap"), letter="R", role=Holder.ENG_LEAD)
    assert found() == []
    RaciEntry.objects.filter(activity__code="roadmap", letter="R", role=Holder.PRODUCT_OPS).delete()
    (finding,) = found()
    assert (finding.kind, finding.sentence) == ("no_eng_lead", "Payments has no Eng lead.")


def test_functions_without_a_lead_when_they_have_people_or_letters() -> None:
    for slug in ("support", "legal", "design"):
        Function.objects.filter(slug=slug).update(lead=None)
    PersonFactory(function=FunctionFactory(slug="legal"))
    assert [(finding.subject, finding.sentence) for finding in found("no_lead")] == [
        ("Support", "Support has no lead. There is no delegate."),
        ("Legal", "Legal has no lead. There is no delegate."),
    ]


def test_queries_do_not_grow() -> None:
    with CaptureQueriesContext(connection) as few:
        check(facts_on(TODAY))
    Area.objects.bulk_create(Area(slug=f"a{n}", name=f"A{n}", sort_key=f"{n:04}") for n in range(1000))
    with CaptureQueriesContext(connection) as many:
        findings = check(facts_on(TODAY))
    assert len(findings) == 1000
    assert len(many) <= len(few) + 1
    assert len(many) <= 16
