"""Packs: asked for, rendered by a worker from what was frozen, kept for ever.

A pack is of a meeting (a board pack) or of an organisation and a financial year (an annual statement). A board pack is
released to the members; an annual statement is signed off by the organisation's own verifier. Both are one row, a
`PackRelease`, and the file stays as it was.
"""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from governance.models.meetings import EXEMPT, Meeting
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Period, validate_year, year_name
from partnership.jobs import Job
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from savings.models import PeriodStep


def _stored_name(pack: "Pack", filename: str) -> str:
    return f"packs/{pack.partnership_id}/{pack.pk}-{pack.sha256[:16]}.pdf"


class Duties(NamedTuple):
    """The permissions that a pack wants: to ask for it, to see it at any time, to give it out, and to read it then."""

    request: str
    view: tuple[str, ...]
    release: str
    download: str


OF_MEETING = Duties(
    "governance.request_pack",
    ("governance.request_pack", "governance.release_pack"),
    "governance.release_pack",
    "governance.download_pack",
)
OF_STATEMENT = Duties(
    "governance.request_statement",
    ("governance.view_statement",),
    "governance.sign_off_statement",
    "governance.download_statement",
)


class PackQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PackQuerySet":
        """What was released or signed off, to whoever may download it; all else to those who work on it. Of exempt
        editions those, and of these only whoever may see what is exempt.

        The people of an organisation see its own annual statements, and no other organisation's.
        """
        board, annual = _reaching(user, OF_MEETING), _reaching(user, OF_STATEMENT, organisation="organisation_id")
        found = self.filter(Q(organisation=None) & board | Q(meeting=None) & annual)
        return found.filter(Q(is_exempt=False) | reach(user, EXEMPT))

    def for_pages(self) -> "PackQuerySet":
        """With all that a page says of them, in the same query."""
        return self.select_related(
            "meeting__body", "organisation", "requested_by", "partnership", "release__released_by"
        )

    def of_meetings(self) -> "PackQuerySet":
        return self.exclude(meeting=None)

    def of_statements(self) -> "PackQuerySet":
        return self.exclude(organisation=None)

    def open_and_whole(self) -> "PackQuerySet":
        """Board packs as everybody may read them, of the whole agenda."""
        return self.of_meetings().filter(is_exempt=False, supplement=0)

    def finished(self) -> "PackQuerySet":
        return self.filter(state=Pack.State.FINISHED)


def _reaching(user: User, duties: Duties, **paths: str) -> Q:
    given_out = reach(user, duties.download, **paths) & Q(Exists(PackRelease.objects.filter(pack=OuterRef("pk"))))
    for permission in duties.view:
        given_out |= reach(user, permission, **paths)
    return given_out


class Pack(Job):
    """One version of a meeting's board pack, or of an organisation's annual statement.

    What it prints is frozen when a worker first takes it up: as at `sequence`, section by section. The file can be made
    again from that and is the same to the byte. Finished packs never change (a trigger refuses).

    A meeting's pack is of the whole agenda or of one supplement, and is an open or an exempt edition. Each of these has
    versions of its own.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RENDERING = "rendering", "Being made"
        FINISHED = "finished", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="packs")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="packs")
    year = models.PositiveSmallIntegerField("financial year", null=True, blank=True, validators=[validate_year])
    is_exempt = models.BooleanField(
        "exempt edition", default=False, help_text="Whether it holds what is exempt from publication."
    )
    supplement = models.PositiveSmallIntegerField(
        default=0, help_text="The supplement to the agenda that it is of; 0 for the whole agenda."
    )
    version = models.PositiveIntegerField()
    request_key = models.UUIDField(unique=True, help_text="One for each form shown: a double click asks once.")
    sequence = models.BigIntegerField(help_text="The point of the ledger that its figures are as at.")
    as_at_on = models.DateField("as at")
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_scheduled = models.BooleanField(
        "by the rule of the body", default=False, help_text="Nobody asked: the body has its packs made by themselves."
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    document = models.JSONField(default=dict, help_text="Title and other words of the file itself, frozen.")
    edition = models.CharField(max_length=64, blank=True, help_text="Of the templates and programs that printed it.")
    file = models.FileField(upload_to=_stored_name, max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="In bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "is_exempt", "supplement", "version"], name="pack_version_once"),
            models.UniqueConstraint(
                fields=["partnership", "organisation", "year", "version"], name="statement_version_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "is_exempt"], condition=Q(is_scheduled=True), name="pack_scheduled_once"
            ),
            models.CheckConstraint(
                name="pack_of_meeting_or_year",
                condition=Q(meeting__isnull=False, organisation=None, year=None)
                | Q(meeting=None, organisation__isnull=False, year__isnull=False, is_exempt=False, supplement=0),
            ),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="pack_to_do", condition=~Q(state="finished"))]

    def __str__(self) -> str:
        what = "Annual statement" if self.is_statement else "Board pack"
        which = self.called[:1].lower() + self.called[1:]
        return ", ".join(filter(None, [what, self.subject, which, f"version {self.version}"]))

    def get_absolute_url(self) -> str:
        return reverse("pack", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset(filter(None, [self.organisation_id])))

    @property
    def is_statement(self) -> bool:
        return self.meeting_id is None

    @property
    def duties(self) -> Duties:
        return OF_STATEMENT if self.is_statement else OF_MEETING

    @property
    def noun(self) -> str:
        return "statement" if self.is_statement else "pack"

    @property
    def called(self) -> str:
        """Which of a meeting's packs it is: "Supplement 1, exempt edition". Empty for the open one of all items."""
        words = [f"Supplement {self.supplement}" if self.supplement else "", "exempt edition" if self.is_exempt else ""]
        said = ", ".join(filter(None, words))
        return said[:1].upper() + said[1:]

    @property
    def period(self) -> Period | None:
        return Period(self.year) if self.year else None

    @property
    def subject(self) -> str:
        """What it is of: "Joint Board, 31 July 2007", or "Bolsover District Council, 2007-08"."""
        return f"{self.organisation}, {self.period}" if self.is_statement else str(self.meeting)

    @property
    def filename(self) -> str:
        """What a reader's computer calls the file: three-councils-joint-board-2007-07-31-v1.pdf."""
        if self.meeting is None:
            name = slugify(f"{self.partnership.slug} {self.organisation.code} annual statement {year_name(self.year)}")
        else:
            day = timezone.localdate(self.meeting.starts_at)
            name = f"{slugify(f'{self.partnership.slug} {self.meeting.body}')}-{day}"
        which = slugify(self.called)
        return "-".join(filter(None, [name, which, f"v{self.version}.pdf"]))

    @property
    def asked_by(self) -> str:
        """Who asked for it; of one that a body's rule had made, in whose name: it holds what that person may see."""
        return f"By the rule, for {self.requested_by.name}" if self.is_scheduled else self.requested_by.name

    def frozen(self) -> dict[str, Any]:
        """What it prints: its document and, in order, the sections that are frozen. Causes one query, maybe for
        megabytes."""
        rows = FrozenSection.objects.filter(section__pack=self).order_by("section__order")
        rows = rows.values_list("section__key", "section__title", "content")
        sections = [{"key": key, "title": title, "content": content} for key, title, content in rows]
        return {"document": self.document, "sections": sections}

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RENDERING)

    def is_older_than(self, step: PeriodStep) -> bool:
        """Whether its figures are as at a point before this step of a period. Where nothing was posted in between,
        the days and moments decide."""
        if self.sequence != step.sequence:
            return self.sequence < step.sequence
        return self.requested_at < step.at or self.as_at_on < timezone.localdate(step.at)

    @property
    def is_released(self) -> bool:
        return hasattr(self, "release")


class PackSection(models.Model):
    """A part of a pack, in order, and how far it is: what the progress page shows."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        FROZEN = "frozen", "Gathered"
        PRINTING = "printing", "Being printed"
        REUSED = "reused", "Reused"
        READY = "ready", "Printed"

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


class FrozenSection(AppendOnly):
    """What a section of a pack prints, gathered once. Apart from the section: no list or page wants it."""

    section = models.OneToOneField(PackSection, models.PROTECT, related_name="frozen")
    content = models.JSONField()

    def __str__(self) -> str:
        return str(self.section)

    def place(self, permission: str) -> Place:
        return self.section.place(permission)


class PackRelease(AppendOnly):
    """A finished pack given out: released to the members, or signed off by the organisation's verifier.

    By whom, in which post then, when, and of exactly which file.
    """

    pack = models.OneToOneField(Pack, models.PROTECT, related_name="release")
    released_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    post_title = models.CharField("post", max_length=120, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the file that was released or signed.")

    def __str__(self) -> str:
        return f"{'Signing off' if self.pack.is_statement else 'Release'} of {self.pack}"

    def place(self, permission: str) -> Place:
        return self.pack.place(permission)
