"""What the portal says when a request can not be answered. Each answer says what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. `PermissionDenied("Your roles do not let you …")` is told to the reader."""
    return render(request, "errors/403.html", {"missing": str(exception or "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. Also what lies outside the reader's grants, so the page does not say whether it exists."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. No database, no session, no context processor: any of them may be what failed."""
    return HttpResponse(get_template("errors/500.html").render({}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **named: Any) -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
