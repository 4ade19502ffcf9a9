from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "productops.decisions"
    label = "decisions"

    def ready(self) -> None:
        from productops.decisions import listening

        listening.connect()
