"""Meridian itself: functions, people, product groups, areas, and who is what. Through the doors an admin uses.

People are made directly, because the door for that invites them by mail. Nobody has a password: one comes in by the
buttons of the sign-in page.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pghistory
from django.contrib.auth.models import Group

from comms.actions.wishes import follow
from productops.demo import files
from productops.demo.moments import Span, within
from productops.demo.play import Act, Crew
from productops.people.actions.area_roles import set_deputy, set_role
from productops.people.actions.areas import create_area
from productops.people.actions.functions import change_function
from productops.people.actions.groups import create_group
from productops.people.actions.organisation import change_organisation
from productops.people.actions.people import change_roles
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, Function, Organisation, Person, ProductGroup
from productops.people.standing import day_of
from productops.worktime import BusinessCalendar, wall_clock
from rituals.models import WeeklyUpdate

CONTACT_OF = "support"  # the function whose contact an area's `support_contact` is


def founding(first_monday: date) -> datetime:
    """When Meridian's portal was set up: a morning of the week before the first update."""
    facts = files.organisation()["organisation"]
    day = BusinessCalendar(country=facts["country"]).next_or_same(first_monday - timedelta(days=6))
    return wall_clock(day, time(10, 0), facts["timezone"])


def set_up(*, now: datetime) -> Crew:
    """Everything but what changes from week to week, done by the admin on one morning. Into an empty portal."""
    found = files.organisation()
    functions = {function.slug: function for function in Function.objects.all()}
    admin_facts = next(person for person in found["people"] if Role.ADMIN in person["roles"])
    admin = _make_person(admin_facts, functions)
    admin.groups.add(Group.objects.get(name=Role.ADMIN))
    with pghistory.context(user=admin.pk):
        _settings(found["organisation"], admin, now)
        people = {admin.email: admin}
        for facts in found["people"]:
            if facts is not admin_facts:
                person = people[facts["email"]] = _make_person(facts, functions)
                change_roles(person=person, roles=facts["roles"], by=admin, now=now)
        for facts in found["functions"]:
            _function(functions[facts["slug"]], facts, people, admin, now)
        groups = {facts["slug"]: create_group(name=facts["name"], by=admin, now=now) for facts in found["groups"]}
        areas = {facts["slug"]: _area(facts, groups, people, functions, admin, now) for facts in found["areas"]}
    for slug, area in areas.items():
        assert area.slug == slug, f"updates.yaml says {slug}, the portal {area.slug}"
    return Crew(people, areas, {facts["slug"]: facts["pm"] for facts in found["areas"]})


def subscribing(crew: Crew, founded: datetime, first_opening: datetime) -> Iterator[Act]:
    """Readers subscribe in the days between the portal's set-up and its first week."""
    span = Span(founded, first_opening, [(founded + timedelta(days=n)).date() for n in range(4)])
    for facts in files.organisation()["subscriptions"]:
        slugs = [] if facts["areas"] == "all" else facts["areas"]
        chosen = [crew.areas[slug] for slug in slugs]
        zone = crew.people[facts["person"]].timezone

        def do(by: Person | None, now: datetime, chosen: list[Area] = chosen) -> None:
            assert by
            follow(by=by, all_areas=not chosen, areas=chosen, now=now)

        yield Act(within(span, f"follows {facts['person']}", zone=zone), facts["person"], do)


def deputies(crew: Crew, today: date) -> Iterator[Act]:
    """A PM names her deputy on the afternoon before the first day; the days in the file count from today."""
    calendar = Organisation.current().calendar
    for facts in files.organisation()["areas"]:
        if "deputy" not in facts:
            continue
        area, deputy = crew.areas[facts["slug"]], facts["deputy"]
        first, last = (today + timedelta(days=deputy[key]) for key in ("from_days", "to_days"))
        named_on = calendar.previous_or_same(first - timedelta(days=1))

        def do(
            by: Person | None,
            now: datetime,
            area: Area = area,
            person: Person = crew.people[deputy["person"]],
            days: tuple[date, date] = (first, last),
        ) -> None:
            assert by
            set_deputy(area=area, person=person, starts_on=days[0], ends_on=days[1], by=by, now=now)

        yield Act(wall_clock(named_on, time(15, 20), crew.people[facts["pm"]].timezone), facts["pm"], do)


def looked_before(update: WeeklyUpdate | None, crew: Crew) -> None:
    """Everybody opened the portal last in this update's week, before its deadline."""
    if update is None:
        return
    organisation = Organisation.current()
    span = Span(update.opened_at, update.deadline_at, organisation.calendar.business_days_of(update.starts_on))
    due = organisation.day(update.deadline_at)
    for person in crew.people.values():
        person.last_looked_at = within(span, f"looked {person.email}", zone=person.timezone, usual=[due])
    Person.objects.bulk_update(crew.people.values(), ["last_looked_at"])


def _make_person(facts: Mapping[str, Any], functions: Mapping[str, Function]) -> Person:
    return Person.objects.create_user(
        facts["email"],
        None,
        name=facts["name"],
        title=facts["title"],
        function=functions[facts["function"]],
        timezone=facts["timezone"],
        language=facts["language"],
    )


def _settings(facts: Mapping[str, str], admin: Person, now: datetime) -> None:
    """The week as it comes: due on Thursday at 14:00, published until 16:00."""
    usual = Organisation()
    change_organisation(
        name=facts["name"],
        timezone=facts["timezone"],
        country=facts["country"],
        subdivision="",
        language=facts["language"],
        submit_weekday=usual.submit_weekday,
        submit_time=usual.submit_time,
        publish_time=usual.publish_time,
        by=admin,
        now=now,
    )


def _function(
    function: Function, facts: Mapping[str, Any], people: Mapping[str, Person], admin: Person, now: datetime
) -> None:
    change_function(
        function=function,
        version=function.version,
        name=facts["name"],
        lead=people[facts["lead"]],
        delegates=[people[email] for email in facts["delegates"]],
        standing_notice=facts["standing_notice"],
        by=admin,
        now=now,
    )


def _area(
    facts: Mapping[str, Any],
    groups: Mapping[str, ProductGroup],
    people: Mapping[str, Person],
    functions: Mapping[str, Function],
    admin: Person,
    now: datetime,
) -> Area:
    """An area after those already there, with its PM, its Eng lead and its contact in Support."""
    area = create_area(
        name=facts["name"],
        summary=facts["summary"],
        chat=facts["chat"],
        group=groups[facts["group"]],
        pm=people[facts["pm"]],
        by=admin,
        now=now,
    )
    for kind, key, function in (
        (AreaRoleKind.ENG_LEAD, "eng_lead", None),
        (AreaRoleKind.CONTACT, "support_contact", functions[CONTACT_OF]),
    ):
        person = people[facts[key]]
        set_role(
            area=area, kind=kind, person=person, starts_on=day_of(admin, now), function=function, by=admin, now=now
        )
    return area
