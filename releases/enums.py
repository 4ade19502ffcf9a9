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
    ACCEPTED = "accepted", _("Accepted")
    HAPPENED = "happened", _("It happened")
