"""The doors of readiness sign-offs: asked, answered, waited for, chased."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Function, Organisation, Person
from productops.people.permissions import Permission, Scope, decide, require, standing_of
from releases import signoff_notices
from releases.actions.approvals import after_change, opened
from releases.actions.planning import settle
from releases.enums import AHEAD, Answer, Chase, Via
from releases.models import Release, Signoff, SignoffPause, SignoffRequest
from releases.preflight import Asked, asked_now, material_now
from releases.queries import policy_of
from releases.signers import others_who_may_sign
from releases.signoffs import all_in, chase, due_on, stamp_of

COMMENT = 500


@transaction.atomic
def ask(*, release: Release, functions: Collection[Function], by: Person, now: datetime) -> list[SignoffRequest]:
    """Ask functions for their sign-off. Who was asked already and has not answered yet is not asked twice.

    By Product Ops or the area's PM. Records `signoff.asked`, asks the people who may answer. Answers the requests that
    were opened. Raises `Stale` when the release is no longer ahead, `Invalid` for a draft or a tier without gates.
    """
    row = _locked(release)
    require(by, Permission.ASK_SIGNOFF, row, on=now)
    _refuse_past(row)
    if row.tier is None or row.draft:
        raise Invalid({"": _("Assign a tier first.")})
    asked = []
    for function in functions:
        request, _made = SignoffRequest.objects.get_or_create(release=row, function=function)
        if request.asked_at and request.withdrawn_at is None:
            continue
        request.withdrawn_at, request.asked_by = None, by
        opened(request, now=now)
        record(
            "signoff.asked", by=by, obj=request, now=now, area_id=row.area_id,
            release=row.key, function=function.slug,
        )  # fmt: skip
        signoff_notices.asked(request, row, now=now)
        asked.append(request)
    return asked


@transaction.atomic
def answer(
    *,
    request: SignoffRequest,
    answer: Answer,
    comment: str,
    by: Person,
    now: datetime,
    seen_stamp: str = "",
    via: Via = Via.PAGE,
) -> Signoff:
    """A function says whether it is ready. A later answer replaces an earlier one; the same twice is one.

    By the function's lead or delegate, or the area's contact of that function. Who has signed for another function
    of this release already leaves it to others, unless nobody else may: then it is labelled so and counted, or
    refused where the policy wants four eyes.
    `seen_stamp`: what the page showed; when something material changed since, raises `Stale`. Raises `Invalid` for
    "not ready" without saying what is missing. Records `signoff.given`; the last one in tells the PM.
    """
    release = _locked(request.release)
    row = SignoffRequest.objects.select_for_update(of=("self",)).select_related("function").get(pk=request.pk)
    row.release = release
    decision = decide(standing_of(by, now), Permission.SIGN_OFF, _scope(row, now))
    if not decision.allowed:
        require(by, Permission.SIGN_OFF, _scope(row, now), on=now)
    _refuse_past(release)
    if row.asked_at is None or row.withdrawn_at:
        raise Stale(_("%(function)s is not asked any more.") % {"function": row.function.name})
    comment = comment.strip()
    if answer == Answer.NOT_READY and not comment:
        raise Invalid({"comment": _("Say what is missing, so that somebody can bring it.")})
    if len(comment) > COMMENT:
        raise Invalid({"comment": _("At most %(limit)s characters fit here.") % {"limit": COMMENT}})
    material = material_now(release)
    stamp = stamp_of(material)
    if seen_stamp and seen_stamp != stamp:
        raise Stale(
            _("What you sign changed after you opened the page. Look at it and answer again."),
            reload=release.get_absolute_url(),
        )
    last = row.answers.order_by("-id").first()
    if last and row.answered_at and (last.answer, last.comment, last.stamp, last.given_by_id) == (
        answer, comment, stamp, by.pk,
    ):  # fmt: skip
        return last
    given = Signoff.objects.create(
        request=row, release=release, function=row.function, ask=row.asks, answer=answer, comment=comment,
        material=material, stamp=stamp, via=via, label=decision.label, given_at=now, given_by=by,
    )  # fmt: skip
    row.pauses.filter(until=None).update(until=now, ended_by=by)
    row.answered_at, row.chased = now, Chase.NOT_YET
    row.save()
    record(
        "signoff.given", by=by, obj=row, now=now, area_id=release.area_id, release=release.key,
        function=row.function.slug, answer=str(answer), self_approved=bool(decision.label),
    )  # fmt: skip
    asked = after_change(release, now=now)
    if Answer.NOT_READY in (answer, last.answer if last else answer):
        settle(release, now=now)  # what is missing is a reason of its health
    _tell(release, given, asked, now)
    return given


def _tell(release: Release, given: Signoff, asked: Collection[Asked], now: datetime) -> None:
    """The PM hears of every "not ready", and once when all answers are in."""
    if given.answer == Answer.NOT_READY:
        signoff_notices.not_ready(given, release, now=now)
    if all_in((each.request for each in asked), given.stamp):
        signoff_notices.all_in(release, now=now, stamp=given.stamp)


@transaction.atomic
def wait_for(*, request: SignoffRequest, waiting_for: str, by: Person, now: datetime) -> SignoffPause:
    """The function waits for something it asked for; its clock stands still. Tells the PM. Records `signoff.paused`.

    By who may answer. Raises `Invalid` without saying for what.
    """
    release = _locked(request.release)
    row = SignoffRequest.objects.select_for_update(of=("self",)).select_related("function").get(pk=request.pk)
    row.release = release
    require(by, Permission.SIGN_OFF, row, on=now)
    _refuse_past(release)
    if not waiting_for.strip():
        raise Invalid({"waiting_for": _("Say what you wait for.")})
    running = row.pauses.filter(until=None).first()
    if running:
        return running
    if row.asked_at is None or row.answered_at:
        raise Stale(_("There is no answer due."), reload=release.get_absolute_url())
    pause = SignoffPause.objects.create(request=row, waiting_for=waiting_for.strip(), since=now, by=by)
    record("signoff.paused", by=by, obj=row, now=now, area_id=release.area_id, release=release.key)
    signoff_notices.waits(pause, release, now=now)
    return pause


@transaction.atomic
def go_on(*, request: SignoffRequest, by: Person, now: datetime) -> SignoffRequest:
    """What the function waited for has come; its clock runs again, with the days of waiting on top.

    By who may answer, the area's PM or Product Ops. Harmless when it does not wait. Records `signoff.resumed`.
    """
    release = _locked(request.release)
    row = SignoffRequest.objects.select_for_update(of=("self",)).select_related("function").get(pk=request.pk)
    row.release = release
    if not decide(standing_of(by, now), Permission.SIGN_OFF, row.permission_scope()).allowed:
        require(by, Permission.ASK_SIGNOFF, release, on=now)
    if not row.pauses.filter(until=None).update(until=now, ended_by=by):
        return row
    organisation = Organisation.current()
    found = next(each for each in asked_now(release, now=now) if each.row and each.row.pk == row.pk)
    row.due_on = due_on(found.request, organisation.day(now), organisation.calendar)
    row.save()
    record("signoff.resumed", by=by, obj=row, now=now, area_id=release.area_id, release=release.key)
    return row


def chase_all(*, now: datetime) -> int:
    """Remind who is overdue, then tell the function's lead, then the escalation path; each step once. Answers how many.

    Run once a business-day morning by the schedule; after days without one, only the step that is due now is told.
    """
    organisation = Organisation.current()
    today = organisation.day(now)
    waiting = SignoffRequest.objects.filter(
        asked_at__isnull=False, answered_at=None, withdrawn_at=None, due_on__lt=today, release__stage__in=AHEAD
    )
    return sum(_chased(pk, today, now) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _chased(pk: int, today: date, now: datetime) -> bool:
    row = SignoffRequest.objects.select_for_update(of=("self",)).select_related("function", "release").get(pk=pk)
    if row.answered_at or row.withdrawn_at or row.release.held_at:
        return False
    found = next((each for each in asked_now(row.release, now=now) if each.row and each.row.pk == row.pk), None)
    step = chase(found.request, today, Organisation.current().calendar) if found else Chase.NOT_YET
    if step <= row.chased:
        return False
    row.chased = step
    row.save(update_fields=["chased"])
    record(
        "signoff.chased", by=None, obj=row, now=now, area_id=row.release.area_id, release=row.release.key,
        step=int(step),
    )  # fmt: skip
    signoff_notices.chased(row, row.release, step=step, now=now)
    return True


def _locked(release: Release) -> Release:
    rows = Release.objects.select_for_update(of=("self",)).select_related("area", "policy", "area_checklist")
    return rows.get(pk=release.pk)


def _refuse_past(release: Release) -> None:
    if release.stage not in AHEAD:
        raise Stale(
            _("%(release)s is no longer ahead; nobody is asked any more.") % {"release": release.key},
            reload=release.get_absolute_url(),
        )


def _scope(row: SignoffRequest, now: datetime) -> Scope:
    """With who signed for another function of this release, and whether somebody else may sign for this one.

    Where the policy wants four eyes everywhere it has to be somebody else, whether there is one or not.
    """
    signed = set(row.release.signoffs.exclude(function=row.function_id).values_list("given_by_id", flat=True))
    others = others_who_may_sign(row, now=now)
    four_eyes = row.release.policy is not None and policy_of(row.release.policy).four_eyes
    return Scope(
        area_id=row.release.area_id,
        function_id=row.function_id,
        tier=row.release.tier,
        acted_by=frozenset(signed),
        others_eligible=bool(others - signed) or four_eyes,
    )
