from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "productops.followups"
    label = "followups"

    def ready(self) -> None:
        from productops.followups import listening

        listening.connect()
