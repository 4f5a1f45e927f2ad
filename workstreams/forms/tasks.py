"""The forms of actions."""

from typing import Any

from django import forms

from partnership import clock
from partnership.file_forms import HINT, FilesField
from partnership.forms import DateInputField, LongTextField
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, FactsForm
from workstreams.actions import MAY_EDIT
from workstreams.models import Action


class OwnedForm(FactsForm):
    """What is to be done, by whom: a post title, or a person who has a role in the partnership."""

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        people = User.objects.of_partnership(partnership).order_by("name")
        self.fields["owner"].queryset = people
        self.fields["owner"].label = "Owner who signs in here"
        self.fields["owner"].empty_label = "Nobody who signs in here"
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "No one organisation"


class NewActionForm(OwnedForm):
    """The workstreams offered are those that the user may edit; the programme as a whole too, if that is. What is done
    about a risk stays with it."""

    class Meta(FactsForm.Meta):
        model = Action
        fields = ["title", "workstream", "owner_title", "owner", "organisation", "due_on", "source", "origin"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, **kwargs)
        if self.instance.risk_id:
            self.leave_out("workstream", "source", "origin")
            return
        streams = self.fields["workstream"]
        streams.queryset = partnership.workstreams.editable_by(user)
        streams.help_text = ""
        if user.has_perm(MAY_EDIT, Action(partnership=partnership)):
            streams.empty_label = "The programme as a whole"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"

    def leave_out(self, *names: str) -> None:
        """What follows from where the action comes from."""
        for name in names:
            del self.fields[name]


class NoteForm(ActionForm):
    text = LongTextField(label="Note", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class DoneForm(ActionForm):
    done_on = DateInputField(label="Done on")
    proof = LongTextField(
        label="What proves it",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example a minute, a document and where it is kept, or what can be seen.",
    )

    files = FilesField(label="Files", required=False, help_text=HINT)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"done_on": clock.today()})
