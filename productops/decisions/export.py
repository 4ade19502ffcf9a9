"""Decisions as a file: for a spreadsheet, or as Markdown. Reads what `queries.whole` has read.

What people wrote stays inside its entry: in Markdown it stands as a quotation, so no heading of somebody's makes an
entry of its own.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from productops.decisions.models import DecisionEntry, DecisionOption
from productops.spreadsheets import as_csv

Address = Callable[[str], str]
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def as_sheet(entries: Iterable[DecisionEntry], codes: dict[str, str], absolute: Address) -> str:
    headings = [
        _("Number"), _("Decided on"), _("Title"), _("Context"), _("Options"), _("Chosen"),
        pgettext("part of an entry", "Decision"), _("Why"), _("Owner"), _("Scope"), _("Kind of decision"), _("About"),
        _("Look at it again on"), _("Supersedes"), _("Superseded by"), _("Links"), _("Link"),
    ]  # fmt: skip
    return as_csv([headings, *(_row(entry, codes, absolute) for entry in entries)])


def _row(entry: DecisionEntry, codes: dict[str, str], absolute: Address) -> list[object]:
    options = list(entry.options.all())
    return [
        entry.label,
        entry.decided_on.isoformat(),
        entry.title,
        entry.context,
        "\n".join(_option(option) for option in options),
        "; ".join(option.title for option in options if option.chosen),
        entry.decision,
        entry.rationale,
        entry.owner.name,
        scope_of(entry),
        codes.get(entry.action_code, entry.action_code),
        entry.subject_title,
        _look_on(entry),
        before_of(entry),
        after_of(entry),
        "\n".join(f"{link['title']}: {_leads_to(link['url'], absolute)}" for link in entry.links),
        absolute(entry.get_absolute_url()),
    ]


def _option(option: DecisionOption) -> str:
    said = [option.title]
    said += [_("for: %(what)s") % {"what": option.pros}] if option.pros else []
    said += [_("against: %(what)s") % {"what": option.cons}] if option.cons else []
    return " · ".join(said)


def as_markdown(entries: Iterable[DecisionEntry], codes: dict[str, str], absolute: Address, title: str) -> str:
    parts = [f"# {_plain(title)}"]
    for entry in entries:
        parts += _entry(entry, codes, absolute)
    return "\n\n".join(parts) + "\n"


def _entry(entry: DecisionEntry, codes: dict[str, str], absolute: Address) -> Iterator[str]:
    yield f"## [{_plain(entry.label)}]({absolute(entry.get_absolute_url())}) {_plain(entry.title)}"
    facts = [
        (_("Decided on"), entry.decided_on.isoformat()),
        (_("Owner"), entry.owner.name),
        (_("Scope"), scope_of(entry)),
        (_("Kind of decision"), codes.get(entry.action_code, entry.action_code)),
        (_("About"), entry.subject_title),
        (_("Look at it again on"), _look_on(entry)),
        (_("Supersedes"), before_of(entry)),
        (_("Superseded by"), after_of(entry)),
    ]
    yield "\n".join(f"- {name}: {_plain(value)}" for name, value in facts if value)
    yield f"### {_('Context')}"
    yield _quoted(entry.context)
    if options := list(entry.options.all()):
        yield f"### {_('Options')}"
        yield "\n".join(
            [
                f"| {_('Option')} | {_('Speaks for it')} | {_('Speaks against it')} | |",
                "| --- | --- | --- | --- |",
                *(
                    f"| {_cell(each.title)} | {_cell(each.pros)} | {_cell(each.cons)} | "
                    f"{_('✓ chosen') if each.chosen else ''} |"
                    for each in options
                ),
            ]
        )
    yield f"### {pgettext('part of an entry', 'Decision')}"
    yield _quoted(entry.decision)
    yield f"### {_('Why')}"
    yield _quoted(entry.rationale)
    if entry.links:
        yield f"### {_('Links')}"
        yield "\n".join(
            f"- [{_plain(link['title'])}](<{_leads_to(link['url'], absolute).replace('>', '%3E')}>)"
            for link in entry.links
        )


def scope_of(entry: DecisionEntry) -> str:
    return entry.area.name if entry.area else _("The whole organisation")


def before_of(entry: DecisionEntry) -> str:
    """What it supersedes: 'D-3', or nothing. `entry` with `before`, see `queries.whole`."""
    number = getattr(entry, "before", None)
    return f"D-{number}" if number else ""


def after_of(entry: DecisionEntry) -> str:
    number = getattr(entry, "later", None)
    return f"D-{number}" if number else ""


def _look_on(entry: DecisionEntry) -> str:
    day = getattr(entry, "look_on", None)
    return day.isoformat() if day and not after_of(entry) else ""


def _leads_to(url: str, absolute: Address) -> str:
    return absolute(url) if url.startswith("/") else url


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SIGNS)


def _cell(text: str) -> str:
    return _plain(text)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
