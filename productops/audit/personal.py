"""Reading and erasing what history keeps apart about people."""

from collections.abc import Iterable

from django.db import transaction

from productops.audit.models import PersonalValue, Subject

PREFIX = "sha256:"


def values_behind(subject_ids: Iterable[int], digests: Iterable[str]) -> dict[str, str]:
    """Digest -> value, for those not erased. One query however many."""
    wanted = {digest for digest in digests if digest and digest.startswith(PREFIX)}
    rows = PersonalValue.objects.filter(subject_id__in=set(subject_ids), digest__in=wanted)
    return dict(rows.values_list("digest", "value"))


@transaction.atomic
def erase(subject_id: int) -> int:
    """Forget the values and the salt of one person; history keeps its shape. Returns how many values went."""
    count, _ = PersonalValue.objects.filter(subject_id=subject_id).delete()
    Subject.objects.filter(person_id=subject_id).delete()
    return count
