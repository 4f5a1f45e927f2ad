"""Addresses of imports, below `/p/<partnership>/imports/`."""

from django.urls import include, path

from savings.views import imports

_OF_AN_IMPORT = [
    path("", imports.import_page, name="import"),
    path("progress/", imports.import_progress, name="import-progress"),
    path("problems/", imports.import_problems, name="import-problems"),
    path("rows/", imports.import_rows, name="import-rows"),
    path("file/", imports.import_file, name="import-file"),
    path("confirm/", imports.import_confirm, name="import-confirm"),
    path("cancel/", imports.import_cancel, name="import-cancel"),
    path("retry/", imports.import_retry, name="import-retry"),
]

urlpatterns = [
    path("", imports.import_list, name="import-list"),
    path("add/", imports.import_add, name="import-add"),
    path("template.xlsx", imports.import_template, name="import-template"),
    path("savings.csv", imports.import_template_savings, name="import-template-savings"),
    path("statements.csv", imports.import_template_statements, name="import-template-statements"),
    path("<int:pk>/", include(_OF_AN_IMPORT)),
]
