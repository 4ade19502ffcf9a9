"""The demo's "Come in as" buttons: six people of the demo organisation, one per kind of reader.

Nothing of this exists outside of demo mode: `settings.DEMO` refuses to start with an address that is not on
this machine, and without it nobody is found here.
"""

from django.conf import settings

from productops.people.models import Person

FACES = (
    "tomek@meridian.example",
    "maja@meridian.example",
    "lena@meridian.example",
    "ewa@meridian.example",
    "aino@meridian.example",
    "ravi@meridian.example",
)


def faces() -> list[Person]:
    """Whom one can come in as, in the agreed order; nobody outside of demo mode."""
    if not settings.DEMO:
        return []
    found = {person.email: person for person in Person.objects.active().filter(email__in=FACES)}
    return [found[email] for email in FACES if email in found]


def face(email: str) -> Person | None:
    """The one of them with this address."""
    return next((person for person in faces() if person.email == email), None)
