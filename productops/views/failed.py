"""The answers of last resort: the portal broke, or its database cannot be reached. Neither asks the database."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

log = logging.getLogger("productops.http")
AGAIN = 10  # seconds until a browser or a proxy may ask again


def unavailable() -> HttpResponse:
    """503: nothing was changed, and it is worth trying again."""
    response = HttpResponse(render_to_string("errors/503.html"), status=503)
    response["Retry-After"] = str(AGAIN)
    response["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """`handler500`: also for what fails outside of views, such as reading the session."""
    problem = sys.exc_info()[1]
    if isinstance(problem, (OperationalError, InterfaceError)):
        log.error("database unavailable: %s", problem)
        return unavailable()
    return server_error(request)
