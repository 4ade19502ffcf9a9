"""What the worker runs for editions. Thin: the database says which files are due."""

from celery import shared_task

from productops.editions import making


@shared_task(name="editions.make_files", ignore_result=True, soft_time_limit=120, time_limit=150)
def make_files() -> None:
    """Make the files that readers asked for. Twice, or twice at once, makes each once."""
    making.make_due()
