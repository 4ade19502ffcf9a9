"""Releases: what is going to be launched, what it asks of others, and how far it is."""

from releases.models.dates import DateSlip, FreezeWindow
from releases.models.importing import ReleaseImport
from releases.models.item import Evidence, ReleaseItem, Upload
from releases.models.parts import Dependency, FeatureFlag, ReleaseLink, Risk, RolloutStep
from releases.models.policy import AreaChecklist, PolicyVersion
from releases.models.release import Release
from releases.models.saved_view import SavedView

__all__ = [
    "AreaChecklist",
    "DateSlip",
    "Dependency",
    "Evidence",
    "FeatureFlag",
    "FreezeWindow",
    "PolicyVersion",
    "Release",
    "ReleaseImport",
    "ReleaseItem",
    "ReleaseLink",
    "Risk",
    "RolloutStep",
    "SavedView",
    "Upload",
]
