"""The release policy to read: the version in force, earlier ones, what each changed, and the sizes to choose from."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productops.http import Request, go, load, page_number
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.views.editor import saved, show
from releases.actions import policies as doors
from releases.enums import Tier
from releases.models import FreezeWindow, PolicyVersion
from releases.policy_changes import Section
from releases.policy_forms import SIZE_WORDS, SizeForm
from releases.policy_queries import changes_between, draft_of, function_names, open_by_version, version_before
from releases.policy_reading import read
from releases.policy_words import tier_in_brief, tiers_read
from releases.presets import SIZES, preset
from releases.queries import policy_in_force

A_PAGE, NEWEST = 25, 5
NOT_SEEN = -1  # no version has this number: whoever did not see one is told to look


@require_safe
def policy(request: Request) -> HttpResponse:
    """What the organisation asks of its releases today."""
    version = policy_in_force()
    edits = can(request.user, Permission.CHANGE_POLICY, on=request.now)
    if version is None:
        return render(request, "releases/policy_none.html", {"chooses_policy": edits})
    today = day_of(request.user, request.now)
    context = reading(version.content) | {
        "version": version,
        "versions": _with_numbers(_versions()[:NEWEST], request.user),
        "more": version.number > NEWEST,
        "edits": edits,
        "draft": draft_of(request.user) if edits else None,
        "freezes": FreezeWindow.objects.filter(ends_on__gte=today)[:NEWEST],
    }
    return render(request, "releases/policy.html", context)


def reading(content: dict[str, Any]) -> dict[str, Any]:
    """A policy as `_policy_reading.html` shows it."""
    names = function_names()
    found = read(content, functions=names)
    return {"asked": found, "tiers": tiers_read(found, names)}


def _versions() -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.select_related("made_by").defer("content").order_by("-number")


def _with_numbers(versions: Any, person: Person) -> list[tuple[PolicyVersion, int]]:
    numbers = open_by_version(person)
    return [(version, numbers.get(version.number, 0)) for version in versions]


@require_safe
def versions(request: Request) -> HttpResponse:
    """Every version with who made it, when, why, and how many open releases follow it."""
    page = Paginator(_versions(), A_PAGE).get_page(page_number(request))
    context = {
        "page_obj": page,
        "versions": _with_numbers(page, request.user),
        "chooses_policy": can(request.user, Permission.CHANGE_POLICY, on=request.now),
    }
    return render(request, "releases/policy_versions.html", context)


@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version: what it changed of the one before, and all of it."""
    found = load(request, PolicyVersion.objects.select_related("made_by"), number=number)
    before = version_before(found)
    context = reading(found.content) | {
        "version": found,
        "before": before,
        "sections": changes_between(before.content, found.content, function_names()) if before else [],
        "followers": open_by_version(request.user).get(number, 0),
        "newest": policy_in_force(),
    }
    return render(request, "releases/policy_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def size(request: Request) -> HttpResponse:
    """Choose what a company of this size asks. First the sizes side by side; then what the chosen one changes."""
    require(request.user, Permission.CHANGE_POLICY, on=request.now)
    current = policy_in_force()
    number = current.number if current else 0
    if request.method != "POST":
        chosen = {"size": current.preset if current else "scaling"}
        form = SizeForm(request.GET if "size" in request.GET else None, initial=chosen)
        if not form.is_bound or not form.is_valid():
            form.status = 422 if form.is_bound else 200  # type: ignore[attr-defined]
            return show(request, "releases/policy_size.html", form, sizes=_sizes(), version=current)
        return _chosen(request, form, current)
    form = SizeForm(request.POST)
    made = saved(form, lambda: _choose(request, form))
    if made:
        if made.number == number:
            messages.info(request, _("That is the policy as it is. Nothing was published."))
        else:
            messages.success(request, _("Version %(number)s is in force for new releases.") % {"number": made.number})
        return go(request, "releases:policy")
    if getattr(form, "status", 0) == 409 or not {"size", "regulated"} & set(form.errors):
        return _chosen(request, form, policy_in_force())
    return show(request, "releases/policy_size.html", form, sizes=_sizes(), version=current)


def _choose(request: Request, form: SizeForm) -> PolicyVersion:
    facts = form.cleaned_data
    seen = facts["number"] if facts["number"] is not None else NOT_SEEN
    return doors.choose_preset(
        size=facts["size"], regulated=facts["regulated"], note=facts["note"], by=request.user, now=request.now,
        seen_number=seen,
    )  # fmt: skip


def _sizes() -> list[dict[str, Any]]:
    """What each size asks, with and without regulation, in the same few facts."""
    names, found = function_names(), []
    for size in SIZES:
        asked = read(preset(size, regulated=False, language="en"), functions=names)
        found.append(
            {
                "size": size,
                "words": SIZE_WORDS[size],
                "four_eyes": asked.four_eyes,
                "tiers": [
                    (tier.label, tier_in_brief(asked.tiers[tier], names) if tier in asked.tiers else None)
                    for tier in Tier
                ],
            }
        )
    return found


def _chosen(request: Request, form: SizeForm, current: PolicyVersion | None) -> HttpResponse:
    """What publishing it changes, before it is published."""
    facts, names = form.cleaned_data, function_names()
    content = preset(facts["size"], regulated=facts["regulated"], language=Organisation.current().language)
    sections: list[Section] = changes_between(current.content, content, names) if current else []
    context = reading(content) | {
        "size": facts["size"],
        "words": SIZE_WORDS[facts["size"]],
        "regulated": facts["regulated"],
        "note": facts.get("note", ""),
        "version": current,
        "next": current.number + 1 if current else 1,
        "number": current.number if current else 0,
        "sections": sections,
        "same": current is not None and current.content == content,
        "followers": sum(open_by_version(request.user).values()),
    }
    return show(request, "releases/policy_size_chosen.html", form, **context)
