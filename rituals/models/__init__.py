"""The rhythm of the organisation: the weekly update, and meetings read from a file."""

from rituals.models.area_update import AreaUpdate, Bullet, BulletReference, SuggestionAnswer
from rituals.models.meeting import Meeting
from rituals.models.weekly_update import Highlight, WeeklyUpdate

__all__ = [
    "AreaUpdate",
    "Bullet",
    "BulletReference",
    "Highlight",
    "Meeting",
    "SuggestionAnswer",
    "WeeklyUpdate",
]
