from django.apps import AppConfig


class RitualsConfig(AppConfig):
    name = "rituals"

    def ready(self) -> None:
        from comms import composers
        from comms.enums import NoticeKind
        from productops.editions import documents
        from rituals import briefs, mail, printing
        from rituals.notices import TOPIC

        composers.register(
            NoticeKind.WEEKLY_UPDATE, prepare=mail.prepare_update, letter=mail.compose_update, brief=briefs.of_update
        )
        composers.register(
            NoticeKind.WEEKLY_MISSING,
            prepare=mail.prepare_missing,
            letter=mail.compose_missing,
            brief=briefs.of_missing,
        )
        composers.register(
            NoticeKind.WEEKLY_REMINDER,
            prepare=mail.prepare_reminder,
            letter=mail.compose_reminder,
            brief=briefs.of_reminder,
        )
        documents.register(TOPIC, printing.document_of)
