"""The top layer as a Django app: frame, home, finder page, demo, commands."""

from importlib import import_module

from django.apps import AppConfig


class ProductopsConfig(AppConfig):
    name = "productops"

    def ready(self) -> None:
        # Brings the Celery application to every process that uses Django: without it a `shared_task` would belong to
        # an application without a broker. Not in `productops/__init__.py`: run.py imports that before Celery exists.
        import_module("productops.celery")
