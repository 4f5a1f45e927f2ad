"""The filters of the lists of statements, agreements and likely pairs. Values are names that last (slug, code), so that
an address can be kept."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest

from partnership import clock
from partnership.dated import financial_year_of, year_name
from partnership.forms import PortalForm
from partnership.models import Partnership
from savings import figures
from savings.forms.points import PointField
from savings.forms.stating import YEARS_AHEAD
from savings.models import ContractPart, DuplicateDecision, LikelyPair, Saving, Share, SharingAgreement, Statement
from savings.models.duplicates import LikelyPairQuerySet
from savings.models.statements import ShareQuerySet, StatementQuerySet
from savings.models.words import Kind, Stage, State

PARTLY = "partly-verified"
STATES = [*State.choices[:2], (PARTLY, "Partly verified"), *State.choices[2:]]


class AsAtFilter(django_filters.Filter):
    """What it is as at: see `savings.forms.points`."""

    field_class = PointField


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
    as_at = AsAtFilter(label="As at", method="as_it_was")

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
        self.filters["as_at"].extra |= {"partnership": partnership, "user": request.user}

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


class OfPartnershipFilter(django_filters.FilterSet):
    """Offers the partnership's workstreams and organisations by the names that stand in addresses."""

    class Meta:
        form = PortalForm
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: QuerySet, *, request: HttpRequest, partnership: Partnership, **kwargs: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **kwargs)
        offers = {"workstream": partnership.workstreams.values_list("slug", "name")}
        if "organisation" in self.filters:
            members = partnership.organisations.distinct().order_by("code")
            offers["organisation"] = members.values_list("code", "name")
        for name, choices in offers.items():
            self.filters[name].extra["choices"] = list(choices)


class ContractFilter(OfPartnershipFilter):
    """Contracts by whom they are with and for, and by when they end: what is to be renewed."""

    supplier = django_filters.CharFilter(lookup_expr="icontains", label="Supplier has")
    workstream = django_filters.ChoiceFilter(
        field_name="saving__workstream__slug", label="Workstream", empty_label="All"
    )
    organisation = django_filters.ChoiceFilter(label="Organisation", empty_label="All", method="of_organisation")
    ends_before = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="lt", label="Ends before", help_text="For example 2027-04-01."
    )
    ends_after = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="gte", label="Ends on or after", help_text="For example 2026-04-01."
    )

    def of_organisation(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """With a part for it, or logged by its officer."""
        part = ContractPart.objects.filter(contract=OuterRef("pk"), organisation__code=code)
        return rows.filter(Q(saving__organisation__code=code) | Exists(part))


class WaitingFilter(OfPartnershipFilter):
    """Of the shares that wait for a verifier."""

    title = django_filters.CharFilter(field_name="statement__saving__title", lookup_expr="icontains", label="Title has")
    workstream = django_filters.ChoiceFilter(
        field_name="statement__saving__workstream__slug", label="Workstream", empty_label="All"
    )
    organisation = django_filters.ChoiceFilter(field_name="organisation__code", label="For", empty_label="All")
    stage = django_filters.ChoiceFilter(
        field_name="statement__stage", label="Stage of claim", choices=Stage, empty_label="All"
    )
    kind = django_filters.ChoiceFilter(
        field_name="statement__saving__kind", label="Kind", choices=Kind, empty_label="All"
    )


class BasketFilter(OfPartnershipFilter):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name has")
    workstream = django_filters.ChoiceFilter(field_name="workstream__slug", label="Workstream", empty_label="All")


class PairFilter(django_filters.FilterSet):
    """Of the pairs: those that are not decided and still count twice, unless others are asked for."""

    decision = django_filters.ChoiceFilter(
        label="Decision",
        choices=[*DuplicateDecision.Verdict.choices, ("all", "All, decided or not")],
        empty_label="Not decided yet",
        method="decided",
    )
    workstream = django_filters.ChoiceFilter(label="Workstream", empty_label="All", method="of_workstream")
    organisation = django_filters.ChoiceFilter(label="Stated by", empty_label="All", method="of_organisation")
    year = django_filters.ChoiceFilter(field_name="earned_year", label="Earned in", empty_label="All")
    alike = django_filters.ChoiceFilter(label="Alike by", choices=LikelyPair.Alike, empty_label="All")

    class Meta:
        model = LikelyPair
        form = PortalForm
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: QuerySet, *, request: HttpRequest, partnership: Partnership, **kwargs: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **kwargs)
        streams = partnership.workstreams.values_list("slug", "name")
        members = partnership.organisations.distinct().order_by("code").values_list("code", "name")
        last = financial_year_of(clock.today()) + YEARS_AHEAD
        years = range(last, financial_year_of(partnership.started_on) - 1, -1)
        self.filters["workstream"].extra["choices"] = list(streams)
        self.filters["organisation"].extra["choices"] = list(members)
        self.filters["year"].extra["choices"] = [(year, year_name(year)) for year in years]

    def filter_queryset(self, queryset: LikelyPairQuerySet) -> LikelyPairQuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("decision"):
            return rows.both_standing().filter(decisions=None)
        return rows

    def decided(self, rows: LikelyPairQuerySet, name: str, verdict: str) -> LikelyPairQuerySet:
        return rows if verdict == "all" else rows.filter(verdict=verdict)

    def of_workstream(self, rows: LikelyPairQuerySet, name: str, slug: str) -> LikelyPairQuerySet:
        return rows.filter(first__saving__workstream__slug=slug)

    def of_organisation(self, rows: LikelyPairQuerySet, name: str, code: str) -> LikelyPairQuerySet:
        return rows.filter(Q(first__organisation__code=code) | Q(second__organisation__code=code))


WHOLE = "-"  # no workstream's slug


class AgreementFilter(django_filters.FilterSet):
    workstream = django_filters.ChoiceFilter(label="For", empty_label="All", method="of_workstream")
    approved = django_filters.ChoiceFilter(
        label="Approved", choices=[("yes", "Yes"), ("no", "No, only proposed")], empty_label="All", method="is_approved"
    )

    class Meta:
        model = SharingAgreement
        form = PortalForm
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: QuerySet, *, request: HttpRequest, partnership: Partnership, **kwargs: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **kwargs)
        streams = partnership.workstreams.values_list("slug", "name")
        self.filters["workstream"].extra["choices"] = [(WHOLE, "The whole partnership"), *streams]

    def of_workstream(self, rows: QuerySet, name: str, slug: str) -> QuerySet:
        return rows.filter(workstream=None) if slug == WHOLE else rows.filter(workstream__slug=slug)

    def is_approved(self, rows: QuerySet, name: str, answer: str) -> QuerySet:
        return rows.filter(approved_at__isnull=answer == "no")
