"""What an import found and did, in lines for the person at the keyboard. Pure."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rituals.file_fields import Problem
from rituals.importing.facts import Plan, Tally

MOST_NAMES = 20


def problem_line(problem: Problem) -> str:
    """'Line 41, areas/docs/pm: This is not an e-mail address.'"""
    where = [_("Line %(line)s") % {"line": problem.line}] if problem.line else []
    return ": ".join(filter(None, [", ".join([*where, *filter(None, [problem.path])]), problem.reason]))


def refusal_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """What stands in the way, then what would only have been told."""
    yield from (problem_line(problem) for problem in problems if problem.fatal)
    if others := [problem_line(problem) for problem in problems if not problem.fatal]:
        yield _("Besides, not in the way:")
        yield from others


def summary_lines(plan: Plan, *, organisation: str, week: str) -> Iterator[str]:
    """What was read, created, changed; then what is scheduled and what somebody still has to say."""
    if plan.writes.settings:
        yield _("This portal is that of %(name)s now.") % {"name": organisation}
    yield _tally(_("Areas"), plan.areas)
    yield _tally(_("People"), plan.people)
    yield _tally(_("Meetings"), plan.meetings)
    yield from _made(_("New product groups"), plan.writes.groups)
    yield from _made(_("New functions"), plan.writes.functions)
    meetings = [meeting for _area, meeting in plan.outcome]
    scheduled = sum(bool(meeting.rrule) for meeting in meetings)
    yield _(
        "Of the meetings %(scheduled)s are scheduled and %(unscheduled)s unscheduled;"
        " %(confirm)s have a week to confirm, %(assumed)s an assumed length."
    ) % {
        "scheduled": scheduled,
        "unscheduled": len(meetings) - scheduled,
        "confirm": sum(meeting.week_to_confirm for meeting in meetings),
        "assumed": sum(meeting.minutes_assumed for meeting in meetings),
    }
    for area, meeting in plan.outcome:
        if not meeting.rrule:
            yield _("Unscheduled: %(area)s, %(name)s (%(words)s). %(reason)s") % {
                "area": area,
                "name": meeting.name,
                "words": meeting.as_written or _("nothing said"),
                "reason": meeting.why_not,
            }
    if week:
        yield _("Week %(week)s is open and asks the new areas for their updates.") % {"week": week}
    if plan.writes.people:
        yield ngettext(
            "%(number)s new account; nobody was invited yet. An admin invites them under People.",
            "%(number)s new accounts; nobody was invited yet. An admin invites them under People.",
            len(plan.writes.people),
        ) % {"number": len(plan.writes.people)}


def _tally(what: str, tally: Tally) -> str:
    return _("%(what)s: %(read)s read, %(created)s created, %(changed)s changed, %(unchanged)s unchanged") % {
        "what": what,
        "read": tally.read,
        "created": tally.created,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
    }


def _made(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        said = ", ".join(names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            said = _("%(names)s and %(number)s more") % {"names": said, "number": len(names) - MOST_NAMES}
        yield f"{what}: {said}"
