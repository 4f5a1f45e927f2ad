"""Log a saving: one form for the page, the API and anything else that takes a saving from outside."""

from typing import Any

from django import forms
from django.db import transaction

from partnership.dated import Period
from partnership.file_forms import HINT, FilesField
from partnership.forms import Radios
from partnership.models import Partnership, User
from savings import actions
from savings.actions import SavingDetails
from savings.forms.acting import ActingForm
from savings.forms.describing import DescribingForm, described_by
from savings.forms.sharing import SMALL
from savings.forms.stating import MOST_YEARS, StatingForm, initial_of, years_between
from savings.models import Saving
from savings.models.words import Kind

KIND_HINTS = {
    Kind.CASHABLE: "Money that can be spent on something else.",
    Kind.NON_CASHABLE: "Worth money, but no budget gets smaller: time saved, more done for the same cost.",
    Kind.QUALITATIVE: "A better service, counted in a unit of its own and never turned into money.",
}


class SavingForm(ActingForm, DescribingForm, StatingForm):
    """A saving with its first statements, drafted or (with `saving`, whose drafts are a series) edited.

    Takes a user's POST or a program's JSON alike: `SavingForm(data, files, user=..., partnership=...)`. Organisations
    are named by code and workstreams by slug; dates may come whole (`stated_on`: `2026-03-31`). After `is_valid()`:

    - `chosen_organisation`, `chosen_workstream`: the rows, which the user may use here;
    - `saving_details`, `statement_details`: what `actions.draft_saving` and `edit_saving` take;
    - `save(by=...)`: drafts or edits, attaches the files, and gives the saving; or None with the reason in `errors`.

    `shares` holds the split of each period, in pence, as it will be.
    """

    kind = forms.ChoiceField(
        label="Kind",
        choices=Kind,
        widget=Radios(SMALL, hints=KIND_HINTS, reveals={Kind.QUALITATIVE: ["unit", "measure"]}),
    )
    recurrence = forms.ChoiceField(
        label="Does it come back every year?",
        choices=Saving.Recurrence,
        widget=Radios(
            SMALL, reveals={Saving.Recurrence.RECURRING: ["last_year"], Saving.Recurrence.ONE_OFF: ["quarter"]}
        ),
    )
    last_year = forms.TypedChoiceField(label="Last financial year", coerce=int, required=False, empty_value=None)
    evidence = FilesField(label="Evidence", required=False, help_text=HINT)
    called = {
        "baseline_pence": "baseline_cost",
        "measure_hundredths": "measure",
        "amount_pence": "amount",
        "year": "first_year",
    }
    field_order = (
        "baseline", "baseline_cost", "baseline_source", "organisation", "workstream", "title", "kind", "unit",
        "measure", "category", "method", "stage", "first_year", "recurrence", "last_year", "quarter", "belongs_to",
        "amount", "basis", "organisations", "stated_on", "evidence", "note",
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: User,
        partnership: Partnership,
        saving: Saving | None = None,
        **kwargs: Any,
    ) -> None:
        self.saving = saving
        if saving is not None:
            kwargs["initial"] = _initial(saving) | kwargs.get("initial", {})
        super().__init__(data, files, user=user, partnership=partnership, **kwargs)
        self.fields["first_year"].help_text = "If it comes back every year: the first."
        self.fields[
            "amount"
        ].help_text = "Of each year, for all organisations together. Leave it empty for a qualitative benefit."
        self.offer_workstreams()
        self.offer_own()

    # --- What was chosen --------------------------------------------------------------------------------------------
    @property
    def chosen_kind(self) -> str | None:
        return self.cleaned_data.get("kind")

    def stated_periods(self) -> list[Period]:
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if self.cleaned_data.get("recurrence") != Saving.Recurrence.RECURRING:
            return super().stated_periods()
        if first is None or last is None or last < first or last - first >= MOST_YEARS:
            return []
        return list(years_between(first, last))

    # --- What is checked across fields --------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        self._check_last_year()
        return super().clean()

    def _check_last_year(self) -> None:
        if self.cleaned_data.get("recurrence") != Saving.Recurrence.RECURRING or "last_year" in self.errors:
            return
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if last is None:
            self.add_error("last_year", "Choose the last financial year. It may be the first one again.")
        elif first is not None and last < first:
            self.add_error("last_year", "The last financial year must be the first one or later.")
        elif first is not None and last - first >= MOST_YEARS:
            self.add_error("last_year", f"Choose at most {MOST_YEARS} years. State later ones when they are nearer.")

    # --- What the actions take ----------------------------------------------------------------------------------------
    @property
    def saving_details(self) -> SavingDetails:
        """Of a valid form: what is said of the saving itself."""
        return self.described(kind=self.cleaned_data["kind"], recurrence=self.cleaned_data["recurrence"])

    def save(self, *, by: User) -> Saving | None:
        """Draft the saving or write the edited one, with its files, all or nothing. None: see `errors`."""
        return self.result if self.attempt(self._save, by=by) else None

    def _save(self, *, by: User) -> Saving:
        uploads = self.cleaned_data.get("evidence") or ()
        with actions.stored_files(self.partnership, uploads) as files, transaction.atomic():
            saving = self._drafted(by=by) if self.saving is None else self._edited(self.saving, by=by)
            for evidence in files:
                actions.attach_evidence(by=by, saving=saving, evidence=evidence)
        return saving

    def _drafted(self, *, by: User) -> Saving:
        return actions.draft_saving(
            by=by,
            workstream=self.chosen_workstream,
            organisation=self.chosen_organisation,
            saving=self.saving_details,
            statement=self.statement_details,
            request_key=self.request_key,
        )

    def _edited(self, saving: Saving, *, by: User) -> Saving:
        return actions.edit_saving(
            by=by,
            saving=saving,
            workstream=self.chosen_workstream,
            details=self.saving_details,
            statement=self.statement_details,
            version=self.version,
        )


def _initial(saving: Saving) -> dict[str, Any]:
    statements = list(saving.statements.order_by("year", "quarter", "pk"))
    values = initial_of(statements[0]) if statements else {}
    return (
        values
        | described_by(saving)
        | {
            "last_year": statements[-1].year if statements else None,
            "organisation": saving.organisation.code,
            "workstream": saving.workstream.slug,
            "kind": saving.kind,
            "recurrence": saving.recurrence,
        }
    )
