"""Addresses of reports and their route, below `/p/<partnership>/`."""

from django.urls import include, path

from governance.views import consultations, report_files, report_parts, report_routes, report_versions, reports

_OF_A_PART = [
    path("", report_parts.part, name="report-part"),
    path("autosave/", report_parts.autosave, name="report-part-autosave"),
    path("discard/", report_parts.discard, name="report-part-discard"),
    path("figure/", report_parts.figure, name="report-part-figure"),
    path("clear/", report_parts.clear, name="report-part-clear"),
]

_OF_A_REPORT = [
    path("", reports.report, name="report"),
    path("edit/", reports.report_edit, name="report-edit"),
    path("write/", reports.report_write, name="report-write"),
    path("parts/<slug:part>/", include(_OF_A_PART)),
    path("recommendations/add/", reports.recommendation_add, name="report-recommendation-add"),
    path("papers/add/", reports.paper_add, name="report-paper-add"),
    path("appendices/add/", report_files.appendix_add, name="report-appendix-add"),
    path("versions/", report_versions.versions, name="report-versions"),
    path("versions/keep/", report_versions.keep, name="report-keep"),
    path("versions/compare/", report_versions.compare, name="report-compare"),
    path("send/", report_routes.send, name="report-send"),
    path("outcome/", report_routes.outcome, name="report-outcome"),
    path("reply/<int:stop>/", report_routes.reply, name="report-reply"),
    path("consultation/", consultations.report_consultation, name="report-consultation"),
    path("consultation/point/", consultations.report_point, name="report-point"),
    path("agenda/", report_routes.agenda, name="report-agenda"),
    path("publish/", report_routes.publish, name="report-publish"),
    path("copy/", reports.report_copy, name="report-copy"),
    path("withdraw/", reports.report_withdraw, name="report-withdraw"),
]

_REPORTS = [
    path("", reports.report_list, name="report-list"),
    path("add/", reports.report_add, name="report-add"),
    path("consultations/", consultations.consultation_list, name="report-consultations"),
    path("routes/", report_routes.routes, name="report-routes"),
    path("routes/add/", report_routes.route_add, name="report-route-add"),
    path("routes/<int:pk>/", report_routes.route, name="report-route"),
    path("recommendations/<int:pk>/edit/", reports.recommendation_edit, name="report-recommendation-edit"),
    path("recommendations/<int:pk>/remove/", reports.recommendation_remove, name="report-recommendation-remove"),
    path("papers/<int:pk>/edit/", reports.paper_edit, name="report-paper-edit"),
    path("papers/<int:pk>/remove/", reports.paper_remove, name="report-paper-remove"),
    path("evidence/<int:pk>/remove/", consultations.report_point_no_more, name="report-point-remove"),
    path("appendices/<int:pk>/", report_files.appendix, name="report-appendix"),
    path("appendices/<int:pk>/edit/", report_files.appendix_edit, name="report-appendix-edit"),
    path("appendices/<int:pk>/remove/", report_files.appendix_remove, name="report-appendix-remove"),
    path("versions/<int:pk>/", report_versions.version, name="report-version"),
    path("<int:pk>/", include(_OF_A_REPORT)),
]

urlpatterns = [
    path("reports/", include(_REPORTS)),
    path("workstreams/<slug:workstream>/reports/", reports.workstream_reports, name="report-workstream"),
]
