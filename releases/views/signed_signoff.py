"""Sign off from a mail or Slack, without signing in: the link is signed, bound to one person and one ask, and ends.

Opening it changes nothing, because mail scanners open links. It is dead when the person may no longer answer, when the
function was asked anew, and for anybody else who is signed in.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from productops.http import OpenRequest, open_to_anonymous
from productops.people.models import Person
from productops.people.permissions import Permission, can
from productops.people.views.editor import saved
from releases import signoff_links
from releases.actions import signoffs as doors
from releases.enums import Answer, Via
from releases.models import Release, SignoffRequest
from releases.signoff_forms import AnswerForm
from releases.views.signoffs import what_is_signed


@open_to_anonymous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signed_signoff(request: OpenRequest, token: str) -> HttpResponse:
    """What is being signed and by whom, with the three answers; a POST signs. Used once, it shows what was said."""
    link = signoff_links.read(token)
    if link is None:
        if signoff_links.expired(token):
            return render(request, "releases/signoff_over.html", {"why": "expired"}, status=410)
        raise Http404
    asked = SignoffRequest.objects.select_related("function").filter(pk=link.request_id).first()
    person = Person.objects.active().filter(pk=link.person_id).first()
    if asked is None or person is None:
        raise Http404
    with translation.override(person.language):
        return _answered(request, token, link, asked, person)


def _answered(
    request: OpenRequest, token: str, link: signoff_links.Asked, asked: SignoffRequest, person: Person
) -> HttpResponse:
    visible = Release.objects.visible_to(person).select_related("area", "policy", "rollback_owner")
    release = visible.filter(pk=asked.release_id).first()
    if release is None:
        raise Http404
    asked.release = release
    if request.user.is_authenticated and request.user.pk != person.pk:
        # Nothing of the release: it may be confidential, and it is not this reader's to know.
        return render(request, "releases/signoff_over.html", {"why": "not_yours", "reader": person}, status=403)
    context = {"reader": person, "token": token, "release": release, "asked": asked}
    if not can(person, Permission.SIGN_OFF, asked, on=request.now):
        return render(request, "releases/signoff_over.html", context | {"why": "no_role"}, status=403)
    given = asked.answers.filter(ask=link.ask, via=Via.LINK, given_by=person).order_by("-id").first()
    if given or link.ask != asked.asks or asked.withdrawn_at:
        why = "used" if given else "over"
        status = 200 if given and request.method != "POST" else 409 if request.method == "POST" else 410
        return render(request, "releases/signoff_over.html", context | {"why": why, "given": given}, status=status)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = saved(
            form,
            lambda: doors.answer(
                request=asked, answer=Answer(form.cleaned_data["answer"]), comment=form.cleaned_data["comment"],
                seen_stamp=form.cleaned_data["stamp"], by=person, now=request.now, via=Via.LINK,
            ),
        )  # fmt: skip
        if given:
            return render(request, "releases/signoff_over.html", context | {"why": "done", "given": given})
    context |= what_is_signed(request, release, asked, person) | {"form": form}
    return render(request, "releases/signed_signoff.html", context, status=getattr(form, "status", 200))
