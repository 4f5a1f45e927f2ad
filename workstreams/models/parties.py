"""Who takes part in a workstream, and who hosts it."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from partnership.dated import Dated
from partnership.models import Organisation
from workstreams.models.workstreams import DatedOfWorkstreamQuerySet, OfWorkstream, Workstream


class Participation(OfWorkstream, Dated):
    """An organisation in a workstream from one day to another, by a signed participation form."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    form_signed_on = models.DateField("participation form signed", null=True, blank=True)

    history = HistoricalRecords()
    objects = DatedOfWorkstreamQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream", "organisation__code", "from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.workstream}"

    def clean(self) -> None:
        super().clean()
        if not (self.from_on and self.organisation_id and self.workstream_id):
            return
        memberships = self.workstream.partnership.memberships.filter(organisation=self.organisation_id)
        if not memberships.current(self.from_on).exists():
            raise ValidationError(
                {"from_on": f"{self.organisation} was not in the partnership on {self.from_on:%d %B %Y}."}
            )


class Hosting(OfWorkstream, Dated):
    """The organisation that hosts a workstream, from one day to another. A host need not be a partner."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="hostings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hostings")

    history = HistoricalRecords()
    objects = DatedOfWorkstreamQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream", "from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} hosts {self.workstream}"
