"""The demo's letter box: what each person received. Exists in demo mode only, and then for everybody, because the
mail may be the link somebody needs to sign in."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from comms.sink import SHOWN, Sink, text_of
from productops.http import open_to_anonymous, page_number
from productops.text import clean_line

# A mail brings inline styles, which no page of ours may. So it is a document of its own, in a sandbox without
# scripts, forms and origin, that loads nothing; links leave the frame.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)


def _sink() -> Sink:
    if not (settings.DEMO and settings.MAIL_SINK_DIR):
        raise Http404
    return Sink(settings.MAIL_SINK_DIR)


@open_to_anonymous
@require_safe
def sink(request: HttpRequest) -> HttpResponse:
    """Everything received, newest first; `?to=` looks at one person's."""
    to = clean_line(request.GET.get("to", ""))[:120]
    box = _sink()
    page = Paginator(box.keys(to), 25).get_page(page_number(request))
    mails = [kept for kept in map(box.kept, page) if kept]
    return render(request, "comms/sink.html", {"page_obj": page, "mails": mails, "to": to})


@open_to_anonymous
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # made for views without arguments
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: headers, text with links, and as a mail program shows it."""
    found = _sink().message(key)
    if found is None:
        raise Http404
    headers = [(name, str(found[name])) for name in SHOWN if found[name]]
    context = {
        "key": key,
        "subject": str(found["Subject"] or ""),
        "headers": headers,
        "text": text_of(found, "plain"),
        "has_html": found.get_body(("html",)) is not None,
    }
    return render(request, "comms/sink_message.html", context)


@open_to_anonymous
@require_safe
@xframe_options_sameorigin
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part, for the frame on the message's page."""
    found = _sink().message(key)
    if found is None:
        raise Http404
    response = HttpResponse(text_of(found, "html").replace("<head>", '<head><base target="_top">', 1))
    response["Content-Security-Policy"] = MAIL_POLICY
    return response
