"""Fan-out: what was told becomes one delivery per person and channel, by one statement however many people.

Who hears of it is decided here and now: the people named and the followers of the topic, as far as they are active
and did not switch this kind off. Running it twice, or twice at once, makes nothing twice: a notice is worked on
under its lock, and the database keeps (notice, person, channel) unique.

Daily digests come in here: a preference of that mode is a delivery whose `next_attempt_at` is the reader's next
digest, plus a composer that puts what is due together. Until then the mode is not offered and counts as "at once".
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from comms.channels import SESSIONS
from comms.enums import ALWAYS_SENT, DEFAULT_MODE, Channel, DeliveryStatus, Mode
from comms.models import Notice

BATCH = 100  # notices in one transaction

_DELIVERIES = """
WITH due AS (
    SELECT id, kind, topic, people FROM comms_notice WHERE id = ANY(%(notices)s)
), recipient AS (
    SELECT due.id AS notice_id, due.kind, named.person_id::bigint AS person_id
      FROM due, jsonb_array_elements_text(due.people) AS named(person_id)
    UNION
    SELECT due.id, due.kind, subscription.person_id
      FROM due JOIN comms_subscription subscription ON due.topic <> '' AND subscription.topic = due.topic
)
INSERT INTO comms_delivery
       (notice_id, person_id, channel, status, message_id, attempts, next_attempt_at, error, created_at)
SELECT recipient.notice_id, person.id, channel.name, %(queued)s, gen_random_uuid(), 0, %(now)s, '', %(now)s
  FROM recipient
  JOIN people_person person ON person.id = recipient.person_id AND person.is_active
 CROSS JOIN unnest(%(channels)s::text[], %(defaults)s::text[]) AS channel(name, mode)
  LEFT JOIN comms_preference preference ON preference.person_id = person.id
       AND preference.kind = recipient.kind AND preference.channel = channel.name
 WHERE recipient.kind = ANY(%(always)s::text[]) OR COALESCE(preference.mode, channel.mode) <> %(off)s
 ORDER BY recipient.notice_id, person.id
    ON CONFLICT (notice_id, person_id, channel) DO NOTHING
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
    with connection.cursor() as cursor:
        cursor.execute(
            _DELIVERIES,
            {
                "notices": ids,
                "channels": [str(channel) for channel in SESSIONS],
                "defaults": [DEFAULT_MODE[Channel(channel)].value for channel in SESSIONS],
                "always": [str(kind) for kind in ALWAYS_SENT],
                "queued": DeliveryStatus.QUEUED.value,
                "off": Mode.OFF.value,
                "now": now,
            },
        )
        made = int(cursor.rowcount)
    Notice.objects.filter(pk__in=ids).update(fanned_out_at=now)
    return made
