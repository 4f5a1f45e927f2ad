"""The forms of budget heads, of what is committed and spent, and of what is put in a reserve."""

from typing import Any

from django import forms

from partnership import clock
from partnership.forms import MoneyField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm, year_choices
from workstreams.actions import MAY_EDIT, MAY_SPEND
from workstreams.models import BudgetHead, Funding, ReserveTransfer, Spend


class BudgetForm(FactsForm):
    """The workstreams offered are those that the user may edit; the programme as a whole too, if that is."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)
    kind = forms.ChoiceField(label="Head", choices=[("", "Choose a head"), *BudgetHead.Kind.choices])
    source = forms.ChoiceField(
        label="Paid from",
        choices=BudgetHead.Source.choices,
        widget=Radios(
            hints={
                BudgetHead.Source.CONTRIBUTIONS: "It has to be raised: the contribution rule says who pays how much.",
                BudgetHead.Source.OWN: "What an organisation spends is its own cost.",
            },
            reveals={BudgetHead.Source.GRANT: ["funding"]},
        ),
    )

    class Meta(FactsForm.Meta):
        model = BudgetHead
        fields = ["workstream", "year", "kind", "words", "amount_pence", "source", "funding"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        self.fields["funding"].queryset = partnership.fundings.visible_to(user)
        self.fields["funding"].empty_label = "Choose a grant"
        streams = self.fields["workstream"]
        streams.queryset = partnership.workstreams.editable_by(user)
        streams.help_text = ""
        if user.has_perm(MAY_EDIT, BudgetHead(partnership=partnership)):
            streams.empty_label = "The programme as a whole"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"

    def clean(self) -> dict[str, Any]:
        """A grant that was chosen before another source was is let go: its box is hidden then."""
        if self.cleaned_data.get("source") in (BudgetHead.Source.CONTRIBUTIONS, BudgetHead.Source.OWN):
            self.cleaned_data["funding"] = None
        elif self.cleaned_data.get("source") and not self.cleaned_data.get("funding"):
            self.add_error("funding", "Choose the grant that pays for it.")
        return self.cleaned_data


class SpendForm(FactsForm):
    """The organisations offered are those whose spend on this head the user may record."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Spend.Kind.choices,
        widget=Radios(hints={"committed": "Ordered, not paid yet.", "spent": "Paid, or sure to be."}),
    )
    amount_pence = MoneyField(
        label="Amount", allow_negative=True, help_text="Below £0.00 takes a row back that was wrong; then say why."
    )

    class Meta(FactsForm.Meta):
        model = Spend
        fields = ["organisation", "on", "kind", "what", "reference", "amount_pence", "commitment", "reason"]

    def __init__(self, *args: Any, head: BudgetHead, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.head = head
        self.fields["on"].initial = clock.today()
        members = head.partnership.organisations.distinct()
        own = [each.pk for each in members if user.has_perm(MAY_SPEND, Spend(head=head, organisation=each))]
        self.fields["organisation"].queryset = members.filter(pk__in=own)
        self.fields["organisation"].initial = own[0] if len(own) == 1 else None
        self.fields["organisation"].empty_label = "Choose an organisation"
        commitments = head.rows.filter(kind=Spend.Kind.COMMITTED, commitment=None, organisation__in=own)
        self.fields["commitment"].queryset = commitments.select_related("organisation")
        self.fields["commitment"].empty_label = "None"
        self.fields["commitment"].label_from_instance = _called

    @property
    def may_record(self) -> bool:
        return self.fields["organisation"].queryset.exists()


def _called(row: Spend) -> str:
    reference = f", {row.reference}" if row.reference else ""
    return f"{row.organisation.short_name}: {row.what}{reference}, {row.on.day} {row.on:%B %Y}"


class SpendWordsForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Spend
        fields = ["on", "what", "reference"]


class ReserveForm(FactsForm):
    amount_pence = MoneyField(label="Amount", allow_negative=True, help_text="Below £0.00 takes some back out.")

    class Meta(FactsForm.Meta):
        model = ReserveTransfer
        fields = ["on", "amount_pence", "reserve", "organisation", "decision", "reference"]

    def __init__(self, *args: Any, funding: Funding, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.funding, self.instance.recorded_by = funding, user
        self.fields["on"].initial = clock.today()
        self.fields["organisation"].queryset = funding.partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "Choose an organisation"
