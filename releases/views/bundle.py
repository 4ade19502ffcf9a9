"""The enablement bundle: written section by section, out for review, published, read and acknowledged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.dates import say_day
from productops.doors import Stale
from productops.editions.models import Edition
from productops.editions.reading import parts_of
from productops.http import Request, go
from productops.people.models import Organisation
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.views.editor import saved, show
from releases.actions import bundles as doors
from releases.bundle_forms import ObjectionForm, PublicationForm, ReviewCopyForm, SectionForm
from releases.bundle_printing import markdown_of
from releases.bundle_reading import readers_of
from releases.bundling import asked_of, missing_in
from releases.enums import BundleState, Section
from releases.models import Bundle, BundleReader, BundleSection, Release
from releases.policy import Bundle as Form
from releases.policy import TierPolicy
from releases.queries import tier_policy_of
from releases.views.release import loaded
from releases.visible import prepares

METHODS = ["GET", "HEAD", "POST"]


def bundle_of(request: Request, key: str, permission: Permission | None = None) -> tuple[Release, Bundle]:
    """The release of this address and its bundle; 404 when none was begun."""
    row = loaded(request, key, permission)
    found = Bundle.objects.select_related("edition", "review_copy", "objected_by").filter(release=row).first()
    if found is None:
        raise Http404
    found.release = row
    return row, found


def seen_edition(request: Request, row: Release, bundle: Bundle | None) -> Edition | None:
    """What this person may read of it, frozen: the final edition, or a newer review copy for those who prepare."""
    if bundle is None:
        return None
    copy, final = bundle.review_copy, bundle.edition
    if copy is None or (final and (bundle.state == BundleState.PUBLISHED or final.pk > copy.pk)):
        return final
    return copy if prepares(row, request.user, day_of(request.user, request.now)) else final


@require_http_methods(METHODS)
def bundle(request: Request, key: str) -> HttpResponse:
    """Who writes it sees it as it is now; everybody else what went out. A POST begins it."""
    row = loaded(request, key)
    if request.method == "POST":
        require(request.user, Permission.WRITE_BUNDLE, row, on=request.now)
        policy = tier_policy_of(row)
        if policy is None or policy.bundle == Form.NONE:
            raise Stale(_("This tier needs no bundle."), reload=row.get_absolute_url())
        doors.begin(release=row, by=request.user, now=request.now)
        messages.success(request, _("Begun. What the release says of itself has flowed in."))
        return go(request, "releases:bundle", row.key)
    found = Bundle.objects.select_related("edition", "review_copy", "objected_by").filter(release=row).first()
    if found:
        found.release = row
    return render(request, "releases/bundle.html", _context(request, row, found))


def _context(request: Request, row: Release, found: Bundle | None) -> dict[str, Any]:
    person, now = request.user, request.now
    policy = tier_policy_of(row)
    writes = can(person, Permission.WRITE_BUNDLE, row, on=now).allowed
    edition = seen_edition(request, row, found)
    parts = {part.kind: part for part in found.sections.all()} if found else {}
    mine = BundleReader.objects.filter(edition=found.edition_id, person=person).first() if found else None
    readers = BundleReader.objects.filter(edition=found.edition_id) if found and found.edition_id else None
    return {
        "release": row,
        "bundle": found,
        "policy": policy,
        "asked": policy is not None and policy.bundle != Form.NONE,
        "full": policy is not None and policy.bundle == Form.FULL,
        "writes": writes,
        "sections": _sections(policy, parts) if found and writes else [],
        "missing": missing_in(policy.bundle, parts) if policy and found else (),
        "edition": edition,
        "parts": parts_of(edition.pk, edition.sha256, get_language() or "en") if edition else (),
        "sends": can(person, Permission.ASK_SIGNOFF, row, on=now).allowed,
        "reviews": can(person, Permission.REVIEW_BUNDLE, row, on=now).allowed,
        "publishes": can(person, Permission.PUBLISH_BUNDLE, doors.publish_scope(found, row, policy, now=now), on=now)
        if found and policy
        else None,
        "days": _days(row, policy),
        "mine": mine if mine and mine.acknowledged_at is None else None,
        "readers": readers.select_related("person", "function").order_by("acknowledged_at", "person__name")
        if readers is not None and (writes or can(person, Permission.REVIEW_BUNDLE, row, on=now).allowed)
        else (),
        "training": getattr(row, "training", None),
        "holds": can(person, Permission.HOLD_TRAINING, row, on=now).allowed,
        "trains": bool(policy and policy.training),
    }


def _sections(policy: TierPolicy | None, parts: dict[str, BundleSection]) -> list[tuple[Section, BundleSection, bool]]:
    """Every section in its order, and whether this tier asks for it."""
    wanted = asked_of(policy.bundle) if policy else ()
    return [(each, parts[each], each in wanted) for each in Section if each in parts]


def _days(row: Release, policy: TierPolicy | None) -> dict[str, Any]:
    """By when the review copy and the final edition are due, for those who may know the launch date."""
    if row.launch_on is None or policy is None:
        return {}
    calendar = Organisation.current().calendar
    return {
        "review": calendar.business_days_before(row.launch_on, policy.lead_days),
        "final": calendar.business_days_before(row.launch_on, policy.final_days),
    }


@require_http_methods(METHODS)
def section(request: Request, key: str, kind: str) -> HttpResponse:
    """One section in its editor."""
    row, found = bundle_of(request, key, Permission.WRITE_BUNDLE)
    if kind not in Section.values:
        raise Http404
    part = found.sections.get(kind=kind)
    initial = {"text": part.text, "not_applicable": part.not_applicable, "version": part.version}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    written = saved(
        form,
        lambda: doors.write(
            bundle=found, kind=Section(kind), text=form.cleaned_data["text"],
            not_applicable=form.cleaned_data["not_applicable"], seen_version=form.cleaned_data["version"],
            by=request.user, now=request.now,
        ),
    )  # fmt: skip
    if written:
        messages.success(request, _("Saved: %(section)s.") % {"section": Section(kind).label})
        return go(request, reverse("releases:bundle", args=[row.key]) + f"#{kind}")
    return show(request, "releases/bundle_section.html", form, release=row, section=Section(kind), part=part)


@require_http_methods(METHODS)
def review_copy(request: Request, key: str) -> HttpResponse:
    """The review copy goes out and the sign-offs open."""
    row, found = bundle_of(request, key, Permission.ASK_SIGNOFF)
    policy = tier_policy_of(row)
    form = ReviewCopyForm(request.POST if request.method == "POST" else None)
    sent = saved(
        form,
        lambda: doors.send_review_copy(
            bundle=found, short_notice_reason=form.cleaned_data["short_notice_reason"], by=request.user,
            now=request.now,
        ),
    )  # fmt: skip
    if sent:
        messages.success(request, _("The review copy is out, the sign-offs are open."))
        return go(request, "releases:bundle", row.key)
    people = len(readers_of(row, policy, now=request.now)) if policy else 0
    told = ngettext("%(count)s person gets it.", "%(count)s people get it.", people) % {"count": people}
    lines = [told, _("Every required function is asked for its sign-off; the first answer is due in 2 business days.")]
    if days := _days(row, policy):
        day = say_day(days["review"], day_of(request.user, request.now))
        lines.append(_("By the lead time it is due: %(day)s.") % {"day": day})
    return _confirm(request, form, _("Send the review copy?"), lines, "review-copy", _("Send it"), row)


@require_http_methods(METHODS)
def objection(request: Request, key: str) -> HttpResponse:
    """Product Ops objects."""
    row, found = bundle_of(request, key, Permission.REVIEW_BUNDLE)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    done = saved(
        form,
        lambda: doors.object_to(bundle=found, reason=form.cleaned_data["objection"], by=request.user, now=request.now),
    )
    if done:
        messages.success(request, _("The PM sees your objection and cannot publish until you take it back."))
        return go(request, "releases:bundle", row.key)
    lines = [_("The PM cannot publish it until you take the objection back.")]
    return _confirm(request, form, _("Object to this bundle?"), lines, "bundle-objection", _("Object"), row)


@require_POST
def objection_removal(request: Request, key: str) -> HttpResponse:
    row, found = bundle_of(request, key, Permission.REVIEW_BUNDLE)
    doors.withdraw_objection(bundle=found, by=request.user, now=request.now)
    messages.success(request, _("The objection is taken back."))
    return go(request, "releases:bundle", row.key)


@require_http_methods(METHODS)
def publication(request: Request, key: str) -> HttpResponse:
    """The final edition."""
    row, found = bundle_of(request, key)
    policy = tier_policy_of(row)
    if policy is None or policy.bundle == Form.NONE:
        raise Stale(_("This tier needs no bundle."), reload=row.get_absolute_url())
    require(
        request.user, Permission.PUBLISH_BUNDLE, doors.publish_scope(found, row, policy, now=request.now),
        on=request.now,
    )  # fmt: skip
    form = PublicationForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    edition = saved(
        form,
        lambda: doors.publish(
            bundle=found, seen_version=form.cleaned_data["version"], by=request.user, now=request.now
        ),
    )
    if edition:
        messages.success(request, _("Published. Whom it concerns is asked to read it."))
        return go(request, "releases:bundle", row.key)
    people = len(readers_of(row, policy, now=request.now))
    told = ngettext("%(count)s person is asked to read it.", "%(count)s people are asked to read it.", people)
    lines = [told % {"count": people}, _("The edition is frozen; a later change is a new edition.")]
    return _confirm(request, form, _("Publish the bundle?"), lines, "bundle-publication", _("Publish it"), row)


@require_POST
def acknowledgement(request: Request, key: str) -> HttpResponse:
    """Somebody has read it."""
    row, found = bundle_of(request, key)
    if found.edition is None or not doors.acknowledge(
        release=row, edition=found.edition, by=request.user, now=request.now
    ):
        raise Stale(_("You were not asked to read this bundle."), reload=reverse("releases:bundle", args=[row.key]))
    messages.success(request, _("Thank you. The PM sees that you have read it."))
    return go(request, "releases:bundle", row.key)


@require_safe
def markdown(request: Request, key: str) -> HttpResponse:
    """What this person may read, as Markdown."""
    row, found = bundle_of(request, key)
    edition = seen_edition(request, row, found)
    if edition is None:
        raise Http404
    parts = parts_of(edition.pk, edition.sha256, get_language() or "en")
    url = request.build_absolute_uri(reverse("releases:bundle", args=[row.key]))
    response = HttpResponse(markdown_of(edition, parts, url), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bundle-{row.key}.md"'
    return response


def _confirm(
    request: Request, form: Any, question: str, lines: list[str], name: str, verb: str, row: Release
) -> HttpResponse:
    context = {
        "question": question,
        "consequences": lines,
        "fields": form,
        "action": reverse(f"releases:{name}", args=[row.key]),
        "verb": verb,
        "cancel": reverse("releases:bundle", args=[row.key]),
    }
    return render(request, "components/confirm_page.html", context, status=getattr(form, "status", 200))
