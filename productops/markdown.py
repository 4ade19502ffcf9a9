"""Markdown to HTML, rendered once when saved. The only place whose output is served without escaping.

Short texts only (bullets, notes, standing notices): inline marks, links, code, lists. Raw HTML in the
source is shown as text, then everything passes the sanitiser, whose allow-list is the safety.
"""

import re
from html import escape, unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LIMIT = 2_000  # characters of one bullet; a form refuses more, this only bounds the work
_ADDRESS = re.compile(r"https?://|mailto:|/(?![/\\])", re.I)
_TAGS = {"p", "a", "em", "strong", "code", "ul", "ol", "li", "br", "s"}
_inline = MarkdownIt("zero", {"html": False, "linkify": False}).enable(
    ["emphasis", "backticks", "link", "escape", "entity", "strikethrough"]
)
_block = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "heading", "lheading", "hr", "code", "fence", "html_block"]
)


def sanitised(html: str) -> str:
    """`html` with nothing left but the few tags above; links only to web, mail and our own pages."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        allowed_classes={"a": {"ref"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_only_plain_addresses,
        link_rel="noopener nofollow",
    )


def _only_plain_addresses(tag: str, name: str, value: str) -> str | None:
    """A link leads to the web, to a mail address or to a page of ours; `//host` and odd schemes lead nowhere."""
    return value if name != "href" or _ADDRESS.match(value) else None


def bullet_html(text: str, references: dict[str, str] | None = None) -> str:
    """HTML of one bullet.

    `references` maps the keys that `#key` words in the text refer to onto an address; a known one becomes
    a link with class `ref`, an unknown one stays text.
    """
    html = _inline.renderInline(text[:LIMIT])
    return sanitised(_linked(html, references or {}))


def block_html(text: str) -> str:
    """HTML of a longer text: paragraphs and lists."""
    return sanitised(_block.render(text[: 10 * LIMIT]))


def plain_text(html: str) -> str:
    """What rendered HTML of ours says, without any mark: for sentences in the finder and in lists."""
    return unescape(strip_tags(html)).strip()


# '#payments' at the start of a word, or the key of a release as people write it: 'PAY-31'. Outside tags and links.
REFERENCE = re.compile(
    r"(?<![\w&/#])#([A-Za-z0-9](?:[\w-]{0,78}[A-Za-z0-9])?)|(?<![\w&/#.-])([A-Z][A-Z0-9]{0,8}-[0-9]{1,6})(?![\w-])"
)
_PIECES = re.compile(r"(<a\b.*?</a>|<code>.*?</code>|<[^>]+>)", re.S)


def reference_keys(text: str) -> set[str]:
    """Keys that a text refers to with `#key` or by a release's key as it is written, lower case."""
    return {(marked or bare).lower() for marked, bare in REFERENCE.findall(text)}


def _linked(html: str, references: dict[str, str]) -> str:
    def link(match: re.Match[str]) -> str:
        key = match[1] or match[2]
        address = references.get(key.lower())
        return f'<a class="ref" href="{escape(address)}">{key}</a>' if address else match[0]

    if not references:
        return html
    pieces = _PIECES.split(html)
    return "".join(piece if piece.startswith("<") else REFERENCE.sub(link, piece) for piece in pieces)


def stored_html(html: str) -> SafeString:
    """Marks HTML that `bullet_html` or `block_html` made as safe to serve. Never pass anything else."""
    return mark_safe(html)
