"""The frame around every page: where one can go, whose portal it is, how this person likes it to look.

`frame(request)` is a context processor. It asks the database nothing by itself: everything is worked out when a
template first uses it, so a fragment that shows no frame pays nothing.
"""

from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from productops.http import OpenRequest
from productops.people.enums import Theme
from productops.people.permissions import Permission, can


@dataclass(frozen=True)
class Place:
    """A destination as declared. `views` are the beginnings of the view names that belong to it."""

    name: str
    label: str | Promise
    icon: str
    views: tuple[str, ...]
    key: str = ""
    less: bool = False  # behind "More" on a phone
    permission: Permission | None = None  # apart at the bottom, and only for who holds it


PLACES = (
    Place("home", _("Home"), "home", ("home",), "g h"),
    Place("weekly:current", pgettext_lazy("destination", "Weekly update"), "weekly", ("weekly:",), "g w"),
    Place("releases:releases", pgettext_lazy("destination", "Releases"), "releases", ("releases:",), "g l"),
    Place("actions:list", _("Action items"), "check", ("actions:",), "g i", less=True),
    Place("decisions:list", _("Decisions"), "decision", ("decisions:",), "g d", less=True),
    Place("people:areas", _("Areas"), "areas", ("people:area", "people:group", "meetings:"), "g a"),
    Place(
        "people:people", _("People"), "people", ("people:people", "people:person", "people:function"), "g p", less=True
    ),
    Place("people:raci", _("Who does what"), "raci", ("people:raci", "people:ownership"), "g r", less=True),
    Place(
        "people:admin",
        pgettext_lazy("destination", "Admin"),
        "admin",
        ("people:admin", "channels:"),
        less=True,
        permission=Permission.MANAGE_PEOPLE,
    ),
)


@cache
def _address(name: str) -> str:
    """Addresses do not change while a process lives."""
    return reverse(name)


@dataclass(frozen=True)
class Destination:
    """A place as shown to one person on one page."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    less: bool
    apart: bool
    key: str


class Frame:
    """What base.html asks for. Each answer is worked out once, when asked."""

    def __init__(self, request: OpenRequest) -> None:
        self._request = request

    @cached_property
    def destinations(self) -> list[Destination]:
        """Where this person can go."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        match = self._request.resolver_match
        here = match.view_name if match else ""
        shown = []
        for place in PLACES:
            if place.permission and not can(user, place.permission, on=self._request.now):
                continue
            shown.append(
                Destination(
                    place.label, _address(place.name), place.icon, here.startswith(place.views), place.less,
                    place.permission is not None, place.key,
                )
            )  # fmt: skip
        return shown

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """All that the navigation depends on beside the language: people with the same one share its HTML."""
        return (self.organisation, *((place.url, place.current) for place in self.destinations))

    @property
    def asked(self) -> str:
        """What was looked up, on the finder's own page."""
        match = self._request.resolver_match
        return self._request.GET.get("q", "")[:120] if match and match.view_name == "finder" else ""

    @cached_property
    def more(self) -> list[Destination]:
        """What a phone keeps behind "More"."""
        return [place for place in self.destinations if place.less]

    @cached_property
    def organisation(self) -> str:
        """Whose portal this is. The middleware puts the organisation on the request."""
        return getattr(getattr(self._request, "organisation", None), "name", "") or "Product Ops"

    @property
    def demo(self) -> bool:
        """Whether this is the demo, whose mail stays on this machine and can be looked at."""
        return bool(settings.DEMO)

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        return getattr(getattr(self._request, "user", None), "theme", "") or Theme.SYSTEM

    @property
    def themes(self) -> tuple[tuple[str, str | Promise, str], ...]:
        """The alternatives with their words and icons, for the switch in the person's menu."""
        icons = {Theme.SYSTEM: "system", Theme.LIGHT: "sun", Theme.DARK: "moon"}
        return tuple((theme.value, theme.label, icons[theme]) for theme in Theme)

    @property
    def shortcuts(self) -> str:
        """`on` or `off`: single keys can be switched off (WCAG 2.1.4)."""
        return "on" if getattr(getattr(self._request, "user", None), "shortcuts", True) else "off"

    @property
    def language(self) -> str:
        """Of this answer, for <html lang>."""
        return get_language() or "en"


def frame(request: OpenRequest) -> dict[str, Frame]:
    """Context processor."""
    return {"frame": Frame(request)}
