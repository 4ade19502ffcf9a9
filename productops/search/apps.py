from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "productops.search"
    label = "search"

    def ready(self) -> None:
        from productops.search import listening

        listening.connect()
