"""Decide whether two statements claim one saving."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, Radios
from partnership.models import User
from savings import actions
from savings.forms.confirming import ActionForm
from savings.forms.fields import Needed
from savings.models import DuplicateDecision, LikelyPair

Verdict = DuplicateDecision.Verdict
HINTS = {
    Verdict.DIFFERENT: "Nothing is to be done. The pair is not listed again.",
    Verdict.SAME: "It is not settled yet which of them stands.",
    Verdict.MERGED: "The other is then to be reversed, or returned where it waits. Nothing moves by itself.",
}


class DecisionForm(ActionForm):
    verdict = forms.ChoiceField(
        label="What was decided?",
        choices=Verdict,
        widget=Radios(hints=HINTS, reveals={Verdict.MERGED: ["stands"]}),
    )
    stands = forms.TypedChoiceField(label="Which statement stands?", required=False, coerce=int, empty_value=None)
    reason = LongTextField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, pair: LikelyPair, decided: int) -> None:
        self.pair = pair
        super().__init__(data, initial={"seen": decided})
        self.fields["stands"].bound_field_class = Needed
        both = (pair.first, pair.second)
        choices = [(each.pk, f"Statement {each.pk}, of {each.organisation.short_name}") for each in both]
        self.fields["stands"].choices = [("", "Choose a statement"), *choices]

    def save(self, *, by: User) -> DuplicateDecision | None:
        """Record it. None: see `errors`."""
        value = self.cleaned_data
        chosen = {self.pair.first_id: self.pair.first, self.pair.second_id: self.pair.second}
        done = self.attempt(
            actions.decide_duplicate,
            by=by,
            pair=self.pair,
            verdict=value["verdict"],
            reason=value["reason"],
            stands=chosen.get(value["stands"]),
            seen=value["seen"],
        )
        return self.result if done else None
