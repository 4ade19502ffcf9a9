"""Who is who in Slack: looked up by mail address, then kept."""

from datetime import datetime, timedelta

from comms.channels.base import NoWay, Refused, Unreachable, Unsure
from comms.channels.slack.answers import judge
from comms.channels.slack.client import Api
from comms.enums import Channel, Reason
from comms.models import ChannelAddress
from productops.people.models import Person

KNOWN = timedelta(days=7)  # then asked again: people leave
UNKNOWN = timedelta(days=1)
_NOBODY = frozenset({"users_not_found", "user_not_found", "user_disabled"})


def member_of(person: Person, api: Api, *, now: datetime) -> str:
    """The id of the person's account in Slack, as kept or as Slack says now.

    Raises `NoWay` when Slack knows nobody with her mail address, and what `judge` and the line raise.
    """
    kept = ChannelAddress.objects.filter(person=person, channel=Channel.SLACK).first()
    if kept is None or now - kept.checked_at > (KNOWN if kept.address else UNKNOWN):
        kept = _keep(person, _looked_up(person.email, api), now)
    if not kept.address:
        raise NoWay(Reason.NOBODY_THERE)
    return kept.address


def forget(person: Person) -> None:
    """Slack says that the address kept leads nowhere: ask for it anew the next time."""
    ChannelAddress.objects.filter(person=person, channel=Channel.SLACK).delete()


def _looked_up(email: str, api: Api) -> str:
    """'' when there is nobody, or only somebody who was deactivated."""
    said, data = api.member_with(email)
    if said.code in _NOBODY:
        return ""
    try:
        judge(said)
    except (Refused, Unsure) as problem:  # it says nothing about her, and nothing was sent that can have arrived
        raise Unreachable(str(problem)) from None
    member = data.get("user")
    if not isinstance(member, dict) or member.get("deleted") or member.get("is_bot"):
        return ""
    return str(member.get("id") or "")[:80]


def _keep(person: Person, address: str, now: datetime) -> ChannelAddress:
    facts = {"address": address, "checked_at": now}
    return ChannelAddress.objects.update_or_create(person=person, channel=Channel.SLACK, defaults=facts)[0]
