from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from comms import (
            briefs,
            composers,
            digest_words,
            listening,
            mail,
            mail_actions,
            mail_channels,
            mail_decisions,
            own_reach,
            reach,
        )
        from comms.enums import NoticeKind

        composers.register(NoticeKind.INVITATION, prepare=mail.prepare_invitation, letter=mail.compose_invitation)
        composers.register(
            NoticeKind.REQUEST, prepare=mail.prepare_request, letter=mail.compose_request, brief=briefs.of_request
        )
        composers.register(
            NoticeKind.ACTION_ITEM, prepare=mail_actions.prepare, letter=mail_actions.letter, brief=mail_actions.brief
        )
        composers.register(
            NoticeKind.DECISION,
            prepare=mail_decisions.prepare, letter=mail_decisions.letter, brief=mail_decisions.brief,
        )  # fmt: skip
        composers.register(
            NoticeKind.CHANNEL_TEST,
            prepare=mail_channels.prepare, letter=mail_channels.letter, brief=mail_channels.brief,
        )  # fmt: skip
        composers.register(
            NoticeKind.DIGEST,
            prepare=digest_words.prepare, letter=digest_words.letter, brief=digest_words.brief, of_others=True,
        )  # fmt: skip
        reach.register(NoticeKind.REQUEST, NoticeKind.ACTION_ITEM, NoticeKind.DECISION, explain=own_reach.explain)
        listening.connect()
