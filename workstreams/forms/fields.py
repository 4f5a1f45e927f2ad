"""Fields of what is measured: a number with two decimals, and the period it is of."""

from typing import Any

from django import forms

from workstreams import measuring
from workstreams.spans import Span, span_from_text


class HundredthsField(forms.Field):
    """A number typed, whole hundredths out (int). What was typed stays in the box when it is refused."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"})

    def __init__(self, *, allow_negative: bool = True, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if not str(value).strip():
            return None
        return measuring.hundredths_from_text(str(value), allow_negative=self.allow_negative)

    def prepare_value(self, value: Any) -> Any:
        return measuring.plain(value) if isinstance(value, int) else value


class SpanField(forms.CharField):
    """A period typed, a `Span` out."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "A financial year as 2025-26, a quarter as 2025-26 Q1, a month as September 2025."
        super().__init__(**{"max_length": 40, "help_text": help_text} | kwargs)
        self.widget.attrs["class"] = "govuk-input--width-10"

    def clean(self, value: Any) -> Span | None:
        text = super().clean(value)
        return span_from_text(text) if text else None
