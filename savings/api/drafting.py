"""The body that drafts a saving: its shape is checked here, what it says by the same form as the page's."""

from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError as Refused

from partnership.models import Partnership, User
from partnership.permissions import require
from partnership.rest.problems import BadBody, nested, pointer
from savings.forms import SavingForm
from savings.models import Saving
from savings.models.words import CHOSEN_BASES, Category, Kind, Stage


class TextField(serializers.CharField):
    """Text and nothing that only looks like it: a number would have lost its pence on the way."""

    default_error_messages = {"invalid": "Send this as text, in quotation marks."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class SavingDraftSerializer(serializers.Serializer):
    """The shape of the body. An empty or missing value is as if its box on the page were left empty."""

    partnership = TextField(help_text="The partnership's slug.")
    organisation = TextField(required=False, help_text="The code of whose officer you are; needed if of several.")
    workstream = TextField(help_text="The workstream's slug.")
    title = TextField(max_length=150)
    kind = serializers.ChoiceField(choices=Kind.choices)
    category = serializers.ChoiceField(choices=Category.choices)
    recurrence = serializers.ChoiceField(choices=Saving.Recurrence.choices)
    method = TextField(max_length=2000, help_text="How it was worked out.")
    baseline = serializers.ChoiceField(choices=Saving.Baseline.choices)
    baseline_cost = TextField(required=False, help_text='Pounds as text, such as "925000.00".')
    baseline_source = TextField(required=False, max_length=200)
    stage = serializers.ChoiceField(choices=Stage.choices)
    first_year = serializers.IntegerField(help_text="The financial year; of a recurring saving, the first.")
    last_year = serializers.IntegerField(required=False, help_text="Of a recurring saving.")
    quarter = serializers.IntegerField(required=False, min_value=1, max_value=4, help_text="Of a one-off saving.")
    belongs_to = TextField(
        required=False,
        help_text='Of a late claim: the closed period that it belongs to, such as "2024-25" or "2024-25 quarter 1".',
    )
    amount = TextField(
        required=False, help_text='Pounds of each year as text, such as "1234.50". Not for a qualitative benefit.'
    )
    unit = TextField(required=False, max_length=40, help_text="Of a qualitative benefit.")
    measure = TextField(required=False, help_text='Of a qualitative benefit: a number as text, such as "12.50".')
    basis = serializers.ChoiceField(choices=CHOSEN_BASES)
    organisations = serializers.ListField(
        child=TextField(), required=False, help_text="Codes of who shares in it; none: all that take part."
    )
    percentages = serializers.DictField(
        child=TextField(), required=False, help_text="By agreed percentages: a percentage as text for each code."
    )
    usage = serializers.DictField(
        child=TextField(), required=False, help_text="By spend or use: a number as text for each code; of one period."
    )
    usage_unit = TextField(required=False, max_length=40, help_text='By spend or use: such as "pounds of spend".')
    usage_source = TextField(required=False, max_length=200, help_text="By spend or use: where it was taken from.")
    sole_reason = TextField(
        required=False, max_length=300, help_text="To one partner alone: why its own implementation earned it."
    )
    stated_on = serializers.DateField(required=False, help_text="Today if not given.")
    note = TextField(required=False, max_length=1000)


def draft_from_body(body: Any, *, by: User) -> Saving:
    """Draft the saving that a body describes. Raises BadBody with every mistake, PermissionDenied."""
    if not isinstance(body, dict):
        raise BadBody({pointer(): ["Send one JSON object."]})
    given, errors = _shape(body)
    partnership = Partnership.objects.visible_to(by).filter(slug=given.get("partnership", "")).first()
    if partnership is None:
        errors.setdefault(pointer("partnership"), ["Name a partnership that you may see, by its slug."])
        raise BadBody(errors)
    require(by, "savings.draft_saving", partnership)
    form = SavingForm(_typed(given), user=by, partnership=partnership)
    _unknown_codes(given, form, errors)
    saving = form.save(by=by) if form.is_valid() and not errors else None
    if saving is None:
        raise BadBody(_merged(errors, form))
    return saving


def _shape(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What has the right shape, by name, and what has not, by pointer. What is missing the form will miss."""
    fields = SavingDraftSerializer().fields
    given: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in body.items():
        if name not in fields:
            errors[pointer(name)] = ["There is no such field."]
        elif value not in (None, ""):
            try:
                given[name] = fields[name].run_validation(value)
            except Refused as error:
                errors |= nested({name: error.detail})
    return given, errors


def _typed(given: dict[str, Any]) -> QueryDict:
    """The values as a form takes them."""
    data = QueryDict(mutable=True)
    for name, value in given.items():
        if name in SavingForm.boxes:
            for code, number in value.items():
                data[f"{SavingForm.boxes[name]}_{code}"] = number
        elif isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name] = str(value)
    return data


def _unknown_codes(given: dict[str, Any], form: SavingForm, errors: dict[str, list[str]]) -> None:
    known = {member.code for member in form.members}
    for name in SavingForm.boxes:
        for code in given.get(name, {}):
            if code not in known:
                errors[pointer(name, code)] = ["There is no member of the partnership with this code."]


def _merged(errors: dict[str, list[str]], form: SavingForm) -> dict[str, list[str]]:
    """The form's sentences beside those about shape, which speak first of their field."""
    wrong_shape = {place.split("/")[1] for place in errors if "/" in place}
    found = dict(errors)
    for name in form.errors:
        if name == "__all__":
            found[pointer()] = list(form.non_field_errors())
        elif (place := _place(name))[0] not in wrong_shape:
            found[pointer(*place)] = form[name].problems
    return found


def _place(name: str) -> list[str]:
    """Where a form's field stands in the body: `percentage_BDC` in `percentages`, `usage_unit` as itself."""
    if name in SavingDraftSerializer().fields:
        return [name]
    box, _, code = name.partition("_")
    return next(([called, code] for called, begins in SavingForm.boxes.items() if begins == box), [name])
