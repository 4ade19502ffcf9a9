"""The words of a channel's test: that it arrived is the whole message."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.enums import Channel
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.people.models import Organisation, Person


@dataclass(frozen=True)
class Trial:
    """Who tries which channel."""

    organisation: str
    by: Person | None
    channel: Channel


def prepare(notice: Notice) -> Trial:
    by = Person.objects.filter(pk=notice.data.get("by")).first()
    return Trial(Organisation.current().name, by, Channel(notice.data["channel"]))


def letter(trial: Trial, person: Person, delivery: Delivery) -> Letter | None:
    return written(
        "comms/mail_channel_test",
        subject=_title(trial),
        person=person,
        delivery=delivery,
        organisation=trial.organisation,
        why=_("You get this because you pressed the button."),
        sentence=_sentence(trial),
        link=absolute(_address(trial)),
    )


def brief(trial: Trial, person: Person | None, delivery: Delivery) -> Brief | None:
    return Brief(title=_title(trial), url=_address(trial), text=_sentence(trial), verb=_("Open the settings"))


def _title(trial: Trial) -> str:
    return _("A test from %(organisation)s") % {"organisation": trial.organisation}


def _sentence(trial: Trial) -> str:
    name = trial.by.name if trial.by else trial.organisation
    return _("%(name)s tried whether messages arrive here. They do; there is nothing to be done.") % {"name": name}


def _address(trial: Trial) -> str:
    return reverse("channels:channel", args=[trial.channel.value])
