"""Coming in and leaving: password, link, demo. Everything here is open to people who are not signed in.

Tries are counted by django-axes per person and address. Links change nothing when opened, because mail scanners
open them; the button on their page does.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import OpenRequest, go, open_to_anonymous, posted
from productops.people import demo
from productops.people.actions import sessions
from productops.people.forms.session import AddressForm, SignInForm
from productops.people.models import Person

QUARTER = timedelta(hours=settings.AXES_COOLOFF_TIME)


def where_next(request: OpenRequest) -> str:
    """Where to go after this: `next` when it is one of our own addresses, else the start."""
    wanted = posted(request).get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # Without the slash it would be taken for the name of a route.
    return wanted if ours and wanted.startswith("/") else "/"


def let_in(request: OpenRequest, person: Person) -> None:
    """Start a session of a person whose identity is proven; the session key is a new one.

    The session ends at a fixed moment, however busy she is; being idle ends it sooner (`http.PersonMiddleware`).
    """
    login(request, person, backend="productops.people.backends.PersonBackend")
    end = request.now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    request.session.set_expiry(end)


@open_to_anonymous
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: OpenRequest) -> HttpResponse:
    """E-mail and password; five tries per person and address in a quarter of an hour."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect(where_next(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            let_in(request, person)
            return go(request, where_next(request))
        form.add_error("password", _no_match(request, form.cleaned_data["username"]))
    context = {"form": form, "next": where_next(request), "faces": demo.faces()}
    return render(request, "people/sign_in.html", context, status=422 if form.is_bound else 200)


def _no_match(request: OpenRequest, username: str) -> str:
    left = settings.AXES_FAILURE_LIMIT - AxesProxyHandler.get_failures(request, {"username": username})
    tries = ngettext(
        "One try left in this quarter of an hour.", "%(number)s tries left in this quarter of an hour.", left
    )
    words = {2: _("Two"), 3: _("Three"), 4: _("Four")}
    return _("E-mail and password do not match.") + " " + tries % {"number": words.get(left, left)}


def locked_out(request: OpenRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """What django-axes answers with when there were too many tries: 429, and when to come back."""
    username = (credentials or {}).get("username", "")
    seconds = _seconds_locked(request, username, request.now)
    answer = render(request, "people/sign_in_locked.html", {"minutes": max(1, -(-(seconds - 1) // 60))}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def _seconds_locked(request: OpenRequest, username: str, now: datetime) -> int:
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    return max(1, int(((last or now) + QUARTER - now).total_seconds()) + 1)


@open_to_anonymous
@require_POST
def sign_out(request: OpenRequest) -> HttpResponse:
    logout(request)
    return go(request, "people:sign-in")


@open_to_anonymous
@require_POST
def demo_sign_in(request: OpenRequest) -> HttpResponse:
    """Come in as one of the demo's six people. Outside of demo mode there is nothing at this address."""
    person = demo.face(posted(request).get("person", "")) if settings.DEMO else None
    if person is None:
        raise Http404
    let_in(request, person)
    return go(request, where_next(request))


@open_to_anonymous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: OpenRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether or not there is such a person."""
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "people/sign_in_link.html", {"form": form}, status=status)
    email = form.cleaned_data["username"]
    # Wishes are counted as tries of their own, for existing addresses and others alike.
    wish = {"username": f"link {email}"[:255]}
    if not AxesProxyHandler.is_allowed(request, wish):
        return locked_out(request, None, wish)
    AxesProxyHandler.user_login_failed(__name__, wish, request)
    request.axes_locked_out = False  # type: ignore[attr-defined]  # this wish is still granted, the next is not
    sessions.want_link(email=email, now=request.now)
    return render(request, "people/sign_in_link_sent.html", {"email": email})


@open_to_anonymous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link_use(request: OpenRequest, code: str, token: str) -> HttpResponse:
    """Opening shows a button and changes nothing; pressing it lets the person in, once."""
    now = request.now
    if request.method == "POST":
        person = sessions.use_link(code=code, token=token, now=now)
        if person:
            let_in(request, person)
            messages.success(request, _("You are in, %(name)s.") % {"name": person.name})
            return go(request, "/")
    else:
        person = sessions.holder_of_link(code, token, now)
    return render(request, "people/sign_in_link_use.html", {"person": person}, status=200 if person else 410)
