from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"

    def ready(self) -> None:
        from comms import composers
        from comms import reach as reaching
        from comms.enums import NoticeKind
        from releases import listening, mail, reach

        composers.register(NoticeKind.RELEASE, prepare=mail.prepare, letter=mail.letter, brief=mail.brief)
        reaching.register(NoticeKind.RELEASE, explain=reach.explain)
        listening.connect()
