"""The history of a release in words: who did what to it, its checklist and its parts, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops import dates
from productops.audit.models import DomainEvent
from productops.people.history import Entry, names_of
from productops.people.models import Function, Person
from releases.enums import Answer, Health, Outcome, Tier
from releases.models import Bundle, Release, ReleaseItem
from releases.visible import VisibleFacts

RELEASE, ITEM, EVIDENCE = "releases.release", "releases.releaseitem", "releases.evidence"
SIGNOFF, BUNDLE = "releases.signoffrequest", "releases.bundle"
WORDS: Mapping[str, Any] = {
    "release.drafted": gettext_lazy("drafted it"),
    "release.imported": gettext_lazy("brought it in from a spreadsheet"),
    "release.tier_assigned": gettext_lazy("assigned the tier"),
    "release.tier_challenged": gettext_lazy("asked for the tier to be looked at again"),
    "release.launch_moved": gettext_lazy("set the launch date"),
    "release.policy_moved": gettext_lazy("moved it to another version of the policy"),
    "release.edited": gettext_lazy("changed what it says"),
    "release.begin_review": gettext_lazy("began the review"),
    "release.approve": gettext_lazy("approved it"),
    "release.reopen": gettext_lazy("took it back into review"),
    "release.launch": gettext_lazy("launched it"),
    "release.record_launch": gettext_lazy("recorded that it was launched"),
    "release.cancel": gettext_lazy("cancelled it"),
    "release.revive": gettext_lazy("took the cancellation back"),
    "release.close": gettext_lazy("closed it"),
    "release.held": gettext_lazy("put it on hold"),
    "release.resumed": gettext_lazy("let it go on"),
    "release.rolled_back": gettext_lazy("recorded that it was rolled back"),
    "release.kept_confidential": gettext_lazy("made it confidential"),
    "release.opened_up": gettext_lazy("opened it up to everybody"),
    "release.let_in": gettext_lazy("let somebody in"),
    "release.let_out": gettext_lazy("took somebody out"),
    "release.health_changed": gettext_lazy("Its health changed"),
    "release.risk_added": gettext_lazy("wrote down a risk"),
    "release.risk_changed": gettext_lazy("changed a risk"),
    "release.risk_removed": gettext_lazy("removed a risk"),
    "release.dependency_added": gettext_lazy("wrote down a dependency"),
    "release.dependency_changed": gettext_lazy("changed a dependency"),
    "release.dependency_delivered": gettext_lazy("marked as delivered"),
    "release.dependency_awaited": gettext_lazy("marked as not delivered after all"),
    "release.dependency_removed": gettext_lazy("removed a dependency"),
    "release.flag_added": gettext_lazy("added a flag"),
    "release.flag_changed": gettext_lazy("changed a flag"),
    "release.flag_removed": gettext_lazy("removed a flag"),
    "release.step_added": gettext_lazy("planned a step of the rollout"),
    "release.step_changed": gettext_lazy("changed a step of the rollout"),
    "release.step_reached": gettext_lazy("recorded that a step of the rollout was reached"),
    "release.step_unreached": gettext_lazy("took back that a step of the rollout was reached"),
    "release.step_removed": gettext_lazy("removed a step of the rollout"),
    "release.link_added": gettext_lazy("added a link"),
    "release.link_changed": gettext_lazy("changed a link"),
    "release.link_removed": gettext_lazy("removed a link"),
    "release_item.done": gettext_lazy("finished an item"),
    "release_item.open": gettext_lazy("opened an item again"),
    "release_item.blocked": gettext_lazy("marked an item as blocked"),
    "release_item.waived": gettext_lazy("waived an item"),
    "release_item.not_applicable": gettext_lazy("marked an item as not applicable"),
    "release_item.handed_on": gettext_lazy("handed an item on"),
    "evidence.withdrawn": gettext_lazy("took evidence back"),
    "signoff.given": gettext_lazy("answered"),
    "signoff.paused": gettext_lazy("stopped the clock of an answer"),
    "bundle.review_copy": gettext_lazy("sent the review copy of the bundle"),
    "bundle.objected": gettext_lazy("objected to the bundle"),
    "bundle.published": gettext_lazy("published the bundle"),
    "release.blocker_overridden": gettext_lazy("overrode what stood in the way"),
    "release.escalated": gettext_lazy("asked the Head of Product to decide"),
    "release.go": gettext_lazy("recorded the decision"),
    "release.conditional_go": gettext_lazy("recorded the decision"),
    "release.no_go": gettext_lazy("recorded the decision"),
    "release.delay": gettext_lazy("recorded the decision"),
    "release.condition_met": gettext_lazy("met a condition"),
    "release.condition_overridden": gettext_lazy("left a condition unmet"),
    "release.approval_stale": gettext_lazy("Its go became stale"),
    "release.reconfirmed": gettext_lazy("confirmed the go again"),
}
DECIDED = {f"release.{outcome}": outcome for outcome in Outcome}
# What an event of a part is about, in the history of its model, so that it is named after it was removed too.
PARTS = {
    "risk": "RiskEvent",
    "dependency": "DependencyEvent",
    "flag": "FeatureFlagEvent",
    "step": "RolloutStepEvent",
    "link": "ReleaseLinkEvent",
}
DATED = ("release.launch_moved",)  # for those who may know how the date moved


def events_of(release: Release, seen: VisibleFacts) -> QuerySet[DomainEvent]:
    """What happened to the release, its items and parts, as far as this person may know it; newest first."""
    items = release.items.annotate(text_id=Cast("pk", CharField())).values("text_id")
    asked = release.signoff_requests.annotate(text_id=Cast("pk", CharField())).values("text_id")
    bundle = Bundle.objects.filter(release=release).annotate(text_id=Cast("pk", CharField())).values("text_id")
    about = Q(object_type=RELEASE, object_id=str(release.pk)) | Q(object_type=ITEM, object_id__in=items)
    about |= Q(object_type=SIGNOFF, object_id__in=asked) | Q(object_type=BUNDLE, object_id__in=bundle)
    names = [name for name in WORDS if seen.slips or name not in DATED]
    return DomainEvent.objects.filter(about, name__in=names).order_by("-id")


def story_of(release: Release, seen: VisibleFacts, person: Person, *, limit: int) -> list[Entry]:
    """The newest lines of it."""
    return entries_of(events_of(release, seen)[:limit], person)


def entries_of(events: Iterable[DomainEvent], person: Person) -> list[Entry]:
    """The events in words, in their order, as this person may know them. Ten statements at most, however many."""
    rows = list(events)
    names = names_of([*(row.actor_id for row in rows), *(row.data.get("to") for row in rows if _is_about_person(row))])
    titles = _titles(rows, person)
    return [Entry(row.at, names.get(row.actor_id, ""), _sentence(row), _detail(row, names, titles)) for row in rows]


def _sentence(row: DomainEvent) -> str:
    if row.name == "release.launch_moved" and row.data.get("was"):
        return _("moved the launch date")
    return str(WORDS[row.name])


def _is_about_person(row: DomainEvent) -> bool:
    return row.name in ("release_item.handed_on", "release.let_in", "release.let_out")


def _titles(rows: Iterable[DomainEvent], person: Person) -> dict[tuple[str, str], str]:
    """What items and parts are called, by kind and id."""
    wanted = defaultdict(set)
    for row in rows:
        if row.object_type == ITEM:
            wanted["item"].add(row.object_id)
        elif row.object_type == SIGNOFF:
            wanted["function"].add(str(row.data.get("function", "")))
        elif (kind := _kind(row)) and "part" in row.data:
            wanted[kind].add(str(row.data["part"]))
    found: dict[tuple[str, str], str] = {}
    for kind, ids in wanted.items():
        if kind == "item":
            found |= {
                (kind, str(pk)): title
                for pk, title in ReleaseItem.objects.filter(pk__in=ids).values_list("pk", "title")
            }
        elif kind == "function":
            names = Function.objects.filter(slug__in=ids).values_list("slug", "name")
            found |= {(kind, slug): name for slug, name in names}
        else:
            versions = apps.get_model("releases", PARTS[kind]).objects.filter(pgh_obj_id__in=ids).order_by("pgh_id")
            keys = _keys(versions, person) if kind == "dependency" else {}
            found |= {(kind, str(each.pgh_obj_id)): _title(kind, each, keys) for each in versions}
    return found


def _keys(dependencies: Iterable[Any], person: Person) -> dict[int, str]:
    """Of the releases waited for, those that this person may see."""
    ids = {each.on_release_id for each in dependencies if each.on_release_id}
    return dict(Release.objects.visible_to(person).filter(pk__in=ids).values_list("pk", "key")) if ids else {}


def _kind(row: DomainEvent) -> str:
    """'risk' of 'release.risk_added'."""
    kind = row.name.removeprefix("release.").rpartition("_")[0]
    return kind if kind in PARTS else ""


def _title(kind: str, version: Any, keys: Mapping[int, str]) -> str:
    match kind:
        case "dependency":
            return keys.get(version.on_release_id, "") if version.on_release_id else str(version.deliverable)
        case "flag":
            return str(version.key)
        case "step":
            return f"{version.share} %"
    return str(version.title)


def _detail(row: DomainEvent, names: Mapping[int | None, str], titles: Mapping[tuple[str, str], str]) -> str:
    data = row.data
    match row.name:
        case "release.tier_assigned":
            return _change(_tier(data.get("was")), _tier(data.get("tier")))
        case "release.launch_moved":
            return _change(_day(data.get("was"), row), _day(data.get("to"), row))
        case "release.policy_moved":
            return _change(str(data.get("was") or ""), str(data.get("to") or ""))
        case "release.edited":
            return ", ".join(field_words(data.get("fields", ())))
        case "release.health_changed":
            return _change(_health(data.get("was")), _health(data.get("health")))
        case "release.let_in" | "release.let_out":
            return names.get(data.get("to"), "")
        case "release_item.handed_on":
            return _change(titles.get(("item", row.object_id), ""), names.get(data.get("to"), ""))
        case "signoff.given":
            function = titles.get(("function", str(data.get("function"))), "")
            answer = str(Answer(data["answer"]).label) if data.get("answer") in Answer.values else ""
            return f"{function}: {answer}" if function else answer
        case name if name in DECIDED:
            return str(DECIDED[name].label)
    if row.object_type == ITEM:
        return titles.get(("item", row.object_id), "")
    return titles.get((_kind(row), str(data.get("part"))), "")


def _change(before: str, after: str) -> str:
    return f"{before} → {after}" if before else after


def _tier(number: int | None) -> str:
    return str(Tier(number).label) if number in Tier.values else ""


def _health(code: str | None) -> str:
    return str(Health(code).label) if code in Health.values else ""


def _day(iso: str | None, row: DomainEvent) -> str:
    return dates.say_date(date.fromisoformat(iso), timezone.localtime(row.at).date()) if iso else ""


def field_words(fields: Iterable[str]) -> list[str]:
    """What fields of a release are called."""
    known = {field.name: field for field in [*Release._meta.concrete_fields, *Release._meta.many_to_many]}
    return [capfirst(str(known[name].verbose_name)) for name in fields if name in known]
