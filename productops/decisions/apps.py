from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "productops.decisions"
    label = "decisions"
