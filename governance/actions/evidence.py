"""A report points to consultations as its evidence."""

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.actions.reports import to_write
from governance.models import Report, ReportConsultation
from partnership import history
from partnership.actions.facts import write
from partnership.models import User
from workstreams.models import Consultation


@transaction.atomic
def point_to_consultation(*, by: User, report: Report, consultation: Consultation) -> ReportConsultation:
    """From now on the report reaches the deciding body once this consultation is closed, as its gate is passed then.

    Raises PermissionDenied, ValidationError.
    """
    to_write(by, report)
    here = Consultation.objects.visible_to(by).filter(partnership=report.partnership_id)
    if not here.filter(pk=consultation.pk).exists():
        raise ValidationError({"consultation": "Choose a consultation of this partnership."})
    return write(ReportConsultation(report=report), {"consultation": consultation}, by=by)


@transaction.atomic
def take_consultation_out(*, by: User, row: ReportConsultation) -> None:
    """The report points to it no more; the history stays."""
    to_write(by, row.report)
    history.delete(row, by=by)
