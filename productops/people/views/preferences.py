"""How the portal looks and speaks to one person."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import OpenRequest, Request, go, open_to_anonymous, posted
from productops.people.actions import people, sessions
from productops.people.enums import Theme
from productops.people.forms.people import PreferencesForm
from productops.people.forms.session import ChangePasswordForm
from productops.people.views.editor import saved, show
from productops.people.views.session import where_next


def remember_language(response: HttpResponse, code: str) -> None:
    """For the sign-in page of this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        httponly=True,
    )


@open_to_anonymous
@require_POST
def language(request: OpenRequest) -> HttpResponse:
    """Switch the language: of the person when signed in, and of this browser for the sign-in page."""
    response = go(request, where_next(request))
    code = posted(request).get("language", "")
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            people.set_language(person=request.user, language=code, now=request.now)
        remember_language(response, code)
    return response


@require_POST
def theme(request: Request) -> HttpResponse:
    """Switch between light, dark and what the system says."""
    chosen = posted(request).get("theme", "")
    if chosen in Theme:
        people.set_theme(person=request.user, theme=chosen, now=request.now)
    return go(request, where_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Time zone, language, looks, working days: everybody's own."""
    person = request.user
    form = PreferencesForm(
        request.POST or None, initial={name: getattr(person, name) for name in PreferencesForm.base_fields}
    )
    made = saved(form, lambda: people.set_preferences(person=person, **form.cleaned_data, now=request.now))
    if made:
        with translation.override(made.language):
            messages.success(request, _("Saved."))
        response = go(request, "people:preferences")
        remember_language(response, made.language)
        return response
    return show(request, "people/preferences.html", form)


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password; every other session ends, this one goes on."""
    form = ChangePasswordForm(request.POST or None, person=request.user)
    made = saved(
        form,
        lambda: sessions.change_password(
            person=request.user,
            present=form.cleaned_data.get("present", ""),
            password=form.cleaned_data["password"],
            now=request.now,
        ),
    )
    if made:
        update_session_auth_hash(request, made)
        messages.success(request, _("Your password is changed. Other places where you were signed in are signed out."))
        return go(request, "people:preferences")
    return show(request, "people/password.html", form)
