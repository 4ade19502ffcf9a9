from django.db import models
from django.utils.translation import gettext_lazy as _

from productops.audit.history import declares
from productops.people.models import Person


@declares(plain=["name", "page", "query"])
class SavedView(models.Model):
    """Filters that a person comes back to: a name for the query part of an address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
