"""What belongs to one workstream, or to the programme as a whole."""

from django.core.exceptions import ValidationError
from django.db import models

from partnership.models import Partnership
from partnership.permissions import Place, reach
from workstreams.models.workstreams import Workstream


class OfProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfProgrammeQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class OfProgramme(models.Model):
    """A row of a partnership that stands with one of its workstreams or, without one, with the programme."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="%(class)ss")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text="Leave empty for the programme as a whole.",
    )

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)

    @property
    def where(self) -> str:
        return self.workstream.name if self.workstream else "The programme as a whole"

    def clean(self) -> None:
        super().clean()
        if self.workstream and self.workstream.partnership_id != self.partnership_id:
            raise ValidationError({"workstream": "Choose a workstream of this partnership."})
