"""What is offered to a PM this week: the facts behind `rituals.suggestions`, read from what the portal holds."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from productops.dates import say_date, say_day
from productops.followups.enums import ActionState
from productops.followups.models import ActionItem
from productops.people.models import Organisation
from productops.people.models.areas import in_area_order
from rituals.enums import AreaState, Heading
from rituals.models import AreaUpdate, Bullet
from rituals.offer import Offer
from rituals.queries import previous_published
from rituals.release_facts import news_of
from rituals.suggestions import Earlier, Facts, Follow, Mention, SaidLine, action_source, suggested

CARRIED = (Heading.NEXT, Heading.RISKS)


def offers(row: AreaUpdate, now: datetime) -> list[Offer]:
    """Everything that is offered for this part, in the active language. At most twelve queries."""
    return suggested(facts_for(row, last_submitted(row), now))


def last_submitted(row: AreaUpdate) -> AreaUpdate | None:
    """What the area said last, however many weeks ago."""
    earlier = AreaUpdate.objects.filter(
        area=row.area_id, state=AreaState.SUBMITTED, weekly_update__starts_on__lt=row.weekly_update.starts_on
    )
    return earlier.select_related("weekly_update").order_by("-weekly_update__starts_on").first()


def facts_for(row: AreaUpdate, last: AreaUpdate | None, now: datetime) -> Facts:
    today = Organisation.current().day(now)
    earlier = _earlier(row, last) if last else None
    since = (last.submitted_at if last else None) or row.weekly_update.opened_at - timedelta(days=7)
    return Facts(
        earlier=earlier,
        said=list(row.bullets.values_list("heading", "text")),
        answered=frozenset(row.answers.values_list("source", flat=True)),
        follows=_follows(row, earlier, since, today),
        mentions=_mentions(row),
        releases=news_of(row.area_id, since=since, today=today),
        today=today,
    )


def _earlier(row: AreaUpdate, last: AreaUpdate) -> Earlier:
    update = last.weekly_update
    a_week_ago = update.key == row.weekly_update.iso_week.previous().key
    lines = last.bullets.filter(heading__in=CARRIED).order_by("heading", "position", "id")
    return Earlier(
        when=_("last week") if a_week_ago else _("in week %(week)s") % {"week": update.week},
        url=update.address_of(row.area.slug),
        lines=tuple(
            SaidLine(
                str(line.pk), line.text, Heading(line.heading), line.origin,
                line.assignee_id if line.assignee and line.assignee.is_active else None, line.due_on,
            )
            for line in lines.select_related("assignee")
        ),
    )  # fmt: skip


def _follows(row: AreaUpdate, earlier: Earlier | None, since: datetime, today: date) -> list[Follow]:
    spoken_of = [action_source(line.carried, line.id) for line in (earlier.lines if earlier else ())]
    items = ActionItem.objects.filter(area=row.area_id).filter(
        Q(state=ActionState.OPEN) | Q(closed_at__gte=since) | Q(source__in=spoken_of)
    )
    return [_follow(item, since, today) for item in items.select_related("assignee").order_by("due_on", "id")]


def _follow(item: ActionItem, since: datetime, today: date) -> Follow:
    done_now = item.state == ActionState.DONE and item.closed_at and item.closed_at >= since
    return Follow(
        source=item.source,
        what=item.what,
        who=item.assignee.name,
        assignee_id=item.assignee_id if item.assignee.is_active else None,
        due_on=item.due_on,
        due_said=say_date(item.due_on, today),
        url=item.get_absolute_url(),
        closed=item.state != ActionState.OPEN,
        done_said=say_day(timezone.localtime(item.closed_at).date(), today) if done_now else "",
    )


def _mentions(row: AreaUpdate) -> list[Mention]:
    update = previous_published(row.weekly_update)
    if update is None:
        return []
    lines = Bullet.objects.filter(
        area_update__weekly_update=update,
        area_update__state=AreaState.SUBMITTED,
        heading__in=CARRIED,
        references__key=row.area.slug.lower(),
    ).exclude(area_update__area=row.area_id)
    return [
        Mention(str(pk), slug, name, Heading(heading), text, update.address_of(slug))
        for pk, slug, name, heading, text in lines.order_by(
            *in_area_order("area_update__area__"), "position"
        ).values_list("pk", "area_update__area__slug", "area_update__area__name", "heading", "text")
    ]
