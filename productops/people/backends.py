"""Who is signed in: the person with all that a page asks about her, in one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from productops.people.standing import signed_in


class PersonBackend(ModelBackend):
    """E-mail and password as Django does it; the person of a session comes with her standing."""

    def get_user(self, user_id: Any) -> Any | None:
        person = signed_in(int(user_id))
        return person if person is not None and self.user_can_authenticate(person) else None
