from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "productops.followups"
    label = "followups"
