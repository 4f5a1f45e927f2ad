"""The filters of the list of statements. Values are names that last (slug, code), so that an address can be kept."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest

from partnership import clock
from partnership.dated import financial_year_of, year_name
from partnership.forms import PortalForm
from partnership.models import Partnership
from savings import figures
from savings.forms.stating import YEARS_AHEAD
from savings.models import Saving, Share, Statement
from savings.models.statements import ShareQuerySet, StatementQuerySet
from savings.models.words import Kind, Stage, State

PARTLY = "partly-verified"
STATES = [*State.choices[:2], (PARTLY, "Partly verified"), *State.choices[2:]]


class AsAtField(forms.CharField):
    """A day, a moment or a `#sequence` of the partnership's ledger; the point of the ledger out."""

    def __init__(self, *, partnership: Partnership | None = None, **kwargs: Any) -> None:
        self.partnership = partnership
        super().__init__(**kwargs)

    def clean(self, value: Any) -> figures.AsAt | None:
        text = super().clean(value)
        return figures.as_at(self.partnership, text) if text else None


class AsAtFilter(django_filters.Filter):
    field_class = AsAtField


class StatementFilter(django_filters.FilterSet):
    """Of the statements a person may see. The shares come with it, in their states as at the moment asked for."""

    title = django_filters.CharFilter(field_name="saving__title", lookup_expr="icontains", label="Title has")
    workstream = django_filters.ChoiceFilter(label="Workstream", empty_label="All", method="of_workstream")
    organisation = django_filters.ChoiceFilter(label="Organisation", empty_label="All", method="of_organisation")
    year = django_filters.ChoiceFilter(label="Financial year", empty_label="All")
    kind = django_filters.ChoiceFilter(field_name="saving__kind", label="Kind", choices=Kind, empty_label="All")
    stage = django_filters.ChoiceFilter(label="Stage of claim", choices=Stage, empty_label="All")
    state = django_filters.ChoiceFilter(label="State", choices=STATES, empty_label="All", method="in_state")
    baseline = django_filters.ChoiceFilter(
        field_name="saving__baseline", label="Baseline", choices=Saving.Baseline, empty_label="All"
    )
    as_at = AsAtFilter(label="As at", help_text="For example 2025-03-31.", method="as_it_was")

    class Meta:
        model = Statement
        form = PortalForm
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: QuerySet, *, request: HttpRequest, partnership: Partnership, **kwargs: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **kwargs)
        self.workstreams = {each.slug: each for each in partnership.workstreams.all()}
        self.organisations = {each.code: each for each in partnership.organisations.distinct().order_by("code")}
        self._offer("workstream", [(slug, each.name) for slug, each in self.workstreams.items()])
        self._offer("organisation", [(code, each.name) for code, each in self.organisations.items()])
        last = financial_year_of(clock.today()) + YEARS_AHEAD
        first = financial_year_of(partnership.started_on)
        self._offer("year", [(year, year_name(year)) for year in range(last, first - 1, -1)])
        self.filters["as_at"].extra["partnership"] = partnership

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    def of_workstream(self, rows: StatementQuerySet, name: str, slug: str) -> StatementQuerySet:
        return rows.filter(saving__workstream=self.workstreams[slug])

    def of_organisation(self, rows: StatementQuerySet, name: str, code: str) -> StatementQuerySet:
        """Stated by it, or with a share for it."""
        organisation = self.organisations[code]
        shared = Share.objects.filter(statement=OuterRef("pk"), organisation=organisation)
        return rows.filter(Q(organisation=organisation) | Exists(shared))

    def in_state(self, rows: StatementQuerySet, name: str, state: str) -> StatementQuerySet:
        """With a share in that state; partly verified: with a verified share and one that waits."""
        sequence = self._sequence
        if state == PARTLY:
            return rows.in_state(State.VERIFIED, sequence).in_state(State.SUBMITTED, sequence)
        return rows.in_state(state, sequence)

    def as_it_was(self, rows: StatementQuerySet, name: str, at: figures.AsAt) -> StatementQuerySet:
        return rows.as_at(at.sequence)

    @property
    def _sequence(self) -> int | None:
        at = self.form.cleaned_data.get("as_at")
        return at.sequence if at else None

    def filter_queryset(self, queryset: StatementQuerySet) -> QuerySet:
        return super().filter_queryset(queryset).prefetch_related(Prefetch("shares", self.shares.order_by()))

    @property
    def shares(self) -> ShareQuerySet:
        """Shares in their states as at the moment asked for. Needs the form to be valid."""
        return Share.objects.all() if self._sequence is None else Share.objects.as_at(self._sequence)
