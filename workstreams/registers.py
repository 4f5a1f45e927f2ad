"""The registers of risks and issues as they stand on a day: ratings, movement, what is overdue.

What was known on a day follows from the reviews up to that day, which never change: a register of the past can be
shown again. One function for pages, files, packs and the API.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from partnership import clock
from workstreams.models import Action, Risk, RiskEscalation, RiskReview
from workstreams.models.owners import OWNER_WORDS
from workstreams.ratings import BANDS, Band, Square, band, bands_of, heat_map, movement


@dataclass(frozen=True)
class Entry:
    """A risk or issue as it stands on a day: from a row of `as_at`."""

    risk: Risk
    on: date

    @property
    def score(self) -> int:
        return self.risk.score_now

    @property
    def band(self) -> Band:
        return band(self.score)

    @property
    def score_words(self) -> str:
        """The number and its band: 12 High."""
        return f"{self.score} {self.band.label}"

    @property
    def movement(self) -> str:
        return movement(self.score, self.risk.score_before)

    @property
    def status(self) -> str:
        return self.risk.standing

    @property
    def is_open(self) -> bool:
        return self.status == Risk.Status.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the day of its next review is over."""
        return self.is_open and self.risk.due_on < self.on

    @property
    def review_words(self) -> str:
        if not self.is_open:
            return "–"
        day = f"{self.risk.due_on:%-d %b %Y}"
        return f"{day}: overdue" if self.is_overdue else day

    @property
    def where(self) -> str:
        if self.risk.workstream is None:
            return "Programme"
        name = self.risk.workstream.name
        return f"Programme, from {name}" if self.risk.escalated_then else name


def as_at(rows: QuerySet[Risk], on: date) -> QuerySet[Risk]:
    """The risks raised by a day, as they stood then, within one query.

    With `score_now` and `score_before` (of the last review by then and of the one before), `likelihood_now`,
    `impact_now`, `inherent_score`, `target_score`, `due_on`, `reviewed_on`, `standing` (the status), `escalated_then`,
    `owner_text` and `late_actions` (whether one is open after its day).
    """
    known = {"risk": OuterRef("pk"), "recorded_at__lt": clock.end_of(on)}  # what was entered later was not known then
    reviews = RiskReview.objects.filter(on__lte=on, **known).order_by("-on", "-pk")
    scores = {
        "score_now": reviews.values(n=F("residual_likelihood") * F("residual_impact"))[:1],
        "score_before": reviews.values(n=F("residual_likelihood") * F("residual_impact"))[1:2],
        "inherent_score": reviews.values(n=F("inherent_likelihood") * F("inherent_impact"))[:1],
        "target_score": reviews.values(n=F("target_likelihood") * F("target_impact"))[:1],
        "likelihood_now": reviews.values("residual_likelihood")[:1],
        "impact_now": reviews.values("residual_impact")[:1],
        "due_on": reviews.values("next_on")[:1],
        "reviewed_on": reviews.values("on")[:1],
    }
    moves = RiskEscalation.objects.filter(on__lte=on, **known).order_by("-pk")
    late = Action.objects.overdue(on).filter(risk=OuterRef("pk"))
    standing = Case(
        When(closed_on__lte=on, then=F("status")), default=Value(Risk.Status.OPEN.value), output_field=CharField()
    )
    return rows.filter(Exists(reviews), raised_on__lte=on).annotate(
        **{name: Subquery(found) for name, found in scores.items()},
        standing=standing,
        escalated_then=Coalesce(Subquery(moves.values("to_programme")[:1]), False, output_field=BooleanField()),
        owner_text=OWNER_WORDS,
        late_actions=Exists(late),
    )


def entries(rows: Iterable[Risk], on: date) -> list[Entry]:
    return [Entry(row, on) for row in rows]


def in_band(wanted: str) -> Q:
    least, most = BANDS[Band(wanted)]
    return Q(score_now__gte=least, score_now__lte=most)


def overdue(on: date) -> Q:
    return Q(standing=Risk.Status.OPEN, due_on__lt=on)


@dataclass(frozen=True)
class Picture:
    """The heat map of some entries, and what it says in a sentence."""

    rows: tuple[tuple[Square, ...], ...]
    conclusion: str


def picture(found: Iterable[Entry]) -> Picture:
    """Of those that are open, by their ratings as they are (residual); in each square the lowest number first."""
    open_ones = sorted((each for each in found if each.is_open), key=lambda each: each.risk.number)
    placed = [(each.risk.likelihood_now, each.risk.impact_now, each) for each in open_ones]
    return Picture(heat_map(placed), _conclusion(open_ones))


def _conclusion(found: list[Entry]) -> str:
    if not found:
        return "Nothing is open."
    numbers = [f"{number} {each.value}" for each, number in bands_of(each.score for each in found).items() if number]
    worst = max(found, key=lambda each: each.score)
    late = sum(each.is_overdue for each in found)
    said = f"{len(found)} open: {', '.join(numbers)}. Highest: {worst.risk}, {worst.score}."
    return f"{said} {late} review{' is' if late == 1 else 's are'} overdue." if late else said
