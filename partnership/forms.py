"""Forms in GOV.UK markup: the renderer, the fields that speak plain English, and the forms to inherit from.

Every form of the portal, of the sign-in pages and of the filters renders through `GovukRenderer`, so `{{ form }}` and
`{{ form.amount.as_field_group }}` are accessible without a word in the template. Forms of our own inherit from
`PortalForm` or `PortalModelForm`, which also refuse text that can not be stored.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget, Input
from django.template.loader import get_template, select_template
from django.utils.text import capfirst

from partnership.money import (
    FULL_PERCENT,
    MAXIMUM_PENCE,
    format_percent,
    format_pounds,
    hundredths_from_percent_text,
    pence_from_text,
)

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

# NUL and lone surrogates break the database, the other control characters spreadsheets and PDFs; marks that turn the
# direction of writing can make a title or an amount read as another one.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


_NO_CHOICE = {kind.default_error_messages["invalid_choice"] for kind in (forms.ChoiceField, forms.ModelChoiceField)}


def clean_text(value: str) -> None:
    """A validator for forms, serializers and import rows alike: refuses characters that can not be stored or shown."""
    if match := _UNSTORABLE.search(value):
        raise ValidationError(
            f"Character {match.start() + 1} of this text is invisible and can not be saved. "
            "Delete it, or type the text again instead of pasting it.",
            code="unstorable",
        )
    if "\ufffd" in value:  # what a browser sends for half a character
        raise ValidationError(
            f"Character {value.index(chr(0xFFFD)) + 1} of this text was lost on its way: it reads �. Type it again.",
            code="unstorable",
        )


# --- Widgets ----------------------------------------------------------------------------------------------------------
class MoneyInput(forms.TextInput):
    """An amount with a £ before it."""

    template_name = "forms/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {
            "inputmode": "decimal",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "govuk-input--width-10",
        }
        super().__init__(defaults | (attrs or {}))


class PercentInput(MoneyInput):
    """A percentage with a % behind it."""

    template_name = "forms/widgets/percent.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-4"} | (attrs or {}))


class DateWidget(forms.MultiWidget):
    """Day, month and year in three fields: no picker, nothing to mistake for the American order."""

    template_name = "forms/widgets/date_parts.html"
    use_fieldset = True
    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput({"inputmode": "numeric"}) for part in self.parts}, attrs)

    def decompress(self, value: date | str | None) -> list[Any]:
        if isinstance(value, str):  # a starting value that came by address, as 2026-04-01
            return list(reversed(value.split("-")))[:3] if value.count("-") == 2 else [value, "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            invalid = " govuk-input--error" if "aria-invalid" in subwidget["attrs"] else ""
            width = 4 if part == "year" else 2
            subwidget["attrs"]["class"] = f"govuk-input govuk-date-input__input govuk-input--width-{width}{invalid}"
            subwidget["part"] = part
        return context


class Radios(forms.RadioSelect):
    """Radio buttons with a hint for each option, and fields that appear only under the option that needs them.

    `hints` maps an option's value to a sentence; `reveals` maps it to the names of fields of the same form.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
        reveals: Mapping[Any, Iterable[str]] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.reveals = {str(value): list(names) for value, names in (reveals or {}).items()}
        self.revealed: dict[str, list[BoundField]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), ""), "revealed": self.revealed.get(str(value), [])}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a hint for each option."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.hints.get(str(value), "")}


# --- Fields -----------------------------------------------------------------------------------------------------------
class MoneyField(forms.Field):
    """Pounds typed, whole pence out (int). What was typed stays in the box when it is refused."""

    widget = MoneyInput

    def __init__(self, *, allow_negative: bool = False, maximum: int = MAXIMUM_PENCE, **kwargs: Any) -> None:
        self.allow_negative, self.maximum = allow_negative, maximum
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if not str(value).strip():
            return None
        return pence_from_text(value, allow_negative=self.allow_negative, maximum=self.maximum)

    def prepare_value(self, value: Any) -> Any:
        return format_pounds(value).replace("£", "") if isinstance(value, int) else value


class PercentField(forms.Field):
    """A percentage typed, whole hundredths of a percent out (int): 33.33 gives 3333."""

    widget = PercentInput

    def __init__(self, *, maximum: int = FULL_PERCENT, **kwargs: Any) -> None:
        self.maximum = maximum
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        return hundredths_from_percent_text(value, maximum=self.maximum) if str(value).strip() else None

    def prepare_value(self, value: Any) -> Any:
        return format_percent(value).removesuffix("%") if isinstance(value, int) else value


class DateInputField(forms.MultiValueField):
    """A day, month and year typed; a `datetime.date` out. A month may be typed as a word."""

    widget = DateWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _ in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if any(parts):
            return self._date_from(parts)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def compress(self, data_list: list[Any]) -> date | None:
        return self.clean(data_list)

    def _date_from(self, parts: list[str]) -> date:
        name = capfirst(str(self.label)) if self.label else "The date"
        if missing := [part for part, typed in zip(DateWidget.parts, parts, strict=True) if not typed]:
            raise ValidationError(f"{name} must include a {' and a '.join(missing)}.", code="incomplete")
        day, year = (_number(typed) for typed in (parts[0], parts[2]))
        month = _MONTHS.index(parts[1][:3].lower()) + 1 if parts[1][:3].lower() in _MONTHS else _number(parts[1])
        if day is None or month is None or year is None:
            raise ValidationError(f"{name} must be written in numbers, such as 31 3 2026.", code="invalid")
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValidationError(
                f"{name} must be in a year from {EARLIEST_YEAR} to {LATEST_YEAR}. Check the year.", code="year"
            )
        return _real_date(day, month, year)


def _number(typed: str) -> int | None:
    return int(typed) if re.fullmatch("[0-9]{1,4}", typed) else None


def _real_date(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValidationError(f"{month} is not a month. Enter a month from 1 to 12.", code="month")
    try:
        return date(year, month, day)
    except ValueError as error:
        shown = f"{day} {date(year, month, 1):%B} {year}"
        raise ValidationError(f"{shown} is not a real date. Check the day and the month.", code="unreal") from error


class LongTextField(forms.CharField):
    """Text of several lines, with a count of the characters left; a line's end counts as one character, not two."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


# --- Rendering --------------------------------------------------------------------------------------------------------
class GovukBoundField(BoundField):
    """A field of a form, with the classes, ids and sentences that the GOV.UK markup needs."""

    is_left_out = False  # a field that what is chosen makes pointless stays in the page, hidden

    @property
    def use_fieldset(self) -> bool:
        return self.field.widget.use_fieldset and not isinstance(self.field.widget, forms.FileInput)

    @property
    def kind(self) -> str:
        """Which markup surrounds the widget."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.Textarea) and self.max_length:
            return "counted"
        return "group" if self.use_fieldset else "plain"

    @property
    def max_length(self) -> int | None:
        return getattr(self.field, "max_length", None)

    @property
    def is_optional(self) -> bool:
        return not self.field.required and self.kind != "checkbox" and not self.field.disabled

    @property
    def is_revealed(self) -> bool:
        """Whether another field shows this one under one of its options."""
        widgets = (field.widget for field in self.form.fields.values())
        return any(self.name in names for w in widgets if isinstance(w, Radios) for names in w.reveals.values())

    @property
    def first_id(self) -> str:
        """The id of what takes the focus, for the link in the error summary."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def problems(self) -> list[str]:
        """The errors as sentences that make sense away from the field, in the summary."""
        return [self._sentence(error) for error in self.errors.as_data()]

    def _sentence(self, error: ValidationError) -> str:
        name = str(self.label)
        lower = name if name[:2].isupper() else name[:1].lower() + name[1:]
        if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
            return self._missing(name, lower)
        if error.code == "invalid_choice" and error.message in _NO_CHOICE:
            return f"Choose one of the options of “{name}”."
        if error.code == "max_length" and error.params and "limit_value" in error.params:
            limit, length = error.params["limit_value"], error.params["show_value"]
            return f"{name} must be {limit:,} characters or fewer; this is {length:,}. Shorten it."
        return str(next(iter(error)))

    def _missing(self, name: str, lower: str) -> str:
        if self.kind == "checkbox" or name.endswith("?"):
            return f"{'Tick' if self.kind == 'checkbox' else 'Answer'} “{name}”"
        if lower.startswith(("how ", "what ", "when ", "where ", "which ", "who ", "why ")):
            return f"Say {lower}"
        article = "" if lower.startswith(("your ", "the ", "a ", "an ", "any ", "new ")) else "the "
        verb = "Choose" if isinstance(self.field.widget, ChoiceWidget | forms.FileInput) else "Enter"
        return f"{verb} {article}{lower}"

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error and character count, in the order in which they are read."""
        if self.field.widget.attrs.get("aria-describedby") or not self.auto_id or self.is_hidden:
            return None
        said = {"helptext": self.help_text, "error": self.errors}
        ids = [f"{self.auto_id}_{name}" for name, present in said.items() if present]
        return " ".join([*ids, f"{self.auto_id}-info"] if self.kind == "counted" else ids)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # The server answers with all the errors at once; the browser would stop at the first, and cut pasted text.
        # A placeholder would vanish while one types.
        attrs |= {"required": False, "maxlength": False, "placeholder": False}
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            attrs.pop("aria-invalid", None)  # one option is never wrong by itself; the group carries the error
        classes = [widget.attrs.get("class", ""), *_govuk_classes(widget, bool(self.errors))]
        if self.kind == "counted":
            classes.append("govuk-js-character-count")
        if any(classes):
            attrs["class"] = " ".join(filter(None, classes))
        return attrs

    def as_widget(self, widget: forms.Widget | None = None, attrs: Any = None, only_initial: bool = False) -> str:
        own = widget or self.field.widget
        if isinstance(own, Radios):
            own.revealed = {value: [self.form[name] for name in names] for value, names in own.reveals.items()}
        return super().as_widget(widget, attrs, only_initial)


def _govuk_classes(widget: forms.Widget, in_error: bool) -> list[str]:
    """The design system's class for a widget; radios, checkboxes and dates carry theirs in their templates."""
    bases = (
        (forms.MultiWidget | forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple, None),
        (forms.HiddenInput, None),
        (forms.Textarea, "govuk-textarea"),
        (forms.Select, "govuk-select"),
        (forms.FileInput, "govuk-file-upload"),
        (Input, "govuk-input"),
    )
    base = next((name for kind, name in bases if isinstance(widget, kind)), None)
    if base is None:
        return []
    return [base, f"{base}--error"] if in_error else [base]


class GovukRenderer(TemplatesSetting):
    """Renders forms, fields and widgets from `templates/forms/`; a widget without a template there keeps Django's."""

    form_template_name = "forms/div.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Any:
        return get_template(_own(template_name))


@cache
def _own(template_name: str) -> str:
    """The portal's own template in place of Django's, where there is one. Looked for once: a form has dozens."""
    own = template_name.replace("django/forms/", "forms/", 1)
    return str(select_template([own, template_name]).template.name)


# --- Forms to inherit from --------------------------------------------------------------------------------------------
class _StorableText:
    """Gives every text field the validator above, in place of Django's own for NUL alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                kept = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
                field.validators = [clean_text, *kept]


class PortalForm(_StorableText, forms.Form):
    pass


class PortalModelForm(_StorableText, forms.ModelForm):
    pass
