"""What waits for one person before a go: a sign-off, a condition, a decision, a bundle. Facts, whose words Home has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import standing_of
from releases.models import Release

LATELY = timedelta(days=14)  # somebody asked for an override
MOST = 6  # of each kind: one more than is shown
OPS = (Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD)


class Wanted(StrEnum):
    """What is wanted, the most pressing first."""

    SIGNOFF = "signoff"  # `what`: the function; `about`: its slug
    STALE = "stale"  # a go to confirm; `what`: why
    CONDITION = "condition"  # `what`: to be done; `about`: its id
    DECIDE = "decide"  # every answer is in
    ESCALATED = "escalated"  # `what`: why
    OVERRIDE = "override"  # `about`: how many are asked for
    PUBLISH = "publish"  # `about`: how many bundles there are
    READ = "read"


@dataclass(frozen=True)
class Want:
    """One thing that is wanted of this person for one release."""

    kind: Wanted
    key: str
    name: str
    what: str
    about: str
    due: date | None


# By hand, like the other half of what Home asks. Put together of the parts that can concern somebody: most people
# are neither a head nor lead a function, and planning all eight parts took longer than answering them.
_AHEAD = """
WITH ahead AS NOT MATERIALIZED (
    SELECT id, key, name, area_id, tier, stage, launch_on, decision_on, confidential_at, approval_stale_at,
        approval_stale_why
    FROM releases_release WHERE stage IN ('planned', 'in_review', 'approved') AND held_at IS NULL)
"""
_PARTS = {
    Wanted.SIGNOFF: """
(SELECT 'signoff', r.id, r.key, r.name, r.confidential_at IS NOT NULL, f.name, f.slug, q.due_on
FROM releases_signoffrequest q JOIN ahead r ON r.id = q.release_id JOIN people_function f ON f.id = q.function_id
WHERE q.asked_at IS NOT NULL AND q.answered_at IS NULL AND q.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT FROM releases_signoffpause p WHERE p.request_id = q.id AND p.until IS NULL)
    AND ((r.area_id, f.id) IN (SELECT * FROM unnest(%(contact_areas)s::bigint[], %(contact_functions)s::bigint[]))
        OR f.id = ANY(%(functions)s) AND NOT EXISTS (
            SELECT FROM people_arearole c JOIN people_person p ON p.id = c.person_id AND p.is_active
            WHERE c.area_id = r.area_id AND c.function_id = f.id AND c.kind = 'contact'
            AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)))
ORDER BY q.due_on, r.key LIMIT %(most)s)""",
    Wanted.STALE: """
(SELECT 'stale', r.id, r.key, r.name, false, r.approval_stale_why ->> 0, '', NULL
FROM ahead r WHERE r.stage = 'approved' AND r.approval_stale_at IS NOT NULL AND r.area_id = ANY(%(areas)s)
ORDER BY r.launch_on, r.key LIMIT %(most)s)""",
    Wanted.CONDITION: """
(SELECT 'condition', r.id, r.key, r.name, r.confidential_at IS NOT NULL, c.what, c.id::text, c.due_on
FROM releases_condition c JOIN releases_shipdecision d ON d.id = c.decision_id JOIN ahead r ON r.id = d.release_id
WHERE c.owner_id = %(person)s AND r.stage = 'approved'
    AND NOT EXISTS (SELECT FROM releases_conditionoutcome o WHERE o.condition_id = c.id)
    AND NOT EXISTS (SELECT FROM releases_shipdecision n WHERE n.release_id = d.release_id AND n.id > d.id)
ORDER BY c.due_on, c.id LIMIT %(most)s)""",
    Wanted.DECIDE: """
(SELECT 'decide', r.id, r.key, r.name, false, '', '', r.decision_on
FROM ahead r WHERE r.stage = 'in_review' AND r.area_id = ANY(%(areas)s)
    AND NOT EXISTS (SELECT FROM releases_signoffrequest q
        WHERE q.release_id = r.id AND q.withdrawn_at IS NULL AND q.answered_at IS NULL)
    AND (SELECT max(q.answered_at) FROM releases_signoffrequest q WHERE q.release_id = r.id AND q.withdrawn_at IS NULL)
        > coalesce((SELECT max(d.decided_at) FROM releases_shipdecision d WHERE d.release_id = r.id), '-infinity')
ORDER BY r.decision_on, r.key LIMIT %(most)s)""",
    Wanted.ESCALATED: """
(SELECT 'escalated', r.id, r.key, r.name, false, e.reason, '', r.decision_on
FROM releases_escalation e JOIN releases_round o ON o.id = e.round_id JOIN ahead r ON r.id = o.release_id
WHERE NOT EXISTS (SELECT FROM releases_shipdecision d WHERE d.round_id = o.id)
ORDER BY e.at LIMIT %(most)s)""",
    Wanted.OVERRIDE: """
(SELECT 'override', r.id, r.key, r.name, false, '', count(DISTINCT e.data ->> 'ref')::text, NULL
FROM audit_domainevent e JOIN ahead r ON r.id::text = e.object_id
WHERE e.name = 'release.override_asked' AND e.object_type = 'releases.release' AND e.at >= %(since)s
    AND e.data ->> 'reserved' = 'true'
    AND NOT EXISTS (SELECT FROM releases_override v JOIN releases_round o ON o.id = v.round_id
        WHERE o.release_id = r.id AND v.ref = e.data ->> 'ref' AND v.given_at >= e.at)
    AND NOT EXISTS (SELECT FROM releases_shipdecision d WHERE d.release_id = r.id AND d.decided_at > e.at)
GROUP BY r.id, r.key, r.name ORDER BY min(e.at) LIMIT %(most)s)""",
    Wanted.PUBLISH: """
(SELECT 'publish', r.id, r.key, r.name, false, '', count(*) OVER ()::text, NULL
FROM releases_bundle b JOIN ahead r ON r.id = b.release_id
WHERE b.state = 'review_copy' AND b.objected_at IS NULL AND r.tier > 1
ORDER BY r.launch_on, r.key LIMIT %(most)s)""",
    Wanted.READ: """
(SELECT 'read', r.id, r.key, r.name, r.confidential_at IS NOT NULL, '', '', NULL
FROM releases_bundlereader b JOIN ahead r ON r.id = b.release_id
JOIN releases_bundle u ON u.release_id = r.id AND u.edition_id = b.edition_id AND u.state = 'published'
WHERE b.person_id = %(person)s AND b.acknowledged_at IS NULL AND r.tier > 1
ORDER BY b.asked_at, r.key LIMIT %(most)s)""",
}


def wants_of(person: Person, *, now: datetime, today: date) -> list[Want]:
    """What is wanted of the person, by kind. One statement, one more when something confidential is among it.

    Held releases ask nobody. A lead is asked for what no contact of the area answers for.
    """
    standing = standing_of(person, today)
    contacts = [(area, function) for area, function in standing.contacts if area and function]
    areas = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
    asked: dict[str, Any] = {
        "person": person.pk, "today": today, "since": now - LATELY, "most": MOST,
        "functions": list(standing.functions),
        "contact_areas": [area for area, _function in contacts],
        "contact_functions": [function for _area, function in contacts],
        "areas": areas,
    }  # fmt: skip
    concerned = {
        (Wanted.CONDITION, Wanted.READ): True,
        (Wanted.SIGNOFF,): bool(standing.functions or contacts),
        (Wanted.STALE, Wanted.DECIDE): bool(areas),
        (Wanted.ESCALATED, Wanted.OVERRIDE): Role.HEAD_OF_PRODUCT in standing.roles,
        (Wanted.PUBLISH,): bool(standing.roles.intersection(OPS)),
    }
    parts = [_PARTS[kind] for kinds, holds in concerned.items() if holds for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD + " UNION ALL ".join(parts), asked)
        rows = cursor.fetchall()
    kept = _hidden({row[1] for row in rows if row[4]}, person)
    found = [
        Want(Wanted(kind), key, name, what or "", about, due)
        for kind, pk, key, name, _confidential, what, about, due in rows
        if pk not in kept
    ]
    return sorted(found, key=lambda want: list(Wanted).index(want.kind))


def _hidden(confidential: Collection[int], person: Person) -> set[int]:
    """Of those, the ones that the person may not see."""
    if not confidential:
        return set()
    seen = Release.objects.visible_to(person).filter(pk__in=confidential)
    return set(confidential) - set(seen.values_list("pk", flat=True))
