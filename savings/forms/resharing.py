"""Ask what another basis would do to what stands, and draft the restatement by it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from partnership.dated import Period
from partnership.models import User
from savings import actions
from savings.forms.sharing import SharingForm
from savings.models import Saving, Statement
from savings.models.words import Basis
from savings.resharing import Comparison, compare
from workstreams.models import Workstream


class ResharingForm(SharingForm):
    """Another basis for statements of one saving, which come with their shares. `comparisons`: one each, if valid."""

    field_order = ("basis", "organisations")

    def __init__(self, data: Any = None, *, saving: Saving, statements: Sequence[Statement]) -> None:
        self.saving, self.statements = saving, statements
        self.comparisons: list[Comparison] = []
        super().__init__(data, partnership=saving.partnership)
        self.fields["basis"].label, self.fields["basis"].initial = "Share it how instead?", None

    @property
    def known(self) -> tuple[Workstream | None, list[Period]]:
        return self.saving.workstream, [statement.earned_in for statement in self.statements]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("basis") and not self.is_sharing_in_error:
            try:
                self.comparisons = compare(self.statements, self.sharing, self.names)
            except ValidationError as error:
                self.refuse(error)
        return self.cleaned_data

    @property
    def chosen_basis(self) -> str:
        return str(Basis(self.cleaned_data["basis"]).label)

    def save(self, *, by: User) -> list[Statement] | None:
        """Draft the restatements. None: see `errors`."""
        given = {"statements": self.statements, "sharing": self.sharing, "note": "Shared by another basis."}
        return self.result if self.attempt(actions.draft_resharing, by=by, **given) else None
