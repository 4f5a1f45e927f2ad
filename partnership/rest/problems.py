"""Every error as problem details (RFC 9457), all that is wrong at once, in words a caller can act on.

`errors` lists each mistake with where it is: `pointer` for a place in the body (a JSON pointer as a fragment),
`parameter` for a query parameter.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core import signals
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.exceptions import RequestDataTooBig as TooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.views import APIView, set_rollback

MEDIA_TYPE = "application/problem+json"
INVALID = "urn:portal:problem:invalid"
NOT_NOW = "urn:portal:problem:not-now"
NOT_FOUND = "There is nothing here, or nothing that you may see."


class NotNow(exceptions.APIException):
    """The state of the thing does not allow it (409). `problem` is what the action said."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, problem: ValidationError) -> None:
        super().__init__("The state of this record does not allow that.")
        self.problem = problem


class BadParameters(exceptions.APIException):
    """Query parameters that are wrong, by name."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__("The address asks for something that can not be answered.")
        self.errors = errors


class BadBody(exceptions.APIException):
    """A body that is wrong: sentences by JSON pointer."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("The body can not be saved. Nothing was changed.")
        self.errors = errors


def problem(status: int, detail: str, *, kind: str = "about:blank", **more: Any) -> JsonResponse:
    """The answer itself. ASCII only, so whatever a caller sent can be repeated safely."""
    body = {"type": kind, "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """The framework's exception handler: any exception at all becomes problem details."""
    set_rollback()
    if isinstance(error, Http404):
        return problem(HTTPStatus.NOT_FOUND, NOT_FOUND)
    if isinstance(error, PermissionDenied):
        return problem(HTTPStatus.FORBIDDEN, str(error) or "Your roles do not let you do that.")
    if isinstance(error, TooBig):
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large. Send at most 2 MB.")
    if isinstance(error, SuspiciousOperation):
        return problem(HTTPStatus.BAD_REQUEST, "The request can not be read.")
    if isinstance(error, ValidationError):
        return _listed(HTTPStatus.BAD_REQUEST, "What was sent is not valid.", _pointed(by_pointer(error)))
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return _unexpected(error, context)


def _of_framework(error: exceptions.APIException) -> HttpResponse:
    if isinstance(error, BadParameters):
        errors = [{"detail": text, "parameter": name} for name, texts in error.errors.items() for text in texts]
        return _listed(error.status_code, str(error.detail), errors)
    if isinstance(error, BadBody):
        return _listed(error.status_code, str(error.detail), _pointed(error.errors))
    if isinstance(error, NotNow):
        return _listed(error.status_code, str(error.detail), _pointed(by_pointer(error.problem)), NOT_NOW)
    if isinstance(error, exceptions.ValidationError):
        return _listed(error.status_code, "What was sent is not valid.", _pointed(nested(error.detail)))
    response = problem(error.status_code, str(error.detail))
    if getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        response["Retry-After"] = f"{error.wait:.0f}"
    return response


def _unexpected(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """Our own mistake: told to the log (and to whoever listens for exceptions), not to the caller."""
    request = getattr(context["request"], "_request", context["request"])
    signals.got_request_exception.send(sender=APIView, request=request)
    response = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The portal failed to answer. The failure was recorded.")
    log_response("Internal Server Error: %s", request.path, response=response, request=request, exception=error)
    return response


def _listed(status: int, detail: str, errors: list[dict[str, str]], kind: str = INVALID) -> JsonResponse:
    only = errors[0]["detail"] if len(errors) == 1 else detail
    return problem(status, only, kind=kind, errors=errors)


def _pointed(errors: Mapping[str, list[str]]) -> list[dict[str, str]]:
    return [{"detail": text, "pointer": pointer} for pointer, texts in errors.items() for text in texts]


def pointer(*steps: str | int) -> str:
    """A JSON pointer as a fragment: #/shares/0/amount."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def by_pointer(error: ValidationError) -> dict[str, list[str]]:
    """The sentences of a Django ValidationError, by the place of its field in the body."""
    if not hasattr(error, "error_dict"):
        return {pointer(): list(error.messages)}
    return {
        pointer() if name == "__all__" else pointer(name): [text for one in errors for text in one.messages]
        for name, errors in error.error_dict.items()
    }


def nested(detail: Any) -> dict[str, list[str]]:
    """The sentences of a serializer's errors, by their place in the body."""
    found: dict[str, list[str]] = {}
    for place, text in _leaves(detail, ()):
        found.setdefault(pointer(*place), []).append(text)
    return found


def _leaves(detail: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _leaves(inner, place if name == "non_field_errors" else (*place, name))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _leaves(inner, (*place, index) if isinstance(inner, Mapping) and inner else place)
    elif detail:
        yield place, str(detail)
