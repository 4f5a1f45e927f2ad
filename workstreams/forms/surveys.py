"""The form of a satisfaction survey: whom it asked, how many answered, and how, question by question."""

from typing import Any

from django import forms

from partnership.forms import Radios, clean_text
from partnership.models import User
from partnership.page_forms import ActionForm
from workstreams.actions import Question, Surveyed
from workstreams.forms.fields import SpanField
from workstreams.forms.indicators import COMPARATOR, whose_choices
from workstreams.models import Indicator
from workstreams.surveying import MOST, POINTS, Answers, Result

ROWS = 6  # questions that the page offers; a program may send more
_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4", "autocomplete": "off"}


def _count(label: str, **more: Any) -> forms.IntegerField:
    wrong = {"invalid": f"{label}: enter a whole number."}
    widget = forms.TextInput(attrs=_NUMBER)
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget, error_messages=wrong, **more)


class SurveyForm(ActionForm):
    """The first question is the indicator's own; the others are left out while they have no words."""

    title = forms.CharField(label="Title", max_length=120, validators=[clean_text])
    asked = forms.CharField(
        label="Who was asked",
        max_length=300,
        validators=[clean_text],
        help_text="For example all applicants of the quarter. No names of persons.",
    )
    whose = forms.ChoiceField(label="Of whom")
    period = SpanField(label="Period")
    sent = _count("Sent to")
    answered = _count("Answered", help_text="How many sent it back, with at least one answer.")
    result = forms.ChoiceField(
        label="What counts as the reading",
        choices=[(each.value, each.label) for each in Result],
        initial=Result.SATISFIED,
        widget=Radios,
        help_text="Of the first question. It should be in the unit of the indicator.",
    )
    reason = forms.CharField(
        label="Why it is put right",
        max_length=300,
        required=False,
        validators=[clean_text],
        help_text="Needed only where a reading of this period is recorded already. What was recorded stays readable.",
    )

    def __init__(self, data: Any = None, *, indicator: Indicator, user: User) -> None:
        super().__init__(data)
        self.indicator = indicator
        self.organisations = {each.code: each for each in indicator.workstream.partnership.organisations.distinct()}
        offered = whose_choices(indicator, self.organisations, user)
        self.fields["whose"].choices = [each for each in offered if each[0] != COMPARATOR]  # type: ignore[attr-defined]
        for number in range(1, ROWS + 1):
            self.fields[f"words_{number}"] = forms.CharField(
                label="Question, word for word",
                max_length=300,
                required=number == 1,
                initial=indicator.question if number == 1 else "",
                validators=[clean_text],
            )
            for point in POINTS:
                self.fields[f"answered_{number}_{point}"] = _count(f"Answered {point}", required=False)

    @property
    def about(self) -> list[Any]:
        """The fields above the questions."""
        return [self[name] for name in self.fields if name[-1] not in "123456"]

    @property
    def rows(self) -> list[tuple[int, Any, list[Any]]]:
        """Of each question its number, the field of its words and those of its answers."""
        return [
            (n, self[f"words_{n}"], [self[f"answered_{n}_{point}"] for point in POINTS]) for n in range(1, ROWS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        for number in range(2, ROWS + 1):
            words = self.cleaned_data.get(f"words_{number}", "")
            if not words and any(self.cleaned_data.get(f"answered_{number}_{point}") for point in POINTS):
                self.add_error(f"words_{number}", f"Question {number}: enter the question, word for word.")
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        questions = [
            Question(given[f"words_{n}"], Answers(self._counts(n))) for n in range(1, ROWS + 1) if given[f"words_{n}"]
        ]
        names = ("title", "asked", "sent", "answered", "result", "reason")
        survey = Surveyed(**{name: given[name] for name in names}, questions=questions)
        return {
            "span": given["period"],
            "organisation": self.organisations.get(given["whose"]),
            "survey": survey,
        }

    def _counts(self, number: int) -> tuple[int, int, int, int, int]:
        one, two, three, four, five = (self.cleaned_data[f"answered_{number}_{point}"] or 0 for point in POINTS)
        return one, two, three, four, five
