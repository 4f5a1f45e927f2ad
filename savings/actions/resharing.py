"""Another basis for what was stated: a replacement of each statement, the same claim shared differently."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from partnership.models import User
from savings import ledger
from savings.actions.details import StatementDetails
from savings.actions.drafts import draft_statements
from savings.models import Statement
from savings.resharing import check_stands
from savings.sharing import Sharing


def draft_resharing(*, by: User, statements: Sequence[Statement], sharing: Sharing, note: str = "") -> list[Statement]:
    """Draft, for each statement of one saving, the same claim shared by another basis; all or none.

    Submitting a draft posts the old shares out and the new ones in, as a re-apportionment. Raises PermissionDenied,
    ValidationError.
    """
    if not statements:
        raise ValidationError("No statement of this saving stands, so there is nothing to share differently.")
    saving = statements[0].saving
    drafted = []
    with ledger.locked(saving.partnership):
        for statement in statements:
            check_stands(Statement.objects.prefetch_related("shares").get(pk=statement.pk))
            details = StatementDetails(
                stage=statement.stage,
                periods=[statement.period],
                sharing=sharing,
                amount_pence=statement.amount_pence,
                measure_hundredths=statement.measure_hundredths,
                note=note,
                belongs_to=statement.belongs_to,
            )
            drafted += draft_statements(
                by=by, saving=saving, organisation=statement.organisation, details=details, replaces=statement
            )
    return drafted
