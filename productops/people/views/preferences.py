"""How the portal looks and speaks to one person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from productops.http import go, open_to_anonymous, posted
from productops.people.actions import people
from productops.people.enums import Theme
from productops.people.views.session import where_next


@open_to_anonymous
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: of the person when signed in, and of this browser for the sign-in page."""
    response = go(request, where_next(request))
    code = posted(request).get("language", "")
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            people.set_language(person=request.user, language=code, now=request.now)  # type: ignore[attr-defined]
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=True,
        )
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark and what the system says."""
    chosen = posted(request).get("theme", "")
    if chosen in Theme:
        people.set_theme(person=request.user, theme=chosen, now=request.now)  # type: ignore[attr-defined]
    return go(request, where_next(request))
