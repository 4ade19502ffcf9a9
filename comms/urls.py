from django.urls import path

from comms.views import deliveries, feeds, preferences, requests, sink, subscriptions, unsubscribe

app_name = "comms"
urlpatterns = [
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("feeds/", feeds.addresses, name="feeds"),
    path("feeds/<int:pk>/revocation/", feeds.revocation, name="feed-revocation"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/undo/<str:token>/", preferences.preferences_undo, name="preferences-undo"),
    path("reached/", preferences.reached, name="reached"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/undo/", unsubscribe.resubscribe, name="resubscribe"),
    path("requests/new/", requests.ask, name="request"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/sending/", deliveries.all_sent_again, name="all-sent-again"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/sending/", deliveries.sent_again, name="sent-again"),
    path("sink/", sink.sink, name="sink"),
    path("sink/<str:key>/", sink.message, name="sink-message"),
    path("sink/<str:key>/html/", sink.html, name="sink-html"),
]
