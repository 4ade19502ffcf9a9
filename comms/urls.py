from django.urls import path

from comms.views import deliveries, feeds, requests, sink, subscriptions, unsubscribe

app_name = "comms"
urlpatterns = [
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("feeds/", feeds.addresses, name="feeds"),
    path("feeds/<int:pk>/revocation/", feeds.revocation, name="feed-revocation"),
    path("preferences/", subscriptions.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/undo/", unsubscribe.resubscribe, name="resubscribe"),
    path("requests/new/", requests.ask, name="request"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/sending/", deliveries.sent_again, name="sent-again"),
    path("sink/", sink.sink, name="sink"),
    path("sink/<str:key>/", sink.message, name="sink-message"),
    path("sink/<str:key>/html/", sink.html, name="sink-html"),
]
