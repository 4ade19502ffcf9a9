"""The secrets of channels, encrypted before they are stored and never shown again.

The key is derived from SECRET_KEY, so a copy of the database alone opens nothing. After SECRET_KEY was replaced,
SECRET_KEY_FALLBACKS still opens what the former one sealed; saving the channel's settings seals it anew.
"""

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

SHOWN = 4  # letters at the end of a secret, by which people tell one from another
_LONG = 16  # shorter ones show nothing: a part of them would be too much


class Unreadable(Exception):
    """What is stored was sealed with another key, or was damaged."""


def seal(secrets: Mapping[str, str]) -> bytes:
    """Name -> secret, as it is stored. Nothing for nothing."""
    kept = {name: secret for name, secret in secrets.items() if secret}
    return _keys().encrypt(json.dumps(kept).encode()) if kept else b""


def unseal(sealed: bytes) -> dict[str, str]:
    """What was sealed. Raises `Unreadable`."""
    if not sealed:
        return {}
    from cryptography.fernet import InvalidToken

    try:
        found = json.loads(_keys().decrypt(bytes(sealed)))
    except (InvalidToken, ValueError):
        raise Unreadable from None
    return {str(name): str(secret) for name, secret in found.items()}


def ending(secret: str) -> str:
    """The last letters of a secret; '' when it is short."""
    return secret[-SHOWN:] if len(secret) >= _LONG else ""


def _keys() -> "MultiFernet":
    return _keys_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _keys_of(words: tuple[str, ...]) -> "MultiFernet":
    # Here and not above: most processes never open a secret, and the package takes memory in each.
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def key(word: str) -> bytes:
        return HKDF(SHA256(), length=32, salt=None, info=b"productops channel secrets").derive(word.encode())

    return MultiFernet([Fernet(base64.urlsafe_b64encode(key(word))) for word in words])
