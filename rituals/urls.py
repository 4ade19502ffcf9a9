from django.urls import path

from rituals.views import archive, areas, desk, editor, pdf, reader, references, search

app_name = "weekly"
urlpatterns = [
    path("", archive.current, name="current"),
    path("references/", references.references, name="references"),
    path("search/", search.search, name="search"),
    path("areas/<slug:slug>/", areas.current, name="area"),
    path("<str:week>/", reader.update, name="update"),
    path("<str:week>/markdown/", reader.markdown, name="markdown"),
    path("<str:week>/pdf/", pdf.pdf, name="pdf"),
    path("<str:week>/pdf/file/", pdf.pdf_file, name="pdf-file"),
    path("<str:week>/desk/", desk.desk, name="desk"),
    path("<str:week>/front/", desk.front, name="front"),
    path("<str:week>/aggregation/", desk.aggregation, name="aggregation"),
    path("<str:week>/publication/", desk.publication, name="publication"),
    path("<str:week>/areas/<slug:slug>/", editor.editor, name="editor"),
    path("<str:week>/areas/<slug:slug>/submission/", editor.submission, name="submission"),
    path("<str:week>/areas/<slug:slug>/excuse/", editor.excuse, name="excuse"),
    path("<str:week>/areas/<slug:slug>/note/", desk.note, name="note"),
    path(
        "<str:week>/areas/<slug:slug>/suggestions/<str:source>/acceptance/",
        editor.suggestion,
        {"answer": "acceptance"},
        name="suggestion-acceptance",
    ),
    path(
        "<str:week>/areas/<slug:slug>/suggestions/<str:source>/dismissal/",
        editor.suggestion,
        {"answer": "dismissal"},
        name="suggestion-dismissal",
    ),
]
