"""The command palette: places to go, what a person may do now, and how both are found by a few letters.

`commands_for(person, ...)` lists what this person may do at this moment, each asked of `can()`; `chosen(entries, q)`
is the pure rule of what is offered for what was typed. Things that are not commands come from the finder.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.people.enums import Theme
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.search.spelling import SHORTEST, distance
from productops.search.words import query_terms
from releases.filters import Filters
from releases.found import drafts_somewhere
from rituals.enums import UpdateState
from rituals.models import WeeklyUpdate
from rituals.queries import current_and_published, written_by

BEGINS, IN_LABEL, ELSEWHERE = range(3)  # how well an entry fits
Fits = Callable[[str, str], bool]  # may what is typed stand for this word?


@dataclass(frozen=True)
class Entry:
    """One line: an address to go to, or with `posts` (field, value) an act that is posted there.

    `words`: what else it is found by. `dialog`: shown on the page itself where a script runs.
    """

    label: str
    url: str
    icon: str
    why: str = ""
    words: str = ""
    posts: tuple[str, str] | None = None
    dialog: str = ""


@dataclass(frozen=True)
class Command:
    """Something that leads to a page of its own, for whoever holds the permission."""

    view: str
    label: str | Promise
    icon: str
    words: str | Promise = ""
    permission: Permission | None = None


COMMANDS = (
    Command("inbox:items", gettext_lazy("Inbox"), "bell", gettext_lazy("messages unread")),
    Command("comms:subscriptions", gettext_lazy("Follow updates"), "weekly", gettext_lazy("subscribe subscriptions")),
    Command(
        "comms:preferences", gettext_lazy("What reaches you"), "mail", gettext_lazy("mail notifications reminders")
    ),
    Command("people:preferences", gettext_lazy("Preferences"), "settings", gettext_lazy("settings language keys zone")),
    Command("people:password", gettext_lazy("Change your password"), "lock"),
    Command("decisions:new", gettext_lazy("Log a decision"), "decision", gettext_lazy("add new decided why")),
    Command("meetings:list", gettext_lazy("Recurring meetings"), "calendar"),
    Command("people:groups", gettext_lazy("Product groups"), "group"),
    Command("people:functions", gettext_lazy("Functions"), "list"),
    Command(
        "people:person-invite",
        gettext_lazy("Invite a person"),
        "plus",
        gettext_lazy("add new colleague account"),
        Permission.MANAGE_PEOPLE,
    ),
    Command("people:area-new", gettext_lazy("Add an area"), "plus", gettext_lazy("new area"), Permission.MANAGE_AREAS),
    Command(
        "people:admin-organisation",
        gettext_lazy("Organisation"),
        "settings",
        gettext_lazy("settings holidays deadlines"),
        Permission.EDIT_ORGANISATION,
    ),
    Command("people:ownership", gettext_lazy("Without an owner"), "eye", "", Permission.SEE_OWNERSHIP),
    Command(
        "comms:deliveries", gettext_lazy("Deliveries"), "send", gettext_lazy("mails sent"), Permission.SEE_DELIVERIES
    ),
    Command(
        "channels:list",
        gettext_lazy("Channels"),
        "send",
        gettext_lazy("slack mail feeds ways out"),
        Permission.SEE_DELIVERIES,
    ),
    Command(
        "releases:imports",
        gettext_lazy("Bring in releases"),
        "upload",
        gettext_lazy("import spreadsheet csv excel file"),
        Permission.IMPORT_RELEASES,
    ),
    Command(
        "lookups-missing",
        gettext_lazy("Looked up and not found"),
        "search",
        gettext_lazy("searches missing"),
        Permission.SEE_LOOKUPS,
    ),
)


def commands_for(person: Person, organisation: Organisation, now: datetime) -> list[Entry]:
    """What `person` may do now, the work of the week first. Three queries."""
    current, published = current_and_published(now, organisation, 1)
    return [
        *_of_the_week(person, current, published, now),
        *_of_releases(person, now),
        Entry(_("Search what updates said"), reverse("weekly:search"), "search", words=_("full text archive find")),
        *(
            Entry(str(each.label), reverse(each.view), each.icon, words=str(each.words))
            for each in COMMANDS
            if each.permission is None or can(person, each.permission, on=now)
        ),
        *_of_the_frame(person),
    ]


def _of_the_week(
    person: Person, current: WeeklyUpdate | None, published: list[WeeklyUpdate], now: datetime
) -> Iterator[Entry]:
    if current and current.state != UpdateState.PUBLISHED:
        week = _("Week %(week)s") % {"week": current.week}
        for part in written_by(person, current, day_of(person, now)):
            label = _("Write the update for %(area)s") % {"area": part.area.name}
            yield Entry(label, part.get_absolute_url(), "edit", why=week, words=_("weekly submit this week"))
        if can(person, Permission.PUBLISH_UPDATE, on=now):
            desk = reverse("weekly:desk", args=[current.key])
            yield Entry(_("Open the desk"), desk, "weekly", why=week, words=_("aggregate publish weekly update"))
    for update in published:
        label = _("Read the newest update")
        yield Entry(label, update.get_absolute_url(), "weekly", why=update.title, words=_("weekly last latest"))
        comparison = reverse("weekly:comparison", args=[update.key])
        yield Entry(_("Compare with the week before"), comparison, "history", words=_("what changed weekly update"))
        if can(person, Permission.SEE_READ_RATE, on=now):
            readers = reverse("weekly:readers", args=[update.key])
            yield Entry(_("Who read the newest update"), readers, "eye", words=_("read rate readers functions"))


def _of_releases(person: Person, now: datetime) -> Iterator[Entry]:
    if drafts_somewhere(person, day_of(person, now)):
        yield Entry(_("New release"), reverse("releases:new"), "plus", words=_("plan add launch"))
    yield Entry(_("Releases by stage"), reverse("releases:board"), "releases", words=_("board kanban"))
    yield Entry(_("Releases in time"), reverse("releases:timeline"), "roadmap", words=_("timeline calendar gantt"))
    mine = f"{reverse('releases:releases')}?{Filters(whose='mine').query}"
    yield Entry(_("My releases"), mine, "releases", words=_("mine items checklist"))


def _of_the_frame(person: Person) -> Iterator[Entry]:
    yield Entry(_("Your page"), reverse("people:person", args=[person.pk]), "person", why=person.name, words=_("me"))
    yield Entry(_("Keyboard shortcuts"), reverse("people:preferences"), "keyboard", words=_("keys help"), dialog="keys")
    icons = {Theme.SYSTEM: "system", Theme.LIGHT: "sun", Theme.DARK: "moon"}
    for theme in Theme:
        if theme != person.theme:
            label = _("Theme: %(theme)s") % {"theme": str(theme.label).lower()}
            yield Entry(
                label, reverse("people:theme"), icons[theme], words=_("mode look"), posts=("theme", theme.value)
            )
    for code, name in settings.LANGUAGES:
        if code != person.language:
            label = _("Language: %(language)s") % {"language": name}
            yield Entry(label, reverse("people:language"), "globe", posts=("language", code))
    if settings.DEMO:
        yield Entry(_("Mail of this demo"), reverse("comms:sink"), "send")
    yield Entry(_("Sign out"), reverse("people:sign-out"), "leave", words=_("log out leave"), posts=("act", "sign-out"))


def chosen(entries: Iterable[Entry], text: str) -> list[tuple[int, Entry]]:
    """The entries that every word of `text` begins a word of, best first, with how well they fit; all of them for an
    empty text.

    0: the label begins with what was typed; 1: all words stand in the label; 2: in what else it is found by. When none
    fits, one letter of a word may be wrong. Pure.
    """
    entries, terms = list(entries), query_terms(text)
    if not terms:
        return [(BEGINS, entry) for entry in entries]
    found = [(_closeness(entry, terms, _begins), entry) for entry in entries]
    if not any(close is not None for close, _entry in found):
        found = [(_closeness(entry, terms, _nearly_begins), entry) for entry in entries]
    ranked = [(close, entry) for close, entry in found if close is not None]
    return sorted(ranked, key=lambda item: item[0])


def _closeness(entry: Entry, terms: list[str], fits: Fits) -> int | None:
    label = query_terms(entry.label)
    words = [*label, *query_terms(entry.words), *query_terms(entry.why)]
    if not all(any(fits(term, word) for word in words) for term in terms):
        return None
    if label and fits(terms[0], label[0]):
        return BEGINS
    return IN_LABEL if all(any(fits(term, word) for word in label) for term in terms) else ELSEWHERE


def _begins(typed: str, word: str) -> bool:
    return word.startswith(typed)


def _nearly_begins(typed: str, word: str) -> bool:
    return word.startswith(typed) or (len(typed) >= SHORTEST and distance(typed, word) <= 1)
