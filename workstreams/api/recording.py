"""The body that records readings: its shape is checked here, its words as an import's, what it means by the action."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError as Refused

from partnership.models import Partnership, User
from partnership.permissions import require
from partnership.rest.problems import BadBody, pointer
from workstreams import actions
from workstreams.actions import MAY_RECORD, Measured
from workstreams.api.bodies import TextField
from workstreams.models import Reading
from workstreams.reading_rows import Rows

MOST = 1_000
CALLED = {"value_hundredths": "value", "first_on": "period", "last_on": "period"}


class ReadingBodySerializer(serializers.Serializer):
    workstream = TextField(required=False, help_text="Its slug; needed where two have an indicator of one name.")
    indicator = TextField(help_text="Its name, or its id as text.")
    organisation = TextField(required=False, help_text="Its code; none: all together.")
    comparator = TextField(required=False, help_text="Such as National average; then no organisation.")
    period = TextField(help_text='Such as "2025-26", "2025-26 Q1", "2025-09" or "September 2025".')
    value = TextField(help_text='A number as text with at most two decimals, such as "97.5".')
    respondents = serializers.IntegerField(required=False, min_value=1, max_value=10**9, help_text="Of a survey.")
    before_sharing = serializers.BooleanField(required=False, help_text="It is the baseline.")
    source = TextField(help_text="Where the value was taken from.")
    note = TextField(required=False)
    reason = TextField(required=False, help_text="Why it takes the place of what is recorded for the period.")


class ReadingsBodySerializer(serializers.Serializer):
    partnership = TextField(help_text="The partnership's slug.")
    readings = ReadingBodySerializer(many=True, help_text=f"At most {MOST:,}.")


def readings_from_body(body: Any, *, by: User) -> list[Reading]:
    """Record what a body says. Raises BadBody with every mistake, PermissionDenied; nothing is saved then."""
    listed = _listed(body)
    partnership = _partnership(body, by)
    require(by, MAY_RECORD, partnership)
    known = Rows(by, partnership)
    errors: dict[str, list[str]] = {}
    rows: list[Measured] = []
    places: list[int] = []
    for place, given in enumerate(listed):
        words, wrong = _shape(given, place)
        measured, unread = known.measured(words) if not wrong else (None, {})
        errors |= wrong | {pointer("readings", place, name): said for name, said in unread.items()}
        if measured:
            rows.append(measured)
            places.append(place)
    refused = actions.check_readings(by=by, rows=rows) if rows else {}
    for number, error in refused.items():
        for name, said in error.message_dict.items():
            steps = () if name == "__all__" else (CALLED.get(name, name),)
            errors.setdefault(pointer("readings", places[number], *steps), []).extend(said)
    if errors:
        raise BadBody(errors)
    return actions.record_readings(by=by, rows=rows)


def _listed(body: Any) -> list[Any]:
    if not isinstance(body, dict):
        raise BadBody({pointer(): ["Send one JSON object."]})
    listed = body.get("readings")
    errors = {pointer(name): ["There is no such field."] for name in body if name not in ("partnership", "readings")}
    if not isinstance(listed, list) or not listed:
        errors[pointer("readings")] = ["Send a list of readings, with at least one."]
    elif len(listed) > MOST:
        errors[pointer("readings")] = [f"Send at most {MOST:,} readings at once."]
    if errors:
        raise BadBody(errors)
    return list(listed or [])


def _partnership(body: dict[str, Any], by: User) -> Partnership:
    slug = body.get("partnership")
    named = isinstance(slug, str) and "\0" not in slug
    found = Partnership.objects.visible_to(by).filter(slug=slug).first() if named else None
    if found is None:
        raise BadBody({pointer("partnership"): ["Name a partnership that you may see, by its slug."]})
    return found


def _shape(given: Any, place: int) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The words of a row by name, and what has the wrong shape, by pointer. An empty value is as if not sent."""
    if not isinstance(given, dict):
        return {}, {pointer("readings", place): ["Send one JSON object for each reading."]}
    fields = ReadingBodySerializer().fields
    words: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    for name, value in given.items():
        if name not in fields:
            errors[pointer("readings", place, name)] = ["There is no such field."]
        elif value not in (None, ""):
            try:
                words[name] = str(fields[name].run_validation(value))
            except Refused as error:
                errors[pointer("readings", place, name)] = [str(text) for text in error.detail]
    return words, errors
