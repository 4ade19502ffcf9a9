"""Loading the demo organisation into an empty portal: Meridian, alive whatever today's date is.

What `organisation.yaml` and `updates.yaml` tell is done again through the doors people use, each with the moment at
which it happened: the portal is set up thirteen weeks ago, twelve weeks are written, submitted, aggregated and
published, and this week has gone as far as the clock has come. So events, editions, hashes, search rows and row
history are what they would be had it all happened here. Loaded once, it stays as people leave it.

How far this week has come:

* until the deadline (Thursday 14:00, earlier when Thursday is a holiday) it collects: four of eight areas have
  submitted at some moment between Monday and now, and Payments has half a draft;
* after the deadline the same four are in and the schedule has aggregated them. Product Ops has not published yet: one
  finds a desk with work on it, and a PM who is late can still submit. It stays so over the weekend;
* on a Monday before ten the week is open since midnight, and what is submitted was submitted in the night.

Each area has its recurring meetings; in which week Payments plans, its PM still has to say.

A week without a business day has no update and is passed over. Nothing is ever dated later than `now`.

Releases (`releases.yaml`) are played with the weeks that speak of them: policy, checklists, slips, launches. Until the
schedule looked at their health for the first time, a week ago, what follows from their changes follows once.

Everybody looked at the portal last in the days before the newest update came out, so that "home" has news for them.

Mail: the newest published update is told to its subscribers, whose letters appear in the demo's mail sink as soon as a
worker runs. Notices of the weeks before count as told, so that nobody gets twelve letters.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from comms.enums import NoticeKind
from comms.models import Notice
from productops.demo import files
from productops.demo.logged_decisions import logging
from productops.demo.meetings import meet
from productops.demo.organisation import deputies, founding, looked_before, set_up, subscribing
from productops.demo.play import play
from productops.demo.reading import opened_by
from productops.demo.release_moments import Moments
from productops.demo.releases import begins, releasing
from productops.demo.weeks import acts_of, week_of
from productops.people.actions.area_roles import project_all_area_roles
from productops.people.demo import FACES
from productops.people.models import Area, Organisation, Person
from releases.actions.planning import settling_once
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC

OF_THEIR_WEEK = (NoticeKind.WEEKLY_MISSING, NoticeKind.WEEKLY_ESCALATION, NoticeKind.WEEKLY_CORRECTION)
OF_RELEASES = (NoticeKind.RELEASE, NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION, NoticeKind.DECISION)
STILL_TO_DO = ("replanned", "signoff_chased", "override_wanted")
A_WEEKEND = timedelta(days=3)
_LOCK = 740_221  # of two that load at once, the second finds everything done


class NotHere(Exception):
    """This is no place for a demo: it runs as production does."""


class Occupied(Exception):
    """Somebody lives in this portal already; the message says who."""


def load(*, now: datetime) -> bool:
    """Bring the demo organisation in, all of it or nothing; False when it is there already, however changed.

    Raises `NotHere` outside of demo, development and tests, `Occupied` where another organisation lives.
    """
    if not (settings.DEMO or settings.DEBUG or settings.TESTING):
        raise NotHere("The demo organisation is only loaded with DEMO=1.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if Person.objects.filter(email__in=FACES).exists():
            return False
        _must_be_empty()
        _load(now)
    return True


def _must_be_empty() -> None:
    if organisation := Organisation.objects.first():
        raise Occupied(
            f"This portal belongs to {organisation.name}. The demo organisation is only loaded into an empty one."
        )
    if Person.objects.exists() or Area.objects.exists():
        raise Occupied("There are people or areas here. The demo organisation is only loaded into an empty portal.")


def _load(now: datetime) -> None:
    weeks = files.weeks()
    facts = files.organisation()["organisation"]
    unsaved = Organisation(name=facts["name"], timezone=facts["timezone"], country=facts["country"])
    first_monday = week_of(weeks[0], now, unsaved).monday
    founded = founding(first_monday)
    crew = set_up(now=founded)
    written = [act for week in weeks for act in acts_of(week, crew, now)]
    organisation = Organisation.current()
    moments = Moments.of(crew, founded, week_of(files.weeks()[-1], now, organisation).monday)
    acts = [
        *subscribing(crew, founded, written[0].at),
        *deputies(crew, organisation.day(now)),
        *written,
        *releasing(crew, moments, now),
        *(act for act in logging(crew, moments) if act.at <= now),
    ]
    watched = begins(moments)
    with settling_once(now=watched):
        play([act for act in acts if act.at < watched], crew)
    play([act for act in acts if act.at >= watched], crew)
    meet(crew, founded.date())
    opened_by(crew, now)
    project_all_area_roles(on=organisation.day(now))
    _told_long_ago()
    looked_before(WeeklyUpdate.objects.published().order_by("-starts_on").first(), crew)


def _told_long_ago() -> None:
    """Of the updates published only the newest is still to be told, and of what was asked what came since.

    Of releases only what somebody has to do, since the last working day before this week; the rest stands there.
    """
    untold = Notice.objects.filter(fanned_out_at=None)
    newest = untold.filter(topic=TOPIC).order_by("-created_at").first()
    if newest:
        earlier = untold.filter(Q(topic=TOPIC) | Q(kind=NoticeKind.ACTION_ITEM), created_at__lte=newest.created_at)
        earlier.exclude(pk=newest.pk).update(fanned_out_at=F("created_at"))
    this_week = WeeklyUpdate.objects.order_by("-starts_on").first()
    if this_week:
        untold.filter(kind__in=OF_THEIR_WEEK, created_at__lt=this_week.opened_at).update(fanned_out_at=F("created_at"))
        still = Q(created_at__gte=this_week.opened_at - A_WEEKEND, data__event__in=STILL_TO_DO)
        untold.filter(~still, kind__in=OF_RELEASES).update(fanned_out_at=F("created_at"))
