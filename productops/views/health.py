"""`/healthz`: the process lives. `/readyz`: it can serve, which only the database decides.

A broker outage must not take every web process out, so broker and worker heart-beat are reported, not judged.
"""

import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from productops.audit.heartbeat import last_beat
from productops.http import OpenRequest, open_to_anonymous


@open_to_anonymous
@require_safe
@never_cache
def healthz(request: OpenRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@open_to_anonymous
@require_safe
@never_cache
def readyz(request: OpenRequest) -> HttpResponse:
    database, beat = True, None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = last_beat("worker")
    except DatabaseError:
        database = False
    age = (request.now - beat).total_seconds() if beat else None
    body = {
        "database": "ok" if database else "unavailable",
        "broker": "ok" if _broker_answers() else "unavailable",
        "worker": "ok" if age is not None and age < 180 else "silent",
        "worker_heartbeat_seconds_ago": None if age is None else round(age),
    }
    return JsonResponse(body, status=200 if database else 503)


def _broker_answers() -> bool:
    """A PING by hand, bounded to half a second: a client library would retry."""
    parts = urlsplit(settings.REDIS_URL)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), timeout=0.5) as line:
            line.settimeout(0.5)
            line.sendall(b"*1\r\n$4\r\nPING\r\n")
            return line.recv(16).startswith((b"+PONG", b"-NOAUTH"))
    except OSError:
        return False
