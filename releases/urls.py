"""Addresses of releases. A release's key (PAY-31) is its address; words in lower case are pages of all releases."""

from django.urls import include, path, register_converter

from releases import urls_decisions
from releases.keys import KeyConverter
from releases.views import (
    board,
    challenge,
    dates,
    evidence,
    files,
    items,
    items_together,
    new,
    policy_move,
    release,
    saved_views,
    table,
    tier,
    tier_acceptance,
    timeline,
)

register_converter(KeyConverter, "release_key")

app_name = "releases"
urlpatterns = [
    # All releases
    path("", table.releases, name="releases"),
    path("new/", new.new, name="new"),
    path("export/", table.export, name="export"),
    path("board/", board.board, name="board"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("views/", saved_views.views, name="views"),
    path("views/return/", saved_views.return_, name="views-return"),
    path("views/<int:pk>/name/", saved_views.renaming, name="view-name"),
    path("views/<int:pk>/deletion/", saved_views.deletion, name="view-deletion"),
    path("files/<uuid:pk>/", files.file, name="file"),
    path("", include("releases.urls_policy")),
    path("", include("releases.urls_imports")),
    path("", include(urls_decisions.of_all)),
    # One release
    path("<release_key:key>/", release.release, name="release"),
    path("<release_key:key>/", include("releases.urls_parts")),
    path("<release_key:key>/", include(urls_decisions.of_one)),
    path("<release_key:key>/items/completion/", items_together.completion, name="items-completion"),
    path("<release_key:key>/items/exemption/", items_together.exemption, name="items-exemption"),
    path("<release_key:key>/items/owner/", items_together.owner, name="items-owner"),
    path("<release_key:key>/items/<int:pk>/", items.item, name="item"),
    path("<release_key:key>/items/<int:pk>/completion/", items.completion, name="item-completion"),
    path("<release_key:key>/items/<int:pk>/block/", items.block, name="item-block"),
    path("<release_key:key>/items/<int:pk>/exemption/", items.exemption, name="item-exemption"),
    path("<release_key:key>/items/<int:pk>/waiver/", items.waiver, name="item-waiver"),
    path("<release_key:key>/items/<int:pk>/owner/", items.owner, name="item-owner"),
    path("<release_key:key>/items/<int:pk>/reopening/", items.reopening, name="item-reopening"),
    path("<release_key:key>/evidence/<int:pk>/withdrawal/", evidence.withdrawal, name="evidence-withdrawal"),
    path("<release_key:key>/tier/", tier.tier, name="tier"),
    path("<release_key:key>/tier/acceptance/", tier_acceptance.acceptance, name="tier-acceptance"),
    path("<release_key:key>/challenge/", challenge.challenge, name="challenge"),
    path("<release_key:key>/dates/", dates.dates, name="dates"),
    path("<release_key:key>/policy/", policy_move.policy_move, name="policy-move"),
]
