from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    EMAIL = "email", _("E-mail")


class DeliveryStatus(TextChoices):
    """Where one delivery stands. Only `queued` is ever claimed."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Sent, perhaps twice")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("Not wanted any more")


class Mode(TextChoices):
    """How a person wants to hear of a kind of notice."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("Daily digest")
    OFF = "off", _("Not at all")


class NoticeKind(TextChoices):
    """What the portal tells people of; a person chooses per kind."""

    WEEKLY_UPDATE = "weekly_update", _("The weekly update is published")
    WEEKLY_REMINDER = "weekly_reminder", _("Your weekly update is due")
    WEEKLY_MISSING = "weekly_missing", _("Areas missing at the deadline")
    INVITATION = "invitation", _("Invitation and sign-in links")
    REQUEST = "request", _("Somebody asks you to do something")
