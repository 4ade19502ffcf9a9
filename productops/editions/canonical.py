"""The canonical form of content, over which an edition's hash is taken. Pure."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Content holds only strings, integers, lists, objects, null."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of(content: Any) -> str:
    """Hexadecimal SHA-256 of the canonical content; the same facts give the same hash, in any order."""
    return hashlib.sha256(canonical(content)).hexdigest()
