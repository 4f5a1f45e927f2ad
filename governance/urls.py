"""Addresses below `/p/<partnership>/`."""

from governance import body_urls, decision_urls, meeting_urls, pack_urls, register_urls, report_urls

urlpatterns = [
    *body_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *decision_urls.urlpatterns,
    *pack_urls.urlpatterns,
    *report_urls.urlpatterns,
    *register_urls.SWITCH,
]
