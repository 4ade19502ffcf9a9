"""What every answer of the portal carries, whoever asked for what."""

from typing import Any

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(response: Any) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split(";")
    return {name: sources for name, _space, sources in (each.strip().partition(" ") for each in directives)}


def assert_safe(response: Any, *, private: bool = False) -> None:
    """The policy to the letter, the fixed headers, an id for the log; what is private is kept nowhere."""
    assert policy_of(response) == POLICY
    assert {name: response.headers.get(name) for name in FIXED} == FIXED
    assert len(response.headers["X-Request-ID"]) == 16
    if private:
        assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
