"""What the schedule runs for people. Thin: each calls one door."""

from celery import shared_task
from django.utils import timezone

from productops.people.actions.area_roles import project_all_area_roles
from productops.people.models import Organisation


@shared_task(name="people.project_area_roles")
def project_area_roles() -> None:
    """Roles begin and end by date: grants follow. Run twice, or late, it comes to the same."""
    project_all_area_roles(Organisation.current().day(timezone.now()))
