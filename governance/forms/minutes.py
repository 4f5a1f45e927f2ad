"""The forms of minutes: a part, a correction, and the clerk's answer to it."""

from typing import Any

from django import forms

from governance.models import MinutesPart
from governance.models.minutes import LONGEST_PART
from partnership.forms import LongTextField, Radios
from partnership.page_forms import ActionForm


class _SeenForm(ActionForm):
    """`seen`: the edition of the part that is on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def see(self, edition: int) -> None:
        """From now on it is about this edition, whatever it was sent with."""
        self.data = self.data.copy()
        self.data["seen"] = str(edition)


def _text(label: str, **more: Any) -> LongTextField:
    return LongTextField(label=label, max_length=LONGEST_PART, widget=forms.Textarea(attrs={"rows": 16}), **more)


class PartForm(_SeenForm):
    heading = forms.CharField(label="Heading", max_length=250, help_text="Everybody reads it, also of an exempt part.")
    text = _text("What is said", required=False, help_text="Each line is a paragraph.")

    def __init__(self, data: Any = None, *, part: MinutesPart) -> None:
        super().__init__(data, initial={"heading": part.heading, "text": part.text, "seen": part.edition})


class CorrectionForm(ActionForm):
    text = LongTextField(label="What should it say?", max_length=2_000)


class CorrectionAnswerForm(_SeenForm):
    taken = forms.TypedChoiceField(
        label="Is it taken?",
        coerce=lambda value: value == "yes",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios({"class": "govuk-radios--inline"}),
    )
    text = _text("What the part says from now on", required=False, help_text="If it is taken: change it here.")
    reason = forms.CharField(
        label="Reason", max_length=300, required=False, help_text="Needed if it is not taken. The member reads it."
    )

    def __init__(self, data: Any = None, *, part: MinutesPart) -> None:
        super().__init__(data, initial={"text": part.text, "seen": part.edition})
