"""Where imports are."""

from __future__ import annotations

from django.urls import path

from gutline.web.pages import import_columns, import_names, import_page, import_preview

urlpatterns = [
    path("import/", import_page.start, name="import"),
    path("import/undo/<str:batch>/", import_page.undo, name="import-undo"),
    path("import/names/", import_names.names, name="import-names"),
    path("import/<slug:files>/", import_preview.preview, name="import-preview"),
    path("import/<slug:files>/columns/", import_columns.columns, name="import-columns"),
    path("import/<slug:files>/mapping.toml", import_columns.mapping_file, name="import-mapping"),
]
