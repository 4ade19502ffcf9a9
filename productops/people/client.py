"""From which address a request comes, for counting tries at sign-in."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The last address that our own proxy saw, when there is one; else whoever connected.

    Earlier entries of X-Forwarded-For are what the client says of itself and are not believed: somebody could
    lock another out, or try passwords for ever, by making them up.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    if not getattr(settings, "BEHIND_PROXY", False):
        return connected
    return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()[:45] or connected
