"""When something happened to a release of the demo. Pure: days of the file in, moments out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor
from random import Random

from productops.demo.play import Crew
from productops.worktime import wall_clock

FIRST, APART, SPREAD = time(9, 15), 31, 22  # minutes between two acts on one day, and how much they vary
SET_UP, CHOSEN = timedelta(hours=1), timedelta(hours=2)  # the portal's set-up takes so long, the policy is there then
SOON_AFTER, LONG = timedelta(minutes=30), timedelta(days=30)
LATE, AFTERNOON = 0.5, 12  # what is half a day later than the day says begins at this place of it


@dataclass(frozen=True)
class Moments:
    """`monday`: of the week in which the demo is loaded. `founded`: nothing happened before. `zones` by person."""

    monday: date
    founded: datetime
    zones: Mapping[str, str]

    @classmethod
    def of(cls, crew: Crew, founded: datetime, monday: date) -> "Moments":
        return cls(monday, founded, {email: person.timezone for email, person in crew.people.items()})

    @property
    def set_up(self) -> datetime:
        return self.founded + SET_UP

    def day(self, number: int) -> date:
        return self.monday + timedelta(days=number)

    def at(self, number: float, place: int, who: str, key: str = "") -> datetime:
        """The moment of the act in this place of a day, on the person's own clock; in the order of the places.

        Half a day more (`LATE`) is the afternoon. What would lie before the portal was set up, which waits for business
        days, happens soon after it, in order.
        """
        day = floor(number)
        if number > day:
            place += AFTERNOON
        minutes = place * APART + Random(f"{key} {day} {place}").randint(0, SPREAD)
        moment = wall_clock(self.day(day), FIRST, self.zones[who]) + timedelta(minutes=minutes)
        first = self.founded + CHOSEN
        return moment if moment > first else first - SOON_AFTER * min(1.0, (first - moment) / LONG)
