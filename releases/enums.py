"""The words of releases."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(IntegerChoices):
    """How much a release asks of others before it may go out."""

    LOW = 1, _("Tier 1, low")
    MEDIUM = 2, _("Tier 2, medium")
    HIGH = 3, _("Tier 3, high")


class Stage(TextChoices):
    PLANNED = "planned", _("Planned")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    LAUNCHED = "launched", _("Launched")
    CLOSED = "closed", pgettext_lazy("release", "Closed")
    CANCELLED = "cancelled", _("Cancelled")


AHEAD = frozenset({Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED})  # what is still to be launched


class Gate(TextChoices):
    """A review that a release passes, in the order of its policy."""

    MOCK = "mock", _("Mock review")
    STAGING = "staging", _("Staging review")
    GO_NO_GO = "go_no_go", _("Go/no-go")


class ItemState(TextChoices):
    """Where one line of a checklist stands. Settled ones count as done."""

    OPEN = "open", _("Open")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    WAIVED = "waived", _("Waived")


class EvidenceRule(TextChoices):
    """What "done" must show."""

    NONE = "none", _("Nothing")
    ANY = "any", _("A link, a file or a note")
    LINK = "link", _("A link")
    FILE = "file", _("A file")
    NOTE = "note", _("A note")


class Health(TextChoices):
    """Computed and explained, never typed. In order of worry."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")


class CustomerWord(TextChoices):
    """May I tell the customer?"""

    NO = "no", _("No")
    NDA = "nda", _("Under NDA")
    FROM = "from", _("From a date")


class Severity(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class RiskState(TextChoices):
    OPEN = "open", _("Open")
    MITIGATED = "mitigated", _("Mitigated")
    ACCEPTED = "accepted", pgettext_lazy("risk", "Accepted")
    HAPPENED = "happened", _("It happened")


class Section(TextChoices):
    """A part of the enablement bundle, in the order in which it is read."""

    CHANGES = "changes", _("What changed")
    IMPACT = "impact", _("Who is impacted")
    HOW = "how", _("How it works")
    FAQ = "faq", _("FAQ and edge cases")
    SUPPORT = "support", _("Support macros and troubleshooting")
    SALES = "sales", _("Sales talk track and objections")
    MONITORING = "monitoring", _("Monitoring and guardrails")
    ROLLBACK = "rollback", _("Rollback and mitigation")
    OWNERS = "owners", _("Owners and escalation")


class BundleState(TextChoices):
    """How far the enablement bundle is."""

    DRAFT = "draft", pgettext_lazy("bundle", "Draft")
    REVIEW_COPY = "review_copy", _("Review copy is out")
    PUBLISHED = "published", _("Published")


class Answer(TextChoices):
    """What a function says when it is asked whether it is ready."""

    READY = "ready", _("Ready")
    NOT_READY = "not_ready", _("Not ready")
    ABSTAIN = "abstain", _("Abstain")


class SignoffState(TextChoices):
    """Where a function's sign-off stands, computed from what was asked, said and changed since."""

    NOT_ASKED = "not_asked", _("Not asked")
    WAITING = "waiting", _("Not answered")
    PAUSED = "paused", _("Waits for something")
    READY = "ready", _("Ready")
    NOT_READY = "not_ready", _("Not ready")
    ABSTAINED = "abstained", _("Abstained")
    STALE = "stale", _("To be given again")


class Via(TextChoices):
    """From where a sign-off was given."""

    PAGE = "page", _("page")
    LINK = "link", _("link in a message")


class Outcome(TextChoices):
    """The ship decision."""

    GO = "go", _("Go")
    CONDITIONAL_GO = "conditional_go", _("Conditional go")
    NO_GO = "no_go", _("No-go")
    DELAY = "delay", _("Delay")


class Chase(IntegerChoices):
    """How far somebody was asked for an overdue sign-off."""

    NOT_YET = 0, _("asked")
    REMINDED = 1, _("reminded")
    LEAD = 2, _("the function’s lead was told")
    HEAD = 3, _("the escalation path was told")


class ImportState(TextChoices):
    """Where a spreadsheet on its way in stands."""

    UPLOADED = "uploaded", _("To be mapped")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to bring in")
    STARTED = "started", _("Being brought in")
    FINISHED = "finished", _("Brought in")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped")
    GIVEN_UP = "given_up", _("Given up")
