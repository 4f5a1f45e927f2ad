"""What was learned, for whoever does the like next; and the public page of what may be told to anybody."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.models.publications import Published
from partnership.permissions import Place, reach
from workstreams.models.programme import OfProgramme, OfProgrammeQuerySet
from workstreams.models.workstreams import Workstream

LONGEST_TEXT = 2_000
LONGEST_TAG = 40
MOST_TAGS = 10
# The stages on the path: nothing is learned of resting.
STAGES = [(stage.value, stage.label) for stage in Workstream.Stage if stage not in ("paused", "stopped")]


def _text(label: str, hint: str) -> models.TextField:
    return models.TextField(label, validators=[MaxLengthValidator(LONGEST_TEXT)], help_text=hint)


class LessonQuerySet(OfProgrammeQuerySet):
    def tagged(self, name: str) -> "LessonQuerySet":
        return self.filter(Exists(LessonTag.objects.filter(lesson=OuterRef("pk"), name=name)))


class Lesson(OfProgramme):
    """One line of the lessons-learned log. A public one is told to anybody while the partnership's page is on."""

    title = models.CharField("headline", max_length=150, help_text="The lesson in one line.")
    stage = models.CharField("stage", max_length=15, choices=STAGES, blank=True)
    situation = _text("situation", "What happened, and in what circumstances.")
    learned = _text("lesson", "What was learned from it.")
    recommendation = _text("recommendation", "What others should do, or do differently.")
    learned_on = models.DateField("learned")
    is_public = models.BooleanField(
        "public mark",
        default=False,
        help_text="It then stands on the public page, while that is switched on. Name no person in it.",
    )

    history = HistoricalRecords()
    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-learned_on", "-pk"]
        indexes = [models.Index(fields=["partnership", "-learned_on"], name="lesson_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lesson", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def tag_words(self) -> str:
        """Its tags, in the order of the alphabet; no query where they were fetched with it."""
        return ", ".join(sorted(tag.name for tag in self.tags.all()))

    def clean(self) -> None:
        super().clean()
        if self.learned_on and self.learned_on > clock.today():
            raise ValidationError({"learned_on": "This day has not come yet. Enter the day on which it was learned."})


class LessonTagQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LessonTagQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="lesson__partnership_id"))

    def words(self) -> list[str]:
        """Each tag once, in the order of the alphabet. One query."""
        return list(self.order_by("name").values_list("name", flat=True).distinct())


class LessonTag(models.Model):
    """A word to find a lesson by: in small letters, so that one word is one tag."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="tags")
    name = models.CharField("tag", max_length=LONGEST_TAG)

    history = HistoricalRecords()
    objects = LessonTagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "tag"
        constraints = [models.UniqueConstraint(fields=["lesson", "name"], name="lesson_tag_once")]
        indexes = [models.Index(fields=["name"], name="lesson_by_tag")]

    def __str__(self) -> str:
        return self.name

    def place(self, permission: str) -> Place:
        return self.lesson.place(permission)


class LessonsPublication(Published):
    """From one moment to another the public lessons of a partnership stand at a public address."""

    history = HistoricalRecords()

    class Meta(Published.Meta):
        pass

    def __str__(self) -> str:
        return f"Lessons of {self.partnership}"
