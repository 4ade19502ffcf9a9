"""Fan-out: what was told becomes one delivery per person and channel, by one statement however many people.

Who hears of it is decided here and now: the people named and the followers of the topic, as far as they are active
and did not switch this kind off, by every channel that finds them and carries it; and the places that follow the topic,
such as a Slack channel. Running it twice, or twice at once, makes nothing twice: a notice is worked on under its
lock, and the database keeps (notice, person, channel) and (notice, destination) unique.

Who wants a kind in her daily digest has it held until then (`digests.py` takes it along); who has quiet hours has it
wait for their end. When either is, `pacing.py` says.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from comms.channels import channels_to_people, open_channels
from comms.enums import ALWAYS_SENT, DEFAULT_MODE, OFFERED_MODES, ONLY_BY, DeliveryStatus, Mode
from comms.models import Notice
from comms.pacing import pace_new

BATCH = 100  # notices in one transaction

_TO_PEOPLE = """
WITH due AS (
    SELECT id, kind, topic, people, channels FROM comms_notice WHERE id = ANY(%(notices)s)
), recipient AS (
    SELECT due.id AS notice_id, named.person_id::bigint AS person_id
      FROM due, jsonb_array_elements_text(due.people) AS named(person_id)
    UNION
    SELECT due.id, subscription.person_id
      FROM due JOIN comms_subscription subscription ON due.topic <> '' AND subscription.topic = due.topic
), way AS (
    SELECT due.id AS notice_id, due.kind, due.kind = ANY(%(always)s::text[]) AS always, channel.*
      FROM due
     CROSS JOIN unnest(%(channels)s::text[], %(defaults)s::text[], %(holds)s::boolean[]) AS channel(name, mode, holds)
     WHERE (due.channels = '[]'::jsonb OR due.channels ? channel.name)
       AND (NOT %(only_by)s::jsonb ? due.kind OR (%(only_by)s::jsonb -> due.kind) ? channel.name)
)
INSERT INTO comms_delivery
       (notice_id, person_id, channel, status, message_id, attempts, next_attempt_at, error, created_at)
SELECT way.notice_id, person.id, way.name,
       CASE WHEN wish.mode = %(digest)s AND way.holds THEN %(held)s ELSE %(queued)s END,
       gen_random_uuid(), 0, %(now)s, '', %(now)s
  FROM recipient
  JOIN way ON way.notice_id = recipient.notice_id
  JOIN people_person person ON person.id = recipient.person_id AND person.is_active
  LEFT JOIN comms_preference preference ON preference.person_id = person.id
       AND preference.kind = way.kind AND preference.channel = way.name
 CROSS JOIN LATERAL (
       SELECT CASE WHEN way.always THEN %(at_once)s ELSE COALESCE(preference.mode, way.mode) END AS mode) wish
 WHERE wish.mode <> %(off)s
 ORDER BY way.notice_id, person.id
    ON CONFLICT (notice_id, person_id, channel) DO NOTHING
"""
_TO_DESTINATIONS = """
INSERT INTO comms_delivery
       (notice_id, destination_id, channel, status, message_id, attempts, next_attempt_at, error, created_at)
SELECT due.id, destination.id, destination.channel, %(queued)s, gen_random_uuid(), 0, %(now)s, '', %(now)s
  FROM comms_notice due
  JOIN comms_destination destination ON destination.topic = due.topic AND destination.switched_off_at IS NULL
       AND destination.channel = ANY(%(open)s::text[])
 WHERE due.id = ANY(%(notices)s) AND due.topic <> ''
   AND (due.channels = '[]'::jsonb OR due.channels ? destination.channel)
 ORDER BY due.id, destination.id
    ON CONFLICT (notice_id, destination_id) DO NOTHING
"""


def fan_out_due(now: datetime) -> int:
    """Turn every notice that is due into deliveries; answers how many deliveries were made."""
    made = 0
    while (count := _fan_out_batch(now)) is not None:
        made += count
    return made


@transaction.atomic
def _fan_out_batch(now: datetime) -> int | None:
    """None when nothing is due that nobody else works on."""
    due = (
        Notice.objects.filter(Q(not_before=None) | Q(not_before__lte=now), fanned_out_at=None)
        .select_for_update(skip_locked=True)
        .order_by("created_at", "id")
    )
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    if not ids:
        return None
    facts = _facts() | {"notices": ids, "now": now}
    made = 0
    with connection.cursor() as cursor:
        for statement in (_TO_PEOPLE, _TO_DESTINATIONS):
            cursor.execute(statement, facts)
            made += int(cursor.rowcount)
    pace_new(ids, now=now)
    Notice.objects.filter(pk__in=ids).update(fanned_out_at=now)
    return made


def _facts() -> dict[str, Any]:
    """The rules of `enums.py`, as the statements read them."""
    channels = channels_to_people()
    return {
        "open": [channel.value for channel in open_channels()],
        "channels": [channel.value for channel in channels],
        "defaults": [DEFAULT_MODE[channel].value for channel in channels],
        "holds": [Mode.DIGEST in OFFERED_MODES[channel] for channel in channels],
        "only_by": json.dumps({kind.value: [each.value for each in only] for kind, only in ONLY_BY.items()}),
        "always": [kind.value for kind in ALWAYS_SENT],
        "queued": DeliveryStatus.QUEUED.value,
        "held": DeliveryStatus.HELD.value,
        "at_once": Mode.NOW.value,
        "digest": Mode.DIGEST.value,
        "off": Mode.OFF.value,
    }
