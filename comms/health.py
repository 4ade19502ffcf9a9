"""How each way out of the portal does: written by those who use it, at the end of a round and not per message.

    note_ok("atom", now=now)
    note_error("slack", "Slack asked to wait 30 seconds", now=now)

Names are channels and other ways, such as 'atom'. What a receiver refused for one message alone is that delivery's
story, not the channel's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q

from comms.models import ChannelHealth, ChannelSettings

_OK = """
INSERT INTO comms_channelhealth (name, last_ok_at, last_error) VALUES (%(name)s, %(now)s, '')
    ON CONFLICT (name) DO UPDATE SET last_ok_at = %(now)s, failing_since = NULL, paused_until = NULL
"""
_ERROR = """
INSERT INTO comms_channelhealth (name, last_error_at, last_error, failing_since, paused_until)
VALUES (%(name)s, %(now)s, %(words)s, CASE WHEN %(failing)s THEN %(now)s::timestamptz END, %(until)s)
    ON CONFLICT (name) DO UPDATE
   SET last_error_at = %(now)s, last_error = %(words)s, paused_until = %(until)s,
       failing_since = CASE WHEN %(failing)s THEN COALESCE(comms_channelhealth.failing_since, %(now)s)
                            ELSE comms_channelhealth.failing_since END
"""


def note_ok(name: str, now: datetime) -> None:
    """It worked just now: whatever was wrong is over."""
    with connection.cursor() as cursor:
        cursor.execute(_OK, {"name": str(name), "now": now})


def note_error(name: str, words: str, now: datetime, *, failing: bool = True, until: datetime | None = None) -> None:
    """It did not work, in words that hold no secret. `until`: the receiver asked for patience until then, which is
    no failure when `failing` is False."""
    facts: dict[str, Any] = {
        "name": str(name), "now": now, "words": words[:500], "failing": failing, "until": until,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ERROR, facts)


def begin_again(name: str) -> None:
    """Somebody changed how it is set up: what it was told to wait for no longer counts."""
    ChannelHealth.objects.filter(name=name).update(paused_until=None, failing_since=None)


def at_rest(names: Iterable[str], now: datetime) -> set[str]:
    """Those of `names` that nothing goes out by now: switched off, or asked for patience."""
    asked = [str(name) for name in names]
    off = ChannelSettings.objects.filter(channel__in=asked, switched_off_at__isnull=False).values_list("channel")
    patient = ChannelHealth.objects.filter(Q(name__in=asked), paused_until__gt=now).values_list("name")
    return {name for (name,) in off.union(patient)}


class Condition(StrEnum):
    """How a way out does, in one word."""

    OFF = "off"
    UNSET = "unset"
    PAUSED = "paused"
    FAILING = "failing"
    WORKING = "working"
    UNUSED = "unused"


@dataclass(frozen=True)
class Facts:
    """What `condition` is worked out from."""

    is_set_up: bool
    switched_off_at: datetime | None = None
    last_ok_at: datetime | None = None
    failing_since: datetime | None = None
    paused_until: datetime | None = None


def condition(facts: Facts, now: datetime) -> Condition:
    """The pure rule: what somebody did goes before what happened, what is wrong before what is well."""
    if not facts.is_set_up:
        return Condition.UNSET
    if facts.switched_off_at:
        return Condition.OFF
    if facts.failing_since:
        return Condition.FAILING
    if facts.paused_until and facts.paused_until > now:
        return Condition.PAUSED
    return Condition.WORKING if facts.last_ok_at else Condition.UNUSED
