"""What documents on paper share: the portal's style sheets in their light theme, and what stands for their facts."""

import hashlib
import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings

_LIGHT_DARK = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))+),(?:[^(),]|\([^()]*\))+\)")


def digest_of(facts: Iterable[object]) -> str:
    """One hash for what a document shows besides its edition: when it differs, the file is old."""
    return hashlib.sha256(repr(sorted(facts, key=repr)).encode()).hexdigest()


@cache
def style_of(*sheets: str) -> str:
    """These sheets of the portal as one, in the light theme: paper has no other, WeasyPrint knows no `light-dark()`."""
    texts = [(settings.BASE_DIR / "static" / "css" / f"{name}.css").read_text() for name in sheets]
    return _LIGHT_DARK.sub(r"\1", "\n".join(texts))
