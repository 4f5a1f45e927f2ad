"""Addresses below `/p/<partnership>/`: what people do with savings, and the pages of figures."""

from django.urls import path

from savings import dashboard_urls
from savings.views import evidence, lists, savings, shares, statements

urlpatterns = [
    path("savings/", lists.saving_list, name="saving-list"),
    path("savings/add/", savings.saving_add, name="saving-add"),
    path("savings/add/preview/", savings.saving_preview, name="saving-preview"),
    path("savings/<int:pk>/", savings.saving, name="saving"),
    path("savings/<int:pk>/edit/", savings.saving_edit, name="saving-edit"),
    path("savings/<int:pk>/submit/", savings.saving_submit, name="saving-submit"),
    path("savings/<int:pk>/discard/", savings.saving_discard, name="saving-discard"),
    path("savings/<int:pk>/statements/add/", statements.statement_add, name="statement-add"),
    path("savings/<int:pk>/evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/edit/", statements.statement_edit, name="statement-edit"),
    path("statements/<int:pk>/submit/", statements.statement_submit, name="statement-submit"),
    path("statements/<int:pk>/discard/", statements.statement_discard, name="statement-discard"),
    path("statements/<int:pk>/replace/", statements.statement_replace, name="statement-replace"),
    path("shares/<int:pk>/verify/", shares.share_verify, name="share-verify"),
    path("shares/<int:pk>/return/", shares.share_return, name="share-return"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("waiting/", shares.queue, name="queue"),
    *dashboard_urls.urlpatterns,
]
