"""Addresses of recurring meetings."""

from django.urls import path

from rituals.views import meetings

app_name = "meetings"
urlpatterns = [
    path("", meetings.meetings, name="list"),
    path("<int:pk>/week/", meetings.week, name="week"),
]
