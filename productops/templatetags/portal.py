"""Tags that every page uses, loaded everywhere: icons, dates, health, people, fields.

Small pieces are built here with `format_html`, because a list of a thousand rows uses them a thousand times;
what has structure is a template of the same name in `templates/components/`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Form, Select, Textarea
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy

from productops import dates
from productops.markdown import stored_html
from productops.text import initials

register = template.Library()

SIGNALS = {
    "on_track": ("good", gettext_lazy("On track")),
    "at_risk": ("warn", gettext_lazy("At risk")),
    "off_track": ("bad", gettext_lazy("Off track")),
    "none": ("none", gettext_lazy("No update")),
}
DAYS: dict[str, Callable[[date, date], str]] = {
    "near": dates.say_day,
    "relative": dates.say_day,
    "date": dates.say_date,
    "long": lambda on, _today: dates.say_long(on),
}
MOMENTS = {"relative": dates.say_moment, "exact": dates.say_exactly, "short": dates.say_short}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from `static/icons.svg`. Silent for screen readers unless it has a `label`."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    address = static("icons.svg")
    if label:
        return format_html(
            '<svg class="icon" width="16" height="16" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label, address, name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="{}#{}"/></svg>', address, name
    )


_KEPT: dict[tuple[Any, ...], SafeString] = {}
_KEPT_LIMIT = 512
_TOKEN, _HERE = "\x02token\x02", "\x02here\x02"


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str, *facts: Any) -> SafeString:
    """Include a template whose output depends on the language and `facts` alone, rendered once per process.

    For the parts of the frame that are the same on every page. What is about a person needs all that is shown of
    her among the facts. The token of forms and the address of the page (`here`) are put in afterwards.
    """
    key = (template_name, get_language(), *facts)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _KEPT_LIMIT:
            _KEPT.clear()
        engine = context.template.engine  # type: ignore[union-attr]
        with context.push(csrf_token=_TOKEN, here=_HERE):
            found = _KEPT[key] = engine.get_template(template_name).render(context)
    if _TOKEN in found:
        here = escape(context["request"].get_full_path())
        # Both values are escaped or made of letters, so the result stays safe.
        found = stored_html(found.replace(_TOKEN, str(context["csrf_token"])).replace(_HERE, here))
    return found


def _now(context: Context) -> datetime:
    """The one `now` of this page: the view's, else the request's, else the clock's."""
    now = context.get("now") or getattr(context.get("request"), "now", None)
    return timezone.localtime(now if isinstance(now, datetime) else timezone.now())


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None, style: str = "relative", capital: bool = False) -> str:
    """A moment as people say it, in the reader's zone, exact on hover and for machines.

    `relative` "today 14:00, in 3 h" · `exact` "Thu 26 Nov, 15:52" · `short` "09:12" or "Wed" for narrow columns.
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    said = MOMENTS[style](local, _now(context))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"), dates.say_in_full(local), capfirst(said) if capital else said,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None, style: str = "near", capital: bool = False) -> str:
    """A calendar day. `near` "today" or "Thu 26 Nov" · `date` always "Thu 26 Nov" · `relative` adds "in 4 days" ·
    `long` "Thursday 26 November 2026"."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _day(on, _now(context).date(), style, capital, get_language())


@lru_cache(maxsize=1024)
def _day(on: date, today: date, style: str, capital: bool, _language: str | None) -> SafeString:
    said = DAYS[style](on, today)
    if style == "relative" and (distance := dates.say_distance_in_days(on, today)):
        said = f"{said}, {distance}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        on.isoformat(),
        dates.say_long(on),
        capfirst(said) if capital else said,
    )


@register.simple_tag
def signal(health: str | None, words: str = "", silent: bool = False) -> SafeString:
    """Health as colour, shape and word. `words` replaces the word, `silent` leaves it to screen readers alone."""
    known = str(health or "none")
    known = known if known in SIGNALS else "none"
    return _signal(known, words, silent) if words else _usual_signal(known, silent, get_language())


@lru_cache(maxsize=64)
def _usual_signal(health: str, silent: bool, _language: str | None) -> SafeString:
    return _signal(health, "", silent)


def _signal(health: str, words: str, silent: bool) -> SafeString:
    tone, usual = SIGNALS[health]
    shown = words or usual
    if silent:
        return format_html(
            '<span class="signal signal--{}"><span class="visually-hidden">{}</span></span>', tone, shown
        )
    return format_html('<span class="signal signal--{}">{}</span>', tone, shown)


@register.simple_tag
def person(somebody: Any, nobody: str = "", link: str = "") -> SafeString:
    """Initials and name of a person: an object or a row with `name` and `is_active`, or the name alone.

    `nobody` is said when there is none.
    """
    if isinstance(somebody, dict):
        name, active = somebody["name"], somebody["is_active"]
    elif isinstance(somebody, str):
        name, active = somebody, True
    else:
        name, active = getattr(somebody, "name", ""), getattr(somebody, "is_active", True)
    if not name:
        return format_html(
            '<span class="person person--nobody"><i aria-hidden="true">–</i>{}</span>', nobody or gettext("Nobody")
        )
    css = "person" if active else "person person--away"
    gone = "" if active else format_html(' <span class="tag tag--gone">{}</span>', gettext("Deactivated"))
    if link:
        return format_html(
            '<a class="{}" href="{}"><i aria-hidden="true">{}</i>{}</a>{}', css, link, initials(name), name, gone
        )
    return format_html('<span class="{}"><i aria-hidden="true">{}</i>{}</span>{}', css, initials(name), name, gone)


def _class_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.use_fieldset or isinstance(widget, CheckboxInput):
        return ""
    if isinstance(widget, Select):
        return "select"
    return "textarea" if isinstance(widget, Textarea) else "input"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, kind: str = "", **attrs: str) -> dict[str, Any]:
    """One form field: label above, help below, the error at the field and tied to it for screen readers.

    `kind`: `choice` (radio buttons in one strip), `toggle` (a switch), `short`, `asked` (needed in some cases, so it
    is not called optional). Other keywords become attributes of the control, with `_` for `-`:
    `{% field form.name autocomplete="name" hx_get="/check/" %}`.
    """
    classes = " ".join(
        filter(None, [_class_of(bound), bound.field.widget.attrs.get("class", ""), attrs.pop("class", "")])
    )
    extra: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if classes:
        extra["class"] = f"{classes} input--short" if kind == "short" else classes
    return {
        "field": bound,
        "control": bound.as_widget(attrs=extra),
        "kind": kind,
        "single": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("components/errors.html")
def errors(form: Form) -> dict[str, Any]:
    """What to correct, at the top of a form, each line a link to its field. Nothing when there is nothing."""
    if not form.is_bound or not form.errors:
        return {"lines": []}
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        lines += [
            {"text": f"{bound.label}: {text}", "target": bound.id_for_label or bound.auto_id} for text in bound.errors
        ]
    return {"lines": lines}


@register.simple_tag(takes_context=True)
def sort_heading(context: Context, key: str, label: str, css: str = "", default: bool = False) -> SafeString:
    """A column heading that sorts by `?sort=key`, again for `-key`. `default`: the order without a choice."""
    asked = context["request"].GET
    chosen = asked.get("sort", key if default else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    query = {name: values for name, values in asked.lists() if name != "page"}
    query["sort"] = [f"-{key}" if direction == "ascending" else key]
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        urlencode(query, doseq=True), label, icon("down" if direction == "descending" else "up"),
    )  # fmt: skip


@register.filter
def undo_address(extra_tags: str | None) -> str:
    """The address in `messages.success(..., extra_tags="undo:/areas/3/archive/undo/")`, only ever one of ours."""
    address = (extra_tags or "").partition("undo:")[2].partition(" ")[0]
    return address if address.startswith("/") and not address.startswith("//") else ""


@register.filter
def lookup(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """`mapping[key]`, or nothing: for errors kept by field name and matrices kept by row and column."""
    return mapping.get(key) if mapping else None


@register.filter
def sentence(parts: Iterable[Any]) -> str:
    """'Payments, Platform and Mobile'."""
    words = [str(part) for part in parts]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def stored(html: str) -> SafeString:
    """HTML that was rendered and sanitised when it was saved (`productops.markdown`)."""
    return stored_html(html or "")
