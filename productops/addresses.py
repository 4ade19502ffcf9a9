"""Addresses for lists: the pattern of a kind of page is looked up once, not once for every row."""

from collections.abc import Callable

from django.urls import reverse

_KEY = "0000000"  # fits every way of naming a thing in an address: number, slug, text


def addresses(name: str, like: str = _KEY) -> Callable[[int | str], str]:
    """A function from keys to addresses, as `reverse(name, args=[key])` says them. Keys are numbers or slugs.

    `like`: a key that fits, where the address wants another form.
    """
    before, _key, after = reverse(name, args=[like]).rpartition(like)
    return lambda key: f"{before}{key}{after}"
