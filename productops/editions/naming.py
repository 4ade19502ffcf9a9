"""Names of people inside what is frozen: left open, and filled in when it is read, because names can be erased.

open_name(12)                                  # goes into the HTML and the text of a section
with_names(part.html, {12: "Lena Brandt"})     # what a page, a mail or a file shows
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from productops.markdown import stored_html

_OPEN = re.compile(r'<span data-person="(\d{1,18})"></span>')


def open_name(person_id: int) -> SafeString:
    """Stands for a person. What people write can not spell it: their text is escaped, their HTML has no attributes."""
    return format_html('<span data-person="{}"></span>', person_id)


def people_in(texts: Iterable[str]) -> list[int]:
    """Ids of the people left open in any of these."""
    return sorted({int(found) for text in texts for found in _OPEN.findall(text)})


def with_names(html: SafeString, names: Mapping[int, str]) -> SafeString:
    """`html` with the names as they are today; a person who is not among `names` stays a gap."""
    if "data-person" not in html:
        return html
    return stored_html(_OPEN.sub(lambda found: escape(names.get(int(found[1]), "…")), html))
