"""Addresses below /raci/. A scope is `organisation`, `group-<slug>` or `area-<slug>`; a holder `role-pm` and so on."""

from django.urls import path

from productops.people.views import ownership, raci, raci_activity, raci_cell, raci_record

urlpatterns = [
    path("", raci.organisation, name="raci"),
    path("ownership/", ownership.ownership, name="ownership"),
    path("activities/", raci_activity.add, name="raci-activity-add"),
    path("<slug:scope>/", raci.scope, name="raci-scope"),
    path("<slug:scope>/history/", raci_record.history, name="raci-history"),
    path("<slug:scope>/raci.csv", raci_record.as_csv_file, name="raci-csv"),
    path("<slug:scope>/raci.md", raci_record.as_markdown_file, name="raci-markdown"),
    path("<slug:scope>/people/", raci.person, name="raci-person"),
    path("<slug:scope>/<slug:activity>/", raci_activity.activity, name="raci-activity"),
    path("<slug:scope>/<slug:activity>/name/", raci_activity.name, name="raci-activity-name"),
    path("<slug:scope>/<slug:activity>/inherited/", raci_cell.inherited, name="raci-inherited"),
    path("<slug:scope>/<slug:activity>/undo/<int:version>/", raci_cell.undo, name="raci-undo"),
    path("<slug:scope>/<slug:activity>/<slug:holder>/", raci_cell.cell, name="raci-cell"),
]
