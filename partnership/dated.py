"""Rows that hold from one day to another (both included), and the financial years that figures are kept in."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from partnership import clock

FIRST_YEAR, LAST_YEAR = 1990, 2100


class DatedQuerySet(models.QuerySet):
    """For models with `from_on` and `to_on` (none: still running)."""

    def current(self, on: date | None = None) -> "DatedQuerySet":
        """The rows that hold on this day (default: today)."""
        return self.overlapping(on or clock.today(), on or clock.today())

    def overlapping(self, first: date, last: date) -> "DatedQuerySet":
        """The rows that hold on at least one day from `first` to `last`."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)


class Dated(models.Model):
    """A row that holds from `from_on` to `to_on`, both days included."""

    from_on = models.DateField("from")
    to_on = models.DateField("until", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                violation_error_message="The end date must be on or after the start date.",
            )
        ]

    def holds_on(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def clean(self) -> None:
        super().clean()
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise ValidationError({"to_on": "The end date must be on or after the start date."})


@dataclass(frozen=True, order=True)
class Period:
    """A financial year (April to March) or one of its quarters (1 is April to June)."""

    year: int
    quarter: int | None = None

    @property
    def first_on(self) -> date:
        if self.quarter is None:
            return date(self.year, 4, 1)
        return date(self.year, 4 + 3 * (self.quarter - 1), 1) if self.quarter < 4 else date(self.year + 1, 1, 1)

    @property
    def last_on(self) -> date:
        if self.quarter in (None, 4):
            return date(self.year + 1, 3, 31)
        month = 3 + 3 * self.quarter
        return date(self.year, month, 31 if month == 12 else 30)

    @property
    def whole_year(self) -> "Period":
        """The financial year that it is or is part of."""
        return Period(self.year)

    @property
    def quarters(self) -> "tuple[Period, ...]":
        """The quarters of its financial year."""
        return tuple(Period(self.year, quarter) for quarter in (1, 2, 3, 4))

    @property
    def slug(self) -> str:
        """Its name in addresses: 2024-25 or 2024-25-q1."""
        return year_name(self.year) if self.quarter is None else f"{year_name(self.year)}-q{self.quarter}"

    def is_before(self, other: "Period") -> bool:
        """Whether it is over when the other begins."""
        return self.last_on < other.first_on

    def __str__(self) -> str:
        return year_name(self.year) if self.quarter is None else f"{year_name(self.year)} quarter {self.quarter}"


def period_of_slug(slug: str) -> Period | None:
    """The period that an address names; None for anything else."""
    match = re.fullmatch(r"([0-9]{4})-[0-9]{2}(?:-q([1-4]))?", slug)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    period = Period(int(match[1]), int(match[2]) if match[2] else None)
    return period if period.slug == slug else None


def year_name(year: int) -> str:
    """2007 is written 2007-08."""
    return f"{year}-{(year + 1) % 100:02d}"


def financial_year_of(on: date) -> int:
    """The year in which the financial year of this day began."""
    return on.year if on.month >= 4 else on.year - 1


def quarters_ended(year: int, on: date) -> int:
    """How many quarters of this financial year (0 to 4) are over at the end of this day."""
    return sum(Period(year, quarter).last_on <= on for quarter in (1, 2, 3, 4))


def validate_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            f"Choose a financial year from {year_name(FIRST_YEAR)} to {year_name(LAST_YEAR)}.", code="year"
        )
