from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from comms import listening, mail
        from comms.channels.email import composers
        from comms.enums import NoticeKind

        composers.register(NoticeKind.INVITATION, prepare=mail.prepare_invitation, compose=mail.compose_invitation)
        composers.register(NoticeKind.REQUEST, prepare=mail.prepare_request, compose=mail.compose_request)
        listening.connect()
