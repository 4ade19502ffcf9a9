"""Bringing an organisation file into the portal: what would have to be written, worked out before anything is.

    stored = stored_for(file)                   # rituals/stored.py: what the portal holds of what the file names
    plan = make_plan(file, stored, today=today)
    plan.writes, plan.problems, plan.areas      # what rituals/actions/importing.py does, and what people are told

Pure. Three rules run through it, all for the same reason, that loading a file again must be harmless:

* nothing is ever taken away because a file does not name it;
* what people changed in the portal stays, and the difference is told; the file only changes what it wrote itself;
* a person who is there already is left alone.
"""

from rituals.importing.facts import Plan, Stored
from rituals.importing.plan import make_plan

__all__ = ["Plan", "Stored", "make_plan"]
