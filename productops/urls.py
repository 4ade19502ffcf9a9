"""Addresses are nouns. Every route is declared with who may do what in tests/routes.py."""

from django.urls import path

from productops.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
