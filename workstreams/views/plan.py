"""Pages of one milestone, what it waits for, and the baselines of a plan. The plans themselves are in `savings`."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.pages import confirm_page as confirm
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions, plans
from workstreams.actions import MAY_BASELINE, MAY_EDIT
from workstreams.forms import DependenciesForm, MilestoneForm, PlanBaselineForm, WhyForm
from workstreams.models import BaselinedDate, Dependency, Milestone, PlanBaseline, Workstream
from workstreams.views.finding import add, edit, find_of, find_workstream, form_methods, of, trail


@require_safe
@in_partnership()
def milestone(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """One milestone: its dates, slip and float, what it waits for and what waits for it. Twelve queries at most."""
    found = find_workstream(request, workstream)
    rows = Milestone.objects.visible_to(request.user).select_related("workstream__partnership", "owner")
    row = get_object_or_404(rows, workstream=found, pk=pk)
    on = clock.today()
    programme = Milestone.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    related = Dependency.objects.visible_to(request.user).select_related(
        "milestone__workstream__partnership", "waits_for__workstream__partnership"
    )
    may_see_history = request.user.has_perm("partnership.view_history", found)
    context = {
        "workstream": found,
        "milestone": row,
        "step": plans.steps([row], plans.network(programme, on), on)[0],
        "before": [plans.step(each.waits_for, on) for each in related.filter(milestone=row)],
        "after": [plans.step(each.milestone, on) for each in related.filter(waits_for=row)],
        "dates": BaselinedDate.objects.visible_to(request.user).filter(milestone=row).select_related("baseline"),
        "events": _events(row) if may_see_history else None,
        "may_edit": request.user.has_perm(MAY_EDIT, found),
        "trail": _trail(request, found),
    }
    return render(request, "workstreams/milestones/milestone.html", context)


def _events(row: Milestone) -> list[history.Event]:
    """Of the milestone and of what it waits or waited for, which may be gone by now."""
    here = Milestone.history.filter(workstream__partnership=row.workstream.partnership_id).order_by("history_id")
    titles = dict(here.values_list("id", "title"))
    waits = history.events_of(
        Dependency, called=lambda each: f"dependency on “{titles[each.waits_for_id]}”", milestone=row
    )
    return history.newest_first([*history.events(row), *waits])


@form_methods
@in_partnership()
def milestone_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return add(request, workstream, MilestoneForm, actions.add_milestone, "Add a milestone")


@form_methods
@in_partnership()
def milestone_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Milestone, workstream, pk)
    more = [Step("Say what it waits for", of(request, row.workstream, "milestone-dependencies", pk=pk))]
    if not row.baselined.exists() or request.user.has_perm(MAY_BASELINE, row):
        more.append(Step("Remove this milestone", of(request, row.workstream, "milestone-remove", pk=pk)))
    act = partial(actions.edit_milestone, milestone=row)
    return edit(request, row, MilestoneForm, act, "Change the milestone", more=more, text=_planned(row))


def _planned(row: Milestone) -> str:
    """Why the form does not ask for the planned dates, where a baseline holds them."""
    if not row.baselined.exists():
        return ""
    days = _words(row.planned_start_on, row.planned_on)
    return f"Planned for {days} by the baseline of the plan. If it will be another day, change the forecast."


def _words(first: date | None, last: date) -> str:
    return f"{first:%-d %B %Y} to {last:%-d %B %Y}" if first else f"{last:%-d %B %Y}"


@form_methods
@in_partnership()
def milestone_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """What a baseline holds is taken out with a reason, by who may set baselines."""
    row = find_of(request, Milestone, workstream, pk)
    page = _page(
        request,
        row.workstream,
        f"Remove the milestone “{row.title}”",
        action="Remove milestone",
        done="The milestone was removed.",
        text="It leaves the plan and the board packs to come. Its history and the baselines that it is in stay.",
        danger=True,
    )
    act = partial(actions.remove_milestone, by=request.user, milestone=row)
    if row.baselined.exists():
        require(request.user, MAY_BASELINE, row)
        return form_page(request, WhyForm(request.POST if request.method == "POST" else None), act, page)
    return confirm(request, act, page)


@form_methods
@in_partnership()
def milestone_dependencies(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Milestone, workstream, pk)
    act = partial(actions.set_dependencies, by=request.user, milestone=row)
    page = _page(request, row.workstream, f"What “{row.title}” waits for", done="The dependencies were saved.")
    return form_page(request, DependenciesForm(request.POST or None, milestone=row), act, page)


# --- Baselines of the plan --------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def baseline_set(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_workstream(request, workstream)
    require(request.user, MAY_BASELINE, found)
    is_first = not found.plan_baselines.exists()
    text = _FIRST if is_first else _LATER
    title = "Set the baseline of the plan" if is_first else "Set a new baseline of the plan"
    page = _page(request, found, title, action="Set baseline", done="The baseline was set.", text=text)
    act = partial(actions.set_plan_baseline, by=request.user, workstream=found)
    return form_page(request, PlanBaselineForm(request.POST or None), act, page)


_FIRST = (
    "The planned dates of every milestone are kept as they are now. From then on slip is counted from them, and they "
    "change by a new baseline alone."
)
_LATER = (
    "The forecast of every milestone that is not done becomes its planned date. Earlier baselines are kept, and slip "
    "against the first one stays in sight."
)


@dataclass(frozen=True)
class Compared:
    """A planned date of a baseline, beside that of the one before it."""

    row: BaselinedDate
    moved: str


@require_safe
@in_partnership()
def baseline(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """One version of the plan's baseline, as it was set, against the version before."""
    found = find_workstream(request, workstream)
    rows = PlanBaseline.objects.visible_to(request.user).select_related("set_by")
    row = get_object_or_404(rows, workstream=found, pk=pk)
    dates = BaselinedDate.objects.visible_to(request.user)
    before = dict(
        dates.filter(baseline__workstream=found, baseline__version=row.version - 1).values_list(
            "milestone_id", "planned_on"
        )
    )
    compared = [Compared(each, _moved(each, before)) for each in dates.filter(baseline=row)]
    context = {"workstream": found, "baseline": row, "compared": compared, "trail": _trail(request, found)}
    return render(request, "workstreams/milestones/baseline.html", context)


def _moved(row: BaselinedDate, before: dict[int, date]) -> str:
    if row.baseline_id and row.milestone_id not in before:
        return "New" if before else "–"
    return plans.slip_words((row.planned_on - before[row.milestone_id]).days).replace("On plan", "Unchanged")


# --- Where we are -----------------------------------------------------------------------------------------------------
def _trail(request: ScopedRequest, workstream: Workstream) -> list[Step]:
    return [*trail(request, workstream), Step("Plan", of(request, workstream, "milestone-list"))]


def _page(request: ScopedRequest, workstream: Workstream, title: str, **words) -> Page:
    """A page of something of a plan: back to the plan."""
    steps = _trail(request, workstream)
    return Page(title, back=steps[-1].url, trail=steps, **words)
