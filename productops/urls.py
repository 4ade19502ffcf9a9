"""Addresses are nouns. Every route is declared with who may do what in tests/routes.py."""

from django.urls import include, path

from productops.views import finder, health, home, lookups, palette

handler500 = "productops.views.failed.failed"

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", finder.finder, name="finder"),
    path("find/lookups/", lookups.lookups, name="lookups"),
    path("find/missing/", lookups.missing, name="lookups-missing"),
    path("find/missing/handled/", lookups.handled, name="lookups-handled"),
    path("find/missing/handled/<int:pk>/undo/", lookups.handled_undo, name="lookups-handled-undo"),
    path("palette/", palette.palette, name="palette"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("productops.people.urls")),
    path("actions/", include("productops.followups.urls")),
    path("decisions/", include("productops.decisions.urls")),
    path("comms/", include("comms.urls")),
    path("feeds/", include("comms.urls_feeds")),
    path("inbox/", include("comms.urls_inbox")),
    path("admin/channels/", include("comms.urls_channels")),
    path("releases/", include("releases.urls")),
    path("weekly/", include("rituals.urls")),
    path("meetings/", include("rituals.urls_meetings")),
]
