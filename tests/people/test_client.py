"""Whose address counts at sign-in."""

from typing import Any

import pytest
from django.test import RequestFactory

from productops.people.client import address_of


@pytest.mark.parametrize(
    ("behind", "forwarded", "counts"),
    [
        (False, "203.0.113.9", "10.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (True, "", "10.0.0.1"),
    ],
)
def test_only_what_our_proxy_saw(settings: Any, behind: bool, forwarded: str, counts: str) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == counts
