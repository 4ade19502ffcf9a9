from django.apps import AppConfig


class RitualsConfig(AppConfig):
    name = "rituals"

    def ready(self) -> None:
        from comms import composers, reach
        from comms.enums import NoticeKind
        from productops.editions import documents
        from rituals import briefs, listening, mail, mail_correction, mail_escalation, mail_reminder, printing
        from rituals import reach as weekly_reach
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
        for kind, words in (
            (NoticeKind.WEEKLY_REMINDER, mail_reminder),
            (NoticeKind.WEEKLY_ESCALATION, mail_escalation),
            (NoticeKind.WEEKLY_CORRECTION, mail_correction),
        ):
            composers.register(kind, prepare=words.prepare, letter=words.letter, brief=words.brief)
        documents.register(TOPIC, printing.document_of)
        reach.register(*weekly_reach.KINDS, explain=weekly_reach.explain)
        listening.connect()
