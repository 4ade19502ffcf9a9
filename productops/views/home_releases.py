"""What Home says of releases: what waits for this person in them, what happened to them lately."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from productops.dates import say_date
from productops.http import Request
from productops.views.home_decisions import needs_before_a_go
from productops.views.home_rows import Change, Need
from releases.decision_needs import Wanted, wants_of
from releases.enums import Health
from releases.filters import WORRIED, Filters
from releases.models import Release
from releases.needs import Happened, Needs, Waiting, concerns_of, happened, needs_of

SHOWN = 5  # of each kind; the table has the rest


def in_releases(request: Request, today: date) -> tuple[list[Need], list[Change]]:
    """What a go waits for and her own items first, then what her releases want of her and Product Ops looks after; and
    what happened to releases lately, as far as she may know."""
    person = request.user
    concerns = concerns_of(person, now=request.now, today=today, calendar=request.organisation.calendar)
    found = needs_of(person, concerns, today=today)
    wants = wants_of(person, now=request.now, today=today)
    told = {want.key for want in wants if want.kind in (Wanted.STALE, Wanted.DECIDE)}
    found.planned = [row for row in found.planned if row.key not in told or row.challenge]
    needs = [*needs_before_a_go(wants), *_items(found), *_planned(found, today), *_looked_after(found)]
    return needs, [_change(each, today) for each in happened(person, concerns, on=today, most=SHOWN)]


def _items(found: Needs) -> Iterator[Need]:
    for each in found.items[:SHOWN]:
        yield _item(each)
    if len(found.items) > SHOWN:
        yield Need(
            what=_("Items of more releases wait for you"),
            why=_("Late, or due within two business days."),
            url=_table(Filters(whose="items")),
            verb=_("Show all"),
        )


def _item(each: Waiting) -> Need:
    what = ngettext(
        "%(number)s item of %(key)s %(name)s waits for you",
        "%(number)s items of %(key)s %(name)s wait for you",
        each.number,
    ) % {"number": each.number, "key": each.key, "name": each.name}
    first = _("First: %(title)s") % {"title": each.title} if each.number > 1 else each.title
    return Need(what, first, reverse("releases:release", args=[each.key]), _("Look and finish"), due=each.first_due)


def _planned(found: Needs, today: date) -> Iterator[Need]:
    for row in found.planned[:SHOWN]:
        yield _of_pm(row, today)
    for row in found.drafts[:SHOWN]:
        yield Need(
            what=_("Finish planning %(release)s") % {"release": row},
            why=_("It is a draft without a tier; only those who prepare it see it."),
            url=reverse("releases:tier", args=[row.key]),
            verb=_("Answer the questions"),
        )


def _of_pm(row: Release, today: date) -> Need:
    """One row per release: the most pressing of what it wants."""
    said = {"release": row}
    if row.challenge:
        url = reverse("releases:tier", args=[row.key])
        return Need(_("Look at the tier of %(release)s again") % said, row.challenge, url, _("Look at the tier"))
    if row.launch_on and row.launch_on < today:
        why = _("It was %(day)s. Move it, or record that it is launched.") % {"day": say_date(row.launch_on, today)}
        what = _("The launch date of %(release)s has passed") % said
        return Need(what, why, row.get_absolute_url(), _("Open the release"))
    reasons = row.reasons_in(get_language() or "en", inside=True)
    why = reasons[0]["words"] if reasons else ""
    return Need(_("%(release)s is off track") % said, why, row.get_absolute_url(), _("See why"))


def _looked_after(found: Needs) -> Iterator[Need]:
    for row in found.lowered[:SHOWN]:
        words = _("Tier %(tier)s instead of %(suggested)s: %(reason)s")
        yield Need(
            what=_("%(release)s has a lower tier than suggested") % {"release": row},
            why=words % {"tier": row.tier, "suggested": row.tier_suggested, "reason": row.tier_reason},
            url=reverse("releases:challenge", args=[row.key]),
            verb=_("Look at the tier"),
        )
    if number := found.at_risk + found.off_track:
        yield Need(
            what=ngettext("%(number)s release is in trouble", "%(number)s releases are in trouble", number)
            % {"number": number},
            why=_("Off track: %(off_track)s. At risk: %(at_risk)s.")
            % {"off_track": found.off_track, "at_risk": found.at_risk},
            url=_table(Filters(health=WORRIED, sort="health")),
            verb=_("See them"),
        )


def _change(each: Happened, today: date) -> Change:
    release, url = each.release, each.release.get_absolute_url()
    name = str(release)
    match each.what:
        case "launched":
            why = release.area.name
            return Change(name, _("is launched"), why, url, each.at)
        case "moved":
            day = say_date(each.seen.launch_on, today) if each.seen.launch_on else ""
            why = _("Internal target, not for customers.") if each.seen.internal else release.area.name
            return Change(name, _("moved to %(day)s") % {"day": day}, why, url, each.at)
    reasons = release.reasons_in(get_language() or "en", inside=each.seen.dated)
    tail = _("is off track") if release.health == Health.OFF_TRACK else _("is at risk")
    return Change(name, tail, reasons[0]["words"] if reasons else "", url, each.at, release.health)


def _table(filters: Filters) -> str:
    return f"{reverse('releases:releases')}?{filters.query}"
