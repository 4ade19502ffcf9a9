"""What feed readers ask for. Apart from the pages: who knows an address needs no sign-in."""

from django.urls import path

from comms.views import feeds

app_name = "feeds"
urlpatterns = [path("weekly/<str:token>.atom", feeds.weekly, name="weekly")]
