from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways to a person. Feeds and PDFs are fetched by readers; they are no deliveries."""

    EMAIL = "email", _("E-mail")
    SLACK = "slack", _("Slack")
    INBOX = "inbox", _("In the portal")


class DeliveryStatus(TextChoices):
    """Where one delivery stands. Only `queued` is ever claimed."""

    QUEUED = "queued", _("Queued")
    HELD = "held", _("Waits for the daily digest")
    IN_DIGEST = "in_digest", _("In the daily digest")
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
    WEEKLY_ESCALATION = "weekly_escalation", _("An area missed two weeks in a row")
    WEEKLY_CORRECTION = "weekly_correction", _("A correction is proposed or answered")
    ACTION_ITEM = "action_item", _("Action items that concern you")
    INVITATION = "invitation", _("Invitation and sign-in links")
    RELEASE = "release", _("Releases that concern you")
    SIGNOFF = "signoff", _("Your function is asked whether it is ready for a release")
    BUNDLE = "bundle", _("There is a bundle to read before a launch")
    SHIP_DECISION = "ship_decision", _("A release goes out, or does not")
    DECISION = "decision", _("A decision of yours is to be looked at again")
    REQUEST = "request", _("Somebody asks you to do something")
    DIGEST = "digest", _("Daily digest")
    CHANNEL_TEST = "channel_test", _("Test of a channel")


# What a person asked for herself (a sign-in link, a digest, a test) cannot be switched off; everything else can.
ALWAYS_SENT = frozenset({NoticeKind.INVITATION, NoticeKind.DIGEST, NoticeKind.CHANNEL_TEST})
CHOOSABLE = tuple(kind for kind in NoticeKind if kind not in ALWAYS_SENT)
# What carries a link to stop it; that of a digest stops every kind in it.
STOPPABLE = frozenset({*CHOOSABLE, NoticeKind.DIGEST})
# Kinds that only some channels carry: a sign-in link goes to the mailbox that proves who somebody is, and nowhere else.
ONLY_BY = {NoticeKind.INVITATION: frozenset({Channel.EMAIL})}
# How a channel is used by who chose nothing. Slack repeats what the mail says, so it begins when somebody wants it.
DEFAULT_MODE = {Channel.EMAIL: Mode.NOW, Channel.SLACK: Mode.OFF, Channel.INBOX: Mode.NOW}
# What is chosen from per channel: what lies in the portal waits by itself, so it needs no digest.
OFFERED_MODES = {
    Channel.EMAIL: (Mode.NOW, Mode.DIGEST, Mode.OFF),
    Channel.SLACK: (Mode.NOW, Mode.DIGEST, Mode.OFF),
    Channel.INBOX: (Mode.NOW, Mode.OFF),
}
WEEKLY_UPDATE_TOPIC = "weekly_update"


def carries(channel: Channel, kind: NoticeKind) -> bool:
    """Whether a kind goes by a channel at all."""
    return channel in ONLY_BY.get(kind, frozenset(Channel))


class Reason(TextChoices):
    """Why the portal itself ended a delivery; other errors are the receiver's own words."""

    DEACTIVATED = "deactivated", _("The person was deactivated.")
    SWITCHED_OFF = "switched_off", _("The person switched this off meanwhile.")
    NOT_NEEDED = "not_needed", _("It was not needed any more.")
    PLACE_SWITCHED_OFF = "place_switched_off", _("Somebody switched this place off meanwhile.")
    NOBODY_THERE = "nobody_there", _("Slack knows nobody with this person’s mail address.")
    PLACES_ONLY = "places_only", _("Slack is set up for channels only, not for people.")
