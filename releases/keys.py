"""The key of a release: short, unique, for links and chat. Letters of the area, a hyphen, a number: PAY-31."""

import re

PATTERN = "[A-Z][A-Z0-9]{0,8}-[0-9]{1,6}"
KEY = re.compile(PATTERN)


class KeyConverter:
    """The key in an address."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
