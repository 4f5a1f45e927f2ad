"""Papers of a communication or a consultation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.models.files import StoredFile
from partnership.permissions import Place, reach
from workstreams.models.communications import Communication
from workstreams.models.consultations import Consultation


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttachmentQuerySet":
        """Papers are for those who see figures: not for who only runs the installation."""
        return self.filter(reach(user, "savings.view_figures"))


class Attachment(StoredFile):
    """A file that belongs to one communication or one consultation, for whoever sees that."""

    folder = "attachments"

    communication = models.ForeignKey(
        Communication, models.PROTECT, null=True, blank=True, related_name="attachments", editable=False
    )
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="attachments", editable=False
    )

    history = HistoricalRecords(excluded_fields=["file"])
    objects = AttachmentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        constraints = [
            models.CheckConstraint(
                name="attachment_of_one_thing",
                condition=Q(communication__isnull=False, consultation=None)
                | Q(communication=None, consultation__isnull=False),
            )
        ]

    @property
    def of(self) -> Communication | Consultation:
        found = self.communication or self.consultation
        assert found is not None  # a constraint keeps it so
        return found

    def get_absolute_url(self) -> str:
        return reverse("attachment", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.of.place(permission)
