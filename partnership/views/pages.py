"""Pages of one form, and pages that ask before doing: the same few steps for every record of the portal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


@dataclass(frozen=True)
class Step:
    """A page above this one, for the breadcrumbs."""

    text: str
    url: str


@dataclass(frozen=True)
class Page:
    """What a page of one form says, and where it leads."""

    title: str
    back: str  # the address to go to afterwards, and when cancelled
    trail: list[Step] = field(default_factory=list)
    action: str = "Save"
    done: str = "Saved."
    text: str = ""
    danger: bool = False
    more: list[Step] = field(default_factory=list)  # what else can be done, below the form


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[..., Any],
    page: Page,
    template: str = "partnership/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; when it is sent and in order, do `act(**form.facts)` and go on. All errors come back with it."""
    if request.method == "POST" and form.is_valid() and done(form, act, **form.facts):
        messages.success(request, page.done)
        return redirect(page.back)
    return render(request, template, {"form": form, "page": page} | context)


def confirm_page(
    request: HttpRequest,
    act: Callable[[], Any],
    page: Page,
    template: str = "partnership/confirm.html",
    more: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """Ask on GET, showing what `more` gives to a template of one's own; do `act()` on POST. What forbids it is told as
    a message on the page it came from; that the record is gone, on the page above it."""
    if request.method != "POST":
        return render(request, template, more() | {"page": page})
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        if getattr(error, "code", "") == "gone":
            return redirect(page.trail[-2].url)
    else:
        messages.success(request, page.done)
    return redirect(page.back)


def done(form: BaseForm, act: Callable[..., Any], **facts: Any) -> bool:
    """Do it; or put what the action refused beside the fields of the form, and be False."""
    try:
        act(**facts)
    except ValidationError as error:
        blame(form, error)
        if getattr(error, "code", None) == "changed" and (see_again := getattr(form, "see_again", None)):
            see_again()
        return False
    return True


def blame(form: BaseForm, error: ValidationError) -> None:
    """Each sentence beside its field, where the form has one, else above the form."""
    by_name = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in by_name.items():
        form.add_error(name if name in form.fields else None, errors)
