"""The form of a withdrawal analysis: who leaves what, when, and what is known of the costs."""

from typing import Any

from django import forms

from partnership import clock
from partnership.forms import DateInputField, LongTextField, MoneyField, PercentField, Radios
from partnership.models import Organisation, Partnership, User
from partnership.page_forms import ActionForm
from savings.leaving import LINE, SAVINGS, Cost
from savings.leaving.gathering import BASES, EXPECTED, LONGEST, Question, basis_of, running_cost
from workstreams.forms.cases import whole
from workstreams.models import Workstream

ITEMS = {"redundancy": "Redundancy and pensions", "contracts": "Ending contracts", "other": "Other"}
_RULES = [(SAVINGS, "By the savings that it has realised"), (LINE, "In equal parts over the years below")]


class WithdrawalForm(ActionForm):
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(), label="Workstream", empty_label="Choose a workstream"
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Who leaves?", empty_label="Choose an organisation"
    )
    last_on = DateInputField(label="Last day")
    horizon = whole(
        "Look ahead, in financial years",
        1,
        LONGEST,
        initial=5,
    )
    measure = forms.ChoiceField(
        label="Which savings would be forgone?",
        choices=[(measure.value, measure.label) for measure in EXPECTED],
        initial=EXPECTED[0].value,
        widget=Radios,
        help_text="Cashable savings, as stated for the years after the last day.",
    )
    basis = forms.ChoiceField(
        label="Basis of shares",
        choices=[(basis.value, basis.label) for basis in BASES],
        widget=Radios,
        help_text="By it costs are divided, and the shares of those who remain are worked out.",
    )
    redundancy_leaver = MoneyField(label="Redundancy and pensions that it pays", required=False)
    redundancy_others = MoneyField(label="Redundancy and pensions that those who remain pay", required=False)
    contracts_leaver = MoneyField(label="Ending contracts: what it pays", required=False)
    contracts_others = MoneyField(label="Ending contracts: what those who remain pay", required=False)
    other_leaver = MoneyField(label="Other cost of leaving that it pays", required=False)
    other_others = MoneyField(label="Other cost of leaving that those who remain pay", required=False)
    set_up_pence = MoneyField(label="One-off cost of all partners", required=False)
    set_up_on = DateInputField(label="Comes back since", required=False)
    recovery_rule = forms.ChoiceField(label="How does it come back?", choices=_RULES, initial=SAVINGS, widget=Radios)
    recovery_years = whole(
        "Years until it has come back",
        1,
        30,
        initial=5,
    )
    is_repaid = forms.BooleanField(
        label="Who leaves repays the others what has not come back of its share", required=False
    )
    lost_hundredths = PercentField(
        label="Part of the others’ savings that needs it",
        required=False,
        help_text="Lost with its volume, its price or its staff. 0 if theirs do not depend on it.",
    )
    running_pence = MoneyField(
        label="Running cost a year that it pays now",
        required=False,
        help_text="Those who remain take it over. Left empty: what it last contributed to the workstream in a year.",
    )
    otherwise_pence = MoneyField(
        label="What it expects to gain otherwise, a year", required=False, help_text="By its own service, or another’s."
    )
    note = LongTextField(label="Note", required=False, max_length=1_000, help_text="Where the amounts were taken from.")

    def __init__(
        self, *args: Any, partnership: Partnership, user: User, workstream: Workstream | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workstream"].queryset = partnership.workstreams.editable_by(user).select_related("partnership")
        self.fields["workstream"].initial = workstream
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["last_on"].initial = clock.today()
        self.fields["basis"].initial = basis_of(workstream, clock.today()) if workstream else BASES[1].value

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields as the page shows them, below headings."""
        items = [f"{item}_{who}" for item in ITEMS for who in ("leaver", "others")]
        grouped = {
            "Who leaves what, and when": ["workstream", "organisation", "last_on", "horizon", "measure", "basis"],
            "Cost of leaving": items,
            "Set-up cost": ["set_up_pence", "set_up_on", "recovery_rule", "recovery_years", "is_repaid"],
            "What changes each year": ["lost_hundredths", "running_pence", "otherwise_pence"],
            "Note": ["note"],
        }
        return [(heading, [self[name] for name in names]) for heading, names in grouped.items()]

    @property
    def facts(self) -> dict[str, Any]:
        value = self.cleaned_data
        costs = [
            Cost(words, value[f"{item}_leaver"] or 0, value[f"{item}_others"] or 0) for item, words in ITEMS.items()
        ]
        running = value["running_pence"]
        if running is None:
            running = running_cost(value["workstream"], value["organisation"], value["last_on"])
        plain = ("workstream", "organisation", "last_on", "horizon", "measure", "basis", "set_up_on", "recovery_rule")
        plain += ("recovery_years", "is_repaid", "note")
        amounts = ("set_up_pence", "lost_hundredths", "otherwise_pence")
        return {
            "question": Question(
                **{name: value[name] for name in plain},
                **{name: value[name] or 0 for name in amounts},
                costs=tuple(cost for cost in costs if cost.leaver or cost.others),
                running_pence=running,
            )
        }
