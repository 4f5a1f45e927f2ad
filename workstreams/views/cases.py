"""Business cases: the lists, and how a version is drafted, submitted, approved and withdrawn. The page of one, with its
results and charts, is in `savings`."""

from dataclasses import replace
from functools import partial
from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.dated import year_name
from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.money import format_percent, format_pounds
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import ApproveCaseForm, CaseForm, WithdrawCaseForm
from workstreams.investment import duration
from workstreams.models import BusinessCase
from workstreams.rules import require_approval
from workstreams.views import choosing
from workstreams.views.finding import find_workstream, form_methods, of, trail


def _headline(row: BusinessCase, name: str) -> int | None:
    """A figure of the combined result on cashable benefits alone; none of a draft, which has no result yet."""
    return None if row.results is None else row.results["combined"]["cashable"][name]


def _npv(row: BusinessCase) -> str:
    npv = _headline(row, "npv")
    return "–" if npv is None else format_pounds(npv)


def _npv_of_file(row: BusinessCase) -> Pence | None:
    npv = _headline(row, "npv")
    return None if npv is None else Pence(npv)


def _payback(row: BusinessCase) -> str:
    if row.results is None:
        return "–"
    return duration(_headline(row, "payback_months"))


def _roi(row: BusinessCase) -> str:
    roi = _headline(row, "roi")
    return "–" if roi is None else format_percent(roi)


_COLUMNS = (
    Column("Version", lambda row: f"Version {row.version}", sort="version", link=BusinessCase.get_absolute_url),
    Column("State", lambda row: BusinessCase.State(row.state), sort="state", plain=lambda r: r.get_state_display()),
    Column("Year 0", lambda row: year_name(row.first_year), sort="first_year"),
    Column("Years after", lambda row: row.years, sort="years", numeric=True),
    Column("NPV, cashable only", _npv, plain=_npv_of_file, numeric=True),
    Column("ROI, cashable only", _roi, numeric=True),
    Column("Payback", _payback),
    Column("Drafted by", lambda row: row.drafted_by.name),
    Column("Approved by", lambda row: row.approved_by.name if row.approved_by else "–"),
)
_OF_ONE = (_COLUMNS[0], replace(_COLUMNS[1], shown=tag), *_COLUMNS[2:])
_OF_ALL = (
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name", link=BusinessCase.get_absolute_url),
    replace(_COLUMNS[0], link=None),
    *_OF_ONE[1:7],
)


class CaseFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=BusinessCase.State.choices, label="State", empty_label="All")

    class Meta:
        model = BusinessCase
        fields: list[str] = []


class ProgrammeCaseFilter(CaseFilter):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )


def _rows(request: ScopedRequest) -> Any:
    rows = BusinessCase.objects.visible_to(request.user)
    return rows.select_related("workstream__partnership", "drafted_by", "approved_by")


@require_safe
@in_partnership("savings.view_figures")
def cases(request: ScopedRequest) -> HttpResponse:
    """All versions of all workstreams."""
    rows = _rows(request).filter(workstream__partnership=request.partnership)
    listing = Listing(
        request, rows, _OF_ALL, filterset=ProgrammeCaseFilter, sort="workstream", caption="Business cases"
    )
    if listing.is_download:
        return listing.download("business-cases")
    return render(request, "workstreams/cases/cases.html", {"listing": listing, "trail": trail(request)})


@require_safe
@in_partnership("savings.view_figures")
def case_list(request: ScopedRequest, workstream: str) -> HttpResponse:
    """The versions of one workstream, the newest on top."""
    found = find_workstream(request, workstream)
    rows = _rows(request).filter(workstream=found)
    caption = f"Business case of {found}"
    listing = Listing(request, rows, _OF_ONE, filterset=CaseFilter, sort="-version", caption=caption)
    if listing.is_download:
        return listing.download(f"{found.slug}-business-case")
    may_edit = request.user.has_perm(MAY_EDIT, found)
    context = {
        "workstream": found,
        "listing": listing,
        "trail": trail(request, found),
        "may_add": may_edit and not found.business_cases.filter(state=BusinessCase.State.DRAFT).exists(),
    }
    return render(request, "workstreams/cases/list.html", context)


def find_case(request: ScopedRequest, workstream: str, pk: int) -> BusinessCase:
    """A version that the user may see; one of another workstream is not found."""
    return get_object_or_404(_rows(request), workstream=find_workstream(request, workstream), pk=pk)


def find_draft(request: ScopedRequest, workstream: str, pk: int) -> BusinessCase:
    """To edit it: what was submitted already has no such page."""
    case = find_case(request, workstream, pk)
    require(request.user, MAY_EDIT, case)
    return get_object_or_404(_rows(request), pk=case.pk, state=BusinessCase.State.DRAFT)


def case_trail(request: ScopedRequest, case: BusinessCase, *, whole: bool = True) -> list[Step]:
    steps = trail(request, case.workstream)
    steps.append(Step("Business case", of(request, case.workstream, "case-list")))
    return [*steps, Step(f"Version {case.version}", case.get_absolute_url())] if whole else steps


def case_page(request: ScopedRequest, case: BusinessCase, title: str, **words: Any) -> Page:
    return Page(title, back=case.get_absolute_url(), trail=case_trail(request, case), **words)


@form_methods
@in_partnership()
def case_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_workstream(request, workstream)
    require(request.user, MAY_EDIT, found)
    last = found.business_cases.order_by("-version").first()
    text = f"It begins as a copy of version {last.version}." if last else "It begins empty."
    steps = [*trail(request, found), Step("Business case", of(request, found, "case-list"))]
    page = Page(
        "Draft a business case",
        back=steps[-1].url,
        trail=steps,
        action="Begin the draft",
        done="The draft is begun. It says what is still missing.",
        text=f"{text} Once it is submitted it never changes.",
    )
    return confirm_page(request, lambda: actions.draft_case(by=request.user, workstream=found), page)


@form_methods
@in_partnership()
def case_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_draft(request, workstream, pk)
    form = CaseForm(request.POST or None, instance=case)
    act = partial(actions.edit_case, by=request.user, case=case)
    page = case_page(request, case, "Proposal, years and risks")
    return form_page(request, form, act, page, "workstreams/cases/edit.html")


@form_methods
@in_partnership()
def case_submit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_draft(request, workstream, pk)
    page = case_page(
        request,
        case,
        f"Submit version {case.version} of the business case",
        action="Submit",
        done="The business case is submitted. Somebody who did not draft it can now approve it.",
        text="Its figures, discount rate and results are frozen: from then on it never changes.",
    )
    return confirm_page(request, lambda: actions.submit_case(by=request.user, case=case), page)


@form_methods
@in_partnership()
def case_approve(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_case(request, workstream, pk)
    require_approval(request.user, case)
    act = partial(actions.approve_case, by=request.user, case=case)
    words = {"action": "Approve", "done": "The business case is approved.", "text": _APPROVAL}
    page = case_page(request, case, f"Approve version {case.version} of the business case", **words)
    return form_page(request, ApproveCaseForm(request.POST or None), act, page)


_APPROVAL = "What it promises then stands beside what is delivered. The version approved before is superseded."


@form_methods
@in_partnership()
def case_withdraw(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_case(request, workstream, pk)
    require(request.user, MAY_EDIT, case)
    act = partial(actions.withdraw_case, by=request.user, case=case)
    text = "It stays to be read, with the reason, and promises nothing any more."
    words = {"action": "Withdraw", "done": "The business case is withdrawn.", "text": text, "danger": True}
    page = case_page(request, case, f"Withdraw version {case.version} of the business case", **words)
    return form_page(request, WithdrawCaseForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def case_discard(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_draft(request, workstream, pk)
    words = {"action": "Discard", "done": "The draft is discarded.", "text": "Its history stays.", "danger": True}
    page = case_page(request, case, f"Discard the draft, version {case.version}", **words)
    page = replace(page, back=of(request, case.workstream, "case-list"))  # the draft itself will be gone
    return confirm_page(request, lambda: actions.discard_case(by=request.user, case=case), page)
