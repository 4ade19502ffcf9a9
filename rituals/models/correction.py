from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.editions.models import Edition
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import Scope, standing_of
from rituals.enums import CorrectionState
from rituals.models.area_update import AreaUpdate


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, person: Person) -> Self:
        """Published ones are part of the edition. Else: those who write for the area, and Product Ops."""
        standing = standing_of(person)
        if not standing.active:
            return self.none()
        if standing.roles & {Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD}:
            return self.all()
        writes = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
        return self.filter(Q(area_update__area__in=writes) | Q(state=CorrectionState.PUBLISHED))


@audited(plain=["state", "why", "content", "answer"])
class Correction(models.Model):
    """What a PM wants changed in a published area part, until Product Ops publishes it as the next revision.

    `content`: health, reason and lines as they should read (`rituals.correcting`); `why` is what readers are told.
    `edition` is the revision it was written against, `published_in` the one it became.
    """

    area_update = models.ForeignKey(AreaUpdate, on_delete=models.PROTECT, related_name="corrections")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CorrectionState, default=CorrectionState.PROPOSED)
    why = models.CharField(_("what changes and why"), max_length=300)
    content = models.JSONField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_in = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    version = models.PositiveIntegerField(default=1)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_update"], condition=Q(state="proposed"), name="one_open_correction_an_area"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_in__isnull=False)
                | (~Q(state="published") & Q(published_in=None)),
                name="correction_published_in_edition",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None) | (~Q(state="proposed") & Q(answered_at__isnull=False)),
                name="correction_answered_says_when",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="correction_states",
                field="state",
                transitions=[("proposed", "published"), ("proposed", "declined"), ("proposed", "withdrawn")],
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_update_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("weekly:correction", args=[self.area_update.weekly_update.key, self.pk])

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_update.area_id)
