"""The ways out of the portal as their pages show them: how each does, what waits, what went wrong last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comms.channels.slack.setup import is_set_up
from comms.enums import Channel, DeliveryStatus
from comms.health import Condition, Facts, condition
from comms.models import ChannelHealth, ChannelSettings, Delivery, FeedAddress, InboxItem
from productops.editions.enums import Fault, FileState
from productops.editions.models import EditionFile

ATOM, PDF = "atom", "pdf"
NAMES: Mapping[str, str | Promise] = {
    Channel.EMAIL.value: Channel.EMAIL.label,
    Channel.SLACK.value: Channel.SLACK.label,
    Channel.INBOX.value: Channel.INBOX.label,
    ATOM: gettext_lazy("Feed (Atom)"),
    PDF: gettext_lazy("PDF"),
}
# The three that always go together: colour with shape (the signal's tone), and the word.
SAID: Mapping[Condition, tuple[str, str | Promise]] = {
    Condition.WORKING: ("good", pgettext_lazy("channel", "Works")),
    Condition.UNUSED: ("none", pgettext_lazy("channel", "Not used yet")),
    Condition.UNSET: ("none", pgettext_lazy("channel", "Not set up")),
    Condition.OFF: ("none", pgettext_lazy("channel", "Switched off")),
    Condition.PAUSED: ("warn", pgettext_lazy("channel", "Rests")),
    Condition.FAILING: ("bad", pgettext_lazy("channel", "Does not work")),
}
ERRORS = 10


@dataclass(frozen=True)
class Way:
    """One way out and how it does. `waiting` since `oldest`: what is due and not out yet."""

    name: str
    label: str | Promise
    through: str
    condition: Condition
    last_ok_at: datetime | None
    last_error_at: datetime | None
    last_error: str
    failing_since: datetime | None
    paused_until: datetime | None
    switched_off_at: datetime | None
    waiting: int
    oldest: datetime | None

    @property
    def tone(self) -> str:
        return SAID[self.condition][0]

    @property
    def word(self) -> str | Promise:
        return SAID[self.condition][1]

    @property
    def is_channel(self) -> bool:
        """People are told things by it; a feed and a PDF are fetched."""
        return self.name in Channel.values


def ways(now: datetime) -> list[Way]:
    """All of them, in the order of their importance. Constant queries."""
    rows = {row.channel: row for row in ChannelSettings.objects.defer("secrets")}
    noted = {row.name: row for row in ChannelHealth.objects.all()}
    waits = _waits(now)
    made = [
        _channel(channel, rows.get(channel), noted.get(channel) or ChannelHealth(), waits.get(channel), now)
        for channel in Channel
    ]
    return [*made, _atom(noted.get(ATOM) or ChannelHealth(), now), _pdf(now)]


def way(name: str, now: datetime) -> Way | None:
    return next((each for each in ways(now) if each.name == name), None)


def in_trouble(channel: str) -> "list[Delivery]":
    """The last messages that could not go out by it, or not yet, newest first."""
    stuck = Q(status__in=[DeliveryStatus.QUEUED, DeliveryStatus.DEAD]) & ~Q(error="")
    rows = Delivery.objects.filter(stuck, channel=channel).select_related("person", "destination", "notice")
    return list(rows.defer("notice__people").order_by("-id")[:ERRORS])


def _waits(now: datetime) -> dict[str, tuple[int, datetime]]:
    """Channel -> how much is due, or was tried in vain, and since when. What waits for its reader's hours does not."""
    stuck = Q(next_attempt_at__lte=now) | ~Q(error="")
    queued = Delivery.objects.filter(stuck, status=DeliveryStatus.QUEUED).order_by().values_list("channel")
    counted = queued.annotate(number=Count("id"), oldest=Min("created_at"))
    return {channel: (number, oldest) for channel, number, oldest in counted}


def _channel(
    channel: Channel,
    row: ChannelSettings | None,
    noted: ChannelHealth,
    waits: tuple[int, datetime] | None,
    now: datetime,
) -> Way:
    last_ok_at = noted.last_ok_at
    if channel == Channel.INBOX and last_ok_at is None:
        last_ok_at = InboxItem.objects.order_by("-id").values_list("created_at", flat=True).first()
    is_there = channel != Channel.SLACK or is_set_up(row.settings if row else None)
    off = row.switched_off_at if row else None
    facts = Facts(is_there, off, last_ok_at, noted.failing_since, noted.paused_until)
    number, oldest = waits or (0, None)
    return Way(
        name=channel.value,
        label=NAMES[channel.value],
        through=_through(channel),
        condition=condition(facts, now),
        last_ok_at=last_ok_at,
        last_error_at=noted.last_error_at,
        last_error=noted.last_error,
        failing_since=noted.failing_since,
        paused_until=noted.paused_until if noted.paused_until and noted.paused_until > now else None,
        switched_off_at=off,
        waiting=number,
        oldest=oldest,
    )


def _through(channel: Channel) -> str:
    match channel:
        case Channel.EMAIL:
            return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        case Channel.SLACK:
            return ""
    return _("Lies in the portal until it is read")


def _atom(noted: ChannelHealth, now: datetime) -> Way:
    feeds = FeedAddress.objects.filter(revoked_at=None).aggregate(number=Count("id"), polled=Max("last_polled_at"))
    last_ok_at = max(filter(None, (noted.last_ok_at, feeds["polled"])), default=None)
    facts = Facts(True, None, last_ok_at, noted.failing_since, None)
    return Way(
        name=ATOM,
        label=NAMES[ATOM],
        through=ngettext("%(number)d secret address in use", "%(number)d secret addresses in use", feeds["number"])
        % {"number": feeds["number"]},
        condition=condition(facts, now),
        last_ok_at=last_ok_at,
        last_error_at=noted.last_error_at,
        last_error=noted.last_error,
        failing_since=noted.failing_since,
        paused_until=None,
        switched_off_at=None,
        waiting=0,
        oldest=None,
    )


def _pdf(now: datetime) -> Way:
    """From the files themselves: whoever makes them keeps there what went wrong."""
    busy, failed = Q(state__in=[FileState.QUEUED, FileState.WORKING]), Q(state=FileState.FAILED)
    told = EditionFile.objects.aggregate(
        waiting=Count("id", filter=busy),
        oldest=Min("requested_at", filter=busy),
        made=Max("made_at"),
        failed=Max("requested_at", filter=failed),
    )
    fault = EditionFile.objects.filter(failed).order_by("-requested_at").values_list("error", flat=True).first()
    failing = told["failed"] if told["failed"] and (told["made"] is None or told["failed"] > told["made"]) else None
    return Way(
        name=PDF,
        label=NAMES[PDF],
        through=_("Made when somebody asks for one"),
        condition=condition(Facts(True, None, told["made"], failing, None), now),
        last_ok_at=told["made"],
        last_error_at=told["failed"],
        last_error=str(dict(Fault.choices).get(fault or "", "")),
        failing_since=failing,
        paused_until=None,
        switched_off_at=None,
        waiting=told["waiting"],
        oldest=told["oldest"],
    )
