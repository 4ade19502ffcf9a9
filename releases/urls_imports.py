"""Addresses of bringing in releases from a spreadsheet."""

from django.urls import path

from releases.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.imported, name="import"),
    path("imports/<int:pk>/mapping/", imports.mapping, name="import-mapping"),
    path("imports/<int:pk>/start/", imports.start, name="import-start"),
    path("imports/<int:pk>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:pk>/resumption/", imports.resumption, name="import-resumption"),
    path("imports/<int:pk>/errors/", imports.errors, name="import-errors"),
]
