"""Text as people type it: cleaning at the door, sort keys for names, initials.

The database sorts in C order (the embedded server knows no other), so names people read keep a stored
sort key; Polish letters sort after their Latin base.
"""

import re
import unicodedata

# C0 and C1 controls other than tab and newline break feeds, mails and PostgreSQL (NUL); bidirectional
# overrides and isolates can make a line read other than it is. The two plain direction marks may stay.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def clean_text(raw: str) -> str:
    """`raw` with line ends as newlines, in NFC, without characters that carry no meaning and do harm."""
    unified = raw.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", unified))


def clean_line(raw: str) -> str:
    """One line: as `clean_text`, every run of white space a single space, ends trimmed."""
    return " ".join(clean_text(raw).split())


def unaccented(text: str) -> str:
    """Lower case without accents, for finding: 'Płatności' -> 'platnosci'."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_POLISH_AFTER = {"ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~"}


def sort_key(name: str) -> str:
    """What a list of names is ordered by, stored beside the name."""
    return "".join(_POLISH_AFTER.get(letter) or unaccented(letter) for letter in clean_line(name).lower())[:200]


def shortened(text: str, length: int) -> str:
    """At most `length` characters, the last one an ellipsis where something was left out."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def initials(name: str) -> str:
    """Two letters for a person: 'Tomek Wrona' -> 'TW'."""
    parts = [part for part in re.split(r"[\s\-]+", name) if part and part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper() or "?"
