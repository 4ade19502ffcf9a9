from django.urls import path

from releases.views import release, table

app_name = "releases"
urlpatterns = [
    path("", table.releases, name="releases"),
    path("<str:key>/", release.release, name="release"),
]
