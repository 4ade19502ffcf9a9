"""The doors of the enablement bundle: drafted, written, out for review, published, acknowledged."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.editions.models import Edition
from productops.markdown import block_html
from productops.people.models import Function, Organisation, Person
from productops.people.permissions import Permission, Scope, require
from releases import bundle_notices
from releases.actions.planning import settle
from releases.actions.rounds import locked
from releases.actions.signoffs import ask
from releases.bundle_editions import FINAL, REVIEW, freeze_bundle
from releases.bundle_reading import known_of, readers_of
from releases.bundling import drafted, missing_in
from releases.enums import AHEAD, BundleState, Section, Tier
from releases.models import Bundle, BundleReader, BundleSection, Release
from releases.policy import Bundle as Form
from releases.policy import TierPolicy
from releases.queries import tier_policy_of

TEXT = 20_000


@transaction.atomic
def begin(*, release: Release, by: Person, now: datetime) -> Bundle:
    """A first draft: what the release's fields say flows in. Begun already: that one. Records `bundle.begun`.

    By the area's PM or deputy, its Eng lead or Product Ops. Raises `Invalid` when the tier asks for no bundle.
    """
    row = locked(release)
    require(by, Permission.WRITE_BUNDLE, row, on=now)
    if found := Bundle.objects.filter(release=row).first():
        return found
    if _policy(row).bundle == Form.NONE:
        raise Invalid({"": _("This tier needs no bundle.")})
    bundle = Bundle.objects.create(release=row, drafted_at=now, drafted_by=by)
    texts = drafted(known_of(row, now=now))
    BundleSection.objects.bulk_create(
        BundleSection(
            bundle=bundle, kind=kind, text=texts.get(kind, ""), html=block_html(texts[kind]) if kind in texts else "",
            flowed=kind in texts, updated_at=now, updated_by=by,
        )
        for kind in Section
    )  # fmt: skip
    record("bundle.begun", by=by, obj=bundle, now=now, area_id=row.area_id, release=row.key)
    settle(row, now=now)
    return bundle


@transaction.atomic
def write(
    *,
    bundle: Bundle,
    kind: Section,
    text: str,
    not_applicable: str,
    by: Person,
    now: datetime,
    seen_version: int,
) -> BundleSection:
    """Write one section, or why there is nothing to say. What was published has to be published again.

    By who may write the bundle. Records `bundle.written`. Raises `Stale` when somebody else wrote this section since
    `seen_version`, `Invalid` for a text and a reason at once, or too long. A material change: sign-offs given before
    are asked again.
    """
    row = locked(bundle.release)
    found = _locked(bundle, row)
    require(by, Permission.WRITE_BUNDLE, row, on=now)
    _refuse_past(row)
    section = BundleSection.objects.select_for_update().get(bundle=found, kind=kind)
    text, not_applicable = text.strip(), not_applicable.strip()
    if (section.text, section.not_applicable) == (text, not_applicable):
        return section
    if section.version != seen_version:
        raise Stale(
            _("Somebody changed “%(section)s” after you opened it.") % {"section": kind.label},
            version=section.version,
        )
    if text and not_applicable:
        raise Invalid({"not_applicable": _("Either there is a text or it is not applicable.")})
    if len(text) > TEXT:
        raise Invalid({"text": _("At most %(limit)s characters fit here.") % {"limit": TEXT}})
    section.text, section.not_applicable, section.flowed = text, not_applicable, False
    section.html = block_html(text) if text else ""
    section.updated_at, section.updated_by, section.version = now, by, section.version + 1
    section.save()
    if found.state == BundleState.PUBLISHED:
        found.state = BundleState.REVIEW_COPY
    found.version += 1
    found.save()
    record("bundle.written", by=by, obj=found, now=now, area_id=row.area_id, release=row.key, section=str(kind))
    settle(row, now=now)
    return section


@transaction.atomic
def send_review_copy(*, bundle: Bundle, short_notice_reason: str, by: Person, now: datetime) -> Bundle:
    """The review copy goes to the receiving functions, frozen, and their sign-offs open. Records `bundle.review_copy`.

    By the PM or Product Ops. Later than the lead time asks is short notice: it needs a reason and is marked. Raises
    `Invalid` with the sections that say nothing, and without a launch date.
    """
    row = locked(bundle.release)
    found = _locked(bundle, row)
    require(by, Permission.ASK_SIGNOFF, row, on=now)
    _refuse_past(row)
    policy = _policy(row)
    _refuse_gaps(found, policy.bundle)
    if row.launch_on is None:
        raise Invalid({"": _("Set the launch date first: it says by when everybody must have read this.")})
    organisation = Organisation.current()
    left = organisation.calendar.count_between(organisation.day(now), row.launch_on)
    if left < policy.lead_days and not short_notice_reason.strip():
        words = _("That leaves %(left)s of %(needed)s business days. Say why it comes late.")
        raise Invalid({"short_notice_reason": words % {"left": max(0, left), "needed": policy.lead_days}})
    edition = freeze_bundle(found, row, policy.bundle, kind=REVIEW, by=by, now=now)
    found.state, found.review_copy, found.review_copy_at, found.review_copy_by = (
        BundleState.REVIEW_COPY, edition, found.review_copy_at or now, found.review_copy_by or by,
    )  # fmt: skip
    found.short_notice_reason = short_notice_reason.strip()[:300] if left < policy.lead_days else ""
    found.version += 1
    found.save()
    record(
        "bundle.review_copy", by=by, obj=found, now=now, area_id=row.area_id, release=row.key,
        short_by=max(0, policy.lead_days - left),
    )  # fmt: skip
    wanted = {*policy.signoffs, *row.functions.values_list("slug", flat=True)}
    ask(release=row, functions=Function.objects.filter(slug__in=wanted).order_by("name"), by=by, now=now)
    bundle_notices.review_copy(found, row, people=_people(row, policy, now), now=now)
    settle(row, now=now)
    return found


@transaction.atomic
def object_to(*, bundle: Bundle, reason: str, by: Person, now: datetime) -> Bundle:
    """Product Ops objects: the PM cannot publish until it is taken back. Records `bundle.objected`, tells the PM."""
    row = locked(bundle.release)
    found = _locked(bundle, row)
    require(by, Permission.REVIEW_BUNDLE, row, on=now)
    if not reason.strip():
        raise Invalid({"objection": _("Say what must change.")})
    found.objection, found.objected_at, found.objected_by = reason.strip()[:300], now, by
    found.version += 1
    found.save()
    record("bundle.objected", by=by, obj=found, now=now, area_id=row.area_id, release=row.key)
    bundle_notices.objected(found, row, now=now)
    return found


@transaction.atomic
def withdraw_objection(*, bundle: Bundle, by: Person, now: datetime) -> Bundle:
    """The objection is taken back by Product Ops. Harmless when there is none. Records `bundle.objection_withdrawn`."""
    row = locked(bundle.release)
    found = _locked(bundle, row)
    require(by, Permission.REVIEW_BUNDLE, row, on=now)
    if found.objected_at is None:
        return found
    found.objection, found.objected_at, found.objected_by = "", None, None
    found.version += 1
    found.save()
    record("bundle.objection_withdrawn", by=by, obj=found, now=now, area_id=row.area_id, release=row.key)
    return found


def publish_scope(bundle: Bundle, release: Release, policy: TierPolicy, *, now: datetime) -> Scope:
    """What the right to publish depends on: for tier 2 the PM may, when nothing is missing and nobody objected."""
    organisation = Organisation.current()
    parts = list(bundle.sections.all())
    over = False
    if bundle.review_copy_at:
        # From the last change on: what Product Ops had no day to look at is not published past them.
        seen_from = max([bundle.review_copy_at, *(part.updated_at for part in parts)])
        over = organisation.day(now) > organisation.calendar.business_days_after(organisation.day(seen_from), 1)
    return Scope(
        area_id=release.area_id,
        tier=release.tier,
        checks_pass=not missing_in(policy.bundle, {part.kind: part for part in parts}),
        ops_objected=bundle.objected_at is not None,
        objection_window_over=over,
    )


@transaction.atomic
def publish(*, bundle: Bundle, seen_version: int, by: Person, now: datetime) -> Edition:
    """The final edition, frozen; whom it concerns is asked to acknowledge it. Records `bundle.published`.

    By Product Ops; for tier 2 also by the PM, when nothing is missing, the review copy is out unchanged for a whole
    business day and Product Ops did not object. Raises `Stale` when the bundle changed since `seen_version`, so that
    nobody publishes what they did not see, and `Invalid` with the sections that say nothing.
    """
    row = locked(bundle.release)
    found = _locked(bundle, row)
    policy = _policy(row)
    require(by, Permission.PUBLISH_BUNDLE, publish_scope(found, row, policy, now=now), on=now)
    _refuse_past(row)
    if found.state == BundleState.PUBLISHED and found.edition:
        return found.edition
    if found.version != seen_version:
        raise Stale(
            _("The bundle changed after you opened it. Look at what is new, then publish."),
            reload=row.get_absolute_url(),
        )
    _refuse_gaps(found, policy.bundle)
    edition = freeze_bundle(found, row, policy.bundle, kind=FINAL, by=by, now=now)
    found.state, found.edition, found.published_at, found.published_by = BundleState.PUBLISHED, edition, now, by
    found.version += 1
    found.save()
    people = _people(row, policy, now)
    BundleReader.objects.bulk_create(
        BundleReader(edition=edition, release=row, person_id=person, function_id=function, asked_at=now)
        for person, function in people.items()
    )
    record(
        "bundle.published", by=by, obj=found, now=now, area_id=row.area_id, release=row.key, edition=edition.pk,
        readers=len(people),
    )  # fmt: skip
    bundle_notices.published(found, row, people=people, now=now)
    settle(row, now=now)
    return edition


@transaction.atomic
def acknowledge(*, release: Release, edition: Edition, by: Person, now: datetime) -> BundleReader | None:
    """Somebody has read the bundle; None for who was not asked to. Records `bundle.acknowledged`, once."""
    row = BundleReader.objects.select_for_update().filter(release=release, edition=edition, person=by).first()
    if row is None or row.acknowledged_at:
        return row
    row.acknowledged_at = now
    row.save(update_fields=["acknowledged_at"])
    record("bundle.acknowledged", by=by, obj=row, now=now, area_id=release.area_id, release=release.key)
    return row


def chase_readers(*, now: datetime) -> int:
    """Who has not acknowledged after a business day is reminded, once. Answers how many."""
    organisation = Organisation.current()
    today = organisation.day(now)
    waiting = BundleReader.objects.filter(
        acknowledged_at=None, chased_at=None, asked_at__lt=now, release__stage__in=AHEAD, release__held_at=None
    ).select_related("release")
    due = [
        row.pk
        for row in waiting.order_by("pk")
        if today > organisation.calendar.business_days_after(organisation.day(row.asked_at), 1)
    ]
    return sum(_chased(pk, now) for pk in due)


@transaction.atomic
def _chased(pk: int, now: datetime) -> bool:
    row = BundleReader.objects.select_for_update(of=("self",)).select_related("release").get(pk=pk)
    if row.acknowledged_at or row.chased_at:
        return False
    bundle = Bundle.objects.filter(release=row.release, edition=row.edition_id, state=BundleState.PUBLISHED)
    current = bundle.exists() and row.release.tier != Tier.LOW
    row.chased_at = now
    row.save(update_fields=["chased_at"])
    if current:
        bundle_notices.chased(row, now=now)
    return current


def _locked(bundle: Bundle, release: Release) -> Bundle:
    found = Bundle.objects.select_for_update(of=("self",)).select_related("edition").get(pk=bundle.pk)
    found.release = release
    return found


def _policy(release: Release) -> TierPolicy:
    policy = tier_policy_of(release)
    if policy is None:
        raise Invalid({"": _("Assign a tier first.")})
    return policy


def _people(release: Release, policy: TierPolicy, now: datetime) -> dict[int, int | None]:
    return readers_of(release, policy, now=now)


def _refuse_gaps(bundle: Bundle, form: Form) -> None:
    if missing := missing_in(form, {part.kind: part for part in bundle.sections.all()}):
        raise Invalid(_gaps(missing))


def _gaps(missing: Iterable[Section]) -> dict[str, str]:
    words = _("%(section)s: write it, or say why it is not applicable.")
    return {str(each): words % {"section": each.label} for each in missing}


def _refuse_past(release: Release) -> None:
    if release.stage not in AHEAD:
        raise Stale(
            _("%(release)s is no longer ahead; its bundle stays as it was.") % {"release": release.key},
            reload=release.get_absolute_url(),
        )
