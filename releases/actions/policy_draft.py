"""The doors of an admin's draft of the policy: begun, changed piece by piece, taken back a step, thrown away."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require
from releases.actions.policies import publish_policy
from releases.models import PolicyVersion
from releases.models.policy import PolicyDraft
from releases.queries import policy_in_force

Change = Callable[[dict[str, Any]], Mapping[str, Any]]


@transaction.atomic
def change_draft(*, change: Change, by: Person, now: datetime, seen_version: int) -> PolicyDraft:
    """An admin changes her draft; the first change begins it as a copy of the version in force.

    `change` gets a copy of the content and answers the new one. `seen_version`: of the draft that her page showed, 0
    for none. Raises `Stale` when the draft was changed in another window, `Invalid` before there is a policy.
    What changes nothing writes nothing. A draft is nobody else's business, so nothing is recorded.
    """
    require(by, Permission.CHANGE_POLICY, on=now)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    draft = PolicyDraft.objects.select_related("based_on").filter(person=by).first()
    if draft is None:
        current = policy_in_force()
        if current is None:
            raise Invalid({"": _("There is no release policy yet. Choose the size of your company first.")})
        draft = PolicyDraft(person=by, based_on=current, content=current.content, version=0)
    if draft.version != seen_version:
        raise Stale(
            _("Your draft was changed in another window. What you typed stays; press again to save it all the same."),
            reload=reverse("releases:policy-editor"),
            version=draft.version,
        )
    content = change(deepcopy(draft.content))
    if content == draft.content:
        return draft
    draft.before, draft.content, draft.saved_at = draft.content, content, now
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def undo_draft(*, by: Person, now: datetime) -> PolicyDraft | None:
    """One step back; a second time forward again. Without a draft nothing."""
    require(by, Permission.CHANGE_POLICY, on=now)
    draft = PolicyDraft.objects.select_for_update().filter(person=by).first()
    if draft is None or draft.before is None:
        return draft
    draft.content, draft.before, draft.saved_at = draft.before, draft.content, now
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, by: Person, now: datetime) -> None:
    """Throw the draft away; the version in force stays as it is."""
    require(by, Permission.CHANGE_POLICY, on=now)
    PolicyDraft.objects.filter(person=by).delete()


@transaction.atomic
def publish_draft(*, note: str, by: Person, now: datetime, seen_version: int, seen_number: int) -> PolicyVersion:
    """The draft becomes the next version of the policy, and is gone.

    `seen_number`: the version in force whose difference she saw. Raises what `publish_policy` raises, `Stale` for a
    draft that is not as she saw it.
    """
    require(by, Permission.CHANGE_POLICY, on=now)
    draft = PolicyDraft.objects.select_for_update().filter(person=by).first()
    if draft is None or draft.version != seen_version:
        raise Stale(
            _("Your draft was changed in another window. Look at what changes, then publish."),
            reload=reverse("releases:policy-publication"),
            version=draft.version if draft else 0,
        )
    version = publish_policy(content=draft.content, note=note, by=by, now=now, seen_number=seen_number)
    draft.delete()
    return version
