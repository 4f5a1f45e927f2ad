"""What was told to whom: news sheets, open-door sessions, open days, benchmarking visits."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from workstreams.models.programme import OfProgramme

LONGEST_TEXT = 2_000


class Communication(OfProgramme):
    """One line of the communications log. Of a day to come it is planned."""

    class Kind(models.TextChoices):
        NEWS = "news", "News sheet"
        OPEN_DOOR = "open_door", "Open-door session"
        OPEN_DAY = "open_day", "Open day"
        VISIT = "visit", "Benchmarking visit"
        PRESENTATION = "presentation", "Presentation"
        OTHER = "other", "Something else"

    class Audience(models.TextChoices):
        STAFF = "staff", "Staff"
        UNIONS = "unions", "Trade unions"
        STAFF_UNIONS = "staff_unions", "Staff and trade unions"
        MEMBERS = "members", "Councillors"
        RESIDENTS = "residents", "Residents and service users"
        PARTNERS = "partners", "Partner organisations"
        OTHERS = "others", "Other councils and interested parties"
        EVERYBODY = "everybody", "Everybody"

    kind = models.CharField("kind", max_length=12, choices=Kind)
    title = models.CharField(max_length=150)
    audience = models.CharField("audience", max_length=12, choices=Audience)
    on = models.DateField("held", help_text="The day; of what is planned, the day to come.")
    said = models.TextField(
        "summary",
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        blank=True,
        help_text="In short. Attach the paper itself.",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["partnership", "-on"], name="communication_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("communication", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def is_planned(self) -> bool:
        return self.on > clock.today()

    @classmethod
    def reaching(cls, audience: str) -> list[str]:
        """The audiences that this one belongs to: what was for staff and trade unions was for staff too."""
        both = [cls.Audience.STAFF_UNIONS] if audience in (cls.Audience.STAFF, cls.Audience.UNIONS) else []
        return [audience, *both, cls.Audience.EVERYBODY]
