from django.urls import path

from rituals.views import (
    archive,
    areas,
    compare,
    correction,
    desk,
    editor,
    pdf,
    read_rate,
    reader,
    references,
    revisions,
    search,
)

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
    path("<str:week>/areas/<slug:slug>/correction/", correction.form, name="area-correction"),
    path("<str:week>/areas/<slug:slug>/correction/preview/", correction.preview, name="area-correction-preview"),
    path(
        "<str:week>/areas/<slug:slug>/correction/withdrawal/", correction.withdrawal, name="area-correction-withdrawal"
    ),
    path("<str:week>/corrections/<int:pk>/", correction.correction, name="correction"),
    path("<str:week>/corrections/<int:pk>/refusal/", correction.refusal, name="correction-refusal"),
    path("<str:week>/revisions/", revisions.revisions, name="revisions"),
    path("<str:week>/revisions/preview/", revisions.preview, name="revision-preview"),
    path("<str:week>/revisions/<int:number>/", revisions.revision, name="revision"),
    path("<str:week>/comparison/", compare.comparison, name="comparison"),
    path("<str:week>/opening/", read_rate.opening, name="opening"),
    path("<str:week>/readers/", read_rate.readers, name="readers"),
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
