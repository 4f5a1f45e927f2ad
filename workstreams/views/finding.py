"""What the pages of workstreams share: finding a workstream and what belongs to it, and saying where we are."""

from functools import partial

from django.core.validators import slug_re
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find
from workstreams.actions import MAY_EDIT
from workstreams.models import Workstream

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def find_workstream(request: ScopedRequest, slug: str) -> Workstream:
    return find(request, Workstream.objects.select_related("partnership"), slug=slug)


def named_workstream(request: ScopedRequest) -> Workstream | None:
    """The workstream that the address names, as the link on its own page does; none for what is no slug."""
    slug = request.GET.get("workstream", "")
    return request.partnership.workstreams.filter(slug=slug).first() if slug_re.match(slug) else None


def find_to_edit(request: ScopedRequest, slug: str) -> Workstream:
    found = find_workstream(request, slug)
    require(request.user, MAY_EDIT, found)
    return found


def find_of(request: ScopedRequest, model, slug: str, pk: int):
    """A part of a workstream that the user may edit; a part of another workstream is not found."""
    workstream = find_to_edit(request, slug)
    return get_object_or_404(model.objects.select_related("workstream__partnership"), workstream=workstream, pk=pk)


def add(request: ScopedRequest, slug: str, form_class, action, title: str, **words) -> HttpResponse:
    found = find_to_edit(request, slug)
    form = form_class(request.POST or None, workstream=found)
    act = partial(action, by=request.user, workstream=found)
    return form_page(request, form, act, page_of(request, found, title, **words))


def edit(request: ScopedRequest, row, form_class, act, title: str, **words) -> HttpResponse:
    form = form_class(request.POST or None, instance=row, workstream=row.workstream)
    return form_page(request, form, partial(act, by=request.user), page_of(request, row.workstream, title, **words))


def trail(request: ScopedRequest, workstream: Workstream | None = None) -> list[Step]:
    """Down to the workstream; its own page is for those who see figures."""
    steps = [Step("Workstreams", reverse("workstream-list", args=[request.partnership.slug]))]
    if workstream and request.user.has_perm("savings.view_figures", workstream):
        steps.append(Step(workstream.name, workstream.get_absolute_url()))
    return steps


def list_page(request: ScopedRequest, title: str, **words) -> Page:
    steps = trail(request)
    return Page(title, back=steps[0].url, trail=steps, **words)


def page_of(request: ScopedRequest, workstream: Workstream, title: str, **words) -> Page:
    """A page of something of a workstream: back to the workstream."""
    return Page(title, back=workstream.get_absolute_url(), trail=trail(request, workstream), **words)


def of(request: ScopedRequest, workstream: Workstream, name: str, **arguments) -> str:
    named = {"partnership": request.partnership.slug, "workstream": workstream.slug, **arguments}
    return reverse(name, kwargs=named)
