"""Imports: a file of savings or statements, what was found in it, and what was made of its rows."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnership import clock
from partnership.jobs import Job
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from savings.models.savings import Saving
from savings.models.statements import Statement


def _stored_name(imported: "Import", filename: str) -> str:
    """Named by us alone: nothing of what a person typed reaches the file system."""
    return f"imports/{imported.partnership_id}/{imported.request_key}"


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportQuerySet":
        return self.filter(reach(user, "savings.view_import", organisation="organisation_id"))

    def of_same_file(self, imported: "Import") -> "ImportQuerySet":
        """Other uploads of the same file for the same organisation, the newest first."""
        same = {"partnership": imported.partnership_id, "organisation": imported.organisation_id}
        return self.filter(sha256=imported.sha256, **same).exclude(pk=imported.pk).order_by("-pk")

    def taken(self) -> "ImportQuerySet":
        """Those that are imported, or will be unless they fail."""
        return self.filter(state__in=(Import.State.CONFIRMED, Import.State.WRITING, Import.State.FINISHED))


class Import(Job):
    """One uploaded file: checked by a worker, confirmed by a person, written by a worker.

    Nothing is drafted before it is confirmed, and then all that was confirmed or nothing. `fingerprint` is of the good
    rows and their shares as they were reported: if they would come out otherwise, it is checked again instead.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        CHECKING = "checking", "Being checked"
        REPORTED = "reported", "Checked"
        CONFIRMED = "confirmed", "Waiting to be written"
        WRITING = "writing", "Being written"
        FINISHED = "finished", "Imported"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="imports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="For whom it states.")
    request_key = models.UUIDField(unique=True, help_text="One for each form shown: a double click uploads once.")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    name = models.CharField("file", max_length=150, help_text="The file's name as it was uploaded.")
    file = models.FileField(upload_to=_stored_name, max_length=200)
    format = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "Excel")])
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField(default=0, help_text="How many rows it seems to have.")
    rows = models.PositiveIntegerField(default=0, help_text="Read so far.")
    good = models.PositiveIntegerField(default=0, help_text="Rows without an error.")
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list, help_text="How the file was read.")
    totals = models.JSONField(default=list, help_text="Sums of the good rows, to check against.")
    fingerprint = models.CharField(max_length=64, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    only_good = models.BooleanField(default=False, help_text="Rows with errors are left out.")
    at_once = models.BooleanField(default=False, help_text="What it drafts is submitted at once.")
    written = models.PositiveIntegerField(default=0, help_text="Statements made.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["partnership", "organisation", "sha256"], name="import_same_file"),
            models.Index(fields=["state", "leased_until"], name="import_to_do", condition=~Q(state="finished")),
        ]
        constraints = [
            models.CheckConstraint(
                name="import_confirmed_at_and_by",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(name="import_good_are_rows", condition=Q(good__lte=F("rows"))),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("import", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}))

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.CHECKING, self.State.CONFIRMED, self.State.WRITING)

    @property
    def can_be_confirmed(self) -> bool:
        return self.state == self.State.REPORTED and self.good > 0

    @property
    def can_be_cancelled(self) -> bool:
        return self.is_under_way or self.state == self.State.REPORTED


class OfImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfImportQuerySet":
        return self.filter(
            reach(
                user,
                "savings.view_import",
                partnership="of__partnership_id",
                organisation="of__organisation_id",
            )
        )


class ImportProblem(models.Model):
    """One thing that is wrong with a row, or that somebody should look at. `ordinal` counts those of its kind."""

    class Severity(models.TextChoices):
        ERROR = "error", "Error"
        WARNING = "warning", "Warning"

    of = models.ForeignKey(Import, models.CASCADE, related_name="problems", db_index=False)
    severity = models.CharField(max_length=7, choices=Severity)
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True, help_text="As the spreadsheet counts it.")
    column = models.CharField(max_length=120, blank=True)
    found = models.CharField(max_length=200, blank=True)
    sentence = models.CharField("what is wrong", max_length=600)
    expected = models.CharField(max_length=600, blank=True)
    ordinal = models.PositiveIntegerField(help_text="The first of its kind is 1.")

    objects = OfImportQuerySet.as_manager()

    class Meta:
        ordering = ["of", "pk"]
        indexes = [models.Index(fields=["of", "severity", "ordinal"], name="problem_of_import")]

    def __str__(self) -> str:
        return self.sentence

    def place(self, permission: str) -> Place:
        return self.of.place(permission)


class ImportedRowQuerySet(OfImportQuerySet):
    def visible_to(self, user) -> "ImportedRowQuerySet":
        """Of imports and savings that the user sees both."""
        return super().visible_to(user).filter(saving__in=Saving.objects.visible_to(user))

    def behind(self, saving: Saving, statement: Statement | None = None) -> "ImportedRowQuerySet":
        """The rows that the saving came from; with a statement, those that this statement came from. One query."""
        rows = self.filter(saving=saving).select_related("of__partnership")
        return rows if statement is None else rows.filter(Q(statement=None) | Q(statement=statement))


class ImportedRow(models.Model):
    """The trail from a saving, or from one further statement of it, back to the row of the file that it came from."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="imported_rows")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField()
    saving = models.ForeignKey(Saving, models.CASCADE, related_name="imported_rows")
    statement = models.ForeignKey(
        Statement, models.CASCADE, null=True, blank=True, related_name="imported_rows", help_text="Of an older saving."
    )

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        ordering = ["of", "pk"]
        constraints = [models.UniqueConstraint(fields=["of", "sheet", "row"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"row {self.row} of sheet “{self.sheet}”" if self.sheet else f"row {self.row}"

    def place(self, permission: str) -> Place:
        return self.of.place(permission)
