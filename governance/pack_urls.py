"""Addresses of board packs and annual statements, below `/p/<partnership>/`."""

from django.urls import include, path

from governance.views import annual, pack_compare, packs

_OF_A_PACK = [
    path("", packs.pack, name="pack"),
    path("progress/", packs.pack_progress, name="pack-progress"),
    path("file/", packs.pack_file, name="pack-file"),
    path("retry/", packs.pack_retry, name="pack-retry"),
    path("cancel/", packs.pack_cancel, name="pack-cancel"),
    path("release/", packs.pack_release, name="pack-release"),  # or its signing off
    path("rows/", annual.annual_rows, name="annual-rows"),
]

urlpatterns = [
    path("meetings/<int:pk>/packs/request/", packs.pack_request, name="pack-request"),
    path("packs/", packs.pack_list, name="pack-list"),
    path("packs/compare/", pack_compare.pack_compare, name="pack-compare"),
    path("annual-statements/", annual.annual_list, name="annual-list"),
    path("annual-statements/request/", annual.annual_request, name="annual-request"),
    path("packs/<int:pk>/", include(_OF_A_PACK)),
]
