"""Django's `migrate`, in half the time.

While it runs, every model is kept as a class. Adding a trigger makes Django build the model's class anew, and those of
everything related to it; a person is related to nearly everything, so two hundred triggers were half of a first start.
No step of a migration reads triggers off a class (`makemigrations` reads the description of the model), so here they
are only noted there. Looking for garbage among all those classes took most of what was left.
"""

import gc
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        adding: Any = AddTrigger
        building, often = adding.state_forwards, gc.get_threshold()
        adding.state_forwards = _note
        gc.set_threshold(20_000, 20, 20)
        try:
            super().handle(*args, **options)
        finally:
            adding.state_forwards = building
            gc.set_threshold(*often)


def _note(adding: AddTrigger, app_label: str, state: ProjectState) -> None:
    described = state.models[app_label, adding.model_name]
    described.options["triggers"] = [*described.options.get("triggers", []), adding.trigger]
