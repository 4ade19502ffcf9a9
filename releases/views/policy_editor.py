"""The policy editor: an admin changes a draft of her own, section by section, looks at what it changes, publishes it.

Addresses: GET shows; POST changes the draft and comes back. The first change begins the draft. What is refused is shown
again with what was typed. Lists of questions, rules and lines are in `policy_lists.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid
from productops.http import Request, go
from productops.people.models import Organisation
from productops.people.permissions import Permission, require
from productops.people.views.editor import saved, show
from releases.actions import policy_draft as doors
from releases.enums import Tier
from releases.models import PolicyDraft, PolicyVersion
from releases.policy_changes import Section
from releases.policy_editing import by_gate
from releases.policy_forms import GeneralForm, PublishForm, TierForm, Versioned
from releases.policy_queries import changes_between, draft_of, faults_of, function_names, open_by_version
from releases.policy_reading import Fault
from releases.presets import preset
from releases.queries import policy_in_force


class Desk:
    """What every page of the editor stands on: the draft, or the version in force while nothing was changed yet."""

    def __init__(self, request: Request) -> None:
        require(request.user, Permission.CHANGE_POLICY, on=request.now)
        self.request = request
        self.draft: PolicyDraft | None = draft_of(request.user)
        current = policy_in_force()
        if current is None:
            raise Http404
        self.current: PolicyVersion = current
        self.content: dict[str, Any] = self.draft.content if self.draft else current.content
        self.version = self.draft.version if self.draft else 0
        self.names = function_names()
        self.language = Organisation.current().language

    def change(self, change: Callable[[dict[str, Any]], Mapping[str, Any]], seen_version: int) -> PolicyDraft:
        return doors.change_draft(change=change, by=self.request.user, now=self.request.now, seen_version=seen_version)

    def saved(self, form: Versioned, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> PolicyDraft | None:
        return saved(form, lambda: self.change(change, form.cleaned_data["version"]))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return faults_of(self.content, self.names)

    def undoable(self, words: str, at: str = "") -> None:
        messages.success(self.request, words, extra_tags=f"undo:{undo_at(at)}")

    def tier(self, number: int) -> Tier:
        """The tier of the address; 404 for one that the draft does not use."""
        if number not in Tier.values or str(number) not in self.content["tiers"]:
            raise Http404
        return Tier(number)


LISTS = {"questions": "releases:policy-questions", "rules": "releases:policy-rules"}


def undo_at(at: str) -> str:
    """Where a step is taken back, coming back to the list `at`: 'questions', 'rules' or the number of a tier."""
    return f"{reverse('releases:policy-undo')}?at={at}"


def section_of(fault: Fault) -> str:
    """Where in the editor a fault is mended: 'tiers.2.checklist.3.gate' in 'tier-2'."""
    first, _dot, rest = fault.place.partition(".")
    return f"tier-{rest.partition('.')[0]}" if first == "tiers" and rest else first


@require_safe
def editor(request: Request) -> HttpResponse:
    """The sections, which of them the draft changes, and what is still wrong."""
    desk = Desk(request)
    faults = desk.faults
    changed = {} if faults else {section.key: len(section.differences) for section in _changes(desk)}
    tiers = [(tier, desk.content["tiers"].get(str(tier.value)), f"tier-{tier.value}" in changed) for tier in Tier]
    context = {
        "draft": desk.draft,
        "version": desk.current,
        "changed": changed,
        "faults": placed(desk, faults),
        "tiers": tiers,
        "questions": len(desk.content["questions"]),
        "rules": len(desk.content["rules"]),
        "outdated": desk.draft is not None and desk.draft.based_on_id != desk.current.pk,
        "following": sum(open_by_version(request.user).values()),
    }
    return render(request, "releases/policy_editor.html", context)


def placed(desk: Desk, faults: tuple[Fault, ...]) -> list[tuple[str, str, str]]:
    """Each fault with what it is about and the address where it is mended."""
    found = []
    for fault in faults:
        section = section_of(fault)
        parts = fault.place.split(".")
        if section.startswith("tier-") and section[5:].isdigit():
            number = int(section[5:])
            in_list = "checklist" in parts
            address = reverse("releases:policy-lines" if in_list else "releases:policy-tier", args=[number])
            about = str(Tier(number).label)
            if in_list and parts[-2].isdigit():
                line = desk.content["tiers"][str(number)]["checklist"][int(parts[-2])]
                about = f"{about}: {line.get('title', '')}"
        else:
            address = reverse(LISTS.get(section, "releases:policy-editor"))
            about = {"questions": _("Questions"), "rules": _("Rules")}.get(section, "")
        found.append((about, fault.words, address))
    return found


def _changes(desk: Desk) -> list[Section]:
    return changes_between(desk.current.content, desk.content, desk.names) if desk.draft else []


@require_http_methods(["GET", "HEAD", "POST"])
def general(request: Request) -> HttpResponse:
    desk = Desk(request)
    initial = {"four_eyes": desk.content.get("four_eyes", False), "version": desk.version}
    form = GeneralForm(request.POST or None, initial=initial)
    if desk.saved(form, lambda content: content | {"four_eyes": form.cleaned_data["four_eyes"]}):
        desk.undoable(_("Saved in your draft."))
        return go(request, "releases:policy-editor")
    return show(request, "releases/policy_general.html", form, desk=desk)


@require_http_methods(["GET", "HEAD", "POST"])
def tier(request: Request, number: int) -> HttpResponse:
    """What a tier asks beside its checklist."""
    desk = Desk(request)
    if number not in Tier.values:
        raise Http404
    key = str(number)
    if key not in desk.content["tiers"]:
        context = {"tier": Tier(number), "desk": desk}
        return render(request, "releases/policy_tier_unused.html", context, status=409 if request.POST else 200)
    initial = TierForm.initial_of(desk.content["tiers"][key]) | {"version": desk.version}
    form = TierForm(request.POST or None, initial=initial, functions=desk.names, tier=Tier(number))

    def change(content: dict[str, Any]) -> dict[str, Any]:
        changed = form.changed(content["tiers"][key])
        changed["checklist"] = by_gate(changed.get("checklist", []), changed.get("gates", []))
        content["tiers"][key] = changed
        return content

    if desk.saved(form, change):
        desk.undoable(_("Saved in your draft."))
        return go(request, "releases:policy-editor")
    lines = len(desk.content["tiers"][key].get("checklist", []))
    return show(request, "releases/policy_tier.html", form, desk=desk, tier=Tier(number), lines=lines)


@require_POST
def use(request: Request, number: int) -> HttpResponse:
    """A tier is used, as the scaling company's, or no more."""
    desk = Desk(request)
    if number not in Tier.values:
        raise Http404
    key = str(number)
    form = Versioned(request.POST)

    def change(content: dict[str, Any]) -> dict[str, Any]:
        if key not in content["tiers"]:
            content["tiers"][key] = preset("scaling", regulated=False, language=desk.language)["tiers"][key]
        elif len(content["tiers"]) > 1:
            del content["tiers"][key]
        else:
            raise Invalid({"": _("A policy needs at least one tier.")})
        return content

    made = desk.saved(form, change)
    if made is None:
        messages.error(request, " ".join(str(each) for each in form.non_field_errors()) or _changed_meanwhile())
        return go(request, "releases:policy-editor")
    words = _("%(tier)s is used.") if key in made.content["tiers"] else _("%(tier)s is not used any more.")
    desk.undoable(words % {"tier": Tier(number).label})
    return go(request, "releases:policy-editor")


def _changed_meanwhile() -> str:
    return _("Your draft was changed in another window. Look at it and do it again.")


@require_POST
def undo(request: Request) -> HttpResponse:
    """One step back."""
    made = doors.undo_draft(by=request.user, now=request.now)
    messages.success(request, _("Taken back.") if made else _("There is no draft to take a step back in."))
    at = request.GET.get("at", "")
    if made and at in made.content["tiers"]:
        return go(request, "releases:policy-lines", int(at))
    return go(request, LISTS.get(at, "releases:policy-editor"))


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: Request) -> HttpResponse:
    """Throw the draft away."""
    desk = Desk(request)
    if request.method == "POST":
        doors.discard_draft(by=request.user, now=request.now)
        messages.success(request, _("The draft is gone. The policy is as it was."))
        return go(request, "releases:policy")
    context = {
        "question": _("Throw your draft away?"),
        "consequences": [
            _("What you changed in it is lost; that can not be undone."),
            _("Version %(number)s stays in force.") % {"number": desk.current.number},
        ],
        "action": reverse("releases:policy-draft-removal"),
        "verb": _("Throw the draft away"),
        "danger": True,
        "cancel": reverse("releases:policy-editor"),
    }
    return render(request, "components/confirm_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: Request) -> HttpResponse:
    """What the draft changes, how many releases it does not touch; then publish it."""
    desk = Desk(request)
    initial = {"version": desk.version, "number": desk.current.number}
    form = PublishForm(request.POST or None, initial=initial)
    faults = desk.faults
    made = saved(
        form,
        lambda: doors.publish_draft(
            note=form.line("note"), by=request.user, now=request.now,
            seen_version=form.cleaned_data["version"], seen_number=form.cleaned_data["number"],
        ),
    )  # fmt: skip
    if made:
        messages.success(request, _("Version %(number)s is in force for new releases.") % {"number": made.number})
        return go(request, "releases:policy")
    if getattr(form, "status", 0) == 409:  # the difference is another one now: show it, and publish knowingly
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"], form.data["number"] = desk.version, desk.current.number  # type: ignore[index]
    followers = open_by_version(request.user)
    context = {
        "desk": desk,
        "faults": placed(desk, faults),
        "sections": [] if faults else _changes(desk),
        "next": desk.current.number + 1,
        "followers": sum(followers.values()),
        "by_version": sorted(followers.items(), reverse=True),
        "outdated": desk.draft is not None and desk.draft.based_on_id != desk.current.pk,
    }
    return show(request, "releases/policy_publication.html", form, **context)
