"""What every portal starts with: roles as groups, the spec's functions, the seeded RACI. Idempotent."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from productops.people.enums import Holder, Letter, Role
from productops.people.models import Function, RaciActivity, RaciEntry

FUNCTIONS = {
    "product": "Product",
    "product-ops": "Product Ops",
    "engineering": "Engineering",
    "reliability": "Reliability",
    "qa": "QA",
    "design": "Design",
    "ux-research": "UX Research",
    "support": "Support",
    "sales": "Sales",
    "sales-ops": "Sales Ops",
    "cs": "CS",
    "cs-ops": "CS Ops",
    "marketing": "Marketing",
    "data": "Data",
    "legal": "Legal",
    "executive": "Executive",
}

# activity code -> (name, {letter: [holder, or (holder, note)]}); a holder is a `Holder` or a function's slug.
RACI: dict[str, tuple[str, dict[str, list[Any]]]] = {
    "planning-cadence": (
        "Planning cadence",
        {
            "R": [(Holder.PRODUCT_OPS, "facilitation")],
            "A": [Holder.HEAD_OF_PRODUCT],
            "C": [Holder.PM, Holder.ENG_LEAD],
            "I": ["sales", "cs", "support"],
        },
    ),
    "weekly-update": (
        "Weekly product update",
        {
            "R": [(Holder.PM, "content")],
            "A": [(Holder.PRODUCT_OPS, "aggregation, distribution")],
            "C": [Holder.ENG_LEAD],
            "I": ["sales", "cs", "support", Holder.EXECUTIVE],
        },
    ),
    "roadmap": (
        "Stakeholder roadmap",
        {
            "R": [(Holder.PRODUCT_OPS, "format, distribution")],
            "A": [Holder.HEAD_OF_PRODUCT],
            "C": [Holder.PM],
            "I": ["sales", "cs", "support"],
        },
    ),
    "release-readiness": (
        "Release readiness and enablement",
        {
            "R": [(Holder.PRODUCT_OPS, "process, bundle")],
            "A": [(Holder.PM, "ship decision")],
            "C": [Holder.ENG_LEAD, "qa", "support", "sales"],
            "I": ["cs", "marketing"],
        },
    ),
    "insights": (
        "Insights intake and routing",
        {
            "R": [(Holder.PRODUCT_OPS, "triage, routing")],
            "A": [Holder.PRODUCT_OPS_LEAD],
            "C": ["cs", "sales", "support", "data"],
            "I": [Holder.PM],
        },
    ),
    "decision-log": (
        "Decision-log stewardship",
        {
            "R": [(Holder.PRODUCT_OPS, "maintenance")],
            "A": [(Holder.PM, "decision owner")],
            "C": [Holder.ENG_LEAD],
            "I": [Holder.STAKEHOLDER],
        },
    ),
    "post-launch": (
        "Post-launch capture and retro",
        {
            "R": [(Holder.PRODUCT_OPS, "facilitation")],
            "A": [Holder.PM],
            "C": ["engineering", "support", "sales"],
            "I": [Holder.HEAD_OF_PRODUCT],
        },
    ),
}


@transaction.atomic
def seed() -> None:
    """Create what is missing; never changes what people edited."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
    for position, (slug, name) in enumerate(FUNCTIONS.items()):
        Function.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    for position, (code, (name, letters)) in enumerate(RACI.items()):
        activity, created = RaciActivity.objects.get_or_create(code=code, defaults={"name": name, "position": position})
        if created:
            _seed_entries(activity, letters)


def _seed_entries(activity: RaciActivity, letters: dict[str, list[Any]]) -> None:
    functions = {function.slug: function for function in Function.objects.all()}
    for letter, holders in letters.items():
        for holder in holders:
            named, note = holder if isinstance(holder, tuple) else (holder, "")
            who = {"role": named.value} if isinstance(named, Holder) else {"function": functions[named]}
            RaciEntry.objects.create(activity=activity, letter=Letter(letter), note=note, **who)


def seed_after_migrate(sender: Any, using: str, **_kwargs: Any) -> None:
    seed()
