"""Sign-offs through their doors: who is asked, who answers, what stops the clock, when it is asked again."""

from datetime import date, datetime, timedelta

import pytest

from comms.deliveries import deliver_due
from comms.models import Notice
from comms.sweeping import sweep
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.permissions import PermissionRefused
from releases.actions.planning import assign_tier, edit, move_launch
from releases.actions.signoffs import answer, ask, chase_all, go_on, wait_for
from releases.actions.stages import hold, move, resume
from releases.enums import Answer, Chase, SignoffState, Stage, Tier
from releases.models import PolicyVersion, Release, Signoff, SignoffPause, SignoffRequest
from releases.preflight import preflight
from releases.schedule import run
from releases.self_approvals import self_approvals
from releases.stages import Move
from tests.comms.post_office import PostOffice
from tests.factories.decisions import approved, bundled, filled, fresh, signed, to_be_decided
from tests.factories.people import LONG_AGO, PersonFactory, in_role
from tests.factories.releases import ANSWERS, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    """In planning, its bundle published, its two functions asked."""
    row = planned(payments, now)
    row.area = payments
    row = filled(row, now)
    bundled(row, now, ops)
    return fresh(row, payments)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def asked(release: Release, slug: str) -> SignoffRequest:
    return SignoffRequest.objects.select_related("release", "function").get(release=release, function__slug=slug)


def says(
    release: Release, slug: str, by: Person, now: datetime, said: Answer = Answer.READY, comment: str = ""
) -> Signoff:
    return answer(request=asked(release, slug), answer=said, comment=comment, by=by, now=now)


def states(release: Release, now: datetime) -> dict[str, SignoffState]:
    return {each.facts.function: each.facts.state for each in preflight(release, now=now).asked}


def told(event: str) -> list[Notice]:
    return list(Notice.objects.filter(data__event=event).order_by("pk"))


def contact(area: Area, slug: str) -> Person:
    person: Person = PersonFactory(name=f"Contact of {slug}")
    AreaRole.objects.create(
        area=area,
        person=person,
        kind=AreaRoleKind.CONTACT,
        function=Function.objects.get(slug=slug),
        starts_on=LONG_AGO,
    )
    return person


def test_who_is_asked_and_when_it_is_due(payments: Area, ops: Person, now: datetime) -> None:
    """The area's contact where there is one, else the lead; the same question is not asked twice."""
    row = planned(payments, now)
    hers = contact(payments, "support")
    functions = list(Function.objects.filter(slug__in=["support", "legal"]).order_by("slug"))
    with pytest.raises(PermissionRefused):
        ask(release=row, functions=functions, by=lead("support"), now=now)
    assert [each.function.slug for each in ask(release=row, functions=functions, by=ops, now=now)] == [
        "legal",
        "support",
    ]
    assert ask(release=row, functions=functions, by=ops, now=now) == []
    assert asked(row, "support").due_on == date(2026, 11, 27)  # Friday: two business days
    assert sorted(notice.people for notice in told("signoff_asked")) == sorted([[lead("legal").pk], [hers.pk]])
    assert DomainEvent.objects.filter(name="signoff.asked").count() == 2
    move(release=row, move=Move.CANCEL, reason="No", by=payments.pm, now=now)  # type: ignore[attr-defined]
    with pytest.raises(Stale, match="no longer ahead"):
        ask(release=row, functions=functions, by=ops, now=now)


def test_a_draft_asks_nobody(payments: Area, ops: Person, now: datetime) -> None:
    from tests.factories.releases import drafted, policy

    policy()
    row = drafted(payments, now)
    with pytest.raises(Invalid, match="Assign a tier first"):
        ask(release=row, functions=Function.objects.filter(slug="support"), by=ops, now=now)


@pytest.mark.parametrize("who", ["lead", "delegate", "contact"])
def test_who_may_answer(release: Release, payments: Area, now: datetime, who: str) -> None:
    by = lead("support") if who == "lead" else PersonFactory(name=who)
    if who == "delegate":
        Function.objects.get(slug="support").delegates.add(by)
    elif who == "contact":
        by = contact(payments, "support")
    given = says(release, "support", by, now)
    assert (given.answer, given.label, given.ask) == ("ready", "", 1)
    assert states(release, now)["support"] == SignoffState.READY


@pytest.mark.parametrize("who", ["ops", "pm", "admin", "head", "lead of another", "contact of another area"])
def test_nobody_answers_for_a_function_that_is_not_theirs(
    release: Release, payments: Area, ops: Person, now: datetime, who: str
) -> None:
    by = {
        "ops": lambda: ops,
        "pm": lambda: payments.pm,  # type: ignore[attr-defined]
        "admin": lambda: in_role(Role.ADMIN),
        "head": lambda: in_role(Role.HEAD_OF_PRODUCT),
        "lead of another": lambda: lead("qa"),
        "contact of another area": lambda: contact(Area.objects.create(slug="other", name="Other"), "support"),
    }[who]()
    for act in (
        lambda: says(release, "support", by, now),
        lambda: wait_for(request=asked(release, "support"), waiting_for="Prices", by=by, now=now),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert not Signoff.objects.exists()


def test_what_an_answer_must_say(release: Release, now: datetime) -> None:
    support = lead("support")
    with pytest.raises(Invalid, match="what is missing"):
        says(release, "support", support, now, Answer.NOT_READY, "  ")
    with pytest.raises(Invalid, match="At most 500"):
        says(release, "support", support, now, comment="x" * 501)
    with pytest.raises(Stale, match="changed after you opened"):
        answer(
            request=asked(release, "support"), answer=Answer.READY, comment="", by=support, now=now, seen_stamp="0" * 64
        )
    first = says(release, "support", support, now, Answer.NOT_READY, "Macros")
    assert says(release, "support", support, now, Answer.NOT_READY, "Macros") == first  # pressed twice
    assert says(release, "support", support, now) != first  # and now she is
    assert states(release, now)["support"] == SignoffState.READY
    assert (len(told("signoff_not_ready")), len(told("signoffs_all_in"))) == (1, 0)


def test_one_person_does_not_sign_for_two_functions_while_somebody_else_may(release: Release, now: datetime) -> None:
    both = lead("support")
    qa = Function.objects.get(slug="qa")
    qa.delegates.add(both)
    says(release, "support", both, now)
    with pytest.raises(PermissionRefused, match="other than you"):
        says(release, "qa", both, now)
    says(release, "qa", lead("qa"), now)
    assert self_approvals(now, now + timedelta(days=1)).total == 0
    assert len(told("signoffs_all_in")) == 1


def test_where_nobody_else_is_eligible_it_is_labelled_and_counted(release: Release, now: datetime) -> None:
    both = lead("support")
    Function.objects.filter(slug="qa").update(lead=both)
    says(release, "support", both, now)
    given = says(release, "qa", both, now)
    assert given.label == "self-approved, nobody else eligible"
    assert DomainEvent.objects.filter(name="signoff.given", data__self_approved=True).count() == 1
    found = self_approvals(now, now + timedelta(seconds=1))
    assert (found.signoffs, found.overrides, found.decisions) == (1, 0, 0)
    assert self_approvals(now - timedelta(days=1), now).total == 0


def test_four_eyes_everywhere_leave_it_to_somebody_else(release: Release, now: datetime) -> None:
    both = lead("support")
    Function.objects.filter(slug="qa").update(lead=both)
    content = PolicyVersion.objects.get().content | {"four_eyes": True}
    PolicyVersion.objects.create(number=2, made_at=now, content=content)
    Release.objects.update(policy=PolicyVersion.objects.get(number=2))
    says(release, "support", both, now)
    with pytest.raises(PermissionRefused, match="other than you"):
        says(release, "qa", both, now)


def test_the_clock_stands_still_while_a_function_waits(release: Release, ops: Person, now: datetime) -> None:
    support, request = lead("support"), asked(release, "support")
    with pytest.raises(Invalid, match="what you wait for"):
        wait_for(request=request, waiting_for=" ", by=support, now=now)
    first = wait_for(request=request, waiting_for="The price list", by=support, now=now)
    assert wait_for(request=request, waiting_for="Again", by=support, now=now) == first
    assert states(release, now)["support"] == SignoffState.PAUSED
    assert [notice.people for notice in told("signoff_waits")] == [[release.area.pm.pk]]  # type: ignore[attr-defined]
    later = now + timedelta(days=7)
    assert chase_all(now=later) == 1  # QA, which does not wait
    with pytest.raises(PermissionRefused):
        go_on(request=request, by=lead("legal"), now=later)
    row = go_on(request=request, by=ops, now=later)
    assert row.due_on == date(2026, 12, 4)  # five business days waited, on top of Friday
    assert go_on(request=request, by=ops, now=later + timedelta(days=1)).due_on == date(2026, 12, 4)
    assert chase_all(now=later) == 0
    assert chase_all(now=later + timedelta(days=5)) == 2  # Mon 7 Dec: Support is one day late, QA much
    assert asked(release, "support").chased == Chase.REMINDED
    # An answer ends a pause as well.
    wait_for(request=asked(release, "support"), waiting_for="More", by=support, now=later)
    says(release, "support", support, later)
    assert not SignoffPause.objects.filter(until=None).exists()
    with pytest.raises(Stale, match="no answer due"):
        wait_for(request=request, waiting_for="Too late", by=support, now=later)


MATERIAL = {
    "summary": "Something else",
    "name": "Another name",
    "segments": ["US merchants"],
    "build_tag": "5.0",
    "functions": ["legal"],
    "other_areas": [],
}
NOT_MATERIAL = {
    "critical_bugs": 3,
    "rollback_criteria": "2 %",
    "monitoring": "More",
    "customer_sentence": "Faster",
    "bugs_url": "https://bugs.example.com/",
    "version_label": "v9",
    "decision_on": date(2027, 1, 12),
}


@pytest.mark.parametrize("field", [*MATERIAL, *NOT_MATERIAL])
def test_asked_again_after_a_material_change_and_only_then(
    release: Release, payments: Area, now: datetime, field: str
) -> None:
    signed(release, now)
    value = (MATERIAL | NOT_MATERIAL)[field]
    if field == "functions":
        value = Function.objects.filter(slug="legal")
    elif field == "other_areas":
        value = [Area.objects.create(slug="ledger", name="Ledger")]
    pm = payments.pm  # type: ignore[attr-defined]
    row = fresh(release)
    later = now + timedelta(days=1)
    row = edit(release=row, fields={field: value}, by=pm, now=later, seen_version=row.version)
    again = field in MATERIAL
    assert len(told("signoff_asked_again")) == (2 if again else 0)
    assert asked(row, "support").asks == (2 if again else 1)
    assert (asked(row, "support").answered_at is None) == again
    assert states(row, later)["support"] == (SignoffState.STALE if again else SignoffState.READY)
    if again:
        assert asked(row, "support").due_on == date(2026, 11, 30)  # the clock starts anew
        # Changed back, what was said holds again; nobody is told a third time.
        edit(release=row, fields={"version_label": "v10"}, by=pm, now=later, seen_version=row.version)
        assert len(told("signoff_asked_again")) == 2


def test_moving_the_date_asks_nobody_again(release: Release, payments: Area, now: datetime) -> None:
    signed(release, now)
    row = fresh(release)
    move_launch(
        release=row, launch_on=date(2027, 2, 2), reason="Later", by=payments.pm, now=now, seen_version=row.version  # type: ignore[attr-defined]
    )  # fmt: skip
    assert told("signoff_asked_again") == []
    assert set(states(fresh(release), now).values()) == {SignoffState.READY}


def tier(release: Release, to: Tier, now: datetime) -> Release:
    row = fresh(release)
    pm: Person = release.area.pm  # type: ignore[attr-defined]
    return assign_tier(
        release=row, answers=ANSWERS[to], tier=to, reason="Looked again", by=pm, now=now, seen_version=row.version
    )


def test_a_tier_that_asks_fewer_functions_asks_the_others_no_more(payments: Area, ops: Person, now: datetime) -> None:
    row = planned(payments, now, tier=Tier.HIGH)
    row.area = payments
    row = filled(row, now)
    bundled(row, now, ops)
    ask(release=row, functions=Function.objects.filter(slug="legal"), by=ops, now=now)  # beyond the policy
    signed(row, now)
    many = set(states(row, now))
    row = tier(fresh(row, payments), Tier.MEDIUM, now)
    few = set(states(row, now))
    assert few < many
    assert {"support", "qa", "legal"} <= few
    # What they said stays; they neither count nor are chased, and who stays is asked again about the other tier.
    assert Signoff.objects.count() == len(many)
    dropped = SignoffRequest.objects.filter(withdrawn_at=now)
    assert {request.function.slug for request in dropped} == many - few
    assert DomainEvent.objects.filter(name="signoff.withdrawn").count() == len(many - few)
    assert {notice.data["request"] for notice in told("signoff_asked_again")} == set(
        SignoffRequest.objects.filter(withdrawn_at=None).values_list("pk", flat=True)
    )
    slug = min(many - few)
    with pytest.raises(Stale, match="is not asked any more"):
        says(row, slug, lead(slug), now)
    # Up again: nobody asked them about this yet, and then they are.
    row = tier(fresh(row, payments), Tier.HIGH, now + timedelta(hours=1))
    assert states(row, now)[slug] == SignoffState.NOT_ASKED
    [request] = ask(release=row, functions=Function.objects.filter(slug=slug), by=ops, now=now)
    assert (request.asks, request.withdrawn_at) == (2, None)


def test_tier_1_asks_nobody(release: Release, payments: Area, ops: Person, now: datetime) -> None:
    row = tier(release, Tier.LOW, now)
    assert states(row, now) == {}
    assert not SignoffRequest.objects.filter(withdrawn_at=None).exists()
    assert chase_all(now=now + timedelta(days=20)) == 0
    assert move(release=row, move=Move.LAUNCH, by=payments.pm, now=now).stage == Stage.LAUNCHED  # type: ignore[attr-defined]


def steps(release: Release) -> dict[str, int]:
    rows = SignoffRequest.objects.filter(release=release).order_by("function__slug")
    return dict(rows.values_list("function__slug", "chased"))


def test_overdue_is_chased_step_by_step_each_once(release: Release, payments: Area, now: datetime) -> None:
    """Due on Friday 27 November: reminded from Monday, the lead from the third late day, the path from the fifth."""
    head = in_role(Role.HEAD_OF_PRODUCT, name="Ewa")
    support = contact(payments, "support")
    says(release, "qa", lead("qa"), now)
    sent = []
    for day in range(15):
        at = now + timedelta(days=day)
        run(now=at)
        run(now=at + timedelta(hours=2))  # another scheduler, later the same day
        chase_all(now=at + timedelta(hours=3))  # and by hand
        sent += [(at.date().isoformat(), notice.data["step"], notice.people) for notice in told("signoff_chased")][
            len(sent) :
        ]
    assert [(day, step) for day, step, _people in sent] == [("2026-11-30", 1), ("2026-12-02", 2), ("2026-12-04", 3)]
    pm = payments.pm.pk  # type: ignore[attr-defined]
    assert sent[0][2] == [support.pk]
    assert sorted(sent[1][2]) == sorted([pm, lead("support").pk])
    assert sorted(sent[2][2]) == sorted([pm, head.pk])
    says(release, "support", support, now + timedelta(days=15))
    assert steps(release) == {"qa": 0, "support": 0}


def test_down_for_days_one_step_is_told_and_held_releases_are_left_alone(
    release: Release, payments: Area, now: datetime
) -> None:
    pm = payments.pm  # type: ignore[attr-defined]
    hold(release=release, reason="Waits for the ledger", by=pm, now=now)
    back = now + timedelta(days=12)  # Mon 7 December; nothing ran since
    assert chase_all(now=back) == 0
    resume(release=release, by=pm, now=back)
    assert chase_all(now=back) == 2  # not each of the three steps
    assert steps(release) == {"qa": 3, "support": 3}
    assert [notice.data["step"] for notice in told("signoff_chased")] == [3, 3]
    assert chase_all(now=back + timedelta(days=30)) == 0


def test_holidays_do_not_count(payments: Area, ops: Person) -> None:
    """Asked on Wednesday 23 December: Christmas and its days are no business days."""
    now = datetime.fromisoformat("2026-12-23T09:00+00:00")
    row = planned(payments, now, launch_on=date(2027, 2, 23))
    ask(release=row, functions=Function.objects.filter(slug="support"), by=ops, now=now)
    due = asked(row, "support").due_on
    assert due
    assert due >= date(2026, 12, 28)
    assert run(now=datetime.fromisoformat("2026-12-25T09:00+00:00"))["worsened"] == 0
    assert chase_all(now=datetime.combine(due, now.timetz())) == 0
    assert told("signoff_chased") == []


def test_a_chase_reaches_the_mailbox_until_it_is_answered(
    release: Release, payments: Area, now: datetime, post_office: PostOffice
) -> None:
    late = now + timedelta(days=5)  # Monday, one day late

    def deliver(at: datetime) -> None:
        sweep(clock=lambda: at)
        for hour in [at + timedelta(hours=hours) for hours in range(0, 30, 6)]:
            deliver_due(clock=lambda hour=hour: hour)  # type: ignore[misc]

    deliver(now)
    before = len(post_office.mails)
    asking = [str(mail["Subject"]) for mail in post_office.mails if str(mail["To"]).startswith("Lead of support")]
    assert any(f"Is Support ready for {release.key}" in subject for subject in asking)
    run(now=late)
    says(release, "qa", lead("qa"), late)  # answered before the mail goes out: nobody is reminded
    deliver(late)
    chased = [mail for mail in post_office.mails[before:] if str(mail["Subject"]).startswith("Still open")]
    assert [str(mail["To"]) for mail in chased] == [f"Lead of support <{lead('support').email}>"]
    body = chased[0].get_body(("plain",))
    assert body
    assert "/releases/signoffs/" in body.get_content()


def test_startup_one_person_holds_every_role(payments: Area, now: datetime) -> None:
    """Everything is possible, labelled and counted."""
    one: Person = payments.pm  # type: ignore[attr-defined]
    one.groups.set(in_role(*Role).groups.all())
    Function.objects.update(lead=one)
    Person.objects.exclude(pk=one.pk).exclude(pk=payments.eng_lead.pk).update(is_active=False, deactivated_at=now)  # type: ignore[attr-defined]
    AreaRole.objects.filter(person=payments.eng_lead).update(person=one)  # type: ignore[attr-defined]
    one = payments.pm = payments.eng_lead = Person.objects.get(pk=one.pk)  # type: ignore[attr-defined]
    row = approved(payments, now, one)
    assert (row.decisions.get().label, row.stage) == ("also signed off for a function", Stage.APPROVED)
    found = self_approvals(now, now + timedelta(days=1))
    assert (found.signoffs, found.decisions) == (1, 1)
    assert move(release=row, move=Move.LAUNCH, by=one, now=now).launched_without_approval is False
    other = to_be_decided(payments, now, one, Tier.HIGH, name="Second")
    assert preflight(other, now=now).blockers == ()
