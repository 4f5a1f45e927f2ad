"""Options appraisals over the API: options, criteria, totals, sensitivity and what was decided."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.fields import PoundsField, pounds_text
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row
from workstreams.appraisal import rounded
from workstreams.models import (
    AppraisalCriterion,
    AppraisalOption,
    AppraisalScorer,
    OptionsAppraisal,
    OptionScore,
    OptionsDecision,
    Workstream,
)
from workstreams.options import Comparison, Sheet, compare


class AppraisedCriterionSerializer(serializers.Serializer):
    name = serializers.CharField()
    meaning = serializers.CharField(allow_blank=True, help_text="What the criterion means.")
    weight = serializers.IntegerField(help_text="In whole per cent; the weights of a round add to 100.")


class AppraisedScoreSerializer(serializers.Serializer):
    option = serializers.CharField(help_text="The option's name.")
    criterion = serializers.CharField(help_text="The criterion's name.")
    mean = serializers.CharField(help_text="The mean of the scorers' points, with two decimals.")
    lowest = serializers.IntegerField(help_text="The lowest score of a scorer.")
    highest = serializers.IntegerField(help_text="The highest score of a scorer.")


class AppraisedOptionSerializer(serializers.Serializer):
    name = serializers.CharField()
    does_nothing = serializers.BooleanField(help_text="Whether it is doing nothing; one option of each round is.")
    delivery = serializers.CharField(allow_blank=True, help_text="The delivery model it would have; empty: none named.")
    cost = PoundsField(allow_null=True, help_text="Over the years of the appraisal.")
    benefit = PoundsField(allow_null=True, help_text="Over the years of the appraisal.")
    basis = serializers.CharField(allow_blank=True, help_text="Where cost and benefit were taken from.")
    total = serializers.CharField(allow_null=True, help_text="Weighted total with two decimals; null: no result.")
    rank = serializers.IntegerField(allow_null=True, help_text="1 is the highest total; equal totals share a rank.")
    lowest = serializers.CharField(allow_null=True, help_text="The lowest total on a scorer's own sheet.")
    highest = serializers.CharField(allow_null=True, help_text="The highest total on a scorer's own sheet.")
    first_with = serializers.IntegerField(allow_null=True, help_text="How many scorers' own sheets put it first.")


class TurningSerializer(serializers.Serializer):
    criterion = serializers.CharField(help_text="The criterion whose weight moves.")
    option = serializers.CharField(help_text="The option that would overtake the leader.")
    weight = serializers.IntegerField(help_text="The weight as it is, in per cent.")
    draws_level_at = serializers.CharField(
        allow_null=True, help_text="The weight at which both are level, in per cent; null: at no weight."
    )
    change = serializers.CharField(
        allow_null=True, help_text="By how many points of per cent the weight moves to get there; below 0: it falls."
    )
    overtakes_leader = serializers.BooleanField(help_text="Whether the option is ahead of the leader beyond it.")
    best_beyond = serializers.CharField(
        allow_null=True, help_text="The option with the highest total of all just beyond it; null: still the leader."
    )


class SwapSerializer(serializers.Serializer):
    criterion = serializers.CharField(help_text="The criterion whose weight moves.")
    weight = serializers.IntegerField(help_text="The weight as it is, in per cent.")
    draws_level_at = serializers.CharField(help_text="The weight at which the two are level, in per cent.")
    change = serializers.CharField(help_text="By how many points of per cent it moves to get there; below 0: it falls.")
    overtakes = serializers.CharField(help_text="The option that moves up.")
    overtaken = serializers.CharField(help_text="The option that moves down.")


class AppraisalSheetSerializer(serializers.Serializer):
    scorer = serializers.CharField(help_text="The name of a person, or the post whose sheet is recorded.")
    finished = serializers.BooleanField(help_text="Whether the sheet is complete, and counted.")
    given = serializers.IntegerField(help_text="How many scores are given so far.")
    wanted = serializers.IntegerField(help_text="How many scores a complete sheet has.")


class GivenScoreSerializer(serializers.Serializer):
    scorer = serializers.CharField(help_text="Who gave it.")
    option = serializers.CharField(help_text="The option's name.")
    criterion = serializers.CharField(help_text="The criterion's name.")
    points = serializers.IntegerField(help_text="On the scale of the appraisal.")
    reason = serializers.CharField(help_text="Why it was given.")
    recorded_at = serializers.DateTimeField(help_text="When it was given.")


class OptionsDecisionSerializer(serializers.Serializer):
    option = serializers.CharField(help_text="The preferred option.")
    reason = serializers.CharField()
    decided_on = serializers.DateField()
    body = serializers.CharField(help_text="Who decided it, in words.")
    minute = serializers.CharField(allow_blank=True)
    conclusion = serializers.CharField(help_text="The result in a sentence, as it was then.")
    result = serializers.DictField(help_text="The whole result as it was frozen with the decision; not in CSV.")


class OptionsAppraisalSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    title = serializers.CharField()
    round = serializers.IntegerField(help_text="From 1; a rescoring is a new round.")
    rescores = serializers.IntegerField(
        source="rescores_id", allow_null=True, help_text="The id of the round before; null: the first."
    )
    rescore_reason = serializers.CharField(allow_blank=True, help_text="Why it is scored again.")
    state = serializers.ChoiceField(choices=OptionsAppraisal.State.choices)
    question = serializers.CharField(allow_blank=True, help_text="What is to be decided.")
    lowest = serializers.IntegerField(help_text="The lowest point of the scale.")
    scale = serializers.CharField(help_text="What each point means, one on each line, the lowest first.")
    years = serializers.IntegerField(help_text="Over how many years cost and benefit are counted.")
    least_scorers = serializers.IntegerField(help_text="How many must have finished before the scoring is ended.")
    opened_at = serializers.DateTimeField(allow_null=True, help_text="When scoring was opened; null: a draft.")
    criteria = AppraisedCriterionSerializer(many=True, help_text="What the options are scored against.")
    options = AppraisedOptionSerializer(many=True, help_text="Doing nothing first.")
    scores = AppraisedScoreSerializer(many=True, help_text="Of each option against each criterion.")
    sensitivity = TurningSerializer(
        many=True, help_text="For each criterion and each option but the leader, the weight that would turn the result."
    )
    ranking_changes = SwapSerializer(
        many=True, help_text="For each criterion the least change of its weight at which two neighbours change places."
    )
    sheets = AppraisalSheetSerializer(many=True, help_text="Who scores, and how far each is.")
    given_scores = GivenScoreSerializer(
        many=True, help_text="Every score that counts, with its reason; none while the result is not shown."
    )
    scorers_finished = serializers.IntegerField(source="*", help_text="How many sheets are complete, and counted.")
    scorers_waiting = serializers.IntegerField(source="*", help_text="How many sheets are not complete.")
    conclusion = serializers.CharField(source="*", help_text="The result in a sentence.")
    decisions = OptionsDecisionSerializer(many=True, help_text="The last one first: it counts.")


def _modified(since: datetime) -> Q:
    scored = OptionScore.objects.filter(recorded_at__gte=since).values("scorer__appraisal")
    decided = OptionsDecision.objects.filter(recorded_at__gte=since).values("appraisal")
    own = Q(pk__in=changed(OptionsAppraisal, since))
    for part in (AppraisalOption, AppraisalCriterion, AppraisalScorer):
        own |= Q(pk__in=changed(part, since, "appraisal"))
    return own | Q(pk__in=scored) | Q(pk__in=decided)


class AppraisalFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    state = django_filters.ChoiceFilter(choices=OptionsAppraisal.State.choices)
    modified_since = ModifiedSince(_modified)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="options_appraisals", summary="Options appraisals, with totals and sensitivity"),
    retrieve=extend_schema(operation_id="options_appraisal", summary="One round of an options appraisal"),
)
class OptionsAppraisalResource(Resource):
    """While it is being scored the result is shown to those alone who see it on the page."""

    queryset = OptionsAppraisal.objects.all()
    serializer_class = OptionsAppraisalSerializer
    filterset_class = AppraisalFilters
    orderings = {"id": "pk"}

    def complete(self, rows: list[Row]) -> None:
        """Eight queries."""
        ids = [row["id"] for row in rows]
        found = compare(OptionsAppraisal.objects.filter(pk__in=ids))
        hidden = set(OptionsAppraisal.objects.hidden_from(self.request.user).filter(pk__in=ids).values_list("pk"))
        decisions: dict[int, list[Row]] = {pk: [] for pk in ids}
        for each in OptionsDecision.objects.filter(appraisal__in=ids).select_related("option").order_by("-pk"):
            decisions[each.appraisal_id].append(_decision(each))
        for row in rows:
            pk = row["id"]
            row |= _result(found[pk], is_hidden=(pk,) in hidden) | {"decisions": decisions[pk]}


def _decision(row: OptionsDecision) -> Row:
    return {
        "option": row.option.name,
        "reason": row.reason,
        "decided_on": row.decided_on.isoformat(),
        "body": row.body,
        "minute": row.minute,
        "conclusion": row.result["conclusion"],
        "result": row.result,
    }


def _result(found: Comparison, *, is_hidden: bool) -> Row:
    shows = found.result is not None and not is_hidden
    return {
        "criteria": [{"name": each.name, "meaning": each.meaning, "weight": each.weight} for each in found.criteria],
        "options": [_option(found, each, shows=shows) for each in found.options],
        "scores": list(_scores(found)) if shows else [],
        "sensitivity": list(_turnings(found)) if shows else [],
        "ranking_changes": [found.swap_facts(each) for each in found.result.swaps] if shows and found.result else [],
        "sheets": [_sheet(each) for each in found.sheets],
        "given_scores": [] if is_hidden else list(_given(found)),
        "scorers_finished": len(found.finished),
        "scorers_waiting": len(found.waiting),
        "conclusion": "Scoring is open. The result is shown when it has ended." if is_hidden else found.conclusion,
    }


def _option(found: Comparison, option: AppraisalOption, *, shows: bool) -> Row:
    row: dict[str, Any] = {
        "name": option.name,
        "does_nothing": option.is_do_nothing,
        "delivery": option.delivery,
        "cost": pounds_text(option.cost_pence),
        "benefit": pounds_text(option.benefit_pence),
        "basis": option.basis,
    }
    if not shows or found.result is None:
        return row | dict.fromkeys(("total", "rank", "lowest", "highest", "first_with"))
    standing = found.result.of_option(option.pk)
    return row | {
        "total": rounded(standing.total),
        "rank": standing.rank,
        "lowest": rounded(standing.spread.lowest),
        "highest": rounded(standing.spread.highest),
        "first_with": standing.first_with,
    }


def _scores(found: Comparison) -> Iterator[Row]:
    for (option, criterion), spread in found.result.cells.items() if found.result else ():
        yield {
            "option": found.name_of(option),
            "criterion": found.criterion(criterion).name,
            "mean": rounded(spread.mean),
            "lowest": int(spread.lowest),
            "highest": int(spread.highest),
        }


def _sheet(sheet: Sheet) -> Row:
    facts = {"scorer": str(sheet.scorer), "finished": sheet.is_complete}
    return facts | {"given": sheet.given, "wanted": sheet.wanted}


def _given(found: Comparison) -> Iterator[Row]:
    for sheet in found.sheets:
        for (option, criterion), score in sheet.scores.items():
            yield {
                "scorer": str(sheet.scorer),
                "option": found.name_of(option),
                "criterion": found.criterion(criterion).name,
                "points": score.points,
                "reason": score.reason,
                "recorded_at": score.recorded_at.isoformat(),
            }


def _turnings(found: Comparison) -> Iterator[Row]:
    for each in found.result.turnings if found.result else ():
        yield {
            "criterion": found.criterion(each.criterion).name,
            "option": found.name_of(each.rival),
            "weight": each.weight,
            "draws_level_at": None if each.at is None else rounded(each.at),
            "change": None if each.change is None else rounded(each.change),
            "overtakes_leader": each.overtakes,
            "best_beyond": None if each.best is None else found.name_of(each.best),
        }
