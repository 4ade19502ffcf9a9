"""Texts that people should not be able to do harm with, and what harm would look like in a page."""

from collections import Counter
from html.parser import HTMLParser

# Every one tries to run a script, send a request or load something when it is shown.
SCRIPTS = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title></style></script><script src=//evil.example/x.js></script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0c>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=`x`onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '" autofocus onfocus=alert(1) x="',
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=//evil.example><button>go</button></form>",
    "<button formaction=javascript:alert(1)>go</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<template><script>alert(1)</script></template>",
    '<div data-hx-get="//evil.example" data-hx-trigger="load"></div>',
    "<div hx-post=/weekly/2026-W48/publication/ hx-trigger=load></div>",
    '<a hx-on:click="alert(1)" data-hx-on-click="alert(1)">x</a>',
    '" hx-get="//evil.example" hx-trigger="load',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A&#x61;vascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](https://a.example 'x\" onmouseover=alert(1)')",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '<https://a.example/"onmouseover=alert(1)>',
    "`<script>alert(1)</script>`",
    "\\`<script>alert(1)</script>\\`",
    "**<b onmouseover=alert(1)>x</b>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\u200bscript>alert(1)</script>",
    '#area-0"><script>alert(1)</script>',
    "{{ request.user.password }}",
    "{% load static %}{% include 'base.html' %}{% debug %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%(name)s %s {0} {title.__class__}",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
]

# Nothing to run, but characters and sizes that break what is not prepared for them. No lone surrogates:
# a browser cannot send those as text (`RAW` has their bytes).
ODD = [
    "\x00",
    "before\x00after",
    "\x0b\x0c\x1f\x7f\x85\x9f",
    "\r\n\r\nBcc: all@example.org",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f\u200e",
    "שלום \u05b0\u05bc مرحبا",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\ufffe\uffff\U0010ffff\ue000",
    "z" + "\u0301" * 400,
    "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "İıſß\u212a",
    "²³¼ ٣ ⅷ",
    "   \t \u3000 ",
    "'; DROP TABLE people_person; --",
    "%s%n%x %00 %ff",
    "../../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "#" * 600,
    "#a" * 300,
    "[" * 600,
    "[" * 65_536,
    "(" * 65_536 + ")" * 65_536,
    "`" * 65_536,
    "*a **b " * 9_000,
    "[a](" * 16_000,
    "<" * 65_536,
    "&#" * 32_000,
    "a" * 200_000,
]

# Bytes that are no text, percent-encoded as a form would send them.
RAW = "%ED%A0%80 %ED%B0%80%ED%A0%80 %FF%FE %C0%80 %F8%88%80%80%80 %00 %0D%0AX:%20y %E2%80%AE".split()

FORBIDDEN = set("iframe frame object embed applet base math style img video audio source marquee".split())
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "hx-get", "hx-post"}
INLINE = {"a", "p", "em", "strong", "code", "s", "ul", "ol", "li", "br"}  # what Markdown may make


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.skeleton: Counter[tuple[str, ...]] = Counter()
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if tag not in INLINE or any(not name.isalpha() for name in names):
            self.skeleton[tag, *sorted(set(names))] += 1
        self.script = tag == "script"
        if tag in FORBIDDEN or (tag == "meta" and "http-equiv" in names):
            self.harm.append(f"<{tag}>")
        for name, value in attrs:
            self._look_at(tag, name, value or "")

    handle_startendtag = handle_starttag

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name.startswith(("on", "hx-on", "data-hx-", "data-on")) or name == "srcdoc":
            self.harm.append(f"<{tag} {name}>")
        if name in ADDRESSES:
            address = "".join(value.split()).lower()
            ours = address == "" or (address.startswith(("/", "#", "?")) and not address.startswith("//"))
            elsewhere = tag == "a" and address.startswith(("http://", "https://", "mailto:"))
            if not ours and not elsewhere:
                self.harm.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self.script = False

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.harm.append(f"<script>{data[:40]}")


def harm_in(html: str) -> list[str]:
    """What could run or load something in a page of ours: scripts, handlers, addresses that are none, frames."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.harm


def skeleton_of(html: str) -> Counter[tuple[str, ...]]:
    """The elements with the names of their attributes, without what Markdown may make of a text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.skeleton
