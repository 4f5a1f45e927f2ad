"""Satisfaction surveys: who was asked, how many answered, and how, question by question."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import Place, reach
from workstreams.measuring import plain
from workstreams.models.indicators import Reading
from workstreams.surveying import POINTS, Answers, Result, part


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SurveyQuerySet":
        """As the readings that they gave."""
        return self.filter(reach(user, "savings.view_figures", partnership="reading__partnership_id"))

    def in_force(self) -> "SurveyQuerySet":
        """Those whose reading stands: who puts one right records the survey again, with the reason."""
        return self.filter(reading__replacement=None, reading__withdrawn=False)


class Survey(AppendOnly):
    """One satisfaction survey. What its first question came to is the reading of its indicator."""

    reading = models.OneToOneField(Reading, models.PROTECT, related_name="survey", editable=False)
    title = models.CharField(max_length=120)
    asked = models.CharField("who was asked", max_length=300)
    sent = models.PositiveIntegerField("sent to")
    answered = models.PositiveIntegerField()
    result = models.CharField("what counts", max_length=10, choices=[(each.value, each.label) for each in Result])
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_answered_by_who_was_asked",
                condition=Q(answered__gt=0, answered__lte=F("sent")),
                violation_error_message="At least one has answered, and no more than were asked.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("survey", kwargs={"partnership": self.reading.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.reading.place(permission)

    @property
    def response_rate(self) -> int:
        """Hundredths of a per cent of those asked who answered."""
        return part(self.answered, self.sent, 100_00) or 0

    @property
    def response_words(self) -> str:
        return f"{plain(self.response_rate)}% ({self.answered:,} of {self.sent:,})"


class SurveyQuestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SurveyQuestionQuerySet":
        return self.filter(reach(user, "savings.view_figures", partnership="survey__reading__partnership_id"))


class SurveyQuestion(AppendOnly):
    """One question, and how many answered it with each point from 1 to 5."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField("question", max_length=300)
    answered_1 = models.PositiveIntegerField("1", default=0)
    answered_2 = models.PositiveIntegerField("2", default=0)
    answered_3 = models.PositiveIntegerField("3", default=0)
    answered_4 = models.PositiveIntegerField("4", default=0)
    answered_5 = models.PositiveIntegerField("5", default=0)

    objects = SurveyQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_question_numbered_once")]

    def __str__(self) -> str:
        return self.words

    @property
    def answers(self) -> Answers:
        one, two, three, four, five = (getattr(self, f"answered_{point}") for point in POINTS)
        return Answers((one, two, three, four, five))

    @property
    def mean_words(self) -> str:
        mean = self.answers.mean
        return "–" if mean is None else plain(mean)

    @property
    def satisfied_words(self) -> str:
        satisfied = self.answers.satisfied
        return "–" if satisfied is None else f"{plain(satisfied)}%"
