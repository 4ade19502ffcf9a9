"""The doors of the decision log. Nothing is changed: everything that happens is a new row.

`entries` logs, supersedes and corrects; `reviews` keeps a decision until another day and reminds its owner.
"""

from productops.decisions.actions.entries import Option, Said, correct, log, supersede
from productops.decisions.actions.reviews import review

__all__ = ["Option", "Said", "correct", "log", "review", "supersede"]
