"""The letters of this app: invitation and sign-in link, and the request of a colleague."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.people import tokens
from productops.people.models import Area, Function, Organisation, Person
from productops.people.permissions import RULES, Permission


@dataclass(frozen=True)
class Invitation:
    """`link` is 'invitation' or 'sign_in_link'."""

    organisation: str
    link: str
    by: Person | None


def prepare_invitation(notice: Notice) -> Invitation:
    by = Person.objects.filter(pk=notice.data.get("by")).first()
    return Invitation(Organisation.current().name, notice.data.get("link", "invitation"), by)


def compose_invitation(shared: Invitation, person: Person, delivery: Delivery) -> Letter | None:
    """The link is made now: it lives from the moment of sending, and is never stored."""
    now = timezone.now()
    if shared.link == "sign_in_link":
        subject = _("Your link to sign in to %(organisation)s") % {"organisation": shared.organisation}
        template, path = "comms/mail_sign_in_link", tokens.sign_in_path(person, now)
        why = _("You get this because somebody, most likely you, asked for it on the sign-in page.")
    else:
        subject = _("Your place in the %(organisation)s portal") % {"organisation": shared.organisation}
        template, path = "comms/mail_invitation", tokens.invitation_path(person, now)
        why = _("You get this because you were invited.")
    return written(
        template,
        subject=subject,
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=why,
        link=absolute(path),
        by=shared.by,
    )


@dataclass(frozen=True)
class Request:
    organisation: str
    asker: Person | None
    permission: Permission
    about: str
    path: str


def prepare_request(notice: Notice) -> Request:
    data = notice.data
    about = (
        Area.objects.filter(pk=data.get("area")).values_list("name", flat=True).first()
        or Function.objects.filter(pk=data.get("function")).values_list("name", flat=True).first()
        or ""
    )
    asker = Person.objects.active().filter(pk=data["asker"]).first()
    return Request(Organisation.current().name, asker, Permission(data["permission"]), about, data["path"])


def compose_request(shared: Request, person: Person, delivery: Delivery) -> Letter | None:
    """Nothing, when who asked has left meanwhile."""
    if shared.asker is None:
        return None
    act = str(RULES[shared.permission].name)
    return written(
        "comms/mail_request",
        subject=_("%(name)s asks you to %(act)s") % {"name": shared.asker.name, "act": act},
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=_("You get this because you are one of those who can do it."),
        asker=shared.asker,
        act=act,
        about=shared.about,
        link=absolute(shared.path),
    )
