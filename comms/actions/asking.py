"""Asking those who may: the button on the page that says why somebody may not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from comms.enums import NoticeKind
from comms.notices import tell
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.permissions import RULES, Permission, Scope, can
from productops.people.standing import day_of

NOBODY = gettext_lazy("Nobody else can do this at present.")


@dataclass(frozen=True)
class Question:
    """What somebody wanted to do, about what, and where. `path` is one of our own addresses."""

    permission: Permission
    area: Area | None
    function: Function | None
    path: str

    @property
    def scope(self) -> Scope:
        return Scope(
            area_id=self.area.pk if self.area else None, function_id=self.function.pk if self.function else None
        )


def who_may(question: Question, *, on: date, besides: Person) -> list[Person]:
    """Active people who may do it on that day, in the order of their names, without who asks.

    Candidates by the rule's own words (roles, area roles, function), then `can` for each: few, and never wrong.
    """
    holds = RULES[question.permission].holds
    wanted = Q(groups__name__in={role for each in holds for role in each.roles})
    if question.area and any(each.area_roles for each in holds):
        roles = AreaRole.objects.on(on).filter(area=question.area).exclude(kind=AreaRoleKind.ENG_LEAD)
        wanted |= Q(pk__in=roles.values("person"))
    if question.function and any(each.function for each in holds):
        wanted |= Q(leads=question.function) | Q(delegate_of=question.function)
    candidates = Person.objects.active().filter(wanted).exclude(pk=besides.pk).distinct()
    return [person for person in candidates if can(person, question.permission, question.scope, on=on)]


@transaction.atomic
def ask(*, question: Question, by: Person, now: datetime) -> tuple[list[Person], bool]:
    """Tell everybody who may that `by` asks for it; once per day, asker and thing.

    Answers who they are, and whether this was the first time today. Raises `Invalid` when there is nobody.
    Records `permission.asked`.
    """
    people = who_may(question, on=day_of(by, now), besides=by)
    if not people:
        raise Invalid({"": str(NOBODY)})
    scope = question.scope
    key = f"request:{by.pk}:{question.permission}:{scope.area_id or 0}:{scope.function_id or 0}:{day_of(by, now)}"
    data = {
        "asker": by.pk,
        "permission": str(question.permission),
        "area": scope.area_id,
        "function": scope.function_id,
        "path": question.path,
    }
    notice = tell(kind=NoticeKind.REQUEST, key=key, now=now, people=people, data=data)
    is_new = notice.created_at == now
    if is_new:
        record("permission.asked", by=by, obj=notice, now=now, area_id=scope.area_id, people=len(people))
    return people, is_new
