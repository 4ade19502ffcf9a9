"""The bundle through its doors: what flows in, who reviews, who may publish when, who has read it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from comms.deliveries import deliver_due
from comms.models import Notice
from comms.sweeping import sweep
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from productops.people.permissions import PermissionRefused
from releases.actions import bundles
from releases.actions.planning import assign_tier, edit
from releases.actions.stages import hold, move, resume
from releases.enums import BundleState, Section, Tier
from releases.models import Bundle, BundleReader, Release, SignoffRequest
from releases.preflight import preflight
from releases.schedule import run
from releases.stages import Move
from tests.comms.post_office import PostOffice
from tests.factories.decisions import approved, bundled, filled, fresh, signed
from tests.factories.people import in_role
from tests.factories.releases import ANSWERS, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def pm(payments: Area) -> Person:
    found: Person = payments.pm  # type: ignore[attr-defined]
    return found


def release_of(area: Area, now: datetime, tier: Tier = Tier.MEDIUM, **fields: Any) -> Release:
    row = planned(area, now, tier=tier, **fields)
    row.area = area
    return filled(row, now)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def write(bundle: Bundle, kind: Section, text: str, by: Person, now: datetime, why_not: str = "") -> None:
    part = bundle.sections.get(kind=kind)
    bundles.write(
        bundle=bundle, kind=kind, text=text, not_applicable=why_not, by=by, now=now, seen_version=part.version
    )  # fmt: skip


def out(release: Release, now: datetime, ops: Person) -> Bundle:
    """Written, and out for review."""
    return bundled(release, now, ops, published=False)


def again(bundle: Bundle) -> Bundle:
    return Bundle.objects.select_related("release__area", "edition", "review_copy").get(pk=bundle.pk)


def told(event: str) -> list[Notice]:
    return list(Notice.objects.filter(data__event=event).order_by("pk"))


def test_what_the_release_says_flows_in(payments: Area, pm: Person, now: datetime) -> None:
    row = release_of(payments, now)
    with pytest.raises(PermissionRefused):
        bundles.begin(release=row, by=lead("support"), now=now)
    bundle = bundles.begin(release=row, by=pm, now=now)
    assert bundles.begin(release=row, by=payments.eng_lead, now=now) == bundle  # type: ignore[attr-defined]
    parts = {part.kind: part for part in bundle.sections.all()}
    assert list(parts) == [str(each) for each in Section]
    assert "within ten minutes" in parts["changes"].text
    assert "**Customers:** EU merchants" in parts["impact"].text
    assert "Switch the flag off" in parts["rollback"].text
    assert "<strong>PM:</strong>" in parts["owners"].html
    assert [kind for kind, part in parts.items() if not part.text] == ["how", "faq", "support"]
    assert all(part.flowed == bool(part.text) for part in parts.values())
    assert DomainEvent.objects.filter(name="bundle.begun").count() == 1


def test_tier_1_has_none(payments: Area, pm: Person, now: datetime) -> None:
    row = planned(payments, now, tier=Tier.LOW)
    with pytest.raises(Invalid, match="needs no bundle"):
        bundles.begin(release=row, by=pm, now=now)


@pytest.mark.parametrize(
    ("tier", "missing"), [(Tier.MEDIUM, {"how", "faq", "support"}), (Tier.HIGH, {"how", "faq", "support", "sales"})]
)
def test_what_must_be_said_before_it_goes_out(
    payments: Area, pm: Person, now: datetime, tier: Tier, missing: set[str]
) -> None:
    """Lite leaves the talk track open; anything can be not applicable, with a reason."""
    bundle = bundles.begin(release=release_of(payments, now, tier), by=pm, now=now)
    write(bundle, Section.SALES, "", pm, now)
    with pytest.raises(Invalid) as refused:
        bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now)
    assert set(refused.value.errors) == missing
    for kind in missing:
        write(bundle, Section(kind), "", pm, now, why_not="Nothing changes for them.")
    assert bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now).state == "review_copy"
    # A tier that asks for more later: what was published is not enough any more.
    if tier == Tier.MEDIUM:
        row = fresh(bundle.release, payments)
        bundles.publish(bundle=again(bundle), seen_version=again(bundle).version, by=in_role(Role.PRODUCT_OPS), now=now)
        assign_tier(
            release=row, answers=ANSWERS[Tier.HIGH], tier=Tier.HIGH, reason="", by=pm, now=now,
            seen_version=fresh(row).version,
        )  # fmt: skip
        words = [each.words for each in preflight(fresh(row), now=now).blockers if each.kind == "bundle"]
        assert words == ["The tier asks for more in the bundle: Sales talk track and objections."]


def test_two_people_write_one_section(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    bundle = bundles.begin(release=release_of(payments, now), by=pm, now=now)
    seen = bundle.sections.get(kind="faq").version
    write(bundle, Section.FAQ, "How long? Ten minutes.", pm, now)
    words = {"bundle": bundle, "kind": Section.FAQ, "now": now, "by": ops}
    with pytest.raises(Stale, match="Somebody changed “FAQ and edge cases”"):
        bundles.write(text="Mine", not_applicable="", seen_version=seen, **words)
    bundles.write(text=" How long? Ten minutes. ", not_applicable="", seen_version=seen, **words)  # the same
    with pytest.raises(Invalid, match="Either there is a text"):
        bundles.write(text="A", not_applicable="B", seen_version=seen + 1, **words)
    with pytest.raises(Invalid, match="At most"):
        bundles.write(text="x" * 20_001, not_applicable="", seen_version=seen + 1, **words)
    with pytest.raises(PermissionRefused):
        bundles.write(text="A", not_applicable="", seen_version=seen + 1, **(words | {"by": lead("support")}))
    assert bundle.sections.get(kind="faq").version == seen + 1


def test_the_review_copy_goes_out_and_sign_offs_open(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    bundle = out(release_of(payments, now), now, ops)
    assert (bundle.state, bundle.short_notice_reason) == (BundleState.REVIEW_COPY, "")
    assert bundle.review_copy
    assert SignoffRequest.objects.filter(asked_at=now).count() == 2
    [notice] = told("bundle_review_copy")
    assert {lead("support").pk, lead("qa").pk, lead("sales").pk} <= set(notice.people)
    assert pm.pk not in notice.people
    # Again after changes: those who got it get the new one; nobody is asked for a sign-off twice.
    write(bundle, Section.FAQ, "More questions", pm, now)
    newer = bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now)
    assert newer.review_copy != bundle.review_copy
    assert (len(told("bundle_review_copy")), len(told("signoff_asked"))) == (2, 2)


def test_a_review_copy_that_comes_late_says_why_and_is_counted(
    payments: Area, pm: Person, ops: Person, now: datetime
) -> None:
    row = release_of(payments, now, launch_on=date(2026, 12, 1))  # four business days
    bundle = bundles.begin(release=row, by=pm, now=now)
    for part in bundle.sections.filter(text=""):
        write(bundle, Section(part.kind), "Words", pm, now)
    with pytest.raises(Invalid, match="That leaves 4 of 5 business days"):
        bundles.send_review_copy(bundle=bundle, short_notice_reason="  ", by=pm, now=now)
    sent = bundles.send_review_copy(bundle=bundle, short_notice_reason="A fix that cannot wait", by=pm, now=now)
    assert sent.short_notice_reason == "A fix that cannot wait"
    assert DomainEvent.objects.get(name="bundle.review_copy").data["short_by"] == 1
    without = release_of(payments, now, name="No date", launch_on=None)
    other = bundles.begin(release=without, by=pm, now=now)
    for part in other.sections.filter(text=""):
        write(other, Section(part.kind), "Words", pm, now)
    with pytest.raises(Invalid, match="Set the launch date first"):
        bundles.send_review_copy(bundle=other, short_notice_reason="", by=pm, now=now)


THURSDAY, FRIDAY = timedelta(days=1), timedelta(days=2)


@pytest.mark.parametrize(
    ("after", "objects", "changes", "may"),
    [
        (timedelta(0), False, False, False),
        (THURSDAY, False, False, False),
        (FRIDAY, False, False, True),
        (FRIDAY, True, False, False),
        (FRIDAY, False, True, False),  # nobody had a day to look at what changed
    ],
)
def test_the_pm_publishes_tier_2_after_one_whole_business_day(
    payments: Area, pm: Person, ops: Person, now: datetime, after: timedelta, objects: bool, changes: bool, may: bool
) -> None:
    bundle = out(release_of(payments, now), now, ops)
    at = now + after
    if objects:
        with pytest.raises(PermissionRefused):
            bundles.object_to(bundle=bundle, reason="No", by=pm, now=now)
        with pytest.raises(Invalid, match="what must change"):
            bundles.object_to(bundle=bundle, reason=" ", by=ops, now=now)
        bundles.object_to(bundle=bundle, reason="The macros are thin", by=ops, now=now)
        assert [notice.people for notice in told("bundle_objected")] == [[pm.pk]]
    if changes:
        write(bundle, Section.FAQ, "Changed on Friday", pm, at)
    bundle = again(bundle)
    if may:
        edition = bundles.publish(bundle=bundle, seen_version=bundle.version, by=pm, now=at)
        assert again(bundle).edition == edition
        return
    with pytest.raises(PermissionRefused, match="Product Ops"):
        bundles.publish(bundle=bundle, seen_version=bundle.version, by=pm, now=at)
    if objects:
        bundles.withdraw_objection(bundle=bundle, by=ops, now=at)
        bundle = bundles.withdraw_objection(bundle=bundle, by=ops, now=at)
    else:
        bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=at)  # they may at any time
        return
    assert bundles.publish(bundle=bundle, seen_version=bundle.version, by=pm, now=at)


def test_tier_3_is_published_by_product_ops_alone(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    bundle = again(out(release_of(payments, now, Tier.HIGH), now, ops))
    for by in (pm, in_role(Role.HEAD_OF_PRODUCT), in_role(Role.ADMIN)):
        with pytest.raises(PermissionRefused):
            bundles.publish(bundle=bundle, seen_version=bundle.version, by=by, now=now + timedelta(days=9))
    assert bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=now)


def test_edited_while_it_is_published(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    bundle = again(out(release_of(payments, now), now, ops))
    seen = bundle.version
    write(bundle, Section.FAQ, "One more", pm, now)
    with pytest.raises(Stale, match="changed after you opened it"):
        bundles.publish(bundle=bundle, seen_version=seen, by=ops, now=now)
    edition = bundles.publish(bundle=bundle, seen_version=seen + 1, by=ops, now=now)
    assert bundles.publish(bundle=bundle, seen_version=seen, by=ops, now=now) == edition  # pressed twice
    assert len(told("bundle_published")) == 1


def test_edited_afterwards_it_is_published_anew_and_asked_anew(
    payments: Area, pm: Person, ops: Person, now: datetime
) -> None:
    row = approved(payments, now, ops)
    bundle = again(row.bundle)
    first = bundle.edition
    assert first
    write(bundle, Section.FAQ, "Something new", pm, now)
    assert [each.kind for each in preflight(fresh(row), now=now).blockers] == ["bundle", "signoff", "signoff"]
    row = fresh(row, payments)
    assert row.approval_stale_at == now
    assert "This changed after the decision: the bundle." in row.approval_stale_why
    assert len(told("signoff_asked_again")) == 2
    second = bundles.publish(bundle=bundle, seen_version=again(bundle).version, by=ops, now=now)
    assert (second.revision, second.sha256 != first.sha256) == (first.revision + 1, True)
    assert BundleReader.objects.filter(edition=second).count() == BundleReader.objects.filter(edition=first).count()
    signed(row, now)
    assert preflight(fresh(row), now=now).blockers == ()


def test_readers_acknowledge_and_are_reminded_once(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    row = release_of(payments, now)
    bundled(row, now, ops)
    bundle = again(row.bundle)
    assert bundle.edition
    readers = {reader.person.name for reader in BundleReader.objects.select_related("person")}
    assert {"Lead of support", "Lead of qa"} <= readers
    support = lead("support")
    found = bundles.acknowledge(release=row, edition=bundle.edition, by=support, now=now)
    assert found
    assert bundles.acknowledge(release=row, edition=bundle.edition, by=support, now=now + THURSDAY) == found
    assert found.acknowledged_at == now
    assert bundles.acknowledge(release=row, edition=bundle.edition, by=pm, now=now) is None  # nobody asked her
    assert DomainEvent.objects.filter(name="bundle.acknowledged").count() == 1
    assert bundles.chase_readers(now=now + THURSDAY) == 0
    friday = now + FRIDAY
    hold(release=row, reason="Waits", by=pm, now=now)
    assert bundles.chase_readers(now=friday) == 0  # not while it is held
    resume(release=row, by=pm, now=now)
    run(now=friday)
    run(now=friday + timedelta(hours=1))
    assert bundles.chase_readers(now=friday + timedelta(days=20)) == 0
    assert {pk for notice in told("bundle_chased") for pk in notice.people} == set(
        BundleReader.objects.filter(acknowledged_at=None).values_list("person", flat=True)
    )
    assert len(told("bundle_chased")) == len(readers) - 1


def test_who_has_not_read_it_and_who_relied_on_a_go_hear_by_mail(
    payments: Area, pm: Person, ops: Person, now: datetime, post_office: PostOffice
) -> None:
    row = approved(payments, now, ops)
    bundles.acknowledge(release=row, edition=again(row.bundle).edition, by=lead("sales"), now=now)  # type: ignore[arg-type]
    run(now=now + FRIDAY)
    edit(release=row, fields={"build_tag": "5.0"}, by=pm, now=now + FRIDAY, seen_version=row.version)
    sweep(clock=lambda: now + FRIDAY)
    for hour in [now + FRIDAY + timedelta(hours=hours) for hours in (0, 6, 12, 24)]:
        deliver_due(clock=lambda hour=hour: hour)  # type: ignore[misc]
    heard: dict[str, set[str]] = {}
    for mail in post_office.mails:
        heard.setdefault(str(mail["Subject"]), set()).add(str(mail["To"]).partition(" <")[0])
    unread = heard[f"Not read yet: {row.key} Instant payouts"]
    assert {"Lead of support", "Lead of qa"} <= unread
    assert "Lead of sales" not in unread
    assert {"Maja", "Lead of support"} <= heard[f"Do not rely on the go for {row.key} Instant payouts for now"]


def test_an_older_edition_is_not_chased(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    row = release_of(payments, now)
    bundled(row, now, ops)
    write(row.bundle, Section.FAQ, "New", pm, now)
    assert bundles.chase_readers(now=now + FRIDAY) == 0
    assert told("bundle_chased") == []


def test_a_confidential_bundle_goes_to_those_who_are_let_in(
    payments: Area, pm: Person, ops: Person, now: datetime
) -> None:
    row = release_of(payments, now)
    row.functions.set(Function.objects.filter(slug="support"))
    row.items.filter(function__slug="sales").update(person=None)
    Release.objects.filter(pk=row.pk).update(confidential_at=now, confidential_reason="Merger", confidential_by=pm)
    bundled(fresh(row), now, ops)
    readers = set(BundleReader.objects.values_list("person", flat=True))
    visible = {
        person.pk for person in Person.objects.all() if Release.objects.visible_to(person).filter(pk=row.pk).exists()
    }
    assert lead("support").pk in readers
    assert readers <= visible
    assert lead("sales").pk not in readers
    assert set(told("bundle_review_copy")[0].people) <= visible


def test_what_is_over_stays_as_it_was(payments: Area, pm: Person, ops: Person, now: datetime) -> None:
    row = release_of(payments, now)
    bundle = again(out(row, now, ops))
    move(release=row, move=Move.CANCEL, reason="No need", by=pm, now=now)
    for act in (
        lambda: write(bundle, Section.FAQ, "Late", pm, now),
        lambda: bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=now),
        lambda: bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now),
    ):
        with pytest.raises(Stale, match="stays as it was"):
            act()
