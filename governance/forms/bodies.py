"""The forms of bodies, of what they may do and of their rules. Every choice is of the one partnership."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.models import Body, BodyRule, Remit
from governance.models.bodies import listed
from partnership import clock
from partnership.forms import Checkboxes, DateInputField, Radios
from partnership.models import Partnership
from partnership.page_forms import FactsForm

_SHORT = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


class BodyForm(FactsForm):
    order = forms.IntegerField(
        label="Place", min_value=0, max_value=100, initial=0, help_text="From top (0) to bottom of the list of bodies."
    )

    class Meta(FactsForm.Meta):
        model = Body
        fields = ["name", "code", "purpose", "order"]


class RemitForm(FactsForm):
    """A new remit begins as a copy of the last."""

    powers = forms.MultipleChoiceField(label="What it may do", choices=Body.Power.choices, widget=Checkboxes)

    field_order = ["from_on", "powers", "parent", "reason"]

    class Meta(FactsForm.Meta):
        model = Remit
        fields = ["from_on", "powers", "parent", "reason"]

    def __init__(self, data: Any = None, *, body: Body, last: Remit | None) -> None:
        same = {"powers": listed(last.powers), "parent": last.parent_id} if last else {}
        super().__init__(data, initial=same | {"from_on": clock.today()})
        offer_parents(self.fields["parent"], body.partnership.bodies.exclude(pk=body.pk))

    def _post_clean(self) -> None:
        """The action checks the whole."""


class NewBodyForm(BodyForm):
    """A body with its first remit."""

    powers = forms.MultipleChoiceField(label="What it may do", choices=Body.Power.choices, widget=Checkboxes)
    parent = forms.ModelChoiceField(Body.objects.none(), required=False)
    from_on = DateInputField(label="From", help_text="Since when it may do this.")

    field_order = ["name", "code", "purpose", "powers", "parent", "from_on", "order"]

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        super().__init__(data, initial={"from_on": partnership.started_on})
        offer_parents(self.fields["parent"], partnership.bodies.all())


def offer_parents(field: Any, bodies: QuerySet[Body]) -> None:
    field.queryset = bodies
    field.label, field.help_text, field.empty_label = "Reports to", "", "No other body"


class RuleForm(FactsForm):
    """A new rule begins as a copy of the last."""

    quorum_number = forms.IntegerField(
        label="How many seats", required=False, min_value=1, max_value=200, widget=_SHORT
    )
    quorum_per_cent = forms.IntegerField(
        label="How many per cent of the seats",
        required=False,
        min_value=1,
        max_value=100,
        widget=_SHORT,
        help_text="Vacant seats count too. The number of seats is rounded up.",
    )

    field_order = ["from_on", "quorum_kind", "quorum_number", "quorum_per_cent"]

    class Meta(FactsForm.Meta):
        model = BodyRule
        fields = [
            *("from_on", "quorum_kind", "quorum_number", "quorum_per_cent", "voters", "needed", "tie"),
            *("notice_days", "publication_days", "pack_days", "making_days", "reason"),
        ]

    def __init__(self, data: Any = None, *, last: BodyRule | None, **kwargs: Any) -> None:
        same = {name: getattr(last, name) for name in self._meta.fields} if last else {}
        super().__init__(data, initial=same | {"from_on": clock.today()}, **kwargs)
        reveals = {"number": ["quorum_number"], "share": ["quorum_per_cent"]}
        self._radios("quorum_kind", BodyRule.Quorum.choices, reveals=reveals)
        self._radios("voters", BodyRule.Voters.choices)
        hints = {
            "majority": "More votes for than against. Abstentions do not count.",
            "two_thirds": "Of the votes for and against. Abstentions do not count.",
            "unanimity": "At least one vote for, and none against.",
        }
        self._radios("needed", BodyRule.Needed.choices, hints=hints)
        self._radios("tie", BodyRule.Tie.choices)
        for name in ("notice_days", "publication_days", "pack_days", "making_days"):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-3"

    def _radios(self, name: str, choices: Any, **words: Any) -> None:
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=Radios(**words))

    def _post_clean(self) -> None:
        """The action checks the whole: a rule is written once, with what its kind of quorum asks for."""
