from django.apps import AppConfig


class ProductopsConfig(AppConfig):
    """The top layer: frame, home, finder page, demo, commands."""

    name = "productops"
