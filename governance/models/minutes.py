"""The minutes of a meeting: parts that the clerk edits, editions that never change, and corrections that were asked
for.

An edition is what was circulated, or what was agreed, by a later meeting or otherwise: frozen text with its hash. What
is exempt stands in parts of its own, so that the open version is made without them.
"""

import hashlib
import json
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.meetings import EXEMPT, AgendaItem, Meeting
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.jobs import Job
from partnership.models import User
from partnership.permissions import Place, reach

LONGEST_PART = 20_000


class MinutesPart(models.Model):
    """One heading of the minutes, and what is said under it, in lines. `edition` counts how often it was saved: who
    saves what somebody else has changed meanwhile is told so. The heading is for everybody, also of an exempt part."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_parts")
    order = models.PositiveSmallIntegerField()
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")
    heading = models.CharField(max_length=250)
    text = models.TextField("what is said", blank=True, validators=[MaxLengthValidator(LONGEST_PART)])
    is_exempt = models.BooleanField("exempt from publication", default=False, editable=False)
    exempt_reason = models.CharField("why it is exempt", max_length=200, blank=True, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["edition"])

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading

    def place(self, permission: str) -> Place:
        return self.meeting.place(permission)

    @property
    def frozen(self) -> dict[str, Any]:
        said = {"heading": self.heading, "text": self.text, "exempt": self.is_exempt, "reason": self.exempt_reason}
        return {"part": self.pk} | said


def digest(content: dict[str, Any]) -> str:
    """The SHA-256 of frozen minutes: of their JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class MinutesAgreement(AppendOnly):
    """The minutes of a meeting were agreed without a later meeting of the body: it was wound up, or meets too seldom.

    Bodies do so in one of three ways, and what was done is kept for ever: whoever presided signs them, the body that it
    reports to takes note of them and agrees them at a meeting, or the members say so in writing.
    """

    class Way(models.TextChoices):
        CHAIR = "chair", "By whoever presided"
        PARENT = "parent", "By the body that it reports to"
        CORRESPONDENCE = "correspondence", "By correspondence with the members"

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="agreement")
    way = models.CharField("how they were agreed", max_length=14, choices=Way)
    at = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="agreements_of_others")
    on = models.DateField("when they were agreed")
    who = models.CharField("who agreed them", max_length=200, help_text="By post. Anybody may read it.")
    reason = models.CharField(
        "why not at the next meeting", max_length=300, help_text="For example: the body was wound up."
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="minutes_agreed_above_at_a_meeting",
                condition=Q(way="parent", at__isnull=False) | (~Q(way="parent") & Q(at=None)),
                violation_error_message="Choose the meeting of the body above it that agreed them.",
            )
        ]

    def __str__(self) -> str:
        return f"Agreement to the minutes of the {self.meeting}"

    def place(self, permission: str) -> Place:
        return self.meeting.place(permission)

    @property
    def words(self) -> str:
        """ "Agreed by correspondence with the members on 3 March 2008 (four of four leaders), because it was …"."""
        how = (
            f"by the {self.at}" if self.at else f"{self.get_way_display().lower()} on {self.on:%-d %B %Y} ({self.who})"
        )
        return f"Agreed {how}, not at the next meeting. Reason: {self.reason}"


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EditionQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="meeting__partnership_id"))

    def agreed(self) -> "EditionQuerySet":
        return self.filter(_AGREED)


_AGREED = Q(agreed_by__isnull=False) | Q(agreement__isnull=False)


class MinutesEdition(AppendOnly):
    """The minutes as they were circulated, or as they were agreed: by the meeting `agreed_by`, or by an `agreement`.

    `content`: the parts in order; of agreed ones also the corrections that were taken, whenever they were proposed.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_editions")
    number = models.PositiveSmallIntegerField()
    agreed_by = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    agreement = models.OneToOneField(
        MinutesAgreement, models.PROTECT, null=True, blank=True, related_name="edition", editable=False
    )
    content = models.JSONField()
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_edition_once"),
            models.UniqueConstraint(fields=["meeting"], condition=_AGREED, name="minutes_agreed_once"),
        ]

    def __str__(self) -> str:
        return f"Minutes of the {self.meeting}, {self.called}"

    def get_absolute_url(self) -> str:
        return reverse("meeting-minutes", kwargs={"partnership": self.meeting.partnership.slug, "pk": self.meeting_id})

    def place(self, permission: str) -> Place:
        return self.meeting.place(permission)

    @property
    def called(self) -> str:
        return "as agreed" if self.is_agreed else f"draft {self.number}"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_by_id is not None or self.agreement_id is not None

    @property
    def agreed_words(self) -> str:
        """How they were agreed; of a draft nothing."""
        if self.agreement:
            return self.agreement.words
        return f"Agreed by the {self.agreed_by}." if self.agreed_by else ""

    @property
    def has_exempt(self) -> bool:
        return any(part["exempt"] for part in self.content["parts"])

    def parts_for(self, *, with_exempt: bool) -> list[dict[str, Any]]:
        """What a reader may see: of an exempt part only its heading and why it is exempt."""
        return [shown(part, with_exempt=with_exempt) for part in self.content["parts"]]

    def corrections_for(self, *, with_exempt: bool) -> list[dict[str, Any]]:
        rows = self.content.get("corrections", [])
        return [row for row in rows if with_exempt or not row["exempt"]]


def shown(part: dict[str, Any], *, with_exempt: bool) -> dict[str, Any]:
    return part if with_exempt or not part["exempt"] else part | {"text": ""}


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CorrectionQuerySet":
        """Of an exempt part, to those who may see what is exempt."""
        here = reach(user, "partnership.view_partnership", partnership="part__meeting__partnership_id")
        exempt = reach(user, EXEMPT, partnership="part__meeting__partnership_id")
        return self.filter(here & (Q(part__is_exempt=False) | exempt))


class MinutesCorrection(AppendOnly):
    """A member says what a part of circulated minutes should say."""

    part = models.ForeignKey(MinutesPart, models.PROTECT, related_name="corrections")
    edition = models.ForeignKey(MinutesEdition, models.PROTECT, related_name="corrections")
    text = models.TextField("what it should say", validators=[MaxLengthValidator(2_000)])
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Correction of “{self.part}”"

    def place(self, permission: str) -> Place:
        return self.part.place(permission)


class CorrectionAnswer(AppendOnly):
    """The clerk takes a correction, or says why not."""

    correction = models.OneToOneField(MinutesCorrection, models.PROTECT, related_name="answer")
    is_taken = models.BooleanField("taken")
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(default=clock.now, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_left_says_why",
                condition=Q(is_taken=True) | ~Q(reason=""),
                violation_error_message="Say why it is not taken.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.correction}: {'taken' if self.is_taken else 'not taken'}"


class FileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FileQuerySet":
        here = reach(user, "partnership.view_partnership", partnership="edition__meeting__partnership_id")
        exempt = reach(user, EXEMPT, partnership="edition__meeting__partnership_id")
        return self.filter(here & (Q(is_open=True) | exempt))


def _stored_name(file: "MinutesFile", filename: str) -> str:
    return f"minutes/{file.edition_id}/{file.sha256}.pdf"


class MinutesFile(Job):
    """The PDF of an edition: the open version, or the one with what is exempt. A worker makes it, once."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RENDERING = "rendering", "Being made"
        FINISHED = "finished", "Ready"
        FAILED = "failed", "Failed"

    edition = models.ForeignKey(MinutesEdition, models.PROTECT, related_name="files")
    is_open = models.BooleanField("open version")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    file = models.FileField(upload_to=_stored_name, max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="In bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-is_open"]
        constraints = [models.UniqueConstraint(fields=["edition", "is_open"], name="minutes_file_once")]

    def __str__(self) -> str:
        return f"{self.edition}, {self.called.lower()}"

    def place(self, permission: str) -> Place:
        return self.edition.place(permission)

    @property
    def called(self) -> str:
        return "Open version" if self.is_open else "With what is exempt"

    @property
    def download_name(self) -> str:
        meeting = self.edition.meeting
        kind = "" if self.is_open else "-exempt"
        return f"minutes-{meeting.body.letters.lower()}-{meeting.on:%Y-%m-%d}-{self.edition.number}{kind}.pdf"
