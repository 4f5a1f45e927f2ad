"""The forms of the A-Z of shared services."""

from typing import Any

from django import forms

from partnership.forms import Checkboxes, GovukBoundField
from partnership.models import Organisation, Partnership, User
from partnership.page_forms import ActionForm, FactsForm
from workstreams.actions import MAY_EDIT
from workstreams.directory import LETTERS, OTHER
from workstreams.models import ServiceEntry


class ServiceForm(FactsForm):
    """The workstreams offered are those that the user may edit and that have no entry yet."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        required=False,
        widget=Checkboxes,
        label="Shared by",
        help_text="Of a workstream its own participants are told.",
    )

    class Meta(FactsForm.Meta):
        model = ServiceEntry
        fields = [
            *("name", "workstream", "description", "organisations", "host", "basis", "since_on", "email", "web"),
            "is_left_out",
        ]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        members = partnership.organisations.distinct()
        self.fields["organisations"].queryset = members
        self.fields["host"].queryset = members
        self.fields["host"].empty_label = "No host"
        self.fields["host"].help_text = self.fields["basis"].help_text = "Of a workstream its own is told."
        self.fields["since_on"].required = False
        streams = self.fields["workstream"]
        free = partnership.workstreams.filter(service_entry=None) | partnership.workstreams.filter(
            service_entry=self.instance.pk or 0
        )
        streams.queryset = free.editable_by(user)
        if user.has_perm(MAY_EDIT, ServiceEntry(partnership=partnership)):
            streams.empty_label = "None: it is shared, but no workstream"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"organisations": list(self.cleaned_data["organisations"])}


class Sought(GovukBoundField):
    """A field of a search: that it may be left empty goes without saying."""

    is_optional = False


class SearchForm(ActionForm):
    """What is looked for in the A-Z."""

    q = forms.CharField(
        label="Search",
        max_length=100,
        required=False,
        help_text="A service, a council, a legal basis.",
        bound_field_class=Sought,
    )
    council = forms.ChoiceField(label="Council", required=False, bound_field_class=Sought)
    letter = forms.ChoiceField(
        required=False, choices=[("", ""), *((each, each) for each in (*LETTERS, OTHER))], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, councils: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = [("", "All councils"), *councils]  # type: ignore[attr-defined]
