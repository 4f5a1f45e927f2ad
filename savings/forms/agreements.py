"""Propose an agreement on sharing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import clock
from partnership.forms import DateInputField, LongTextField, PercentField
from partnership.models import Partnership, User
from savings import actions
from savings.forms.confirming import ActionForm
from savings.forms.fields import Needed
from savings.models import SharingAgreement
from savings.sharing import check_whole


class AgreementForm(ActionForm):
    """The percentages of a new version; those of the one before, where there is one, are the starting values."""

    workstream = forms.ChoiceField(
        label="For which workstream?",
        required=False,
        help_text="An agreement of its own goes before that of the whole partnership.",
        error_messages={"invalid_choice": "Choose a workstream for which you may propose an agreement."},
    )
    from_on = DateInputField(label="First day", help_text="It ends the version before from this day on.")
    to_on = DateInputField(label="Last day", required=False, help_text="Leave empty while it has no end date.")
    reason = LongTextField(
        label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="What was agreed, and why."
    )
    document = forms.CharField(
        label="Document",
        required=False,
        max_length=200,
        help_text="The signed agreement: its title, date and where it is kept.",
    )
    decision = forms.CharField(
        label="Decision", required=False, max_length=200, help_text="The body, date and minute that decided it."
    )

    def __init__(
        self, data: Any = None, *, user: User, partnership: Partnership, after: SharingAgreement | None = None
    ) -> None:
        self.user, self.partnership = user, partnership
        super().__init__(data, initial=_starting(after))
        self.members = list(partnership.organisations.distinct().order_by("code"))
        for member in self.members:
            self.fields[f"percentage_{member.code}"] = PercentField(
                label=member.name, required=False, bound_field_class=Needed
            )
        self._offer_workstreams()

    def _offer_workstreams(self) -> None:
        """Those for which this person may propose; the whole partnership, where that is among them."""
        streams = self.partnership.workstreams.order_by("name")
        self.workstreams = {each.slug: each for each in streams if self._may_propose(each)}
        choices = [(slug, each.name) for slug, each in self.workstreams.items()]
        whole = self._may_propose(None)
        self.fields["workstream"].choices = [("", "The whole partnership"), *choices] if whole else choices
        self.fields["workstream"].required = not whole
        self.fields["workstream"].bound_field_class = Needed

    def _may_propose(self, workstream: Any) -> bool:
        new = SharingAgreement(partnership=self.partnership, workstream=workstream)
        return self.user.has_perm("savings.propose_agreement", new)

    @property
    def boxes(self) -> list[Any]:
        """The fields of the percentages, which the page shows as one group."""
        return [self[f"percentage_{member.code}"] for member in self.members]

    def field_for(self, name: str) -> str | None:
        return self.boxes[0].name if name == "percentages" else super().field_for(name)

    def clean(self) -> dict[str, Any]:
        """The sum is said with what else is wrong, not after it."""
        if not any(box.errors for box in self.boxes):
            try:
                check_whole(sum(self.typed.values()))
            except ValidationError as error:
                self.refuse(error)
        return self.cleaned_data

    @property
    def typed(self) -> dict[int, int]:
        """Hundredths of a per cent by organisation id; an empty box is no part of the agreement."""
        boxes = {member.pk: self.cleaned_data.get(f"percentage_{member.code}") for member in self.members}
        return {pk: hundredths for pk, hundredths in boxes.items() if hundredths is not None}

    def save(self, *, by: User) -> SharingAgreement | None:
        """Propose it. None: see `errors`."""
        value = self.cleaned_data
        done = self.attempt(
            actions.propose_agreement,
            by=by,
            partnership=self.partnership,
            workstream=self.workstreams.get(value["workstream"]),
            percentages=self.typed,
            **{name: value[name] for name in ("from_on", "to_on", "reason", "document", "decision")},
        )
        return self.result if done else None


def _starting(after: SharingAgreement | None) -> dict[str, Any]:
    if after is None:
        return {"from_on": clock.today()}
    parts = {f"percentage_{part.organisation.code}": part.hundredths for part in after.parts.all()}
    return parts | {"workstream": after.workstream.slug if after.workstream else ""}
