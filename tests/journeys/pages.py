"""Every page of the portal, who looks at it, and where to find it in the demo.

`test_everywhere.py` looks at each of them. A new page belongs here; a test says so when it is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from comms.channels.inbox.posting import post_due
from comms.enums import NoticeKind
from comms.fan_out import fan_out_due
from comms.links import unsubscribe_token
from comms.models import Delivery, FeedAddress
from productops.decisions.models import DecisionEntry
from productops.followups.models import ActionItem
from productops.people import tokens
from productops.people.models import Function, Person
from productops.people.permissions import Permission
from releases.models import (
    Bundle,
    Dependency,
    FeatureFlag,
    FreezeWindow,
    Release,
    ReleaseImport,
    ReleaseLink,
    Risk,
    RolloutStep,
    ShipDecision,
    SignoffRequest,
)
from releases.signoff_links import token_of
from rituals.models import Correction, Meeting
from tests.factories.log import logged
from tests.journeys.clock import LAST_WEEK, WEDNESDAY, WEEK
from tests.releases.sheets import checked, rows_of

NOBODY, READER, PM, OPS, ADMIN = "", "aino", "tomek", "maja", "ravi"
Part = str | int | Callable[[], str | int]


@dataclass(frozen=True)
class Looked:
    """`who` looks at the view `name` of these parts; `also` follows the address. `answers`: other than 200."""

    who: str
    name: str
    parts: tuple[Part, ...] = ()
    also: str = ""
    answers: int = 200

    def path(self) -> str:
        parts = [part() if callable(part) else part for part in self.parts]
        return reverse(self.name, args=parts) + self.also

    def __str__(self) -> str:
        words = [self.who or "nobody", self.name, *(str(part) for part in self.parts if not callable(part)), self.also]
        return " ".join(word for word in words if word)


def person(who: str) -> Callable[[], int]:
    return lambda: Person.objects.get(email=f"{who}@meridian.example").pk


def _code(who: str) -> Callable[[], str]:
    return lambda: tokens.code_of(Person.objects.get(email=f"{who}@meridian.example"))


def _token(kind: tokens.LinkTokens, who: str) -> Callable[[], str]:
    return lambda: kind.make(Person.objects.get(email=f"{who}@meridian.example"), WEDNESDAY)


def _stop() -> str:
    return unsubscribe_token(person("aino")(), NoticeKind.WEEKLY_UPDATE)


def _feed() -> int:
    """An address for a feed reader, as if made before."""
    owner = Person.objects.get(email="aino@meridian.example")
    facts = {"token_hash": "0" * 64, "prefix": "k3Jx9Q", "created_at": WEDNESDAY}
    return FeedAddress.objects.get_or_create(person=owner, defaults=facts)[0].pk


def _meeting() -> int:
    """Nobody has said yet in which week it takes place."""
    return Meeting.objects.get(week_to_confirm=True).pk


def _action_item() -> int:
    """One that Tomek asked for and that is still open."""
    asked = ActionItem.objects.open().filter(asked_by__email="tomek@meridian.example")
    return asked.latest("pk").pk


def _delivery() -> int:
    """Of the newest update, told to those who follow it; in their inboxes, too."""
    fan_out_due(WEDNESDAY)
    post_due(clock=lambda: WEDNESDAY)
    return Delivery.objects.order_by("pk").values_list("pk", flat=True)[0]


def _correction() -> int:
    return Correction.objects.get().pk


def _logged() -> int:
    """A decision of Tomek's that he may still say in better words."""
    tomek = Person.objects.get(email="tomek@meridian.example")
    mine = DecisionEntry.objects.in_force().filter(made_by=tomek, made_at=WEDNESDAY).first()
    return (mine or logged(tomek, WEDNESDAY)).number


def _freeze() -> int:
    """Days in which nothing goes out."""
    facts = {"name": "End of the year", "starts_on": "2026-12-21", "ends_on": "2027-01-03"}
    return (FreezeWindow.objects.first() or FreezeWindow.objects.create(**facts)).pk


def _import() -> int:
    """A spreadsheet that is ready to be brought in, all but one row."""
    ops = Person.objects.get(email="maja@meridian.example")
    rows = [*rows_of(3, tier="2"), ("", "Typing error", "Paymnets", "1", "", "", "")]
    made = ReleaseImport.objects.filter(file_name="releases.csv").first() or checked(rows, ops, WEDNESDAY)
    return made.pk


def _line() -> int:
    """A line of a checklist that Tomek may settle."""
    release = Release.objects.get(key="PAY-32")
    facts = {"gate": "go_no_go", "title": "Release notes", "due_on": "2026-12-01"}
    product = Function.objects.get(slug="product")
    return release.items.get_or_create(key="notes", defaults=facts | {"function": product})[0].pk


def _part(model: Any) -> Callable[[], int]:
    """One of the risks, flags, steps, links or dependencies of `FULL`."""
    return lambda: model.objects.filter(release__key=FULL).first().pk


def _launched() -> str:
    """The key of a release that reached customers and was neither rolled back nor closed."""
    return Release.objects.filter(stage="launched", rolled_back_at=None).first().key


def _asked() -> SignoffRequest:
    """A function that was asked and has not answered, of a release that is ahead."""
    waiting = SignoffRequest.objects.filter(asked_at__isnull=False, answered_at=None, withdrawn_at=None)
    ahead = waiting.filter(release__stage__in=["planned", "in_review", "approved"], function__lead__isnull=False)
    return ahead.select_related("release", "function__lead").order_by("pk")[0]


def _signed() -> str:
    """Of the link in the mail to who leads that function."""
    asked = _asked()
    assert asked.function.lead
    return token_of(asked, asked.function.lead)


def _decision() -> ShipDecision:
    return ShipDecision.objects.select_related("release", "round").filter(outcome="conditional_go").latest("pk")


def _bundled(**of: Any) -> Callable[[], str]:
    """The key of a release of which there is a bundle."""
    return lambda: Bundle.objects.filter(**of).select_related("release").latest("pk").release.key


FULL = "PAY-31"  # a release with everything, of Tomek's area
ROW = ("organisation", "weekly-update")
ASK = f"?permission={Permission.PUBLISH_UPDATE}&path=/weekly/"

PAGES = (
    Looked(NOBODY, "people:sign-in"),
    Looked(NOBODY, "people:sign-in-link"),
    Looked(NOBODY, "people:sign-in-link-use", (_code("lena"), _token(tokens.sign_in, "lena"))),
    Looked(NOBODY, "people:sign-in-link-use", ("MQ", "d00d-not-a-token"), answers=410),
    Looked(NOBODY, "people:invitation", (_code("lena"), _token(tokens.invitation, "lena"))),
    Looked(NOBODY, "people:invitation", ("MQ", "d00d-not-a-token"), answers=410),
    Looked(NOBODY, "comms:unsubscribe", (_stop,)),
    Looked(READER, "home"),
    Looked(READER, "finder", also="?q=pay"),
    Looked(READER, "finder", also="?q=zeppelin"),
    Looked(READER, "finder", also="?q=paymnets"),
    Looked(READER, "palette"),
    Looked(PM, "palette", also="?q=paymnets"),
    Looked(READER, "weekly:current"),
    Looked(READER, "weekly:search"),
    Looked(READER, "weekly:search", also="?q=payuot&from=2026-11-01"),
    Looked(READER, "weekly:search", also="?q=zeppelin&area=payments&to=soon"),
    Looked(READER, "weekly:update", (LAST_WEEK,)),
    Looked(READER, "weekly:update", (LAST_WEEK,), also="?health=at_risk"),
    Looked(READER, "weekly:update", (LAST_WEEK,), also="?health=at_risk&area=search"),
    Looked(READER, "weekly:update", (WEEK,)),
    Looked(READER, "weekly:pdf", (LAST_WEEK,)),
    Looked(READER, "actions:list"),
    Looked(PM, "actions:list", also="?show=overdue"),
    Looked(READER, "actions:item", (_action_item,)),
    Looked(PM, "actions:handover", (_action_item,)),
    Looked(PM, "actions:date", (_action_item,)),
    Looked(READER, "decisions:list"),
    Looked(READER, "decisions:list", also="?show=all&q=payouts"),
    Looked(READER, "decisions:list", also="?q=zeppelin"),
    Looked(READER, "decisions:decision", (_logged,)),
    Looked(PM, "decisions:new"),
    Looked(PM, "decisions:supersession", (_logged,)),
    Looked(PM, "decisions:wording", (_logged,)),
    Looked(PM, "decisions:review", (_logged,)),
    Looked(READER, "weekly:comparison", (LAST_WEEK,)),
    Looked(READER, "weekly:comparison", (LAST_WEEK,), also="?health=at_risk"),
    Looked(READER, "weekly:revisions", (LAST_WEEK,)),
    Looked(READER, "weekly:revision", (LAST_WEEK, 1)),
    Looked(READER, "weekly:revision", (LAST_WEEK, 2)),
    Looked(READER, "people:areas"),
    Looked(READER, "people:area", ("payments",)),
    Looked(READER, "people:groups"),
    Looked(READER, "people:people"),
    Looked(READER, "people:people", also="?q=nobody-of-this-name"),
    Looked(READER, "people:person", (person("tomek"),)),
    Looked(READER, "people:person", (person("aino"),)),
    Looked(READER, "people:functions"),
    Looked(READER, "people:function", ("support",)),
    Looked(READER, "people:raci"),
    Looked(READER, "people:raci-cell", (*ROW, "role-pm")),
    Looked(READER, "people:preferences"),
    Looked(READER, "people:password"),
    Looked(READER, "comms:subscriptions"),
    Looked(READER, "comms:feed-revocation", (_feed,)),
    Looked(READER, "comms:preferences"),
    Looked(READER, "comms:reached"),
    Looked(READER, "inbox:items"),
    Looked(READER, "comms:request", also=ASK),
    Looked(READER, "releases:releases"),
    Looked(READER, "releases:releases", also="?show=all&health=worried&tier=3&sort=-name"),
    Looked(READER, "releases:releases", also="?q=nothing-of-this-name"),
    Looked(READER, "releases:board"),
    Looked(PM, "releases:board", also="?whose=mine"),
    Looked(READER, "releases:timeline"),
    Looked(OPS, "releases:timeline", also="?quarter=2027-Q1"),
    Looked(PM, "releases:views"),
    Looked(READER, "releases:item", ("PAY-32", _line)),
    Looked(READER, "releases:release", ("PAY-32",)),
    Looked(PM, "releases:release", ("PAY-32",)),
    Looked(PM, "releases:item", ("PAY-32", _line)),
    Looked(PM, "releases:item-completion", ("PAY-32", _line)),
    Looked(PM, "releases:item-block", ("PAY-32", _line)),
    Looked(PM, "releases:item-exemption", ("PAY-32", _line)),
    Looked(PM, "releases:item-waiver", ("PAY-32", _line)),
    Looked(PM, "releases:item-owner", ("PAY-32", _line)),
    Looked(PM, "releases:items-completion", ("PAY-32",)),
    Looked(PM, "releases:items-exemption", ("PAY-32",)),
    Looked(PM, "releases:items-owner", ("PAY-32",)),
    Looked(READER, "releases:policy"),
    Looked(READER, "releases:policy-versions"),
    Looked(READER, "releases:policy-version", (1,)),
    Looked(READER, "releases:area-checklist", ("payments",)),
    Looked(READER, "releases:freezes"),
    Looked(PM, "releases:area-checklist", ("payments",)),
    Looked(PM, "releases:area-line-new", ("payments",)),
    Looked(READER, "meetings:list"),
    Looked(READER, "people:admin", answers=403),
    Looked(READER, "people:area", ("nothing-of-this-name",), answers=404),
    Looked(PM, "home"),
    Looked(PM, "weekly:current"),
    Looked(PM, "weekly:editor", (WEEK, "payments")),
    Looked(PM, "weekly:update", (LAST_WEEK,)),
    Looked(PM, "weekly:area-correction", (LAST_WEEK, "payments")),
    Looked(PM, "weekly:correction", (LAST_WEEK, _correction)),
    Looked(PM, "people:area-deputy", ("payments",)),
    Looked(PM, "meetings:week", (_meeting,)),
    Looked(PM, "releases:new"),
    Looked(PM, "releases:tier", ("PAY-32",)),
    Looked(PM, "releases:dates", ("PAY-32",)),
    Looked(PM, "releases:policy-move", ("PAY-32",)),
    Looked(READER, "releases:release", (FULL,)),
    Looked(READER, "releases:risks", (FULL,)),
    Looked(READER, "releases:dependencies", (FULL,)),
    Looked(READER, "releases:stage", (FULL,)),
    Looked(READER, "releases:history", (FULL,)),
    Looked(PM, "releases:history", (FULL,)),
    Looked(PM, "releases:facts", (FULL,)),
    Looked(PM, "releases:safety", (FULL,)),
    Looked(PM, "releases:customers", (FULL,)),
    Looked(PM, "releases:risks", (FULL,)),
    Looked(PM, "releases:risk", (FULL, _part(Risk))),
    Looked(PM, "releases:links", (FULL,)),
    Looked(PM, "releases:link", (FULL, _part(ReleaseLink))),
    Looked(PM, "releases:flags", (FULL,)),
    Looked(PM, "releases:flag", (FULL, _part(FeatureFlag))),
    Looked(PM, "releases:step", (FULL, _part(RolloutStep))),
    Looked(PM, "releases:dependencies", (FULL,)),
    Looked(PM, "releases:dependency", (FULL, _part(Dependency))),
    Looked(PM, "releases:stage", (FULL,)),
    Looked(PM, "releases:review", (FULL,), answers=409),
    Looked(PM, "releases:launch", (FULL,), answers=409),
    Looked(PM, "releases:launch-record", (FULL,)),
    Looked(PM, "releases:hold", (FULL,)),
    Looked(PM, "releases:cancellation", (FULL,)),
    Looked(PM, "releases:confidentiality", (FULL,)),
    Looked(READER, "releases:preflight", (FULL,)),
    Looked(PM, "releases:preflight", (FULL,)),
    Looked(OPS, "releases:preflight", (lambda: _decision().release.key,)),
    Looked(PM, "releases:decision", (FULL,)),
    Looked(PM, "releases:escalation", (FULL,)),
    Looked(PM, "releases:reconfirmation", (FULL,), answers=409),
    Looked(READER, "releases:card", (lambda: _decision().release.key, lambda: _decision().round.number)),
    Looked(READER, "releases:verify"),
    Looked(READER, "releases:signoffs", (FULL,)),
    Looked(PM, "releases:signoffs", (FULL,)),
    Looked(READER, "releases:signoff", (lambda: _asked().release.key, lambda: _asked().function.slug)),
    Looked(NOBODY, "releases:signed-signoff", (_signed,)),
    Looked(READER, "releases:meeting", (FULL,)),
    Looked(PM, "releases:meeting", (FULL,)),
    Looked(READER, "releases:training", (FULL,)),
    Looked(PM, "releases:training", (FULL,)),
    Looked(PM, "releases:bundle", (FULL,)),
    Looked(READER, "releases:bundle", (_bundled(state="published"),)),
    Looked(READER, "releases:bundle-pdf", (_bundled(state="published"),)),
    Looked(OPS, "releases:bundle", (_bundled(),)),
    Looked(OPS, "releases:bundle-section", (_bundled(), "faq")),
    Looked(OPS, "releases:review-copy", (_bundled(),)),
    Looked(OPS, "releases:bundle-objection", (_bundled(),)),
    Looked(OPS, "releases:bundle-publication", (_bundled(),)),
    Looked(OPS, "releases:rollback", (_launched,)),
    Looked(OPS, "releases:closing", (_launched,)),
    Looked(OPS, "releases:new"),
    Looked(OPS, "releases:imports"),
    Looked(OPS, "releases:import-mapping", (_import,)),
    Looked(OPS, "releases:import", (_import,)),
    Looked(OPS, "releases:challenge", ("PAY-32",)),
    Looked(OPS, "home"),
    Looked(OPS, "weekly:desk", (WEEK,)),
    Looked(OPS, "weekly:desk", (LAST_WEEK,)),
    Looked(OPS, "weekly:readers", (LAST_WEEK,)),
    Looked(OPS, "people:ownership"),
    Looked(OPS, "comms:deliveries"),
    Looked(OPS, "channels:list"),
    Looked(ADMIN, "channels:channel", ("email",)),
    Looked(ADMIN, "channels:channel", ("slack",)),
    Looked(OPS, "channels:channel", ("pdf",)),
    Looked(ADMIN, "channels:slack-settings"),
    Looked(ADMIN, "channels:place-new"),
    Looked(OPS, "comms:deliveries", also="?status=dead"),
    Looked(OPS, "comms:delivery", (_delivery,)),
    Looked(OPS, "comms:all-sent-again"),
    Looked(OPS, "lookups-missing"),
    Looked(ADMIN, "people:admin"),
    Looked(ADMIN, "people:admin-roles"),
    Looked(ADMIN, "people:admin-organisation"),
    Looked(ADMIN, "people:person-invite"),
    Looked(ADMIN, "people:person", (person("tomek"),)),
    Looked(ADMIN, "people:person-edit", (person("tomek"),)),
    Looked(ADMIN, "people:person-roles", (person("tomek"),)),
    Looked(ADMIN, "people:person-deactivation", (person("tomek"),)),
    Looked(ADMIN, "people:person-erasure", (person("tomek"),)),
    Looked(ADMIN, "releases:policy"),
    Looked(ADMIN, "releases:policy-size"),
    Looked(ADMIN, "releases:policy-size", also="?size=enterprise&regulated=on"),
    Looked(ADMIN, "releases:policy-editor"),
    Looked(ADMIN, "releases:policy-draft-removal"),
    Looked(ADMIN, "releases:policy-publication"),
    Looked(ADMIN, "releases:policy-general"),
    Looked(ADMIN, "releases:policy-questions"),
    Looked(ADMIN, "releases:policy-question-new"),
    Looked(ADMIN, "releases:policy-question", ("visible",)),
    Looked(ADMIN, "releases:policy-rules"),
    Looked(ADMIN, "releases:policy-rule-new"),
    Looked(ADMIN, "releases:policy-rule", (0,)),
    Looked(ADMIN, "releases:policy-tier", (3,)),
    Looked(ADMIN, "releases:policy-lines", (3,)),
    Looked(ADMIN, "releases:policy-line", (3, "qa")),
    Looked(ADMIN, "releases:freezes"),
    Looked(ADMIN, "releases:freeze-new"),
    Looked(ADMIN, "releases:freeze-removal", (_freeze,)),
    Looked(ADMIN, "people:area", ("payments",)),
    Looked(ADMIN, "people:area-new"),
    Looked(ADMIN, "people:area-edit", ("payments",)),
    Looked(ADMIN, "people:area-roles", ("payments",)),
    Looked(ADMIN, "people:area-closing", ("payments",)),
    Looked(ADMIN, "people:groups"),
    Looked(ADMIN, "people:group-new"),
    Looked(ADMIN, "people:group-edit", ("money-movement",)),
    Looked(ADMIN, "people:function", ("support",)),
    Looked(ADMIN, "people:function-new"),
    Looked(ADMIN, "people:function-edit", ("support",)),
    Looked(ADMIN, "people:raci"),
    Looked(ADMIN, "people:raci-scope", ("area-payments",)),
    Looked(ADMIN, "people:raci-history", ("organisation",)),
    Looked(ADMIN, "people:raci-activity", ROW),
    Looked(ADMIN, "people:raci-activity-add"),
    Looked(ADMIN, "people:raci-person", ("organisation",)),
    Looked(ADMIN, "people:raci-cell", (*ROW, "role-pm")),
)
# After Product Ops has aggregated the week: looked at on its own, because it changes what the others show.
AGGREGATED = (
    Looked(OPS, "weekly:desk", (WEEK,)),
    Looked(OPS, "weekly:publication", (WEEK,)),
)
# What no person looks at: answers to machines and scripts, files, and a mail in its frame.
NO_PAGES = {
    "healthz",
    "readyz",
    "people:raci-csv",
    "people:raci-markdown",
    "weekly:markdown",
    "weekly:references",
    "comms:sink-html",
    "inbox:unread",
    "feeds:weekly",
    "releases:export",
    "decisions:export",
    "decisions:markdown",
    "releases:card-file",
    "releases:bundle-markdown",
    "releases:condition-fulfilment",  # as an escalation asks, in other words
    "releases:condition-override",  # likewise
    "releases:file",
    "releases:import-errors",
    "channels:test",  # the channel's page again, with one line more
    "releases:rollout",  # the page of flags again
    "releases:dependencies-on-releases",  # the page of dependencies again
    "releases:dependencies-on-functions",  # likewise
    "releases:area-line",  # the same form as a new one
    "releases:freeze",  # likewise
    "channels:place",  # the demo has none; the form is that of a new one
}
