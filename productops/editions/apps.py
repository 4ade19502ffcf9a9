from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "productops.editions"
    label = "editions"

    def ready(self) -> None:
        from productops.editions import listening

        listening.connect()
