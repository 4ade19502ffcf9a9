"""Times of day and time zones as people write them: "9:00 AM", "PT (Pacific Time)", "Poland", "UTC+2".

Pure. What can mean two things is refused with a reason for people rather than guessed: a meeting without a time is
noticed at once, one at the wrong time after somebody missed it.
"""

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from productops.worktime import known_zones


class NotUnderstood(ValueError):
    """What was written cannot be read; the message is a sentence for the person who wrote it."""


def plain(written: str) -> str:
    """`written` with one form of spaces, dashes, digits and letters: lower case, trimmed."""
    text = unicodedata.normalize("NFKC", written).casefold()
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).split())


def quoted(written: str) -> str:
    """`written` short enough to stand in a sentence."""
    return written if len(written) <= 80 else written[:79] + "…"


# ------------------------------------------------------------------------------------------------------------- times

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d)(?::00)?)? ?(?P<half>a\.?m\.?|p\.?m\.?)?", re.ASCII)
_NOON = {"noon", "12 noon", "12:00 noon", "midday"}


def read_time(written: str) -> dt.time:
    """The time of day. Raises NotUnderstood; a number alone is refused, since 9 may be morning or evening.

    Bare digits are also what careless YAML readers make of an unquoted 10:30 (630, in base sixty).
    """
    text = plain(written)
    if not text:
        raise NotUnderstood(_("It does not say at what time."))
    if text in _NOON:
        return dt.time(12)
    found = _TIME.fullmatch(text)
    if found and (found["minute"] or found["half"]):
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
        if half and hour == 12:
            hour = 0
        if half == "p" and hour < 12:
            hour += 12
        if hour < (12 if half == "a" else 24):
            return dt.time(hour, minute)
    raise NotUnderstood(
        _("The time “%(text)s” is not understood; write it as 9:00 or 17:30.") % {"text": quoted(written)}
    )


# ------------------------------------------------------------------------------------------------------------- zones

# Abbreviations mean the zone with its summer time, whatever their letter says: "PST" in July is a slip, not a wish.
# Names that tzdata keeps only for old software are here as well, so that what is stored exists everywhere.
_SPOKEN = {
    "America/Los_Angeles": "pt, pst, pdt, pacific, us/pacific, pst8pdt, california",
    "America/Denver": "mt, mdt, mountain, us/mountain, mst7mdt",
    "America/Chicago": "ct, cdt, central, us/central, cst6cdt",
    "America/New_York": "et, est, edt, eastern, us/eastern, est5edt",
    "America/Anchorage": "akst, akdt, alaska, us/alaska",
    "Pacific/Honolulu": "hst, hawaii, us/hawaii",
    "America/Sao_Paulo": "brt",
    "UTC": "utc, gmt, z, zulu, universal, greenwich, uct, etc/utc, etc/gmt, coordinated universal, greenwich mean",
    "Europe/London": "uk, gb, united kingdom, britain, british, british summer, england",
    "Europe/Dublin": "ireland, eire",
    "Europe/Lisbon": "portugal, wet, west, western european",
    "Europe/Brussels": "cet, cest, met, belgium, central european, central european summer",
    "Europe/Athens": "eet, eest, greece, eastern european, eastern european summer",
    "Europe/Warsaw": "poland, polska",
    "Europe/Berlin": "germany",
    "Europe/Paris": "france",
    "Europe/Madrid": "spain",
    "Europe/Rome": "italy",
    "Europe/Amsterdam": "netherlands",
    "Europe/Prague": "czechia, czech republic",
    "Europe/Stockholm": "sweden",
    "Europe/Zurich": "switzerland",
    "Europe/Kyiv": "ukraine, europe/kiev",
    "Europe/Istanbul": "turkey",
    "Asia/Jerusalem": "israel",
    "Asia/Kolkata": "india, indian, indian standard, asia/calcutta",
    "Asia/Singapore": "singapore, sgt",
    "Asia/Shanghai": "china, prc",
    "Asia/Hong_Kong": "hongkong, hong kong, hkt",
    "Asia/Seoul": "korea, south korea, kst, rok",
    "Asia/Tokyo": "japan, jst",
    "Australia/Sydney": "aet, aest, aedt",
    "Pacific/Auckland": "nz, nzt, nzst, nzdt, new zealand",
}
_BY_WORD = {word: zone for zone, words in _SPOKEN.items() for word in words.split(", ")}
_MANY = {
    "ist": "India, Ireland, Israel",
    "cst": "Chicago, China, Cuba",
    "bst": "Bangladesh, Britain, Bougainville",
    "mst": "Denver, Malaysia, Phoenix",
    "ast": "Arabia, Halifax",
}
_OFFSET = re.compile(r"(?:utc|gmt) ?(?P<sign>[+-]) ?0?(?P<hours>\d{1,2})(?::?00)?", re.ASCII)


def read_zone(written: str) -> str:
    """The IANA name that is meant. Raises NotUnderstood, also for what can mean several zones.

    "PT (Pacific Time)" says it twice; both have to show the same clock, and one of them may be a remark.
    """
    text = plain(written)
    if not text:
        raise NotUnderstood(_("It does not say in which time zone."))
    outside, _bracket, inside = text.rstrip(")").partition("(")
    if inside:
        said = [zone for part in (outside.strip(), inside.strip()) if (zone := _zone_of(part))]
        if _OFFSET.fullmatch(inside.strip()):
            said = said[:1]
        if said and all(_same_clock(said[0], zone) for zone in said):
            return said[0]
    elif zone := _zone_of(text):
        return zone
    if text in _MANY:
        raise NotUnderstood(
            _("The time zone “%(text)s” can mean several (%(places)s); write a name such as Europe/Warsaw.")
            % {"text": quoted(written), "places": _MANY[text]}
        )
    raise NotUnderstood(
        _("The time zone “%(text)s” is not understood; write a name such as Europe/Warsaw.") % {"text": quoted(written)}
    )


def _zone_of(text: str) -> str | None:
    short = re.sub(r"( standard| daylight)? time$", "", text)
    for words in (text, short):
        if zone := _BY_WORD.get(words) or _by_name().get(words.replace(" ", "_")):
            return zone
    if found := _OFFSET.fullmatch(text):
        hours = int(found["hours"])
        # The names of fixed offsets count westwards: UTC+2 is Etc/GMT-2.
        name = f"Etc/GMT{'-' if found['sign'] == '+' else '+'}{hours}" if hours else "UTC"
        return name if name in known_zones() else None
    return None


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Lower-case IANA names, and cities that only one zone is named after, to the zone."""
    cities: dict[str, list[str]] = {}
    for name in known_zones():
        region, _slash, city = name.rpartition("/")
        if region and region not in {"Etc", "US", "Canada", "Mexico", "Brazil", "Chile", "SystemV"}:
            cities.setdefault(city.casefold(), []).append(name)
    # Bare abbreviations such as "MST" and "EST" are zones without summer time, which is not what people mean.
    whole = {name.casefold(): name for name in known_zones() if "/" in name}
    return {city: names[0] for city, names in cities.items() if len(names) == 1} | whole


def _same_clock(one: str, other: str) -> bool:
    sampled = [dt.datetime(2026, month, 1) for month in (1, 7)]
    return all(ZoneInfo(one).utcoffset(at) == ZoneInfo(other).utcoffset(at) for at in sampled)
