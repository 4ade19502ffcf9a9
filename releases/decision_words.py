"""What a ship decision means for somebody, in words. Pure."""

from django.utils.translation import gettext as _

from releases.enums import Outcome

# What the people of a function make of a launch; who is not in it reads what everybody reads.
_FOR = {
    "support": lambda: _(
        "Expect questions from then on; the bundle has the macros and what to do when something fails."
    ),
    "sales": lambda: _("You may use the sentence from then on; the bundle has the talk track."),
    "cs": lambda: _("Tell the customers it concerns; the bundle says who they are."),
    "marketing": lambda: _("The announcement may go out from then on."),
    "engineering": lambda: _("The build that was signed off goes out; monitoring and rollback are in the bundle."),
}


def meaning(
    outcome: Outcome, *, function: str = "", when: str = "", sentence: str = "", rationale: str = ""
) -> list[str]:
    """Sentences for one reader: what happens, when, what it means for their function, what customers may hear."""
    if outcome == Outcome.NO_GO:
        return [_("It does not go out for now: %(why)s") % {"why": rationale}, _("Promise customers nothing new.")]
    if outcome == Outcome.DELAY:
        later = [_("It goes out later: %(why)s") % {"why": rationale}]
        if when:
            later.append(_("Now planned for: %(when)s.") % {"when": when})
        return [*later, _("Promise customers nothing else until then.")]
    said = [_("It goes out: %(when)s.") % {"when": when} if when else _("It goes out.")]
    if outcome == Outcome.CONDITIONAL_GO:
        said = [_("It goes out when the conditions below are met: %(when)s.") % {"when": when}] if when else said
    if function in _FOR:
        said.append(_FOR[function]())
    if sentence:
        said.append(_("What customers may hear: “%(sentence)s”") % {"sentence": sentence})
    return said
