from django.urls import path

from productops.decisions.views import entry, log

app_name = "decisions"
urlpatterns = [
    path("", log.listing, name="list"),
    path("sheet/", log.export, name="export"),
    path("markdown/", log.markdown, name="markdown"),
    path("new/", entry.new, name="new"),
    path("<int:number>/", entry.decision, name="decision"),
    path("<int:number>/supersession/", entry.supersession, name="supersession"),
    path("<int:number>/wording/", entry.wording, name="wording"),
    path("<int:number>/review/", entry.keeping, name="review"),
]
