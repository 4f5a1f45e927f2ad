"""Board packs: asked for, rendered by a worker from what was frozen, kept for ever."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from governance.models.meetings import Meeting
from partnership import clock
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from savings.models.ledger import AppendOnly


def _stored_name(pack: "Pack", filename: str) -> str:
    return f"packs/{pack.partnership_id}/{pack.pk}-{pack.sha256[:16]}.pdf"


class PackQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PackQuerySet":
        """Released packs to whoever may download them; all packs to those who request or release them."""
        working = reach(user, "governance.request_pack") | reach(user, "governance.release_pack")
        released = Q(Exists(PackRelease.objects.filter(pack=OuterRef("pk"))))
        # What a pack prints may be megabytes of JSON, and no list or page shows it.
        return self.filter(working | (reach(user, "governance.download_pack") & released)).defer("content")

    def finished(self) -> "PackQuerySet":
        return self.filter(state=Pack.State.FINISHED)


class Pack(models.Model):
    """One version of a meeting's board pack.

    What it prints is frozen in `content` when a worker first takes it up: as at `sequence`, section by section. The
    file can be made again from that and is the same to the byte. Finished packs never change (a trigger refuses).
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RENDERING = "rendering", "Being made"
        FINISHED = "finished", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    version = models.PositiveIntegerField()
    request_key = models.UUIDField(unique=True, help_text="One for each form shown: a double click asks once.")
    sequence = models.BigIntegerField(help_text="The point of the ledger that its figures are as at.")
    as_at_on = models.DateField("as at")
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True, help_text="A worker has it until then.")
    lease = models.UUIDField(null=True, blank=True, help_text="Which worker has it.")
    problem = models.CharField(max_length=300, blank=True)
    content = models.JSONField(default=dict, help_text="The frozen content of every section.")
    file = models.FileField(upload_to=_stored_name, max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="In bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="pack_version_once")]
        indexes = [models.Index(fields=["state", "leased_until"], name="pack_to_do", condition=~Q(state="finished"))]

    def __str__(self) -> str:
        return f"Board pack, {self.meeting}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("pack", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def filename(self) -> str:
        """What a reader's computer calls the file: three-councils-joint-board-2007-07-31-v1.pdf."""
        day = timezone.localdate(self.meeting.starts_at)
        return f"{slugify(f'{self.partnership.slug} {self.meeting.body}')}-{day}-v{self.version}.pdf"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RENDERING)

    @property
    def is_released(self) -> bool:
        return hasattr(self, "release")


class PackSection(models.Model):
    """A part of a pack, in order, and how far it is: what the progress page shows."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READY = "ready", "Ready"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, help_text="Which kind of section, and of what: workstream:12.")
    title = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["pack", "order"], name="section_order_once")]

    def __str__(self) -> str:
        return self.title

    def place(self, permission: str) -> Place:
        return self.pack.place(permission)


class PackRelease(AppendOnly):
    """A finished pack given to the members, by whom and when."""

    pack = models.OneToOneField(Pack, models.PROTECT, related_name="release")
    released_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Release of {self.pack}"

    def place(self, permission: str) -> Place:
        return self.pack.place(permission)
