from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "productops.audit"
    label = "audit"

    def ready(self) -> None:
        from productops.audit.grants import grant_to_application

        post_migrate.connect(grant_to_application, dispatch_uid="audit.grants")
