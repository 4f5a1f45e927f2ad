"""Fields that only savings need: a measure, and dates that a program sends whole."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms import DateWidget, GovukBoundField

_MEASURE = re.compile(r"(?P<whole>[0-9]{1,10})(?:\.(?P<part>[0-9]{1,2}))?")


class Needed(GovukBoundField):
    """A field that is needed under the option that shows it: not always required, but not optional either."""

    is_optional = False


class DayWidget(DateWidget):
    """A day, month and year in three boxes; a program may send it whole instead, as 2026-03-31."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        whole = data.get(name)
        return self.decompress(whole) if isinstance(whole, str) else super().value_from_datadict(data, files, name)


class MeasureField(forms.Field):
    """A benefit in the saving's own unit, as typed; whole hundredths of the unit out (int). Never rounds."""

    called = "benefit"
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"})

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip().replace(",", "")
        if not text:
            return None
        match = _MEASURE.fullmatch(text)
        if match is None:
            raise ValidationError(
                f"Enter the {self.called} as a number with at most two digits after the point, such as 54 or 12.50.",
                code="invalid",
            )
        return int(match["whole"]) * 100 + int((match["part"] or "").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100}.{value % 100:02d}".removesuffix(".00") if isinstance(value, int) else value


class UsageField(MeasureField):
    """What an organisation spent or used, in a unit that is typed beside it; whole hundredths of it out (int)."""

    called = "spend or use"
