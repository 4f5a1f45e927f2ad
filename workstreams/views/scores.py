"""A scorer's own sheet, and all scores that were given in a round, with their reasons."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.templatetags.portal import date_words
from partnership.views.pages import form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import RowsRefused, Scored
from workstreams.actions.scores import require_scorer
from workstreams.forms import SheetForm
from workstreams.models import AppraisalScorer, OptionsAppraisal, OptionScore
from workstreams.options import Comparison, Sheet, compared
from workstreams.views.finding import form_methods
from workstreams.views.options import appraisal_page, appraisal_trail, find_appraisal, find_scorer


def open_sheet(request: ScopedRequest, workstream: str, pk: int) -> tuple[AppraisalScorer, Comparison, Sheet]:
    """The sheet of a scorer, for whoever may fill it in; there is one while scoring is open."""
    scorer = find_scorer(request, workstream, pk)
    require_scorer(request.user, scorer)
    if not scorer.appraisal.is_open:
        raise Http404
    found = compared(scorer.appraisal)
    return scorer, found, next(each for each in found.sheets if each.scorer.pk == scorer.pk)


@form_methods
@in_partnership()
def sheet(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """All options against all criteria on one page. A part of it may be saved: it counts when it is complete."""
    scorer, found, own = open_sheet(request, workstream, pk)
    former = _former(scorer) if not own.is_complete else {}
    form = SheetForm(request.POST or None, found=found, sheet=own, former=former)
    title = "My scores" if scorer.person_id else f"Scores of {scorer}"
    page = appraisal_page(request, scorer.appraisal, title, action="Save scores", done="The scores were saved.")
    context = {"found": found, "sheet": own, "scorer": scorer, "has_former": bool(former)}
    act = partial(_record, request, scorer, form)
    return form_page(request, form, act, page, "workstreams/options/sheet.html", **context)


def _record(
    request: ScopedRequest, scorer: AppraisalScorer, form: SheetForm, rows: list[Scored], seen: int | None
) -> None:
    try:
        actions.record_scores(by=request.user, scorer=scorer, rows=rows, seen=seen)
    except RowsRefused as error:
        raise form.placed(error) from error


def _former(scorer: AppraisalScorer) -> dict[Any, Any]:
    """What the same scorer gave in the round before, by the names of option and criterion. Two queries."""
    before = scorer.appraisal.rescores
    if before is None:
        return {}
    rows = OptionScore.objects.newest().filter(
        scorer__appraisal=before, scorer__person=scorer.person, scorer__post=scorer.post
    )
    points = scorer.appraisal.points
    return {
        (row.option.name, row.criterion.name): (row.points, row.reason)
        for row in rows.select_related("option", "criterion")
        if row.points in points
    }


# --- All scores -------------------------------------------------------------------------------------------------------
_COUNTS = {True: "Counts", False: "Replaced"}
_COLUMNS = (
    Column("Scorer", lambda row: str(row.scorer), sort="scorer"),
    Column("Option", lambda row: row.option.name, sort="option__name"),
    Column("Criterion", lambda row: row.criterion.name, sort="criterion__name"),
    Column("Score", lambda row: row.points, sort="points", numeric=True),
    Column("Reason", lambda row: row.reason),
    Column("Given", lambda row: timezone.localdate(row.recorded_at), sort="recorded_at", shown=date_words),
    Column("Recorded by", lambda row: row.recorded_by.name, sort="recorded_by__name"),
    Column("Standing", lambda row: _COUNTS[row.counts], sort="counts"),
)


class ScoreFilter(django_filters.FilterSet):
    option = django_filters.CharFilter(field_name="option__name", lookup_expr="icontains", label="Option has")
    criterion = django_filters.CharFilter(field_name="criterion__name", lookup_expr="icontains", label="Criterion has")
    standing = django_filters.ChoiceFilter(
        choices=[("counts", "Counts"), ("replaced", "Replaced")], label="Standing", empty_label="All", method="of_one"
    )

    class Meta:
        model = OptionScore
        fields: list[str] = []

    def of_one(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(counts=value == "counts")


@require_safe
@in_partnership("savings.view_figures")
def scores(request: ScopedRequest, workstream: str, pk: int) -> HttpResponseBase:
    """Every score ever given in the round, the replaced ones too. While it is being scored, one's own alone."""
    row = find_appraisal(request, workstream, pk)
    same = {name: OuterRef(name) for name in ("scorer", "option", "criterion")}
    later = OptionScore.objects.filter(**same, pk__gt=OuterRef("pk"))
    rows = OptionScore.objects.visible_to(request.user).filter(scorer__appraisal=row)
    rows = rows.annotate(counts=Coalesce(~Exists(later), Value(True), output_field=BooleanField()))
    rows = rows.select_related("scorer__person", "option", "criterion", "recorded_by")
    caption = f"Scores: {row}"
    listing = Listing(request, rows, _COLUMNS, filterset=ScoreFilter, sort="scorer", caption=caption)
    if listing.is_download:
        return listing.download(f"{row.workstream.slug}-scores")
    context = {
        "appraisal": row,
        "workstream": row.workstream,
        "listing": listing,
        "is_hidden": OptionsAppraisal.objects.hidden_from(request.user).filter(pk=row.pk).exists(),
        "trail": appraisal_trail(request, row),
    }
    return render(request, "workstreams/options/scores.html", context)
