"""The door through which a reader's page says that it was opened."""

from datetime import datetime

from django.db import transaction

from productops.people.models import Person
from rituals.enums import UpdateState
from rituals.models import Opened, WeeklyUpdate


@transaction.atomic
def opened(*, update: WeeklyUpdate, by: Person, now: datetime) -> bool:
    """`by` has the published page before her: counted once per person and week, whatever revision comes later.

    Of her own reading everybody may tell, so no right is asked for. An update that is not published counts nothing.
    Returns whether it counted now.
    """
    row = WeeklyUpdate.objects.select_related("edition").defer("edition__content").get(pk=update.pk)
    if row.state != UpdateState.PUBLISHED or row.edition is None:
        return False
    made = Opened(weekly_update=row, person=by, revision=row.edition.revision, opened_at=now)
    before = Opened.objects.filter(weekly_update=row, person=by).exists()
    Opened.objects.bulk_create([made], ignore_conflicts=True)
    return not before
