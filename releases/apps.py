from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"

    def ready(self) -> None:
        from comms import composers
        from comms import reach as reaching
        from comms.enums import NoticeKind
        from productops.decisions import subjects
        from productops.editions import documents, guarded
        from releases import bundle_editions, bundle_printing, listening, logged_subjects, mail, reach

        for kind in (NoticeKind.RELEASE, NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION):
            composers.register(kind, prepare=mail.prepare, letter=mail.letter, brief=mail.brief)
        reaching.register(NoticeKind.RELEASE, explain=reach.explain)
        reaching.register(
            NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION, explain=reach.explain_decisions
        )
        for topic in (bundle_editions.REVIEW, bundle_editions.FINAL):
            documents.register(topic, bundle_printing.document_of)
        guarded.register(bundle_editions.FINAL, keys=bundle_editions.releases_seen)
        guarded.register(bundle_editions.REVIEW, keys=bundle_editions.nowhere_else)
        subjects.register(
            logged_subjects.KIND,
            unseen=logged_subjects.unseen, readers=logged_subjects.readers, codes=logged_subjects.CODES,
        )  # fmt: skip
        listening.connect()
