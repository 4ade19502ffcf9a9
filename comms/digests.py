"""Daily digests: what was held until a person's next digest goes out together, one message per person and channel.

`gather` looks for what is due, like everything here from the database alone. It works on people under their lock,
the same that a change of wishes takes. So two at once share the people between them, and whoever is killed before
its commit has done nothing: the deliveries are either held, or in a digest that is in the queue.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from comms.enums import DEFAULT_MODE, Channel, DeliveryStatus, NoticeKind, Reason
from comms.models import Delivery, Notice
from comms.stopping import stopping
from productops.people.models import Person

PEOPLE = 200  # in one transaction
Group = tuple[int, str]  # a person's id and a channel

_SETTLE = """
UPDATE comms_delivery
   SET status = CASE settled.why WHEN '' THEN 'queued' ELSE 'cancelled' END, error = settled.why,
       next_attempt_at = %(now)s
  FROM (SELECT held.id, CASE WHEN NOT person.is_active THEN %(deactivated)s
                             WHEN wish.mode = 'off' THEN %(switched_off)s ELSE '' END AS why
          FROM comms_delivery held
          JOIN comms_notice notice ON notice.id = held.notice_id
          JOIN people_person person ON person.id = held.person_id
          LEFT JOIN comms_preference preference ON preference.person_id = person.id
               AND preference.kind = notice.kind AND preference.channel = held.channel
          LEFT JOIN unnest(%(channels)s::text[], %(defaults)s::text[]) AS usual(channel, mode)
               ON usual.channel = held.channel
         CROSS JOIN LATERAL (SELECT COALESCE(preference.mode, usual.mode) AS mode) wish
         WHERE held.status = 'held' AND held.person_id = ANY(%(people)s)
           AND (NOT person.is_active OR wish.mode <> 'digest')) settled
 WHERE comms_delivery.id = settled.id
"""
_TAKE_ALONG = """
UPDATE comms_delivery SET status = 'in_digest', digest_id = taken.digest_id
  FROM unnest(%(ids)s::bigint[], %(digests)s::bigint[]) AS taken(id, digest_id)
 WHERE comms_delivery.id = taken.id
"""


def gather(now: datetime) -> int:
    """Make every digest that is due; answers how many. Can run twice, and twice at once."""
    made = 0
    while not stopping() and (count := _gather_batch(now)) is not None:
        made += count
    return made


def settle(people: Collection[int], *, now: datetime) -> int:
    """What is held for people who do not want it in a digest any more: at once, or cancelled, as they want now.

    Call under the people's lock. Answers how many deliveries are held no longer.
    """
    facts: dict[str, Any] = {
        "people": list(people),
        "now": now,
        "channels": [channel.value for channel in Channel],
        "defaults": [DEFAULT_MODE[channel].value for channel in Channel],
        "deactivated": Reason.DEACTIVATED.value,
        "switched_off": Reason.SWITCHED_OFF.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, facts)
        return int(cursor.rowcount)


@transaction.atomic
def _gather_batch(now: datetime) -> int | None:
    """None when nothing is due that nobody else works on."""
    due = Delivery.objects.filter(status=DeliveryStatus.HELD, next_attempt_at__lte=now)
    waiting = Person.objects.filter(pk__in=due.values("person")).order_by("pk")
    people = {person.pk: person for person in waiting.select_for_update(no_key=True, skip_locked=True)[:PEOPLE]}
    if not people:
        return None
    settle(people, now=now)
    groups: dict[Group, list[int]] = defaultdict(list)
    rows = due.filter(person__in=people).select_for_update().order_by("id")
    for pk, person_id, channel in rows.values_list("id", "person_id", "channel"):
        groups[person_id, channel].append(pk)
    if groups:
        digests = _digests({group: people[group[0]] for group in groups}, now)
        taken = [(pk, digest.pk) for digest, ids in zip(digests, groups.values(), strict=True) for pk in ids]
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_ALONG, {"ids": [pk for pk, _ in taken], "digests": [digest for _, digest in taken]})
    return len(groups)


def _digests(groups: Mapping[Group, Person], now: datetime) -> Sequence[Delivery]:
    """A notice and its delivery for each group, in their order."""
    notices = Notice.objects.bulk_create(
        Notice(kind=NoticeKind.DIGEST, key=key, people=[person], channels=[channel], created_at=now, fanned_out_at=now)
        for (person, channel), key in zip(groups, _keys(groups, now), strict=True)
    )
    return Delivery.objects.bulk_create(
        Delivery(notice=notice, person_id=person, channel=channel, next_attempt_at=now, created_at=now)
        for notice, (person, channel) in zip(notices, groups, strict=True)
    )


def _keys(groups: Mapping[Group, Person], now: datetime) -> list[str]:
    """One a day, on her calendar; a further one, when she chose another hour meanwhile, has a number."""
    usual = [f"digest:{channel}:{pk}:{now.astimezone(person.zone).date()}" for (pk, channel), person in groups.items()]
    taken = set(Notice.objects.filter(key__in=usual).values_list("key", flat=True))
    return [
        f"{key}:{Notice.objects.filter(key__startswith=f'{key}:').count() + 2}" if key in taken else key
        for key in usual
    ]
