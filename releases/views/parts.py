"""What a release is made of beside its checklist, for its page: the context of `_parts.html` and `_aside.html`."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.people.models import Person
from productops.people.permissions import Permission, can
from productops.people.standing import day_of, organisation_of
from productops.worktime import BusinessCalendar
from releases.models import PolicyVersion, Release
from releases.notices import pm_of
from releases.story import story_of
from releases.visible import VisibleFacts
from releases.waiting import ask_of, waiting_for, waits_of
from releases.windows import window_words

LATEST = 6  # lines of history beside a release; its own page has the rest


def parts_context(row: Release, person: Person, seen: VisibleFacts, now: datetime) -> dict[str, Any]:
    """`parts` for the main column and `aside` for the side one. As many statements however much there is.

    `row` comes with `area`, `policy` and `rollback_owner`; `seen` is `facts_for` of this person.
    """
    today, calendar = day_of(person, now), organisation_of(person).calendar
    waits = waits_of(row, person, seen, today=today, calendar=calendar)
    flags, rollout = list(row.flags.select_related("owner")), list(row.rollout.all())
    parts = {
        "risks": row.risks.select_related("owner"),
        "waits": waits,
        "waiting": waiting_for(row, person),
        "flags": flags,
        "rollout": rollout,
        "links": row.links.all(),
        "edits": can(person, Permission.EDIT_RELEASE, row, on=now).allowed,
        "dated": seen.dated,
    }
    reached = [step for step in rollout if step.reached_at]
    aside = {
        "pms": Person.objects.filter(pk__in=pm_of(row, now=now)),
        "launch_in": _in_business_days(seen.launch_on, today, calendar) if not row.launched_at else "",
        "window": window_words(seen.window_from, seen.window_to, today),
        "slips": _slips(row) if seen.slips else {},
        "functions": [
            (each, ask_of(each, seen.launch_on, today, calendar) if not row.launched_at else None)
            for each in row.functions.all()
        ],
        "areas": row.other_areas.all(),
        "flags": flags,
        "share": max((step.share for step in reached), default=0 if rollout else None),
        "waits": [wait for wait in waits if wait.other],
        "newer_policy": row.policy is not None and PolicyVersion.objects.filter(number__gt=row.policy.number).exists(),
        "moves_policy": can(person, Permission.MOVE_RELEASE_POLICY, row, on=now).allowed,
        "keeps": can(person, Permission.KEEP_RELEASE_CONFIDENTIAL, row, on=now).allowed,
        "edits": parts["edits"],
        "story": story_of(row, seen, person, limit=LATEST),
    }
    return {"parts": parts, "aside": aside}


def _in_business_days(launch_on: date | None, today: date, calendar: BusinessCalendar) -> str:
    """'in 3 business days', '2 business days ago', nothing for today and beyond a year."""
    if launch_on is None or launch_on == today or abs((launch_on - today).days) > 366:
        return ""
    days = calendar.count_between(today, launch_on)
    words = (
        ngettext("in %(days)s business day", "in %(days)s business days", abs(days))
        if launch_on > today
        else ngettext("%(days)s business day ago", "%(days)s business days ago", abs(days))
    )
    return words % {"days": abs(days)}


def _slips(row: Release) -> dict[str, Any]:
    """Every move of the date with its reason, and in one line how often and how far it moved."""
    slips = list(row.slips.select_related("moved_by"))
    days = sum(slip.business_days for slip in slips)
    if not slips:
        return {}
    times = _("moved twice") if len(slips) == 2 else ngettext("moved once", "moved %(times)s times", len(slips))
    far = ngettext("%(days)s business day", "%(days)s business days", abs(days)) % {"days": abs(days)}
    if days < 0:
        far = ngettext("%(days)s business day earlier", "%(days)s business days earlier", -days) % {"days": -days}
    return {"rows": slips, "times": times % {"times": len(slips)}, "far": far}
