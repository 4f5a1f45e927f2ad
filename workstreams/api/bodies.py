"""Bodies that write: their shape is checked here, what they say by the actions, as for the pages."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ValidationError as Refused

from partnership.models import Partnership, User
from partnership.rest.problems import BadBody, nested, pointer
from workstreams.models import Workstream

Errors = dict[str, list[str]]


class TextField(serializers.CharField):
    """Text and nothing that only looks like it: a number may have lost its decimals on the way."""

    default_error_messages = {"invalid": "Send this as text, in quotation marks."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


def shaped(body: Any, serializer: type[serializers.Serializer], *, partial: bool = False) -> dict[str, Any]:
    """What the body holds, by name, in the right types. Raises BadBody with every mistake.

    With `partial` nothing is needed but that something is sent; what is not sent stays as it is.
    """
    if not isinstance(body, dict):
        raise BadBody({pointer(): ["Send one JSON object."]})
    fields = serializer().fields
    errors: Errors = {pointer(name): ["There is no such field."] for name in body if name not in fields}
    given: dict[str, Any] = {}
    for name, field in fields.items():
        if name in body:
            try:
                given[name] = field.run_validation(body[name])
            except Refused as error:
                errors |= nested({name: error.detail})
        elif field.required and not partial:
            errors[pointer(name)] = ["This is needed."]
    if partial and not body:
        errors[pointer()] = ["Send at least one field."]
    if errors:
        raise BadBody(errors)
    return given


def place(given: dict[str, Any], *, by: User) -> tuple[Partnership, Workstream | None]:
    """The partnership and workstream that a body names by their slugs (taken out of it), if the user may see them."""
    slug, stream = given.pop("partnership"), given.pop("workstream", None)
    partnership = Partnership.objects.visible_to(by).filter(slug=slug).first()
    if partnership is None:
        raise BadBody({pointer("partnership"): ["Name a partnership that you may see, by its slug."]})
    if not stream:
        return partnership, None
    found = Workstream.objects.visible_to(by).filter(partnership=partnership, slug=stream).first()
    if found is None:
        raise BadBody({pointer("workstream"): ["Name a workstream of this partnership, by its slug."]})
    return partnership, found


def named(rows: QuerySet, ids: list[int], name: str) -> list[Any]:
    """The rows of these ids, among those that may be named. Raises BadBody, saying which are not."""
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    if missing := [str(pk) for pk in ids if pk not in found]:
        raise BadBody({pointer(name): [f"There is nothing that you may name here by {', '.join(missing)}."]})
    return [found[pk] for pk in dict.fromkeys(ids)]
