from django.urls import path

from productops.followups.views import items

app_name = "actions"
urlpatterns = [
    path("", items.listing, name="list"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/completion/", items.completion, name="completion"),
    path("<int:pk>/reopening/", items.reopening, name="reopening"),
    path("<int:pk>/handover/", items.handover, name="handover"),
    path("<int:pk>/date/", items.date, name="date"),
]
