from django.urls import path

from comms.views import channels, places

app_name = "channels"
urlpatterns = [
    path("", channels.channels, name="list"),
    path("slack/settings/", channels.slack_settings, name="slack-settings"),
    path("slack/places/new/", places.add, name="place-new"),
    path("slack/places/<int:pk>/", places.change, name="place"),
    path("slack/places/<int:pk>/off/", places.switched_off, name="place-off"),
    path("slack/places/<int:pk>/on/", places.switched_on, name="place-on"),
    path("<str:name>/", channels.channel, name="channel"),
    path("<str:name>/off/", channels.switched_off, name="off"),
    path("<str:name>/on/", channels.switched_on, name="on"),
    path("<str:name>/tests/", channels.tests, name="tests"),
    path("<str:name>/tests/<int:pk>/", channels.test, name="test"),
]
