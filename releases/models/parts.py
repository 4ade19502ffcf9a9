"""What a release is made of beside its checklist: risks, dependencies, flags, rollout, links."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.models import Function, Person
from releases.enums import RiskState, Severity
from releases.models.release import Release


@audited(plain=["title", "severity", "mitigation", "state"])
class Risk(models.Model):
    """What may go wrong. A high one without a mitigation puts the release at risk."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(_("risk"), max_length=200)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.MEDIUM)
    mitigation = models.CharField(_("mitigation"), max_length=500, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RiskState, default=RiskState.OPEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="mitigated") | ~Q(mitigation=""), name="mitigated_says_how")
        ]

    def __str__(self) -> str:
        return self.title


@audited(plain=["deliverable"])
class Dependency(models.Model):
    """What a release waits for: another release, or something that a function delivers. Circles are refused."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="dependencies")
    on_release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="depended_on_by"
    )
    on_function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deliverable = models.CharField(_("what is needed"), max_length=200, blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_release__isnull=False, on_function=None)
                | (Q(on_release=None, on_function__isnull=False) & ~Q(deliverable="")),
                name="dependency_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(release=F("on_release")), name="dependency_not_on_itself"),
            models.UniqueConstraint(fields=["release", "on_release"], name="dependency_on_release_once"),
        ]

    def __str__(self) -> str:
        return self.deliverable or str(self.on_release_id)


@audited(plain=["key", "system", "environment", "kill_switch_url"])
class FeatureFlag(models.Model):
    """The switch behind which a release goes out."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="flags")
    key = models.CharField(_("flag"), max_length=80)
    system = models.CharField(_("system"), max_length=60, blank=True)
    environment = models.CharField(_("environment"), max_length=60, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kill_switch_url = models.URLField(_("kill switch"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


@audited(plain=["audience"])
class RolloutStep(models.Model):
    """One step of the rollout: how large a share, who, and when."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rollout")
    share = models.PositiveSmallIntegerField(_("share in %"))
    audience = models.CharField(_("audience"), max_length=120, blank=True)
    on = models.DateField(_("on"))
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "share", "id"]
        constraints = [models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="share_is_a_percentage")]

    def __str__(self) -> str:
        return f"{self.share} %"


@audited(plain=["title", "url"])
class ReleaseLink(models.Model):
    """A document elsewhere: PRD, specification, epic."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("link"), max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
