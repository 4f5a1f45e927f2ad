"""What is shared, as residents and other councils look it up: the A-Z of shared services."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnership.models import Organisation, Partnership
from partnership.models.publications import Published
from partnership.permissions import Place, reach
from workstreams.models.workstreams import Workstream


class ServiceEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ServiceEntryQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class ServiceEntry(models.Model):
    """What the A-Z says of a service beyond what a workstream tells; or all of it, of one that is no workstream.

    Of a workstream, who shares it, who hosts it and on what basis are the workstream's own facts and never copied.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="service_entries")
    workstream = models.OneToOneField(
        Workstream, models.PROTECT, null=True, blank=True, related_name="service_entry", verbose_name="workstream"
    )
    name = models.CharField("name of the service", max_length=120, help_text="As people look for it.")
    description = models.TextField("what it does", blank=True)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="shared by")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField("legal basis", max_length=10, choices=Workstream.Basis, default=Workstream.Basis.UNDECIDED)
    since_on = models.DateField("shared since", null=True, blank=True)
    email = models.EmailField(
        "e-mail address of the service",
        blank=True,
        help_text="Of the service or a post, such as building.control@example.gov.uk; never of a person.",
    )
    web = models.CharField(
        "web address of the service",
        max_length=200,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"], message="Enter a web address that begins with https://.")],
        help_text="Such as https://www.example.gov.uk/building-control.",
    )
    is_left_out = models.BooleanField(
        "leave it out of the A-Z", default=False, help_text="The workstream is then not listed, though it is live."
    )

    history = HistoricalRecords()
    objects = ServiceEntryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "entry"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="service_named_once",
                violation_error_message="The A-Z has a service of this name already.",
            ),
            models.CheckConstraint(
                name="service_left_out_only_of_a_workstream",
                condition=Q(is_left_out=False) | Q(workstream__isnull=False),
                violation_error_message="Remove the entry instead of leaving it out.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)


class ServicesPublication(Published):
    """From one moment to another the A-Z of a partnership stands at a public address."""

    history = HistoricalRecords()

    class Meta(Published.Meta):
        pass

    def __str__(self) -> str:
        return f"A-Z of {self.partnership}"
