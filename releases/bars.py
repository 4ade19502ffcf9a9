"""The bars of the timeline as SVG: each a link to its release. Built here, because a page has many of them."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from releases.timeline import BAR, Bar, Line

_BAR = (
    '<a class="bar bar--{}" href="{}"><title>{}</title>'
    '<rect x="{}" y="{}" width="{}" height="{}" rx="4"/>{}<text{} x="{}" y="{}">{}{}</text></a>'
)


def bar(each: Bar) -> SafeString:
    """One bar with its label, the shape of its health and the mark of its launch."""
    kind = each.item.tone if each.item.launch else f"{each.item.tone} bar--window"
    mark = format_html('<polygon points="{}"/>', each.diamond) if each.mark else ""
    shape = format_html("<tspan>{}</tspan>", each.shape) if each.shape else ""
    out = "" if each.inside else _OUT
    return format_html(
        _BAR, kind, each.item.url, each.item.said, str(each.x), str(each.y), str(each.width), str(BAR), mark, out,
        str(each.label_x), str(each.text_y), shape, each.words,
    )  # fmt: skip


def lines(each: Iterable[Line]) -> list[SafeString]:
    """What waits for what, from bar to bar."""
    return [
        format_html(
            '<g class="wait{}"><title>{}</title><path d="{}"/></g>',
            " wait--late" if line.late else "", line.said, line.path,
        )
        for line in each
    ]  # fmt: skip


_OUT = format_html(' class="{}"', "out")
