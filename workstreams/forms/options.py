"""The forms of an options appraisal: its words and scale, options, criteria, scorers, a sheet of scores, a decision."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import clock, editions
from partnership.forms import DateInputField, LongTextField, PortalForm, Radios
from partnership.money import format_pounds
from partnership.page_forms import ActionForm, EditedForm, FactsForm, SeenForm, number
from workstreams.actions import CriterionFacts, Scored
from workstreams.actions.readings import RowsRefused
from workstreams.actions.scores import edition
from workstreams.cases import worth_of
from workstreams.forms.cases import RowFormSet, formset, row_number, whole
from workstreams.forms.owners import OwnerField
from workstreams.models import AppraisalCriterion, AppraisalOption, BusinessCase, OptionsAppraisal, OptionScore
from workstreams.models.options import LEAST_SCORERS, LONGEST_TEXT, LONGEST_YEARS, MOST_SCORERS, SCALE
from workstreams.options import Comparison, Sheet


class AppraisalForm(EditedForm):
    lowest = forms.TypedChoiceField(
        label="Lowest point of the scale", coerce=int, choices=[(0, "0"), (1, "1")], widget=Radios
    )
    years = whole(
        "Years of cost and benefit",
        1,
        LONGEST_YEARS,
        help_text="Over how many years the cost and the benefit of each option are counted.",
    )
    least_scorers = whole(
        "Least number of scorers",
        1,
        MOST_SCORERS,
        help_text="So many must be named before scoring is opened, and have finished before it is ended.",
    )

    class Meta(FactsForm.Meta):
        model = OptionsAppraisal
        fields = ["title", "question", "lowest", "scale", "years", "least_scorers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["scale"].initial = "\n".join(SCALE)
            self.fields["years"].initial = 5
            self.fields["least_scorers"].initial = LEAST_SCORERS
            self.fields["lowest"].initial = 0


class _CaseField(forms.ModelChoiceField):
    """A business case, with what it would say of the option."""

    years = 0

    def label_from_instance(self, case: BusinessCase) -> str:
        worth = worth_of(case, self.years)
        amounts = f"cost {format_pounds(worth.cost_pence)}, benefit {format_pounds(worth.benefit_pence)}"
        return f"Version {case.version}, {case.get_state_display().lower()}: {amounts}"


class OptionForm(EditedForm):
    case = _CaseField(
        BusinessCase.objects.none(),
        label="Cost and benefit from a business case",
        required=False,
        empty_label="As entered below",
        help_text="Those of the case take the place of what is entered below, and the basis says so.",
    )

    class Meta(FactsForm.Meta):
        model = AppraisalOption
        fields = ["name", "description", "delivery", "cost_pence", "benefit_pence", "basis"]

    def __init__(self, *args: Any, appraisal: OptionsAppraisal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = "a year" if appraisal.years == 1 else f"{appraisal.years} years"
        self.fields["cost_pence"].help_text = f"Over {years}. Leave it empty if it is not known."
        self.fields["benefit_pence"].help_text = f"Over {years}: what it would save or bring in money."
        cases = BusinessCase.objects.standing().filter(workstream=appraisal.workstream_id)
        self.fields["case"].years, self.fields["case"].queryset = appraisal.years, cases
        if cases or self.data.get("case"):
            self.order_fields(["name", "description", "delivery", "case"])
        else:
            del self.fields["case"]

    def value_of(self, saved: Any, name: str) -> Any:
        return None if name == "case" else super().value_of(saved, name)

    def _post_clean(self) -> None:
        """The action checks the whole record, the appraisal included, which the form does not hold."""


class CriterionForm(PortalForm):
    """One criterion. A row without a word or a number says nothing."""

    name = forms.CharField(label="Criterion", max_length=120, required=False)
    meaning = forms.CharField(label="What it means", max_length=300, required=False)
    weight = whole("Weight", 1, 100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, row {row_number(self)}"

    @property
    def cells(self) -> list[Any]:
        return [self[name] for name in self.fields]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("name") and said.get("weight") is None and "weight" not in self.errors:
            self.add_error("weight", "Enter its weight in whole per cent.")
        if not said.get("name") and "name" not in self.errors and (said.get("meaning") or said.get("weight")):
            self.add_error("name", "Name the criterion, or clear the row.")
        return said

    @property
    def row(self) -> CriterionFacts | None:
        said = self.cleaned_data
        if not said or not said.get("name"):
            return None
        return CriterionFacts(said["name"], said["weight"], said["meaning"])


class CriteriaFormSet(RowFormSet):
    """The whole table; `seen` is the edition of all its rows together."""

    def __init__(self, data: Any = None, *, appraisal: OptionsAppraisal, **kwargs: Any) -> None:
        self.appraisal = appraisal
        self.seen = editions.of(AppraisalCriterion, appraisal=appraisal)
        if data is not None and (sent := number(data.get("seen", ""))) is not None:
            self.seen = sent
        self.differing: list[tuple[str, str]] = []
        super().__init__(data, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        return {**super().facts, "seen": self.seen}

    def see_again(self) -> None:
        self.seen = editions.of(AppraisalCriterion, appraisal=self.appraisal)
        rows = self.appraisal.criteria.order_by("pk")
        self.differing = [(row.name, f"{row.weight}%. {row.meaning}".strip()) for row in rows]


def criteria_form(data: Any, appraisal: OptionsAppraisal) -> RowFormSet:
    rows = appraisal.criteria.order_by("pk")
    initial = [{"name": row.name, "meaning": row.meaning, "weight": row.weight} for row in rows]
    return formset(CriterionForm, CriteriaFormSet)(data, initial=initial, appraisal=appraisal)


class ScorerForm(ActionForm):
    person = OwnerField(label="Person")
    post = forms.CharField(
        label="Or a post",
        max_length=120,
        required=False,
        help_text="A post title, where its holder does not sign in here. You then record the sheet for its holder.",
    )

    def __init__(self, *args: Any, appraisal: OptionsAppraisal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(appraisal.workstream.partnership)


class _LeftOpen:
    """A box that is wanted, so it is not marked as optional; but a part of a sheet may be saved without it."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class _PointsField(_LeftOpen, forms.TypedChoiceField):
    pass


class _ReasonField(_LeftOpen, forms.CharField):
    pass


class SheetForm(SeenForm):
    """One scorer's sheet: for each option and criterion a point of the scale, and why. What is wrong says the action,
    for a whole sheet at once."""

    def __init__(self, data: Any = None, *, found: Comparison, sheet: Sheet, former: Mapping[Any, Any]) -> None:
        """`former`: points and reasons of the round before, by the names of option and criterion: a start."""
        super().__init__(data)
        self.found, self.scorer = found, sheet.scorer
        if not self.is_bound:
            self.see(max((score.pk for score in sheet.scores.values()), default=0))
        choices = [("", "Not scored"), *((str(n), f"{n} {words}") for n, words in found.appraisal.points.items())]
        for option in found.options:
            for criterion in found.criteria:
                score = sheet.scores.get((option.pk, criterion.pk))
                points, reason = (
                    (score.points, score.reason) if score else former.get((option.name, criterion.name), (None, ""))
                )
                points_name, reason_name = self.names(option.pk, criterion.pk)
                self.fields[points_name] = _PointsField(
                    label="Score", choices=choices, coerce=int, empty_value=None, initial=points
                )
                self.fields[reason_name] = _ReasonField(
                    label="Reason", initial=reason, widget=forms.Textarea({"rows": 2})
                )

    @staticmethod
    def names(option: int, criterion: int) -> tuple[str, str]:
        return f"points_{option}_{criterion}", f"reason_{option}_{criterion}"

    @property
    def sections(self) -> list[tuple[AppraisalOption, list[tuple[Any, list[Any]]]]]:
        """The boxes, by option and criterion."""
        return [
            (option, [(each, [self[name] for name in self.names(option.pk, each.pk)]) for each in self.found.criteria])
            for option in self.found.options
        ]

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        rows = []
        for option in self.found.options:
            for criterion in self.found.criteria:
                points, reason = self.names(option.pk, criterion.pk)
                rows.append(Scored(option, criterion, said[points], said[reason]))
        return {"rows": rows, "seen": said["seen"]}

    def see_again(self) -> None:
        self.see(edition(self.scorer))
        saved = {
            (row.option_id, row.criterion_id): row for row in OptionScore.objects.newest().filter(scorer=self.scorer)
        }
        for row in self.facts["rows"]:
            score = saved.get(row.cell)
            if score and (score.points, score.reason) != (row.points, row.reason.strip()):
                words = f"{score.points}. {score.reason}"
                self.differing = [*self.differing, (f"{row.option}: {row.criterion}", words)]

    def placed(self, error: RowsRefused) -> ValidationError:
        """What the action refused, beside the boxes it is about."""
        rows = self.facts["rows"]
        errors: dict[str, list[str]] = {}
        for place, refused in error.rows.items():
            points, reason = self.names(*rows[place].cell)
            for name, sentences in refused.message_dict.items():
                errors.setdefault(reason if name == "reason" else points, []).extend(sentences)
        return ValidationError({name: list(texts) for name, texts in errors.items()})


class DecisionForm(ActionForm):
    option = forms.ModelChoiceField(AppraisalOption.objects.none(), label="Preferred option", empty_label="Choose")
    reason = LongTextField(
        label="Reason",
        max_length=LONGEST_TEXT,
        help_text="Why it is preferred; where it does not have the highest total, why not that one.",
    )
    decided_on = DateInputField(label="Decided on")
    body = forms.CharField(label="Decided by", max_length=120, help_text="For example Joint Board or Project team.")
    minute = forms.CharField(label="Minute reference", max_length=80, required=False)

    def __init__(self, *args: Any, appraisal: OptionsAppraisal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].queryset = appraisal.options.all()
        self.fields["decided_on"].initial = clock.today()


class RescoreForm(ActionForm):
    reason = forms.CharField(label="Why is it scored again?", max_length=300)
