"""The consultations that a report points to as its evidence."""

from django.db import models
from simple_history.models import HistoricalRecords

from governance.models.reports import OfReport, OfReportQuerySet, Report
from workstreams.models import Consultation


class ReportConsultationQuerySet(OfReportQuerySet):
    def visible_to(self, user) -> "ReportConsultationQuerySet":
        return super().visible_to(user).filter(consultation__in=Consultation.objects.visible_to(user))


class ReportConsultation(OfReport):
    """A consultation, of a workstream or of the programme, that a report stands on."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="evidence")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="reports")

    history = HistoricalRecords()
    objects = ReportConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["consultation__opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "consultation"],
                name="report_points_to_a_consultation_once",
                violation_error_message="The report points to this consultation already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.consultation)
