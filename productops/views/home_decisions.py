"""What Home says of ship decisions: what waits for this person before a go."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.views.home_rows import Need
from releases.decision_needs import Want, Wanted

SHOWN = 4  # of each kind; the pages of the releases have the rest
PUBLISHED = 2  # bundles one by one; more are one row


def needs_before_a_go(wants: Sequence[Want]) -> Iterator[Need]:
    """A row for each, the most pressing kind first, not too many of one kind."""
    for kind in Wanted:
        of_kind = [want for want in wants if want.kind == kind]
        if kind == Wanted.PUBLISH and len(of_kind) > PUBLISHED:
            yield _several(of_kind)
            continue
        for want in of_kind[:SHOWN]:
            yield _need(want)


def _several(wants: Sequence[Want]) -> Need:
    names = ", ".join(want.key for want in wants[:SHOWN]) + ("…" if len(wants) > SHOWN else "")
    number = int(wants[0].about)
    words = ngettext("%(number)s bundle waits to be published", "%(number)s bundles wait to be published", number)
    return Need(
        words % {"number": number}, names, reverse("releases:bundle", args=[wants[0].key]), _("Look at the first")
    )


def _need(want: Want) -> Need:
    said = {"release": f"{want.key} {want.name}", "what": want.what}

    def to(name: str, *args: str) -> str:
        return reverse(f"releases:{name}", args=[want.key, *args])

    match want.kind:
        case Wanted.SIGNOFF:
            what = _("Is %(what)s ready for %(release)s?") % said
            why = _("The go/no-go waits for this answer.")
            return Need(what, why, to("signoff", want.about), _("Answer"), due=want.due, main=True)
        case Wanted.STALE:
            what = _("The go for %(release)s is stale") % said
            return Need(what, want.what, to("preflight"), _("Look and confirm"))
        case Wanted.CONDITION:
            what = _("A condition of %(release)s is yours") % said
            return Need(what, want.what, to("condition-fulfilment", want.about), _("Say that it is done"), due=want.due)
        case Wanted.DECIDE:
            what, why = _("You can decide on %(release)s") % said, _("Every function that was asked has answered.")
            return Need(what, why, to("preflight"), _("Go or no-go"), due=want.due)
        case Wanted.ESCALATED:
            what = _("You are asked to decide on %(release)s") % said
            return Need(what, want.what, to("preflight"), _("Go or no-go"), due=want.due)
        case Wanted.OVERRIDE:
            what = _("You are asked about what stands in the way of %(release)s") % said
            why = _("Only you may take it on, or leave it standing.")
            return Need(what, why, to("preflight"), _("Look at it"))
        case Wanted.PUBLISH:
            what = _("The bundle of %(release)s waits to be published") % said
            return Need(what, _("Its review copy is out."), to("bundle"), _("Look and publish"))
    what, why = _("Read what %(release)s means for you") % said, _("Before it reaches customers.")
    return Need(what, why, to("bundle"), _("Read and acknowledge"))
