"""What several pages show of ratifications: how one decision stands, and what is to be brought back to a body."""

from typing import Any

from django.db.models import Prefetch

from governance.models import Decision, Meeting, RatificationAnswer, RatificationNeed
from partnership import clock
from partnership.models import Organisation
from partnership.views.scope import ScopedRequest
from workstreams.actions import MAY_RATIFY
from workstreams.models import Ratification, RatificationPaper


def ratification_of(request: ScopedRequest, decision: Decision) -> dict[str, Any]:
    """How its ratification stands, every answer with its papers, and who may answer. Nothing, if none is needed."""
    need = RatificationNeed.objects.for_pages().with_returns().filter(decision=decision).first()
    if need is None:
        return {"need": None, "is_awaited": False}
    papers = Prefetch("papers", RatificationPaper.objects.visible_to(request.user).select_related("partnership"))
    rows = Ratification.objects.for_reader(request.user).select_related("organisation", "recorded_by")
    answers = RatificationAnswer.objects.filter(asked__need=need).order_by("pk")
    given = {
        row.organisation_id: row
        for row in rows.filter(answer__in=answers).prefetch_related(papers).order_by("pk")  # the last one counts
    }
    former = [row for row in rows.filter(answer__in=answers).order_by("pk") if row.pk != given[row.organisation_id].pk]
    standing, sees_figures = need.standing, request.user.has_perm("savings.view_figures", decision)
    return {
        "need": need,
        "standing": standing,
        "is_awaited": standing.state != "in force",
        "asked": [(each.organisation, given.get(each.organisation_id)) for each in need.asked.all()],
        "sees_figures": sees_figures,
        "former": former if sees_figures else [],
        "may_answer": standing.is_open and decision.may_read and own_asked(request, need).exists(),
        "returns": need.returns.all(),
        **_to_bring(request, need),
    }


def _to_bring(request: ScopedRequest, need: RatificationNeed) -> dict[str, Any]:
    """What the clerk may do about it by hand, and where: a published agenda gets a supplement."""
    waits = RatificationNeed.objects.brought_back().filter(pk=need.pk).exists()
    may = waits and request.user.has_perm("governance.edit_meeting", need.decision)
    return {"may_bring_back": may, "following": next_meeting(need.decision) if may else None}


def own_asked(request: ScopedRequest, need: RatificationNeed) -> Any:
    """The organisations asked for which this person may answer."""
    own = request.user.organisations_for(MAY_RATIFY, request.partnership)
    return Organisation.objects.filter(pk__in=need.asked.filter(organisation__in=own).values("organisation"))


def next_meeting(decision: Decision) -> Meeting | None:
    """Where a decision can be brought back: the next meeting of its body."""
    rows = Meeting.objects.filter(body=decision.meeting.body_id, starts_at__gte=clock.now())
    ahead = rows.filter(state__in=(Meeting.State.DRAFT, Meeting.State.PUBLISHED))
    return ahead.select_related("body", "partnership").order_by("starts_at", "pk").first()


def brought_back(request: ScopedRequest, meeting: Meeting | None = None) -> dict[str, Any]:
    """What is to be put on an agenda: of every body, or of the body of a meeting that is still ahead."""
    if meeting is not None and not meeting.is_ahead:
        return {"to_bring_back": []}
    rows = RatificationNeed.objects.brought_back().filter(decision__partnership=request.partnership)
    if meeting is not None:
        rows = rows.filter(decision__meeting__body=meeting.body_id)
    return {"to_bring_back": [(need, need.standing) for need in rows.for_pages()[:20]]}
