"""The forms of imports: a file to upload, and the one confirmation."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from partnership.forms import Radios
from partnership.models import Organisation, Partnership, User
from savings import actions
from savings.forms.confirming import ActionForm
from savings.forms.stating import SMALL
from savings.models import Import

_USED = "This form was not sent whole. Open it again and send it once more."


class UploadForm(ActionForm):
    """A file, for one organisation that the user is an officer of. The hidden key makes a double click upload once."""

    organisation = forms.ChoiceField(
        label="For which organisation are you acting?",
        error_messages={"invalid_choice": "Choose an organisation that you are an officer of."},
    )
    upload = forms.FileField(
        label="File",
        allow_empty_file=True,  # the action has a better sentence
        help_text="CSV or an Excel workbook (.xlsx), at most 50 MB and 100,000 rows.",
    )
    request_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages={"required": _USED, "invalid": _USED}
    )

    def __init__(self, *args: Any, user: User, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        self.own: dict[str, Organisation] = {
            each.code: each for each in user.organisations_for("savings.draft_saving", partnership)
        }
        field = self.fields["organisation"]
        field.choices = [(code, each.name) for code, each in self.own.items()]
        if len(self.own) == 1:
            field.widget = forms.HiddenInput()
            field.required = False
            field.initial = next(iter(self.own))
        else:
            field.choices = [("", "Choose an organisation"), *field.choices]

    def save(self, *, by: User) -> Import | None:
        """Keep the file, to be checked. None: see `errors`."""
        chosen = self.cleaned_data["organisation"]
        key: UUID = self.cleaned_data["request_key"]
        given = {
            "partnership": self.partnership,
            "organisation": self.own[chosen] if chosen else next(iter(self.own.values())),
            "upload": self.cleaned_data["upload"],
            "request_key": key,
        }
        return self.result if self.attempt(actions.upload_import, by=by, **given) else None


class ConfirmImportForm(ActionForm):
    """Which rows, and how far they go. Questions that do not arise are not asked."""

    only_good = forms.BooleanField(label="Import only the rows without errors", required=False)
    at_once = forms.TypedChoiceField(
        label="What becomes of the rows?",
        choices=[("0", "Drafts"), ("1", "Submitted at once")],
        coerce=lambda value: value == "1",
        initial="0",
        widget=Radios(
            SMALL,
            hints={
                "0": "You submit them one by one when you have looked at them. They count in no figure before that.",
                "1": "They count in the figures at once, wait for verification, and can no longer be changed.",
            },
        ),
    )
    again = forms.BooleanField(label="Import this file again, though it was imported before", required=False)

    def __init__(self, *args: Any, imported: Import, imported_before: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if imported.errors:
            left_out = imported.rows - imported.good
            self.fields["only_good"].help_text = f"{left_out:,} of {imported.rows:,} rows are left out."
        else:
            del self.fields["only_good"]
        if not imported_before:
            del self.fields["again"]
