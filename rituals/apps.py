from django.apps import AppConfig


class RitualsConfig(AppConfig):
    name = "rituals"

    def ready(self) -> None:
        from comms.channels.email import composers
        from comms.enums import NoticeKind
        from rituals import mail

        composers.register(NoticeKind.WEEKLY_UPDATE, prepare=mail.prepare_update, compose=mail.compose_update)
        composers.register(NoticeKind.WEEKLY_MISSING, prepare=mail.prepare_missing, compose=mail.compose_missing)
        composers.register(NoticeKind.WEEKLY_REMINDER, prepare=mail.prepare_reminder, compose=mail.compose_reminder)
