from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, Function, Person
from productops.people.permissions import Scope, standing_of
from releases.enums import CustomerWord, Health, Stage, Tier
from releases.models.policy import AreaChecklist, PolicyVersion
from releases.stages import TRANSITIONS

OPS = frozenset({Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT})


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, person: Person) -> Self:
        """Started and not confidential: everybody.

        Drafts and confidential ones: who writes for the area, its Eng lead, Product Ops and the Head of Product; the
        confidential ones also who was let in, who owns an item of theirs, or leads a function that prepares them.
        """
        standing = standing_of(person)
        if not standing.active:
            return self.none()
        if standing.roles & OPS:
            return self
        kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD)
        near = Q(area__in=[area for area, kind in standing.areas if kind in kinds])
        let_in = Q(insiders=person) | Q(items__person=person) | Q(functions__in=list(standing.functions))
        # Of the few confidential ones alone: what is not, everybody sees anyway.
        kept = self.model.objects.filter(started_at__isnull=False, confidential_at__isnull=False)
        inside = kept.filter(let_in).values("pk")
        return self.filter(near | Q(started_at__isnull=False, confidential_at=None) | Q(pk__in=inside))

    def for_everybody(self) -> Self:
        """Those that everybody inside may see, and that texts which everybody reads may name."""
        return self.filter(started_at__isnull=False, confidential_at=None)

    def restricted(self) -> Self:
        """Drafts and confidential ones: for those whom `visible_to` says."""
        return self.exclude(started_at__isnull=False, confidential_at=None)

    def ahead(self) -> Self:
        """Neither launched nor given up."""
        return self.filter(stage__in=[Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED])


@audited(
    plain=[
        "key", "name", "version_label", "tier_reason", "challenge", "summary", "summary_html", "segments", "build_tag",
        "bugs_url", "stage", "health", "health_reasons", "hold_reason", "rollback_reason", "cancel_reason",
        "confidential_reason", "customer_word", "customer_sentence", "rollback_procedure", "rollback_criteria",
        "monitoring", "alert_thresholds", "dashboard_url", "answers",
    ]
)  # fmt: skip
class Release(models.Model):
    """Something that is going to reach customers, from the first plan until its captures are in.

    The PM is the PM of `area` on the day that is asked about, never stored. A draft (`started_at` empty) is seen by
    those who prepare it. `launch_on` is internal; everybody sees the window. Health is computed and explained
    (`releases.readiness`), stored with its reasons in every language.
    """

    key = models.CharField(max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=120)
    version_label = models.CharField(_("version"), max_length=40, blank=True)
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="releases")
    other_areas = models.ManyToManyField(Area, verbose_name=_("other areas"), blank=True, related_name="+")
    summary = models.TextField(_("what changes, in plain words"), blank=True, max_length=1000)
    summary_html = models.TextField(blank=True, editable=False)
    segments = ArrayField(
        models.CharField(max_length=60), verbose_name=_("customer segments"), default=list, blank=True
    )
    functions = models.ManyToManyField(Function, verbose_name=_("functions affected"), blank=True, related_name="+")

    tier = models.PositiveSmallIntegerField(choices=Tier, null=True, blank=True)
    tier_suggested = models.PositiveSmallIntegerField(choices=Tier, null=True, blank=True)
    tier_reason = models.CharField(_("why this tier"), max_length=300, blank=True)
    tier_assigned_at = models.DateTimeField(null=True, blank=True)
    tier_assigned_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    challenge = models.CharField(_("why the tier should be looked at again"), max_length=300, blank=True)
    challenged_at = models.DateTimeField(null=True, blank=True)
    challenged_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="releases")
    area_checklist = models.ForeignKey(
        AreaChecklist, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )

    launch_on = models.DateField(_("launch"), null=True, blank=True)
    first_launch_on = models.DateField(null=True, blank=True)
    window_from = models.DateField(_("stakeholders see: from"), null=True, blank=True)
    window_to = models.DateField(_("stakeholders see: to"), null=True, blank=True)
    decision_on = models.DateField(_("go/no-go on"), null=True, blank=True)
    # Business days of notice that the tier asks, and that were left when work began: how short it was stays said.
    notice_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_given = models.SmallIntegerField(null=True, blank=True)

    build_tag = models.CharField(_("build"), max_length=80, blank=True)
    critical_bugs = models.PositiveSmallIntegerField(_("open critical bugs"), default=0)
    bugs_url = models.URLField(_("list of bugs"), blank=True, max_length=500)
    rollback_procedure = models.TextField(_("how to go back"), blank=True, max_length=2000)
    rollback_owner = models.ForeignKey(
        Person, verbose_name=_("who goes back"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rollback_criteria = models.TextField(_("when to go back"), blank=True, max_length=1000)
    monitoring = models.TextField(_("what is watched"), blank=True, max_length=1000)
    alert_thresholds = models.CharField(_("alert at"), blank=True, max_length=300)
    dashboard_url = models.URLField(_("dashboard"), blank=True, max_length=500)
    customer_word = models.CharField(
        _("may I tell the customer?"), max_length=8, choices=CustomerWord, default=CustomerWord.NO
    )
    customer_from = models.DateField(_("from"), null=True, blank=True)
    customer_sentence = models.CharField(_("the sentence to say"), max_length=300, blank=True)

    stage = models.CharField(max_length=12, choices=Stage, default=Stage.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hold_reason = models.CharField(_("on hold because"), max_length=200, blank=True)
    # The approval no longer stands on what it stood on; launching waits until the PM confirms it again.
    approval_stale_at = models.DateTimeField(null=True, blank=True)
    approval_stale_why = models.JSONField(default=list)
    launched_at = models.DateTimeField(null=True, blank=True)
    launched_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    launched_without_approval = models.BooleanField(default=False)
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rollback_reason = models.CharField(_("rolled back because"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(_("cancelled because"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    confidential_at = models.DateTimeField(null=True, blank=True)
    confidential_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confidential_reason = models.CharField(_("confidential because"), max_length=200, blank=True)
    insiders = models.ManyToManyField(Person, verbose_name=_("let in"), blank=True, related_name="+")

    health = models.CharField(max_length=12, choices=Health, default=Health.ON_TRACK)
    health_reasons = models.JSONField(default=list)
    health_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    imported_with = models.ForeignKey(
        "releases.ReleaseImport", null=True, blank=True, on_delete=models.SET_NULL, related_name="releases"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["launch_on", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["planned", "cancelled"]) | Q(tier__isnull=False, started_at__isnull=False),
                name="release_under_way_has_tier",
            ),
            models.CheckConstraint(
                condition=~Q(tier=1) | ~Q(stage__in=["in_review", "approved"]), name="tier_1_is_not_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(launched_at=None) | Q(stage__in=["launched", "closed"]), name="launched_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["launched", "closed"]) | Q(launched_at__isnull=False),
                name="launched_has_moment",
            ),
            models.CheckConstraint(condition=Q(held_at=None) | ~Q(hold_reason=""), name="held_says_why"),
            models.CheckConstraint(
                condition=Q(tier=None) | Q(tier_suggested=None) | Q(tier__gte=F("tier_suggested")) | ~Q(tier_reason=""),
                name="lower_tier_says_why",
            ),
            models.CheckConstraint(
                condition=Q(window_from=None, window_to=None) | Q(window_to__gte=F("window_from")),
                name="window_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "launch_on"], name="release_board"),
            models.Index(fields=["area", "launch_on"], name="release_of_area"),
        ]
        triggers = [pgtrigger.FSM(name="release_stages", field="stage", transitions=list(TRANSITIONS))]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("releases:release", args=[self.key])

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id, tier=self.tier)

    @property
    def confidential(self) -> bool:
        return self.confidential_at is not None

    @property
    def draft(self) -> bool:
        return self.started_at is None

    @property
    def for_everybody(self) -> bool:
        """Whether everybody inside may see it."""
        return not (self.draft or self.confidential)

    @property
    def rollback_complete(self) -> bool:
        """Procedure, owner and the criteria by which somebody decides."""
        return bool(self.rollback_procedure and self.rollback_owner_id and self.rollback_criteria)

    def reasons_in(self, language: str, *, inside: bool = False) -> list[dict[str, Any]]:
        """The stored reasons of the health with their words in one language, weightiest first.

        `inside`: the words with days in them, for who may know the launch date (`visible.facts_for(...).dated`);
        everybody else gets the plain words, without the reasons that are for those who prepare.
        """
        form = "words" if inside else "outside"
        said = [reason | {"words": reason.get(form, {}).get(language, "")} for reason in self.health_reasons]
        return [{key: value for key, value in reason.items() if key != "outside"} for reason in said if reason["words"]]
