"""The link at the end of every mail: opened by people, and posted to by mail programs (RFC 8058).

Neither is signed in; the link's signature says whom and what it is about. Opening it changes nothing, because mail
scanners open links. Posting needs no form token: what it does is what the signed link says, and can be taken back.

The link of a daily digest stops every kind that comes in it. The page that follows carries their names, so that
taking it back restores just these.
"""

from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from comms.actions import wishes
from comms.enums import CHOOSABLE, Mode, NoticeKind
from comms.links import Wish, read_unsubscribe_token
from comms.queries import modes_of
from productops.http import OpenRequest, open_to_anonymous, posted
from productops.people.models import Person


@csrf_exempt
@open_to_anonymous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: OpenRequest, token: str) -> HttpResponse:
    """What would stop, with a button; a POST stops it."""
    wish = _wish(token)
    stopped: list[NoticeKind] = []
    if request.method == "POST":
        person, stopped = wishes.stop(wish=wish, now=request.now)
    else:
        person = Person.objects.filter(pk=wish.person_id).first()
    return _answer(request, token, wish, person, just_stopped=stopped)


@open_to_anonymous
@never_cache
@require_POST
def resubscribe(request: OpenRequest, token: str) -> HttpResponse:
    """Takes it back, from the page that said it was stopped."""
    wish, asked = _wish(token), posted(request).getlist("kind")
    person = wishes.take_back(wish=wish, kinds=[kind for kind in CHOOSABLE if kind in asked], now=request.now)
    return _answer(request, token, wish, person, again=True)


def _wish(token: str) -> Wish:
    if wish := read_unsubscribe_token(token):
        return wish
    raise Http404


def _answer(
    request: OpenRequest, token: str, wish: Wish, person: Person | None, *,
    again: bool = False, just_stopped: Collection[NoticeKind] = (),
) -> HttpResponse:  # fmt: skip
    """The state as it is now, in the language of the person who got the mail. `again`: it was just asked for."""
    if person is None:
        raise Http404
    modes = modes_of(person)
    if wish.kind == NoticeKind.DIGEST:
        inside = [kind for kind in CHOOSABLE if modes[kind, wish.channel] == Mode.DIGEST]
        stopped = not inside
    else:
        inside, stopped = [], modes[wish.kind, wish.channel] == Mode.OFF
    context = {
        "token": token,
        "kind": wish.kind,
        "reader": person,
        "stopped": stopped,
        "again": again,
        "digest": wish.kind == NoticeKind.DIGEST,
        "inside": inside,
        "just_stopped": just_stopped,
    }
    with translation.override(person.language):
        return render(request, "comms/unsubscribe.html", context)
