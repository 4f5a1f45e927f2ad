"""Files that prove a saving, kept out of the web root."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from partnership import clock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from savings.models.savings import Saving
from savings.models.statements import Share, Statement


def _stored_name(evidence: "Evidence", filename: str) -> str:
    """Named by content alone: nothing of what a person typed reaches the file system."""
    return f"evidence/{evidence.partnership_id}/{evidence.sha256[:2]}/{evidence.sha256}"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EvidenceQuerySet":
        """Own files where drafts are reached; others' where their evidence is, joint statements included."""

        def shared(organisations: set[int]) -> Q:
            shares = Share.objects.filter(
                statement__saving=OuterRef("saving"), organisation__in=organisations, statement__sequence__isnull=False
            )
            return Q(Exists(shares))

        own = reach(user, "savings.view_draft", organisation="organisation_id", workstream="saving__workstream_id")
        others = reach(user, "savings.view_evidence", organisation=shared, workstream="saving__workstream_id")
        submitted = Exists(Statement.objects.submitted().filter(saving=OuterRef("saving")))
        return self.filter(own | (others & Q(submitted)))


class Evidence(models.Model):
    """A file attached to a saving. Once a statement of the saving is submitted, it can not be taken away."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    saving = models.ForeignKey(Saving, models.CASCADE, related_name="evidence")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.FileField(upload_to=_stored_name, max_length=200)
    name = models.CharField(max_length=150, help_text="The file's name as it was uploaded.")
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}), self.saving.workstream_id)

    def delete_unused_file(self) -> None:
        """After this transaction, remove the file of this deleted row from storage, unless another row has it too."""
        file = self.file
        if not Evidence.objects.filter(file=file.name).exists():
            transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)
