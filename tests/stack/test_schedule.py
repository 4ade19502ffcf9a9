"""The scheduler knows tasks by name only; the names must be those of tasks."""

import subprocess
import sys
from pathlib import Path

from productops.celery import app
from productops.scheduler import LOOKS

ROOT = Path(__file__).resolve().parents[2]


def test_every_task_is_looked_at_by_schedule_and_every_look_is_a_task() -> None:
    app.loader.import_default_modules()
    assert {name for name in app.tasks if not name.startswith("celery.")} == set(LOOKS)


def test_the_scheduler_does_not_load_the_portal() -> None:
    words = "import sys, productops.scheduler; print({'django.apps', 'productops.settings'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
