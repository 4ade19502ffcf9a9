"""The field's own words for roles, area roles and RACI letters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in the organisation. Each is a Django group of the same code; seeded, see `seed.py`."""

    ADMIN = "admin", _("Admin")
    PRODUCT_OPS = "product_ops", _("Product Ops")
    PRODUCT_OPS_LEAD = "product_ops_lead", _("Product Ops lead")
    HEAD_OF_PRODUCT = "head_of_product", _("Head of Product")
    PM = "pm", _("PM")
    FUNCTION_LEAD = "function_lead", _("Function lead")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    EXECUTIVE = "executive", _("Executive")


class AreaRoleKind(TextChoices):
    """What a person is in one area, between two dates."""

    PM = "pm", _("PM")
    DEPUTY = "deputy", _("Deputy")
    ENG_LEAD = "eng_lead", _("Eng lead")
    CONTACT = "contact", _("Contact")


class Letter(TextChoices):
    """The four letters of RACI."""

    RESPONSIBLE = "R", _("Responsible")
    ACCOUNTABLE = "A", _("Accountable")
    CONSULTED = "C", _("Consulted")
    INFORMED = "I", _("Informed")


class Holder(TextChoices):
    """Roles a RACI entry can name; `pm` and `eng_lead` resolve per area."""

    PRODUCT_OPS = "product_ops", _("Product Ops")
    PRODUCT_OPS_LEAD = "product_ops_lead", _("Product Ops lead")
    HEAD_OF_PRODUCT = "head_of_product", _("Head of Product")
    PM = "pm", _("PM")
    ENG_LEAD = "eng_lead", _("Eng lead")
    EXECUTIVE = "executive", _("Executive")
    STAKEHOLDER = "stakeholder", _("Stakeholders")


class Theme(TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
