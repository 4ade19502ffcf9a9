"""The rhythm of the organisation: the weekly update, and meetings read from a file."""

from rituals.models.area_update import AreaUpdate, Bullet, BulletReference, SuggestionAnswer, WritingSpell
from rituals.models.correction import Correction
from rituals.models.meeting import Meeting
from rituals.models.opened import Opened
from rituals.models.weekly_update import Highlight, WeeklyUpdate

__all__ = [
    "AreaUpdate",
    "Bullet",
    "BulletReference",
    "Correction",
    "Highlight",
    "Meeting",
    "Opened",
    "SuggestionAnswer",
    "WeeklyUpdate",
    "WritingSpell",
]
