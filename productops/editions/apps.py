from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "productops.editions"
    label = "editions"
