"""Every address of the portal, and what it answers to whom: the declaration that `test_routes.py` walks.

One row per address and situation. `at` is what the address is filled with, out of the small organisation that
`route_world.py` makes. `get` and `post` say what comes back, as a status for everybody signed in or as `only(...)`
for who may; a post is what a browser sends from an otherwise empty form, so who may gets as far as 422.

Anonymous and deactivated people are sent to the sign-in page, except where a row says `open_=True`: those rows are
the whole list of what can be reached without signing in, and there they get what everybody gets.

| what comes back | |
| --- | --- |
| 200, 400, 403, 404, 405, 409, 410, 422 | the status |
| `GO` | a redirect to another page, plainly or as `HX-Redirect` |
| `SIGN_IN` | a redirect to the sign-in page that leads back afterwards |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comms.enums import NoticeKind
from comms.links import unsubscribe_token
from productops.people import tokens
from productops.people.models import Person
from tests.route_world import (
    ACTION_ITEM,
    CLOSED_AREA,
    COLLEAGUE,
    CONDITION,
    CORRECTION,
    DECIDED_RELEASE,
    DELIVERY,
    DEPENDENCY,
    DEPUTY_ROLE,
    DRAFT_RELEASE,
    ENG_LEAD_ROLE,
    EVIDENCE,
    FEED,
    FEED_TOKEN,
    FLAG,
    FREEZE,
    IMPORT,
    INBOX_ITEM,
    INVITED,
    ITEM_DONE,
    ITEM_OPEN,
    LEFT,
    LINK,
    LOGGED,
    LOGGED_HIDDEN,
    MEETING,
    NOTICE,
    NOW,
    OFFER,
    OPEN_WEEK,
    PEOPLE,
    PLACE,
    PUBLISHED_WEEK,
    REVOKED_FEED_TOKEN,
    RISK,
    SAVED_VIEW,
    STARTED_RELEASE,
    STEP,
    UPLOAD,
    WAITING_WEEK,
    signed_token,
)

GO, SIGN_IN = "redirect", "redirect to sign-in"
Answer = int | str

ANONYMOUS, DEACTIVATED = "anonymous", "deactivated"
STAKEHOLDER, EXECUTIVE, FUNCTION_LEAD = "stakeholder", "executive", "function_lead"
PM, OTHER_PM, DEPUTY, ENG_LEAD = "pm", "other_pm", "deputy", "eng_lead"
PRODUCT_OPS, PRODUCT_OPS_LEAD, HEAD, ADMIN = "product_ops", "product_ops_lead", "head_of_product", "admin"

NOBODY_YET = (ANONYMOUS, DEACTIVATED)
SIGNED_IN = tuple(PEOPLE)
ROLES = (ANONYMOUS, *SIGNED_IN, DEACTIVATED)
OPS = (PRODUCT_OPS, PRODUCT_OPS_LEAD)
WRITERS = (PM, DEPUTY)


@dataclass(frozen=True)
class Expected:
    """What each of `who` gets; everybody else signed in gets `others`."""

    who: Mapping[str, Answer]
    others: Answer

    def also(self, *who: str, answer: Answer) -> "Expected":
        return Expected({**self.who, **dict.fromkeys(who, answer)}, self.others)


def only(*who: str, answer: Answer = 200, others: Answer = 403) -> Expected:
    """`who` may; others are refused with the reason (403), or are told that there is nothing (404)."""
    return Expected(dict.fromkeys(who, answer), others)


@dataclass(frozen=True)
class Route:
    """An address in one situation (`when`), and what it answers."""

    name: str
    at: Mapping[str, Any] = field(default_factory=dict)
    get: Answer | Expected = 405
    post: Answer | Expected = 405
    open_: bool = False
    csrf: bool = True
    when: str = ""

    def expects(self, method: str, role: str) -> Answer:
        told = self.post if method == "POST" else self.get
        if role in NOBODY_YET:
            if not self.open_:
                return SIGN_IN
            role = ANONYMOUS
        return told.who.get(role, told.others) if isinstance(told, Expected) else told

    def __str__(self) -> str:
        return f"{self.name} ({self.when})" if self.when else self.name


def _stops_mail() -> str:
    return unsubscribe_token(COLLEAGUE, NoticeKind.WEEKLY_UPDATE)


def _link(make: Callable[[Person], str], pk: int) -> Callable[[], str]:
    return lambda: make(Person.objects.get(pk=pk))


def _link_of(purpose: tokens.LinkTokens, pk: int) -> dict[str, Callable[[], str]]:
    return {"code": _link(tokens.code_of, pk), "token": _link(lambda person: purpose.make(person, NOW), pk)}


DEAD_LINK = {"code": "MQ", "token": "d00d-not-a-token"}
AREA, GROUP, FUNCTION = {"slug": "payments"}, {"slug": "money"}, {"slug": "support"}
CLOSED = {"slug": CLOSED_AREA}
WHOLE = {"scope": "organisation"}
ROW = {"scope": "organisation", "activity": "weekly-update"}
ROW_OF_AREA = {"scope": "area-payments", "activity": "weekly-update"}
SOMEBODY = {"pk": COLLEAGUE}
PUBLISHED, OPEN, WAITING = {"week": PUBLISHED_WEEK}, {"week": OPEN_WEEK}, {"week": WAITING_WEEK}
PART = {"week": OPEN_WEEK, "slug": "payments"}
SUBMITTED_PART = {"week": OPEN_WEEK, "slug": "search"}
PUBLISHED_PART = {"week": PUBLISHED_WEEK, "slug": "payments"}
PROPOSAL = {"week": PUBLISHED_WEEK, "pk": CORRECTION}
SLACK = {"name": "slack"}
MAIL = {"key": "1700000000000000000.M1"}

ITEM = {"pk": ACTION_ITEM}
DOERS = (STAKEHOLDER, *WRITERS)  # it is asked of the stakeholder, in an area of these
PARTS = {"risk": RISK, "flag": FLAG, "step": STEP, "link": LINK, "dependency": DEPENDENCY}
STARTED, DRAFTED = {"key": STARTED_RELEASE}, {"key": DRAFT_RELEASE}
LINE = STARTED | {"pk": ITEM_OPEN}
DECIDED = {"key": DECIDED_RELEASE}
SIGNED, PROMISED = DECIDED | {"function": "support"}, DECIDED | {"pk": CONDITION}
LEADS = only(*WRITERS, *OPS)
LEADS_422, LEADS_GO = only(*WRITERS, *OPS, answer=422), only(*WRITERS, *OPS, answer=GO)

# Who may change what a release says of itself.
EDITS, EDITS_422 = only(*WRITERS, ENG_LEAD, *OPS), only(*WRITERS, ENG_LEAD, *OPS, answer=422)
EDITS_GO, EDITS_409 = only(*WRITERS, ENG_LEAD, *OPS, answer=GO), only(*WRITERS, ENG_LEAD, *OPS, answer=409)

IN_LOG, IN_LOG_HIDDEN = {"number": LOGGED}, {"number": LOGGED_HIDDEN}
# Who sees a draft of a release, and what is decided about it.
NEAR = only(*WRITERS, ENG_LEAD, *OPS, HEAD, others=404)

# A draft is nobody else's to see, so the others are told that there is nothing.
DRAFT = only(*WRITERS, others=404)

ROUTES = (
    # The frame
    Route("home", get=200),
    Route("finder", get=200),
    Route("lookups", post=GO),
    Route("lookups-missing", get=only(*OPS)),
    Route("lookups-handled", post=only(*OPS, answer=GO)),
    Route("lookups-handled-undo", {"pk": 1}, post=only(*OPS, answer=GO)),
    Route("palette", get=200),
    Route("healthz", get=200, open_=True),
    Route("readyz", get=200, open_=True),
    # Coming in and leaving
    Route("people:sign-in", get=Expected({ANONYMOUS: 200}, GO), post=422, open_=True),
    Route("people:demo-sign-in", post=404, open_=True, when="outside of the demo"),
    Route("people:sign-in-link", get=200, post=422, open_=True),
    Route("people:sign-in-link-use", _link_of(tokens.sign_in, COLLEAGUE), get=200, post=GO, open_=True),
    Route("people:sign-in-link-use", DEAD_LINK, get=410, post=410, open_=True, when="dead"),
    Route("people:sign-out", post=GO, open_=True),
    Route("people:invitation", _link_of(tokens.invitation, INVITED), get=200, post=422, open_=True),
    Route("people:invitation", DEAD_LINK, get=410, post=410, open_=True, when="dead"),
    # One's own
    Route("people:language", post=GO, open_=True),
    Route("people:theme", post=GO),
    Route("people:preferences", get=200, post=422),
    Route("people:password", get=200, post=422),
    Route("comms:subscriptions", get=200, post=422),
    Route("comms:preferences", get=200, post=422),
    Route("comms:preferences-undo", {"token": "forged"}, post=404),
    Route("comms:reached", get=200),
    Route("inbox:items", get=200),
    Route("inbox:unread", get=200),
    Route("inbox:readings", post=GO),
    Route("inbox:readings-undo", {"stamp": 1}, post=404),
    Route("inbox:reading", {"pk": INBOX_ITEM}, post=only(STAKEHOLDER, answer=GO, others=404)),
    Route("comms:request", get=400, post=400, when="asks for nothing"),
    Route("comms:feeds", post=200),
    Route(
        "comms:feed-revocation", {"pk": FEED},
        get=only(STAKEHOLDER, others=404), post=only(STAKEHOLDER, answer=GO, others=404),
    ),
    Route("feeds:weekly", {"token": FEED_TOKEN}, get=200, open_=True),
    Route("feeds:weekly", {"token": REVOKED_FEED_TOKEN}, get=410, open_=True, when="revoked"),
    Route("feeds:weekly", {"token": "forged"}, get=404, open_=True, when="forged"),
    Route("comms:unsubscribe", {"token": _stops_mail}, get=200, post=200, open_=True, csrf=False),
    Route("comms:unsubscribe", {"token": "forged"}, get=404, post=404, open_=True, csrf=False, when="forged"),
    Route("comms:resubscribe", {"token": _stops_mail}, post=200, open_=True),
    # People
    Route("people:people", get=200),
    Route("people:person", SOMEBODY, get=200),
    Route("people:person", {"pk": INVITED}, get=200, when="invited"),
    Route("people:person", {"pk": LEFT}, get=200, when="left"),
    Route("people:person-invite", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:person-edit", SOMEBODY, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:person-roles", SOMEBODY, get=only(ADMIN), post=only(ADMIN, answer=GO)),
    Route("people:person-invitation", SOMEBODY, post=only(ADMIN, answer=GO)),
    Route("people:person-deactivation", SOMEBODY, get=only(ADMIN), post=only(ADMIN, answer=GO)),
    Route("people:person-reactivation", {"pk": LEFT}, post=only(ADMIN, answer=GO)),
    Route("people:person-data", SOMEBODY, post=only(ADMIN)),
    Route("people:person-data", {"pk": PEOPLE[STAKEHOLDER]}, post=only(STAKEHOLDER, ADMIN), when="her own"),
    Route("people:person-erasure", {"pk": LEFT}, get=only(ADMIN), post=only(ADMIN, answer=GO)),
    Route("people:person-erasure", SOMEBODY, get=only(ADMIN), post=only(ADMIN, answer=422), when="still active"),
    # The decision log
    Route("decisions:list", get=200),
    Route("decisions:export", get=200),
    Route("decisions:markdown", get=200),
    Route("decisions:new", get=200, post=422),
    Route("decisions:decision", IN_LOG, get=200),
    Route("decisions:decision", IN_LOG_HIDDEN, get=NEAR, when="about a draft"),
    Route("decisions:supersession", IN_LOG, get=only(*WRITERS, HEAD), post=only(*WRITERS, HEAD, answer=422)),
    Route("decisions:wording", IN_LOG, get=only(PM), post=only(PM, answer=422)),
    Route("decisions:review", IN_LOG, get=only(PM), post=only(PM, answer=GO)),
    # Areas, product groups, functions
    Route("people:areas", get=200),
    Route("people:area-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:area", AREA, get=200),
    Route("people:area", CLOSED, get=200, when="closed"),
    Route("people:area-edit", AREA, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:area-place", AREA, post=only(ADMIN, answer=GO)),
    Route("people:area-closing", AREA, get=only(ADMIN), post=only(ADMIN, answer=GO)),
    Route("people:area-reopening", CLOSED, post=only(ADMIN, answer=GO)),
    Route("people:area-roles", AREA, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:area-role-end", AREA | {"pk": ENG_LEAD_ROLE}, post=only(ADMIN, answer=GO)),
    Route("people:area-role-end", AREA | {"pk": DEPUTY_ROLE}, post=only(*WRITERS, ADMIN, answer=GO), when="a deputy"),
    Route("people:area-role-end", {"slug": "search", "pk": DEPUTY_ROLE}, post=404, when="of another area"),
    Route("people:area-deputy", AREA, get=only(*WRITERS, ADMIN), post=only(*WRITERS, ADMIN, answer=422)),
    Route("people:groups", get=200),
    Route("people:group-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:group-edit", GROUP, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:group-place", GROUP, post=only(ADMIN, answer=GO)),
    Route("people:functions", get=200),
    Route("people:function-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:function", FUNCTION, get=200),
    Route(
        "people:function-edit", FUNCTION,
        get=only(FUNCTION_LEAD, ADMIN), post=only(FUNCTION_LEAD, ADMIN, answer=422),
    ),
    Route("people:function-edit", {"slug": "legal"}, get=only(ADMIN), post=only(ADMIN, answer=422), when="not hers"),
    # Administration
    Route("people:admin", get=only(ADMIN)),
    Route("people:admin-roles", get=only(ADMIN)),
    Route("people:admin-organisation", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("channels:list", get=only(*OPS, ADMIN)),
    Route("channels:channel", SLACK, get=only(*OPS, ADMIN)),
    Route("channels:channel", {"name": "nothing"}, get=only(*OPS, ADMIN, answer=404), when="of another name"),
    Route("channels:off", SLACK, post=only(ADMIN, answer=GO)),
    Route("channels:on", SLACK, post=only(ADMIN, answer=GO)),
    Route("channels:tests", SLACK, post=only(ADMIN, answer=422)),
    Route("channels:test", SLACK | {"pk": NOTICE}, get=only(*OPS, ADMIN)),
    Route("channels:slack-settings", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("channels:place-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("channels:place", {"pk": PLACE}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("channels:place-off", {"pk": PLACE}, post=only(ADMIN, answer=GO)),
    Route("channels:place-on", {"pk": PLACE}, post=only(ADMIN, answer=GO)),
    Route("comms:deliveries", get=only(*OPS, ADMIN)),
    Route("comms:delivery", {"pk": DELIVERY}, get=only(STAKEHOLDER, *OPS, ADMIN, others=404)),
    Route("comms:all-sent-again", get=only(*OPS, ADMIN), post=only(*OPS, ADMIN, answer=GO)),
    Route("comms:sent-again", {"pk": DELIVERY}, post=only(*OPS, ADMIN, answer=GO)),
    Route("comms:sink", get=404, open_=True, when="outside of the demo"),
    Route("comms:sink-message", MAIL, get=404, open_=True, when="outside of the demo"),
    Route("comms:sink-html", MAIL, get=404, open_=True, when="outside of the demo"),
    # RACI
    Route("people:raci", get=200),
    Route("people:ownership", get=only(*OPS, HEAD, ADMIN)),
    Route("people:raci-activity-add", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("people:raci-scope", {"scope": "area-payments"}, get=200),
    Route("people:raci-history", WHOLE, get=200),
    Route("people:raci-csv", WHOLE, get=200),
    Route("people:raci-markdown", WHOLE, get=200),
    Route("people:raci-person", WHOLE, get=only(ADMIN)),
    Route("people:raci-activity", ROW, get=200),
    Route("people:raci-activity-name", ROW, post=only(ADMIN, answer=422)),
    Route("people:raci-inherited", ROW_OF_AREA, post=only(ADMIN, answer=409)),
    Route("people:raci-undo", ROW | {"version": 1}, post=only(ADMIN, answer=409)),
    Route("people:raci-cell", ROW | {"holder": "role-pm"}, get=200, post=only(ADMIN, answer=422)),
    # The weekly update
    Route("weekly:current", get=200),
    Route("weekly:references", get=200),
    Route("weekly:search", get=200),
    Route("weekly:area", AREA, get=only(*WRITERS, answer=GO)),
    Route("weekly:area", CLOSED, get=403, when="closed"),
    Route("weekly:update", PUBLISHED, get=200),
    Route("weekly:update", OPEN, get=200, when="being collected"),
    Route("weekly:markdown", PUBLISHED, get=200),
    Route("weekly:markdown", OPEN, get=404, when="being collected"),
    Route("weekly:pdf", PUBLISHED, get=200, post=GO),
    Route("weekly:pdf", OPEN, get=404, post=404, when="being collected"),
    Route("weekly:pdf-file", PUBLISHED, get=GO, when="not made yet"),
    Route("weekly:pdf-file", OPEN, get=404, when="being collected"),
    Route("weekly:desk", OPEN, get=only(*OPS)),
    Route("weekly:desk", PUBLISHED, get=only(*OPS), when="published"),
    Route("weekly:desk", WAITING, get=only(*OPS), when="aggregated"),
    Route("weekly:front", OPEN, post=only(*OPS, answer=GO), when="with nothing new"),
    Route("weekly:front", PUBLISHED, post=only(*OPS, answer=409), when="published"),
    Route("weekly:aggregation", OPEN, post=only(*OPS, answer=GO)),
    Route("weekly:aggregation", PUBLISHED, post=only(*OPS, answer=409), when="published"),
    Route("weekly:publication", OPEN, get=only(*OPS), post=only(*OPS, answer=409), when="not aggregated"),
    Route("weekly:publication", WAITING, get=only(*OPS), post=only(*OPS, answer=409), when="aggregated, not as seen"),
    Route("weekly:publication", PUBLISHED, get=only(*OPS, answer=GO), post=only(*OPS, answer=GO), when="published"),
    Route("weekly:editor", PART, get=DRAFT, post=only(*WRITERS, answer=GO, others=404)),
    Route(
        "weekly:editor", SUBMITTED_PART, when="another area's, submitted",
        get=only(OTHER_PM, others=404).also(*OPS, answer=403),
        post=only(OTHER_PM, answer=GO, others=404).also(*OPS, answer=403),
    ),
    Route(
        "weekly:editor", PUBLISHED_PART, when="published",
        get=only(*WRITERS, answer=GO, others=404).also(*OPS, answer=403),
        post=only(*WRITERS, answer=409, others=404).also(*OPS, answer=403),
    ),
    Route("weekly:submission", PART, post=only(*WRITERS, answer=422, others=404)),
    Route("weekly:excuse", PART, post=only(*WRITERS, answer=422, others=404)),
    Route("weekly:note", PART, post=only(*OPS, answer=GO)),
    Route("weekly:note", SUBMITTED_PART, post=only(*OPS, answer=GO), when="submitted"),
    Route("weekly:opening", PUBLISHED, post=GO),
    Route("weekly:opening", OPEN, post=404, when="being collected"),
    Route("weekly:readers", PUBLISHED, get=only(*OPS, HEAD)),
    Route("weekly:readers", OPEN, get=404, when="being collected"),
    Route("weekly:comparison", PUBLISHED, get=200),
    Route("weekly:comparison", OPEN, get=404, when="being collected"),
    # Corrections of what is published
    Route(
        "weekly:area-correction", PUBLISHED_PART,
        get=only(*WRITERS, others=404).also(*OPS, answer=403),
        post=only(*WRITERS, answer=409, others=404).also(*OPS, answer=403),
    ),
    Route(
        "weekly:area-correction", PART, when="not published yet",
        get=only(*WRITERS, answer=GO, others=404), post=only(*WRITERS, answer=409, others=404),
    ),
    Route(
        "weekly:area-correction-preview", PUBLISHED_PART,
        post=only(*WRITERS, answer=200, others=404).also(*OPS, answer=403),
    ),
    Route(
        "weekly:area-correction-withdrawal", PUBLISHED_PART,
        post=only(*WRITERS, answer=GO, others=404).also(*OPS, answer=403),
    ),
    Route("weekly:correction", PROPOSAL, get=only(*WRITERS, *OPS, others=404)),
    Route("weekly:correction-refusal", PROPOSAL, post=only(*OPS, answer=422, others=404).also(*WRITERS, answer=403)),
    Route("weekly:revisions", PUBLISHED, get=200, post=only(*OPS, answer=409)),
    Route("weekly:revisions", OPEN, get=404, post=404, when="being collected"),
    Route("weekly:revision-preview", PUBLISHED, post=only(*OPS, answer=409)),
    Route("weekly:revision", PUBLISHED | {"number": 1}, get=200),
    Route("weekly:revision", PUBLISHED | {"number": 2}, get=404, when="that does not exist"),
    Route("weekly:suggestion-acceptance", PART | {"source": OFFER}, post=only(*WRITERS, answer=GO, others=404)),
    Route("weekly:suggestion-dismissal", PART | {"source": OFFER}, post=only(*WRITERS, answer=GO, others=404)),
    # Action items
    Route("actions:list", get=200),
    Route("actions:item", ITEM, get=200),
    Route("actions:completion", ITEM, post=only(*DOERS, answer=GO)),
    Route("actions:reopening", ITEM, post=only(*DOERS, answer=GO), when="open"),
    Route("actions:handover", ITEM, get=only(*DOERS), post=only(*DOERS, answer=422)),
    Route("actions:date", ITEM, get=only(*DOERS), post=only(*DOERS, answer=422)),
    # Releases
    Route("releases:releases", get=200),
    Route("releases:release", {"key": STARTED_RELEASE}, get=200),
    Route(
        "releases:release", {"key": DRAFT_RELEASE},
        get=only(*WRITERS, ENG_LEAD, *OPS, HEAD, others=404), when="draft",
    ),
    # Releases: lists of them
    Route("releases:board", get=200),
    Route("releases:timeline", get=200),
    Route("releases:export", get=200),
    Route("releases:views", get=200, post=422),
    Route("releases:views-return", post=GO),
    Route("releases:view-name", {"pk": SAVED_VIEW}, post=only(PM, answer=422, others=404)),
    Route("releases:view-deletion", {"pk": SAVED_VIEW}, post=only(PM, answer=GO, others=404)),
    # Releases: the checklist
    Route("releases:item", LINE, get=200),
    Route("releases:item", STARTED | {"pk": ITEM_DONE}, get=200, when="settled"),
    Route("releases:item-completion", LINE, get=only(*WRITERS), post=only(*WRITERS, answer=409)),
    Route("releases:item-block", LINE, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:item-exemption", LINE, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:item-waiver", LINE, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route(
        "releases:item-owner", LINE,
        get=only(*WRITERS, ENG_LEAD, *OPS), post=only(*WRITERS, ENG_LEAD, *OPS, answer=422),
    ),
    Route("releases:item-reopening", STARTED | {"pk": ITEM_DONE}, post=only(*WRITERS, answer=409)),
    Route("releases:items-completion", STARTED, get=200, post=422),
    Route("releases:items-exemption", STARTED, get=200, post=422),
    Route("releases:items-owner", STARTED, get=200, post=422),
    Route("releases:evidence-withdrawal", STARTED | {"pk": EVIDENCE}, post=only(*WRITERS, answer=GO)),
    Route("releases:file", {"pk": UPLOAD}, get=404, when="whose content is gone"),
    # Releases: planned
    Route("releases:new", get=only(*WRITERS, OTHER_PM, *OPS), post=only(*WRITERS, OTHER_PM, *OPS)),
    Route("releases:tier", STARTED, get=only(*WRITERS), post=only(*WRITERS)),
    Route(
        "releases:tier", DRAFTED, when="draft",
        get=only(*WRITERS, others=404).also(ENG_LEAD, *OPS, HEAD, answer=403),
        post=only(*WRITERS, others=404).also(ENG_LEAD, *OPS, HEAD, answer=403),
    ),
    Route("releases:tier-acceptance", STARTED, post=only(*OPS, answer=409)),
    Route("releases:challenge", STARTED, get=only(*OPS), post=only(*OPS, answer=422)),
    Route("releases:dates", STARTED, get=only(*WRITERS, ENG_LEAD, *OPS), post=only(*WRITERS, ENG_LEAD, *OPS)),
    Route("releases:policy-move", STARTED, get=only(*WRITERS, *OPS), post=only(*WRITERS, *OPS, answer=422)),
    # Releases: the policy, what areas add, freeze windows
    Route("releases:imports", get=only(*OPS, ADMIN), post=only(*OPS, ADMIN, answer=422)),
    Route("releases:import", {"pk": IMPORT}, get=only(*OPS, ADMIN)),
    Route("releases:import-mapping", {"pk": IMPORT}, get=only(*OPS, ADMIN), post=only(*OPS, ADMIN, answer=422)),
    Route("releases:import-errors", {"pk": IMPORT}, get=only(*OPS, ADMIN)),
    Route("releases:import-start", {"pk": IMPORT}, post=only(*OPS, ADMIN, answer=422)),
    Route("releases:import-undo", {"pk": IMPORT}, post=only(*OPS, ADMIN, answer=409)),
    Route("releases:import-resumption", {"pk": IMPORT}, post=only(*OPS, ADMIN, answer=GO)),
    Route("releases:policy", get=200),
    Route("releases:policy-versions", get=200),
    Route("releases:policy-version", {"number": 1}, get=200),
    Route("releases:policy-version", {"number": 99}, get=404, when="of another number"),
    Route("releases:policy-size", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-editor", get=only(ADMIN)),
    Route("releases:policy-undo", post=only(ADMIN, answer=GO)),
    Route("releases:policy-draft-removal", get=only(ADMIN), post=only(ADMIN, answer=GO)),
    Route("releases:policy-publication", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-general", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-questions", get=only(ADMIN), post=only(ADMIN, answer=404)),
    Route("releases:policy-question-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-question", {"key": "visible"}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-rules", get=only(ADMIN), post=only(ADMIN, answer=404)),
    Route("releases:policy-rule-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-rule", {"place": 0}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-tier", {"number": 2}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-tier-use", {"number": 3}, post=only(ADMIN, answer=GO)),
    Route("releases:policy-lines", {"number": 2}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:policy-lines-order", {"number": 2}, post=only(ADMIN, answer=404)),
    Route("releases:policy-line", {"number": 2, "key": "qa"}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:area-checklist", AREA, get=200),
    Route("releases:area-line-new", AREA, get=only(*WRITERS, ADMIN), post=only(*WRITERS, ADMIN, answer=422)),
    Route(
        "releases:area-line", AREA | {"key": "scan"},
        get=only(*WRITERS, ADMIN), post=only(*WRITERS, ADMIN, answer=422),
    ),
    Route("releases:area-lines-order", AREA, post=only(*WRITERS, ADMIN, answer=404)),
    Route("releases:freezes", get=200),
    Route("releases:freeze-new", get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:freeze", {"pk": FREEZE}, get=only(ADMIN), post=only(ADMIN, answer=422)),
    Route("releases:freeze-removal", {"pk": FREEZE}, get=only(ADMIN), post=only(ADMIN, answer=GO)),
    # Releases: what one is made of
    *(Route(f"releases:{page}", STARTED, get=EDITS, post=EDITS_422) for page in ("facts", "safety", "customers")),
    *(Route(f"releases:{page}", STARTED, get=200, post=EDITS_422) for page in ("risks", "links", "flags", "rollout")),
    Route("releases:dependencies", STARTED, get=200),
    Route("releases:dependencies-on-releases", STARTED, get=200, post=EDITS_422),
    Route("releases:dependencies-on-functions", STARTED, get=200, post=EDITS_422),
    *(
        Route(f"releases:{part}", STARTED | {"pk": pk}, get=EDITS, post=EDITS_422) for part, pk in PARTS.items()
    ),
    *(Route(f"releases:{part}-{what}", STARTED | {"pk": pk}, post=EDITS_GO)
      for part, pk in PARTS.items() for what in ("removal", "return")),
    Route("releases:step-arrival", STARTED | {"pk": STEP}, post=EDITS_GO),
    Route("releases:step-arrival-removal", STARTED | {"pk": STEP}, post=EDITS_GO),
    Route("releases:delivery", STARTED | {"pk": DEPENDENCY}, post=EDITS_GO),
    Route("releases:delivery-removal", STARTED | {"pk": DEPENDENCY}, post=EDITS_GO),
    Route("releases:facts", DRAFTED, get=only(*WRITERS, ENG_LEAD, *OPS, others=404).also(HEAD, answer=403),
          post=only(*WRITERS, ENG_LEAD, *OPS, answer=422, others=404).also(HEAD, answer=403), when="draft"),
    # Releases: their stage, who sees them, what happened
    Route("releases:stage", STARTED, get=200),
    Route("releases:history", STARTED, get=200),
    Route("releases:review", STARTED, get=only(*WRITERS, answer=409), post=only(*WRITERS, answer=422)),
    Route("releases:launch", STARTED, get=only(*WRITERS), post=only(*WRITERS, answer=GO)),
    Route("releases:launch-record", STARTED, get=only(*WRITERS, *OPS), post=only(*WRITERS, *OPS, answer=GO)),
    Route("releases:hold", STARTED, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:hold-removal", STARTED, post=only(*WRITERS, answer=GO)),
    Route("releases:cancellation", STARTED, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:cancellation-removal", STARTED, post=only(*WRITERS, answer=409)),
    Route("releases:rollback", STARTED, get=only(*WRITERS, *OPS, answer=409), post=only(*WRITERS, *OPS, answer=422)),
    Route("releases:closing", STARTED, get=only(*WRITERS, *OPS, answer=409), post=only(*WRITERS, *OPS, answer=409)),
    Route("releases:confidentiality", STARTED, get=only(*WRITERS, *OPS), post=only(*WRITERS, *OPS, answer=422)),
    Route("releases:confidentiality-removal", STARTED, post=only(*WRITERS, *OPS, answer=GO)),
    Route("releases:insiders", STARTED, post=only(*WRITERS, *OPS, answer=422)),
    Route("releases:insider-removal", STARTED | {"pk": COLLEAGUE}, post=only(*WRITERS, *OPS, answer=404)),
    # Releases: sign-offs
    Route("releases:signoffs", DECIDED, get=200),
    Route("releases:signoff-requests", DECIDED, post=LEADS_422),
    Route("releases:signoff", SIGNED, get=200, post=only(FUNCTION_LEAD, answer=422)),
    Route("releases:signoff", DECIDED | {"function": "legal"}, get=404, post=404, when="not asked"),
    Route("releases:signoff-wait", SIGNED, post=only(FUNCTION_LEAD, answer=422)),
    Route("releases:signoff-wait-removal", SIGNED, post=LEADS_GO.also(FUNCTION_LEAD, answer=GO)),
    Route(
        "releases:signed-signoff", {"token": signed_token}, open_=True,
        get=only(FUNCTION_LEAD, ANONYMOUS), post=only(FUNCTION_LEAD, ANONYMOUS, answer=422),
    ),
    Route("releases:signed-signoff", {"token": "forged"}, get=404, post=404, open_=True, when="forged"),
    # Releases: go/no-go
    Route("releases:preflight", DECIDED, get=200),
    Route("releases:rounds", DECIDED, post=only(*OPS, answer=GO)),
    Route("releases:override", DECIDED, get=only(PM, HEAD, answer=409), post=only(PM, HEAD, answer=409)),
    Route("releases:override-request", DECIDED, post=only(*WRITERS, *OPS, answer=409)),
    Route("releases:escalation", DECIDED, get=LEADS, post=LEADS_422),
    Route("releases:decision", DECIDED, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:decision", STARTED, when="planned",
          get=only(*WRITERS, answer=409), post=only(*WRITERS, answer=409)),
    Route("releases:card", DECIDED | {"number": 1}, get=200),
    Route("releases:card", DECIDED | {"number": 2}, get=404, when="of another round"),
    Route("releases:card-file", DECIDED | {"number": 1}, get=200),
    Route("releases:reconfirmation", DECIDED, get=only(*WRITERS), post=only(*WRITERS, answer=422)),
    Route("releases:reconfirmation", STARTED, when="not approved",
          get=only(*WRITERS, answer=409), post=only(*WRITERS, answer=409)),
    Route("releases:condition-fulfilment", PROMISED,
          get=only(STAKEHOLDER, *WRITERS), post=only(STAKEHOLDER, *WRITERS, answer=422)),
    Route("releases:condition-override", PROMISED, get=only(PM), post=only(PM, answer=422)),
    Route("releases:verify", get=200, post=422),
    *(Route(f"releases:{what}", DECIDED, get=200, post=LEADS_422) for what in ("meeting", "training")),
    *(Route(f"releases:{what}-plan", DECIDED, post=LEADS_422) for what in ("meeting", "training")),
    # Releases: the enablement bundle
    Route("releases:bundle", DECIDED, get=200, post=EDITS_GO),
    Route("releases:bundle", STARTED, get=200, post=EDITS_409, when="of a tier without one"),
    Route("releases:bundle-section", DECIDED | {"kind": "changes"}, get=EDITS, post=EDITS_422),
    Route("releases:review-copy", DECIDED, get=LEADS, post=LEADS_GO),
    Route("releases:bundle-objection", DECIDED, get=only(*OPS), post=only(*OPS, answer=422)),
    Route("releases:bundle-objection-removal", DECIDED, post=only(*OPS, answer=GO)),
    Route("releases:bundle-publication", DECIDED, get=only(*OPS), post=only(*OPS, answer=422)),
    Route("releases:bundle-acknowledgement", DECIDED, post=Expected({FUNCTION_LEAD: GO}, 409)),
    Route("releases:bundle-markdown", DECIDED, get=200),
    Route("releases:bundle-pdf", DECIDED, get=200, post=GO),
    Route("releases:bundle-pdf-file", DECIDED, get=GO, when="not made yet"),
    # Meetings
    Route("meetings:list", get=200),
    Route(
        "meetings:week", {"pk": MEETING},
        get=only(*WRITERS, ADMIN), post=only(*WRITERS, ADMIN, answer=422),
    ),
)  # fmt: skip

# What a GET may write: the session's last moment; at the start, when somebody last looked at it; of a feed,
# about once an hour, that it was asked for.
BOOKKEEPING = {"django_session"}
ALSO_KEPT = {"home": {"people_person"}, "feeds:weekly": {"comms_feedaddress", "comms_channelhealth"}}
