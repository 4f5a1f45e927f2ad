"""What is said of a saving itself: its baseline, its title, how it was worked out."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, MoneyField, Radios
from partnership.models import User
from savings import actions
from savings.actions import SavingDetails
from savings.forms.confirming import ActionForm
from savings.forms.fields import Needed
from savings.forms.sharing import SMALL
from savings.models import Saving
from savings.models.words import Category, Kind


class DescribingForm(ActionForm):
    """The words of a saving. A subclass says which `chosen_kind` holds."""

    baseline = forms.ChoiceField(
        label="Was a baseline taken?",
        help_text="What the service cost before. Without it nobody can prove the saving later. If none was taken, "
        "that is said wherever the saving is shown.",
        choices=Saving.Baseline,
        widget=Radios(SMALL, reveals={Saving.Baseline.TAKEN: ["baseline_cost", "baseline_source"]}),
    )
    baseline_cost = MoneyField(label="Cost before, a year", required=False)
    baseline_source = forms.CharField(
        label="Where the baseline was taken from",
        required=False,
        max_length=200,
        help_text="For example: revenue outturn 2024-25, cost centre 4410.",
    )
    title = forms.CharField(label="Title", max_length=150, help_text="A few words that others will know it by.")
    category = forms.ChoiceField(label="Category", choices=[("", "Choose a category"), *Category.choices])
    method = LongTextField(label="How was it worked out?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.CharField(
        label="Unit",
        required=False,
        max_length=40,
        help_text="What is counted, such as per cent of calls answered.",
    )

    called = {"baseline_pence": "baseline_cost"}

    @property
    def chosen_kind(self) -> str | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        self._check_baseline()
        if self.chosen_kind == Kind.QUALITATIVE and not self.cleaned_data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Enter the unit in which the benefit is counted.")
        return super().clean()

    def _check_baseline(self) -> None:
        if self.cleaned_data.get("baseline") != Saving.Baseline.TAKEN:
            return
        money = self.chosen_kind != Kind.QUALITATIVE
        if money and "baseline_cost" not in self.errors and self.cleaned_data.get("baseline_cost") is None:
            self.add_error("baseline_cost", "Enter the cost before, a year; or choose that no baseline was taken.")
        if not self.cleaned_data.get("baseline_source") and "baseline_source" not in self.errors:
            self.add_error("baseline_source", "Enter where the baseline was taken from.")

    def described(self, *, kind: str, recurrence: str) -> SavingDetails:
        """Of a valid form: what the actions take."""
        value = self.cleaned_data
        taken = value["baseline"] == Saving.Baseline.TAKEN
        return SavingDetails(
            title=value["title"],
            kind=kind,
            category=value["category"],
            recurrence=recurrence,
            method=value["method"],
            baseline=value["baseline"],
            baseline_pence=value.get("baseline_cost") if taken else None,
            baseline_source=value.get("baseline_source", "") if taken else "",
            unit=value.get("unit", "") if kind == Kind.QUALITATIVE else "",
        )


class DescriptionForm(DescribingForm):
    """Change the words of a saving whose drafts are changed one by one; its kind and workstream stay."""

    def __init__(self, data: Any = None, files: Any = None, *, saving: Saving) -> None:
        self.saving = saving
        super().__init__(data, files, initial=described_by(saving))
        for name in ("baseline_cost", "baseline_source", "unit"):
            self.fields[name].bound_field_class = Needed
        if saving.kind != Kind.QUALITATIVE:
            del self.fields["unit"]

    @property
    def chosen_kind(self) -> str:
        return str(self.saving.kind)

    def save(self, *, by: User) -> Saving | None:
        """Write it. None: see `errors`."""
        return self.result if self.attempt(self._save, by=by) else None

    def _save(self, *, by: User) -> Saving:
        saving = self.saving
        details = self.described(kind=saving.kind, recurrence=saving.recurrence)
        return actions.edit_saving(
            by=by, saving=saving, workstream=saving.workstream, details=details, version=self.version
        )


def described_by(saving: Saving) -> dict[str, Any]:
    """A saving's words as the starting values of a form."""
    return {
        "baseline": saving.baseline,
        "baseline_cost": saving.baseline_pence,
        "baseline_source": saving.baseline_source,
        "title": saving.title,
        "category": saving.category,
        "method": saving.method,
        "unit": saving.unit,
    }
