from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.enums import Holder, Letter
from productops.people.models.areas import Area, ProductGroup
from productops.people.models.organisation import Function
from productops.people.models.person import Person


class RaciActivityQuerySet(models.QuerySet["RaciActivity"]):
    def visible_to(self, person: Person) -> Self:
        """Reading is company-wide."""
        return self


@audited(plain=["code", "name"])
class RaciActivity(models.Model):
    """Something the organisation does again and again, with somebody accountable for it."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("activity"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = RaciActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope()


class RaciEntryQuerySet(models.QuerySet["RaciEntry"]):
    def at(self, *, group: ProductGroup | None = None, area: Area | None = None) -> Self:
        """Entries of exactly one scope: an area's, a product group's, or (neither) the organisation's."""
        return self.filter(group=group, area=area)


@audited(plain=["letter", "role", "note"])
class RaciEntry(models.Model):
    """One letter of one holder for one activity in one scope.

    The database keeps, at commit, exactly one Accountable and at least one Responsible per activity and scope
    that has entries; a narrower scope overrides the wider one as a whole.
    """

    activity = models.ForeignKey(RaciActivity, on_delete=models.CASCADE, related_name="entries")
    group = models.ForeignKey(ProductGroup, null=True, blank=True, on_delete=models.CASCADE)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE)
    letter = models.CharField(max_length=1, choices=Letter)
    role = models.CharField(max_length=20, choices=Holder, blank=True)
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="raci_entries")
    note = models.CharField(_("note"), max_length=80, blank=True)

    objects = RaciEntryQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "letter", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(group=None) | Q(area=None), name="raci_one_scope"),
            models.CheckConstraint(
                condition=(
                    (~Q(role="") & Q(function=None, person=None))
                    | Q(role="", function__isnull=False, person=None)
                    | Q(role="", function=None, person__isnull=False)
                ),
                name="raci_one_holder",
            ),
            models.UniqueConstraint(
                fields=["activity", "group", "area", "letter", "role", "function", "person"],
                nulls_distinct=False,
                name="raci_entry_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="accountable_and_responsible",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("row", "record"), ("a", "bigint"), ("r", "bigint")],
                func="""
                FOR row IN
                    SELECT DISTINCT s.activity_id, s.group_id, s.area_id FROM (VALUES
                        (NEW.activity_id, NEW.group_id, NEW.area_id),
                        (OLD.activity_id, OLD.group_id, OLD.area_id)) AS s(activity_id, group_id, area_id)
                    WHERE s.activity_id IS NOT NULL
                LOOP
                    SELECT count(*) FILTER (WHERE letter = 'A'), count(*) FILTER (WHERE letter = 'R') INTO a, r
                        FROM people_racientry e WHERE e.activity_id = row.activity_id
                        AND e.group_id IS NOT DISTINCT FROM row.group_id
                        AND e.area_id IS NOT DISTINCT FROM row.area_id;
                    IF (a <> 1 OR r < 1) AND NOT (a = 0 AND r = 0 AND
                        (row.group_id IS NOT NULL OR row.area_id IS NOT NULL)
                        AND NOT EXISTS (SELECT 1 FROM people_racientry e WHERE e.activity_id = row.activity_id
                            AND e.group_id IS NOT DISTINCT FROM row.group_id
                            AND e.area_id IS NOT DISTINCT FROM row.area_id))
                        AND EXISTS (SELECT 1 FROM people_raciactivity WHERE id = row.activity_id)
                    THEN
                        RAISE EXCEPTION 'RACI of activity %: % accountable, % responsible',
                            row.activity_id, a, r USING ERRCODE = 'check_violation';
                    END IF;
                END LOOP;
                RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.role or self.function_id or self.person_id} of {self.activity_id}"
