from django.urls import path

from comms.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.items, name="items"),
    path("unread/", inbox.unread, name="unread"),
    path("reading/", inbox.readings, name="readings"),
    path("reading/<int:stamp>/undo/", inbox.readings_undo, name="readings-undo"),
    path("<int:pk>/reading/", inbox.reading, name="reading"),
]
