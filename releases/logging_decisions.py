"""How a ship decision reads in the decision log, which everybody reads: without what tells the launch date."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.decisions.actions import Option, Said, log
from productops.decisions.models import DecisionEntry
from productops.people.models import Organisation, Person
from releases.blockers import outside_words
from releases.enums import Outcome
from releases.go_no_go import Proposal
from releases.models import Release, Round
from releases.preflight import Preflight


def write(
    release: Release, round_: Round, proposal: Proposal, seen: Preflight, *, by: Person, now: datetime
) -> DecisionEntry:
    """One entry, in the organisation's language, owned by who decided: what was in the way, what was decided, why."""
    organisation = Organisation.current()
    with override(organisation.language):
        said = Said(
            title=_("%(outcome)s for %(key)s %(name)s")
            % {"outcome": proposal.outcome.label, "key": release.key, "name": release.name},
            context=_context(release, seen),
            decision=_decision(proposal),
            rationale=proposal.rationale.strip() or _rationale(round_, seen),
        )
        options = [Option(str(each.label), chosen=each == proposal.outcome) for each in Outcome]
    return log(
        said=said,
        owner=by,
        decided_on=organisation.day(now),
        by=by,
        now=now,
        area=release.area,
        options=options,
        action_code=f"release.{proposal.outcome}",
        subject=f"release:{release.key}",
        subject_title=str(release)[:200],
        links=[{"title": str(release)[:200], "url": release.get_absolute_url()}],
    )


def _context(release: Release, seen: Preflight) -> str:
    lines = [release.summary.strip() or release.name]
    if seen.blockers:
        lines.append(_("In the way at the decision:"))
        lines.append("\n".join(f"- {outside_words(each.ref, each.words)}" for each in seen.blockers))
    else:
        lines.append(_("Nothing was in the way."))
    return "\n\n".join(lines)[:5000]


def _decision(proposal: Proposal) -> str:
    lines = [str(proposal.outcome.label) + "."]
    if proposal.conditions:
        lines.append(_("Before launch:"))
        lines.append("\n".join(f"- {each.what}" for each in proposal.conditions))
    return "\n\n".join(lines)[:5000]


def _rationale(round_: Round, seen: Preflight) -> str:
    """A go needs no words of its own: the checks speak, and whoever took a blocker on said why."""
    reasons = [f"- {outside_words(each.ref, each.words)}: {each.reason}" for each in round_.overrides.all()]
    if reasons:
        return "\n".join([_("Overridden:"), "", *reasons])[:5000]
    return _("Every item is settled, every function answered.")
