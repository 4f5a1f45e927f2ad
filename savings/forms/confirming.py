"""Forms that lead straight to one action, and how an action's refusal gets back onto a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from partnership.file_forms import HINT, FilesField
from partnership.forms import LongTextField, PortalForm
from savings.models.comments import LONGEST_COMMENT


class ActionForm(PortalForm):
    """A form whose answer is an action. What the action refuses stands on the form like any other error."""

    @property
    def version(self) -> str | None:
        """What the page said it had shown of the drafts; a program's call says nothing."""
        return self.data.get("version")

    # Where an error stands whose name in the actions is not a field's name.
    called: dict[str, str] = {}

    def attempt(self, action: Callable[..., Any], **given: Any) -> bool:
        """Call the action; False, with its sentences on the form, when it raises ValidationError."""
        try:
            self.result = action(**given)
        except ValidationError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: ValidationError) -> None:
        """Put an action's errors on the fields they are about; those about no field stand at the top."""
        found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, problems in found.items():
            field = self.field_for(name)
            for problem in problems:
                self._say_once(field, problem)

    def field_for(self, name: str) -> str | None:
        name = self.called.get(name, name)
        return name if name in self.fields else None

    def _say_once(self, field: str | None, problem: ValidationError) -> None:
        said = self.errors.get(field or NON_FIELD_ERRORS)
        sentence = str(next(iter(problem)))
        if not said or sentence not in list(said):
            self.add_error(field, problem)


class ConfirmForm(ActionForm):
    """Nothing but a yes."""


class ReturnForm(ActionForm):
    reason = LongTextField(
        label="Reason",
        max_length=1000,
        help_text="What is wrong, and what would make it right. The officer sees it with the share.",
    )


class ReversalForm(ActionForm):
    reason = LongTextField(
        label="Reason",
        max_length=1000,
        help_text="Why the statement is wrong. Whoever may see the statement reads it once the reversal is approved.",
    )


class RefusalForm(ActionForm):
    reason = LongTextField(
        label="Reason", max_length=1000, help_text="Why the statement stands. Who asked for the reversal reads it."
    )


class CommentForm(ActionForm):
    text = LongTextField(
        label="Add a comment",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever may see the statement reads it, now and later. A comment can not be changed or deleted.",
        error_messages={"required": "Enter the comment."},
    )


class EvidenceForm(ActionForm):
    evidence = FilesField(label="Files", help_text=HINT)
