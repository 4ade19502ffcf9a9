"""Releases: what is going to be launched, what it asks of others, and how far it is."""

from releases.models.bundle import Bundle, BundleReader, BundleSection, Training
from releases.models.dates import DateSlip, FreezeWindow
from releases.models.decision import (
    Card,
    Condition,
    ConditionOutcome,
    Override,
    ReadinessMeeting,
    Reconfirmation,
    Round,
    ShipDecision,
)
from releases.models.escalation import Escalation
from releases.models.importing import ReleaseImport
from releases.models.item import Evidence, ReleaseItem, Upload
from releases.models.parts import Dependency, FeatureFlag, ReleaseLink, Risk, RolloutStep
from releases.models.policy import AreaChecklist, PolicyDraft, PolicyVersion
from releases.models.release import Release
from releases.models.saved_view import SavedView
from releases.models.signoff import Signoff, SignoffPause, SignoffRequest

__all__ = [
    "AreaChecklist",
    "Bundle",
    "BundleReader",
    "BundleSection",
    "Card",
    "Condition",
    "ConditionOutcome",
    "DateSlip",
    "Dependency",
    "Escalation",
    "Evidence",
    "FeatureFlag",
    "FreezeWindow",
    "Override",
    "PolicyDraft",
    "PolicyVersion",
    "ReadinessMeeting",
    "Reconfirmation",
    "Release",
    "ReleaseImport",
    "ReleaseItem",
    "ReleaseLink",
    "Risk",
    "RolloutStep",
    "Round",
    "SavedView",
    "ShipDecision",
    "Signoff",
    "SignoffPause",
    "SignoffRequest",
    "Training",
    "Upload",
]
