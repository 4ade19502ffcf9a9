from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "productops.search"
    label = "search"
