"""Files that prove a saving, kept out of the web root."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from partnership.models import Organisation
from partnership.models.files import StoredFile
from partnership.permissions import Place, reach
from savings.models.savings import Saving
from savings.models.statements import Share, Statement


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


class Evidence(StoredFile):
    """A file attached to a saving. Once a statement of the saving is submitted, it can not be taken away."""

    folder = "evidence"

    saving = models.ForeignKey(Saving, models.CASCADE, related_name="evidence")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name_plural = "evidence"

    def get_absolute_url(self) -> str:
        return reverse("evidence", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}), self.saving.workstream_id)
