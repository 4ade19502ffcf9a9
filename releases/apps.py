from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"

    def ready(self) -> None:
        from comms import composers
        from comms import reach as reaching
        from comms.enums import NoticeKind
        from releases import listening, mail, reach

        for kind in (NoticeKind.RELEASE, NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION):
            composers.register(kind, prepare=mail.prepare, letter=mail.letter, brief=mail.brief)
        reaching.register(NoticeKind.RELEASE, explain=reach.explain)
        reaching.register(
            NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION, explain=reach.explain_decisions
        )
        listening.connect()
