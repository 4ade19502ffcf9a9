"""What every view stands on: who asks, when, from where; loaders; the answers to what a door raises.

A view starts with `load(...)`: 404 to who may not see, 403 with the reason to who may not do. Everything
else that goes wrong in a door is an exception answered here, once, for pages and htmx alike.
"""

import logging
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import pghistory
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, TooManyFieldsSent
from django.db import InterfaceError, OperationalError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from productops.audit.origin import Origin, origin
from productops.doors import Stale
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, PermissionRefused, require
from productops.people.standing import organisation_of
from productops.text import clean_text

M = TypeVar("M", bound=models.Model)
log = logging.getLogger("productops.http")


class OpenRequest(HttpRequest):
    """What a view that is open to anonymous people gets: Django's request with what the middleware adds.

    Only an annotation; nobody makes one.
    """

    now: datetime
    organisation: Organisation
    htmx: HtmxDetails


class Request(OpenRequest):
    """What every other view gets: somebody is signed in, because `PersonMiddleware` sent everybody else away."""

    user: Person


GetResponse = Callable[[OpenRequest], HttpResponseBase]


class RequestMiddleware:
    """Outermost: request id, `request.now`, clean cookies and query strings."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        request.now = timezone.now()
        request.organisation = SimpleLazyObject(lambda: _organisation(request))  # type: ignore[assignment]
        # A quoted cookie can spell a NUL, which the database refuses.
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if value.isprintable()}
        token = origin.set(Origin(request_id=secrets.token_hex(8)))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = origin.get().request_id
            return response
        finally:
            origin.reset(token)

    def process_view(self, request: OpenRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Before anything looks at what the address says: PostgreSQL knows no NUL, and there are limits."""
        try:
            asked = request.GET
        except TooManyFieldsSent:
            request.GET = QueryDict()
            return render(request, "errors/400.html", status=400)
        if any(ord(letter) < 32 for letter in request.path):
            return render(request, "errors/400.html", status=400)
        if re.search("%[01]", request.META.get("QUERY_STRING", "")):
            request.GET = cleaned(asked)  # type: ignore[assignment]
        return None


def _organisation(request: OpenRequest) -> Organisation:
    """As it came with the signed-in person; read for anybody else."""
    if request.user.is_authenticated:
        found: Organisation = organisation_of(request.user)
        return found
    return Organisation.current()


class PersonMiddleware:
    """The signed-in person's zone, language and row-history context; session limits; private pages are never cached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        person = request.user
        if not person.is_authenticated:
            with translation.override(translation.get_language_from_request(request)):
                return self._answer(request, private=False)
        if self._idle_too_long(request):
            logout(request)
            return sign_in_first(request)
        with timezone.override(person.zone), translation.override(person.language):
            if request.method in {"GET", "HEAD"}:
                return self._answer(request, private=True)
            with pghistory.context(user=person.pk, request=origin.get().request_id):
                return self._answer(request, private=True)

    def _answer(self, request: OpenRequest, *, private: bool) -> HttpResponseBase:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        if private and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    @staticmethod
    def _idle_too_long(request: OpenRequest) -> bool:
        seen = request.session.get("seen", 0)
        now = int(request.now.timestamp())
        if seen and now - seen > settings.SESSION_IDLE_SECONDS:
            return True
        if now - seen > settings.SESSION_IDLE_SECONDS // 100:  # not a write per request
            request.session["seen"] = now
        return False

    def process_view(self, request: OpenRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        current = origin.get()
        origin.set(Origin(current.request_id, match.view_name if match else ""))
        if request.user.is_authenticated or getattr(view, "open_to_anonymous", False):
            return None
        return sign_in_first(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponseBase | None:
        match exception:
            case PermissionRefused():
                from productops.views.refused import refused

                return refused(request, exception)
            case Stale():
                return render(
                    request, "errors/409.html", {"message": exception.message, **exception.context}, status=409
                )
            case OperationalError() | InterfaceError():
                from productops.views.failed import unavailable

                log.exception("database unavailable")
                return unavailable()
        return None


def open_to_anonymous(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view that needs no sign-in. Everything else does."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    wrapped.open_to_anonymous = True  # type: ignore[attr-defined]
    return wrapped


def sign_in_first(request: OpenRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to go there as a page, not to swap it into a cell."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        # Back to the page that asked, never to a fragment of it; an address that is not ours is no page of ours.
        page = request.htmx.current_url_abs_path
        response["HX-Redirect"] = redirect_to_login(page or "/").url
        return response
    path = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(path)


def load(request: Request, rows: models.QuerySet[M], permission: Permission | None = None, **lookup: Any) -> M:
    """The one row of `rows` (already `visible_to` the person) that fits `lookup`.

    Raises Http404 when there is none that this person may see, `PermissionRefused` when she may not do this to it.
    """
    try:
        found = rows.get(**lookup)
    except (ObjectDoesNotExist, ValueError) as missing:
        raise Http404 from missing
    if permission:
        require(request.user, permission, found, on=request.now)
    return found


def cleaned(data: QueryDict) -> QueryDict:
    """A copy of posted or queried values without characters that do harm (`text.clean_text`)."""
    copy = data.copy()
    for key in list(copy):
        copy.setlist(key, [clean_text(value) for value in copy.getlist(key)])
    return copy


def posted(request: HttpRequest) -> QueryDict:
    """What was posted, cleaned. The way views read POST outside of forms."""
    return cleaned(request.POST)


def wants(request: HttpRequest, region: str) -> bool:
    """Does htmx ask for this named region only? Region name = DOM id = swap target."""
    return bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target") == region


def go(request: HttpRequest, to: Any, *args: Any) -> HttpResponse:
    """Redirect after a change; for htmx as `HX-Redirect`, so the browser's address follows."""
    response = redirect(to, *args)
    if request.headers.get("HX-Request"):
        address = response["Location"]
        response = HttpResponse(status=204)  # type: ignore[assignment]
        response["HX-Redirect"] = address
    return response


def page_number(request: HttpRequest) -> int:
    try:
        return max(1, min(int(request.GET.get("page", 1)), 100_000))
    except ValueError:
        return 1
