"""Statements with their shares, and shares alone (one row each, as a finance system or a pivot table wants them)."""

from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership, User
from partnership.rest.fields import HundredthsField, PeriodField, PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, YearFilter, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from savings.api.ledgers import AsAtFilter, OfLedger, SinceSequence, point_asked
from savings.figures import AsAt
from savings.models import Posting, Saving, Share, Statement
from savings.models.statements import ShareQuerySet, summary_state
from savings.models.words import Basis, Category, Kind, Stage, State
from workstreams.models import Workstream

STATES = [*State.choices, ("partly verified", "Partly verified")]
CHANGES = (
    "Only rows that changed at or after this moment, for example 2025-04-01T00:00:00Z: drafted, edited, submitted, or "
    "with a share that was verified, returned, restated or reversed. Send the moment your last pull began, less a "
    "quarter of an hour, which is the longest that an import may take to be stored: a row may come twice, but none is "
    "missed. A draft that was withdrawn is gone and is not told."
)
EXACT = f"{CHANGES} Of what is submitted `since_sequence` tells exactly."
AS_AT = (
    "What had been submitted by a point of the ledger of the partnership asked for, in the states of then. A day (its "
    "end), such as 2007-07-31; a moment, such as 2007-07-31T12:00:00Z; a sequence, such as #123 (written %23123 in an "
    "address); or a meeting or board pack by its id, such as pack 12."
)

LATE = "Of a late claim: the year that it belongs to. Figures count it in `year`. Else null."


class StatementShareSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    amount = PoundsField(source="pence", help_text="0.00 for a qualitative benefit.")
    state = serializers.ChoiceField(choices=State.choices)
    weight = serializers.IntegerField(
        help_text="Persons, pence of budget, hundredths of a per cent or of a unit of use, as the basis says."
    )


class StatementSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="saving.workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of who states it.")
    saving = serializers.IntegerField(source="saving_id", help_text="The id of its saving.")
    title = serializers.CharField(source="saving.title")
    kind = serializers.ChoiceField(source="saving.kind", choices=Kind.choices)
    category = serializers.ChoiceField(source="saving.category", choices=Category.choices)
    stage = serializers.ChoiceField(choices=Stage.choices, help_text="The stage of claim: how firm it is.")
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    quarter = serializers.IntegerField(allow_null=True, help_text="1 is April to June; null: the whole year.")
    period = PeriodField()
    belongs_to_year = serializers.IntegerField(allow_null=True, help_text=LATE)
    belongs_to_quarter = serializers.IntegerField(allow_null=True)
    belongs_to = PeriodField("belongs_to_year", "belongs_to_quarter", allow_null=True)
    amount = PoundsField(source="amount_pence", help_text="For all organisations; 0.00 for a qualitative benefit.")
    measure = HundredthsField(
        source="measure_hundredths", allow_null=True, help_text="Of a qualitative benefit, in `unit`; else null."
    )
    unit = serializers.CharField(source="saving.unit", allow_blank=True)
    basis = serializers.ChoiceField(choices=Basis.choices, help_text="How it is shared.")
    agreement = serializers.IntegerField(
        source="agreement_id", allow_null=True, help_text="The id of the partners' agreement by which it is shared."
    )
    agreement_version = serializers.IntegerField(
        source="agreement.version", allow_null=True, help_text="The version of that agreement."
    )
    usage_unit = serializers.CharField(allow_blank=True, help_text="By spend or use: what is counted.")
    usage_source = serializers.CharField(allow_blank=True, help_text="By spend or use: where it was taken from.")
    sole_reason = serializers.CharField(
        allow_blank=True, help_text="To one partner alone: why its own implementation earned it."
    )
    stated_on = serializers.DateField()
    note = serializers.CharField(allow_blank=True)
    replaces = serializers.IntegerField(
        source="replaces_id", allow_null=True, help_text="The id of the statement whose place it takes."
    )
    reverses = serializers.IntegerField(
        source="reverses_id",
        allow_null=True,
        help_text="Of a reversal: the id of what it is equal and opposite to. A draft of one asks for it.",
    )
    restates = serializers.IntegerField(
        source="restates_id", allow_null=True, help_text="The id of the reversed statement that it states anew."
    )
    drafted_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True, help_text="Null while it is a draft.")
    sequence = serializers.IntegerField(allow_null=True, help_text="Its first posting in the ledger.")
    state = serializers.ChoiceField(source="*", choices=STATES, help_text="One word for all shares: the least settled.")
    reversed_by = serializers.IntegerField(
        source="*", allow_null=True, help_text="The id of its reversal, once that is approved; else null."
    )
    shares = StatementShareSerializer(many=True, help_text="By code of organisation; they add up to the amount.")


class ShareSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    statement = serializers.IntegerField(source="statement_id", help_text="The id of its statement.")
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="statement.saving.workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of whose share it is.")
    stated_by = serializers.CharField(source="statement.organisation.code", help_text="The code of who states it.")
    title = serializers.CharField(source="statement.saving.title")
    kind = serializers.ChoiceField(source="statement.saving.kind", choices=Kind.choices)
    category = serializers.ChoiceField(source="statement.saving.category", choices=Category.choices)
    stage = serializers.ChoiceField(source="statement.stage", choices=Stage.choices)
    year = serializers.IntegerField(source="statement.year", help_text="The year in which the financial year begins.")
    quarter = serializers.IntegerField(source="statement.quarter", allow_null=True)
    period = PeriodField()
    belongs_to_year = serializers.IntegerField(source="statement.belongs_to_year", allow_null=True, help_text=LATE)
    belongs_to_quarter = serializers.IntegerField(source="statement.belongs_to_quarter", allow_null=True)
    belongs_to = PeriodField("belongs_to_year", "belongs_to_quarter", allow_null=True)
    amount = PoundsField(source="pence", help_text="0.00 for a qualitative benefit.")
    weight = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)


def changed_since(since: datetime) -> Q:
    """Statements rows never change once submitted: what changes is in the ledger. Drafts have their history."""
    return Q(pk__in=Posting.objects.filter(at__gte=since).order_by().values("statement")) | Q(
        sequence=None, pk__in=changed(Statement, since)
    )


def _share_changed(since: datetime) -> Q:
    return Q(pk__in=Posting.objects.filter(at__gte=since).order_by().values("share")) | Q(
        statement__sequence=None, statement__in=changed(Statement, since)
    )


class StatementFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("saving__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code", help_text="Who states it.")
    shared_by = CodeFilter(
        "shares__organisation__code", of=Organisation, key="code", help_text="An organisation that has a share of it."
    )
    saving = django_filters.ModelChoiceFilter(
        queryset=lambda request: Saving.objects.visible_to(request.user), help_text="The id of the saving."
    )
    kind = django_filters.ChoiceFilter("saving__kind", choices=Kind.choices)
    category = django_filters.ChoiceFilter("saving__category", choices=Category.choices)
    stage = django_filters.ChoiceFilter(choices=Stage.choices)
    state = django_filters.ChoiceFilter(
        method="in_state", choices=State.choices, help_text="Statements with a share in this state."
    )
    year = YearFilter("year")
    belongs_to_year = YearFilter("belongs_to_year", help_text="Late claims that belong to this year.")
    modified_since = ModifiedSince(changed_since, help_text=EXACT)
    since_sequence = SinceSequence("statement")
    as_at = AsAtFilter("sequence", help_text=AS_AT)

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        at = point_asked(self.request)
        return rows.in_state(value, at.sequence if at else None)


class ShareFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("statement__saving__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code", help_text="Whose share it is.")
    statement = django_filters.ModelChoiceFilter(
        queryset=lambda request: Statement.objects.visible_to(request.user), help_text="The id of the statement."
    )
    kind = django_filters.ChoiceFilter("statement__saving__kind", choices=Kind.choices)
    category = django_filters.ChoiceFilter("statement__saving__category", choices=Category.choices)
    stage = django_filters.ChoiceFilter("statement__stage", choices=Stage.choices)
    state = django_filters.ChoiceFilter(method="in_state", choices=State.choices)
    year = YearFilter("statement__year")
    belongs_to_year = YearFilter("statement__belongs_to_year", help_text="Late claims that belong to this year.")
    modified_since = ModifiedSince(_share_changed, help_text=EXACT)
    since_sequence = SinceSequence("share")
    as_at = AsAtFilter("statement__sequence", help_text=AS_AT)

    def in_state(self, rows: ShareQuerySet, name: str, value: str) -> QuerySet:
        at = point_asked(self.request)
        return rows.filter(state=value) if at is None else rows.as_at(at.sequence).filter(state_then=value)


class OfPartnerships:
    """Says of rows once more which partnerships they can be of: nothing new, but an index of the database begins so."""

    def get_queryset(self) -> QuerySet:
        partnerships = {grant.partnership_id for grant in self.request.user.current_grants}
        return super().get_queryset().filter(partnership__in=partnerships)


@extend_schema(tags=["Statements"])
@extend_schema_view(
    list=extend_schema(operation_id="statements", summary="Statements, with their shares"),
    retrieve=extend_schema(operation_id="statement", summary="One statement"),
)
class StatementResource(OfPartnerships, OfLedger, Resource):
    queryset = Statement.objects.all()
    serializer_class = StatementSerializer
    filterset_class = StatementFilters
    orderings = {"id": "pk", "amount": "amount_pence", "year": "year", "stated_on": "stated_on"}

    def complete(self, rows: list[Row]) -> None:
        complete_statements(rows, self.request.user, self.at)


def complete_statements(rows: list[Row], user: User, at: AsAt | None = None) -> None:
    """Shares, state and reversal of statements that the reader may see, now or as at a point. Three queries at most."""
    attach(rows, "shares", StatementShareSerializer, Share.objects.order_by("organisation__code"), "statement")
    if at is not None:
        _as_then(rows, at)
    for row in rows:
        row["state"] = summary_state({share["state"] for share in row["shares"]})
    _add_reversals(rows, user)


def _as_then(rows: list[Row], at: AsAt) -> None:
    """Let the shares of statements be in the states that they had at a point. One query."""
    shares = Share.objects.filter(statement__in=[row["id"] for row in rows]).as_at(at.sequence)
    states = {
        (statement, code): state
        for statement, code, state in shares.values_list("statement", "organisation__code", "state_then")
    }
    for row in rows:
        for share in row["shares"]:
            share["state"] = states[row["id"], share["organisation"]]


def _add_reversals(rows: list[Row], user: User) -> None:
    """One query, and none where nothing on the page is reversed: only what is reversed has a reversal."""
    reversed_ids = [row["id"] for row in rows if any(share["state"] == State.REVERSED for share in row["shares"])]
    found = {}
    if reversed_ids:
        made = Statement.objects.submitted().visible_to(user).filter(reverses__in=reversed_ids)
        found = dict(made.values_list("reverses", "pk"))
    for row in rows:
        row["reversed_by"] = found.get(row["id"])


@extend_schema(tags=["Statements"])
@extend_schema_view(
    list=extend_schema(operation_id="shares", summary="Shares of statements, one row each"),
    retrieve=extend_schema(operation_id="share", summary="One share"),
)
class ShareResource(OfPartnerships, OfLedger, Resource):
    queryset = Share.objects.all()
    serializer_class = ShareSerializer
    filterset_class = ShareFilters

    def complete(self, rows: list[Row]) -> None:
        if self.at is not None:
            shares = Share.objects.filter(pk__in=[row["id"] for row in rows]).as_at(self.at.sequence)
            states = dict(shares.values_list("pk", "state_then"))
            for row in rows:
                row["state"] = states[row["id"]]
