from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from comms import composers, listening, mail
        from comms.enums import NoticeKind

        composers.register(NoticeKind.INVITATION, prepare=mail.prepare_invitation, letter=mail.compose_invitation)
        composers.register(NoticeKind.REQUEST, prepare=mail.prepare_request, letter=mail.compose_request)
        listening.connect()
