"""For which organisation somebody acts, and in which workstream: the part of every form that drafts something new."""

from functools import cached_property
from uuid import UUID

from django import forms

from partnership.models import Organisation, Partnership, User
from savings.forms.confirming import ActionForm
from savings.models import Saving
from workstreams.models import Workstream


class ActingForm(ActionForm):
    """A subclass sets `user` and `partnership` (and `saving` of what exists), and offers the choices."""

    user: User
    partnership: Partnership
    saving: Saving | None = None

    organisation = forms.ChoiceField(label="For which organisation are you acting?")
    workstream = forms.ChoiceField(
        label="Workstream", error_messages={"invalid_choice": "Choose a workstream of this partnership."}
    )

    # --- What can be chosen -----------------------------------------------------------------------------------------
    @cached_property
    def workstreams(self) -> dict[str, Workstream]:
        """The partnership's workstreams that the user may see, by slug. One query."""
        rows = Workstream.objects.visible_to(self.user).filter(partnership=self.partnership)
        return {each.slug: each for each in rows.select_related("partnership")}

    @cached_property
    def own(self) -> dict[str, Organisation]:
        """The organisations that the user drafts for here, by code; of a saving that exists, its own."""
        if self.saving is not None:
            return {self.saving.organisation.code: self.saving.organisation}
        return {each.code: each for each in self.user.organisations_for("savings.draft_saving", self.partnership)}

    def offer_workstreams(self) -> None:
        choices = [(slug, each.name) for slug, each in self.workstreams.items()]
        if len(choices) == 1:
            self.fields["workstream"].initial = choices[0][0]
        self.fields["workstream"].choices = choices if len(choices) == 1 else [("", "Choose a workstream"), *choices]

    def offer_own(self) -> None:
        field = self.fields["organisation"]
        field.choices = [(code, each.name) for code, each in self.own.items()]
        field.error_messages["invalid_choice"] = "Choose an organisation that you are an officer of."
        if len(self.own) == 1:
            field.required = False
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.own))
        else:
            field.choices = [("", "Choose an organisation"), *field.choices]

    # --- What was chosen --------------------------------------------------------------------------------------------
    @property
    def chosen_workstream(self) -> Workstream | None:
        return self.workstreams.get(self.cleaned_data.get("workstream") or "")

    @property
    def chosen_organisation(self) -> Organisation:
        chosen = self.cleaned_data.get("organisation")
        return self.own[chosen] if chosen else next(iter(self.own.values()))

    @property
    def request_key(self) -> UUID | None:
        """The key of the page that the form was on; a program's call has none."""
        try:
            return UUID(str(self.data.get("request_key", "")))
        except ValueError:
            return None
