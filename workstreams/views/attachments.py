"""The papers of communications and consultations: downloaded by whoever sees those, removed by whoever edits them."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.permissions import require
from partnership.templatetags.portal import date_words
from partnership.views.files import download_stored
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.models import Attachment, Communication, Consultation
from workstreams.views.finding import form_methods
from workstreams.views.logs import log_trail


def papers(request: ScopedRequest, row: Communication | Consultation, *, may_remove: bool) -> list[dict[str, Any]]:
    """As the component of files shows them to this reader. One query."""
    slug = row.partnership.slug
    return [
        {
            "name": file.name,
            "url": reverse("attachment", args=[slug, file.pk]),
            "detail": f"{filesizeformat(file.size)}, {date_words(file.uploaded_at)}",
            "remove_url": reverse("attachment-remove", args=[slug, file.pk]) if may_remove else "",
        }
        for file in row.attachments.visible_to(request.user)
    ]


@require_safe
@in_partnership("savings.view_figures")
def attachment(request: ScopedRequest, pk: int) -> HttpResponseBase:
    return download_stored(find(request, Attachment.objects.all(), pk=pk))


@form_methods
@in_partnership()
def attachment_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Attachment.objects.select_related(
        "partnership",
        "communication__workstream__partnership",
        "communication__partnership",
        "consultation__workstream__partnership",
        "consultation__partnership",
    )
    file = find(request, rows, pk=pk)
    require(request.user, MAY_EDIT, file)
    of = file.of
    text, name = ("Communications", "communication") if file.communication else ("Consultations", "consultation")
    steps = [*log_trail(request, text, name, of.workstream), Step(of.title[:60], of.get_absolute_url())]
    words = {"action": "Remove the paper", "done": f"{file.name} is removed.", "danger": True}
    told = "Nobody can download it any more. That it was there, and who took it away, stays in the history."
    page = Page(f"Remove {file.name}", back=steps[-1].url, trail=steps, text=told, **words)
    return confirm_page(request, partial(actions.remove_paper, by=request.user, attachment=file), page)
