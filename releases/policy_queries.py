"""Reads around the release policy: versions, who follows which, drafts, and what differs between two of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import get_language, override

from productops.people.models import Function, Person
from releases.models import AreaChecklist, PolicyDraft, PolicyVersion, Release
from releases.policy import Policy
from releases.policy_changes import Section, changes
from releases.policy_reading import Fault, Unfit, read


def function_names() -> dict[str, str]:
    """Every function's name by its slug, in the order that functions are listed."""
    return dict(Function.objects.values_list("slug", "name"))


def open_by_version(person: Person) -> dict[int, int]:
    """How many releases ahead, of those that this person may see, follow each version of the policy."""
    rows = Release.objects.visible_to(person).ahead().exclude(policy=None)
    return dict(rows.values_list("policy__number").annotate(n=Count("pk", distinct=True)).order_by())


def draft_of(person: Person) -> PolicyDraft | None:
    return PolicyDraft.objects.select_related("based_on__made_by").filter(person=person).first()


def faults_of(content: Mapping[str, Any], functions: Iterable[str]) -> tuple[Fault, ...]:
    """Everything that keeps this content from being a policy."""
    try:
        read(content, functions=functions)
    except Unfit as unfit:
        return unfit.faults
    return ()


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]) -> list[Section]:
    """What `new` changes of `old`, in words. Raises `Unfit` when one of them is no policy."""
    return changes(_by_language(old, names), _by_language(new, names), names, get_language() or "en")


def _by_language(content: Mapping[str, Any], functions: Iterable[str]) -> dict[str, Policy]:
    found = {}
    for code in {get_language() or "en", *(code for code, _name in settings.LANGUAGES)}:
        with override(code):
            found[code] = read(content, functions=functions, language=code)
    return found


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    return PolicyVersion.objects.filter(number__lt=version.number).order_by("-number").first()


def lines_ever() -> list[dict[str, Any]]:
    """Every line of every version, so that a key never comes to mean another line."""
    return [
        line
        for content in PolicyVersion.objects.values_list("content", flat=True)
        for tier in content.get("tiers", {}).values()
        for line in tier.get("checklist", [])
    ]


def area_lines_ever(area_id: int) -> list[dict[str, Any]]:
    return [
        line for items in AreaChecklist.objects.filter(area=area_id).values_list("items", flat=True) for line in items
    ]
