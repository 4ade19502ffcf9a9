"""Changes to product groups and their order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid
from productops.people.actions.order import free_slug, move
from productops.people.models import Person, ProductGroup
from productops.people.permissions import Permission, require
from productops.people.search import push_areas


@transaction.atomic
def create_group(*, name: str, by: Person, now: datetime) -> ProductGroup:
    """A product group at the end of the order. Records `product_group.created`."""
    require(by, Permission.MANAGE_AREAS, on=now)
    _free_group_name(name)
    last = ProductGroup.objects.aggregate(Max("position"))["position__max"]
    slug = free_slug(name, ProductGroup.objects.values_list("slug", flat=True))
    group = ProductGroup.objects.create(slug=slug, name=name, position=(last or 0) + 1)
    record("product_group.created", by=by, obj=group, now=now)
    return group


@transaction.atomic
def rename_group(*, group: ProductGroup, name: str, by: Person, now: datetime) -> ProductGroup:
    """Another name; the finder learns it for every area in the group. Records `product_group.renamed`."""
    require(by, Permission.MANAGE_AREAS, on=now)
    group = ProductGroup.objects.select_for_update().get(pk=group.pk)
    _free_group_name(name, but=group)
    group.name = name
    group.save()
    record("product_group.renamed", by=by, obj=group, now=now)
    push_areas(group.areas.all(), now=now)
    return group


@transaction.atomic
def move_group(*, group: ProductGroup, by: Person, up: bool, now: datetime) -> None:
    """One place up or down in the order that updates are published in. Records `product_group.moved`."""
    require(by, Permission.MANAGE_AREAS, on=now)
    groups = list(ProductGroup.objects.select_for_update().order_by("position", "sort_key"))
    move(groups, group, up)
    ProductGroup.objects.bulk_update(groups, ["position"])
    record("product_group.moved", by=by, obj=group, now=now, up=up)


def _free_group_name(name: str, but: ProductGroup | None = None) -> None:
    if ProductGroup.objects.filter(name__iexact=name).exclude(pk=but.pk if but else 0).exists():
        raise Invalid({"name": _("There is already a product group with this name.")})
