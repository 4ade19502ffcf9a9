"""`tell`: the one way to say that people are to hear of something.

An app's `notices.py` decides who hears of what and in which words (its mail composer); it calls `tell` inside the
transaction of the change. From then on it is certain: a worker turns the notice into deliveries (`fan_out.py`) and
sends them (`deliveries.py`), woken at once where the broker lives, by the sweep where it does not.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from comms.enums import Channel, NoticeKind
from comms.models import Notice
from comms.wake import wake
from productops.people.models import Person


def tell(
    *,
    kind: NoticeKind | str,
    key: str,
    now: datetime,
    people: Iterable[Person | int] = (),
    topic: str = "",
    data: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    channels: Iterable[Channel] = (),
) -> Notice:
    """Write, once per `key`, that `people` (or everybody who follows `topic`) are to hear of something.

    Must run inside the transaction of the change. A second call with the same key changes nothing and returns the
    first notice, also when both run at once. `data` holds ids and codes only; words are made when it is sent, in the
    language and zone of each person. `not_before` delays the fan-out, and with it who is asked about preferences.
    `channels` restricts the ways (none: all that carry the kind).
    Never talks to the broker itself, so a dead or hung one delays nobody.
    """
    assert connection.in_atomic_block, f"{key} told outside the transaction of its change"
    ids = sorted({each.pk if isinstance(each, Person) else each for each in people})
    written = Notice(
        kind=NoticeKind(kind),
        key=key,
        topic=topic,
        people=ids,
        data=dict(data or {}),
        channels=[channel.value for channel in channels],
        created_at=now,
        not_before=not_before,
    )
    Notice.objects.bulk_create([written], ignore_conflicts=True)
    if not_before is None or not_before <= now:
        transaction.on_commit(wake, robust=True)
    return Notice.objects.get(key=key)
