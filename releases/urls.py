"""Addresses of releases. A release's key (PAY-31) is its address; words in lower case are pages of all releases."""

from django.urls import path, register_converter

from releases.keys import KeyConverter
from releases.views import release, table

register_converter(KeyConverter, "release_key")

app_name = "releases"
urlpatterns = [
    # All releases
    path("", table.releases, name="releases"),
    # One release
    path("<release_key:key>/", release.release, name="release"),
]
