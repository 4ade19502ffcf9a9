"""The words of the weekly update."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UpdateState(TextChoices):
    COLLECTING = "collecting", _("Collecting")
    AGGREGATED = "aggregated", _("Aggregated")
    PUBLISHED = "published", _("Published")


class AreaState(TextChoices):
    OPEN = "open", _("Not submitted")
    SUBMITTED = "submitted", _("Submitted")
    EXCUSED = "excused", _("Explained")


class Health(TextChoices):
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")


class Heading(TextChoices):
    """The five headings of an area update, in order."""

    WINS = "wins", _("Wins and shipped")
    NEXT = "next", _("What is next")
    RISKS = "risks", _("Risks and asks")
    METRICS = "metrics", _("Metrics snapshot")
    LINKS = "links", _("Links")


class HighlightKind(TextChoices):
    SHIPPED = "shipped", _("Shipped")
    NEXT = "next", _("Next two weeks")
    RISK = "risk", _("At risk")


class Answer(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")


class CorrectionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
