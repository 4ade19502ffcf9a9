from django.urls import include, path

from tests.bench import baselines

urlpatterns = [
    path("", include("productops.urls")),
    path("bench/bytes/<int:size>/", baselines.bytes_of),
    path("bench/rows/people/", baselines.people),
    path("bench/rows/updates/", baselines.updates),
    path("bench/rows/areas/", baselines.areas),
    path("bench/rows/find/", baselines.find),
    path("bench/rows/home/", baselines.home),
    path("bench/rows/releases/", baselines.releases),
    path("bench/rows/decisions/", baselines.decisions),
    path("bench/rows/board/", baselines.board),
    path("bench/rows/timeline/", baselines.timeline),
    path("bench/rows/release/<str:key>/", baselines.release),
]
