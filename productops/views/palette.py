"""The command palette: one address for its dialog and for its page, asked with what was typed so far."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productops.frame import Frame
from productops.http import Request, wants
from productops.palette import BEGINS, Entry, chosen, commands_for
from productops.text import clean_line
from productops.views.finder import answers

THINGS, COMMANDS = 6, 8


@require_safe
def palette(request: Request) -> HttpResponse:
    """Commands, places and findable things: first the group whose best line begins with what was typed, then things.

    Without anything typed all commands, then all places.
    """
    q = clean_line(request.GET.get("q", ""))[:120]
    commands = chosen(commands_for(request.user, request.organisation, request.now), q)
    places = chosen([Entry(str(place.label), place.url, place.icon) for place in Frame(request).destinations], q)
    groups = [(_("Do"), commands), (_("Go to"), places)]
    first: list[tuple[str, list[Entry]]] = []
    second: list[tuple[str, list[Entry]]] = []
    for name, fitting in reversed(groups) if q else groups:
        if fitting:
            shown = [entry for _close, entry in fitting[: COMMANDS if q else None]]
            (first if fitting[0][0] == BEGINS else second).append((name, shown))
    context = answers(request.user, q, limit=THINGS) | {"q": q, "first": first, "second": second}
    live = wants(request, "palette-results")
    return render(request, "components/palette_results.html" if live else "palette.html", context | {"live": live})
