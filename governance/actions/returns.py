"""What an organisation refused, or did not answer in time, comes back to the body that decided it: by itself onto a
draft agenda, by the clerk's hand onto a published one.

Locks are taken in one order: the decision, then the meeting with its body.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.actions.agenda import AgendaFacts, add_agenda_item, edit_agenda_item
from governance.actions.bodies import MAY_KEEP
from governance.actions.standing import locked_decision
from governance.actions.states import locked
from governance.models import AgendaItem, Body, Decision, Meeting, RatificationNeed, RatificationReturn
from governance.telling_decisions import tell_brought_back, tell_listed
from partnership import clock
from partnership.models import Grant, User
from partnership.permissions import require

State = Meeting.State


@transaction.atomic
def return_to_board(*, need: RatificationNeed) -> RatificationReturn | None:
    """Record that it comes back and why, once for each cause, tell the clerk, and put it on the next draft agenda of
    the body; where there is none it waits on the forward plan.

    The portal's own act: on an agenda it is put in the name of whoever had it ratified. Run twice, or twice at once, it
    is done once; nothing where nothing comes back, or not any more. A published agenda is left alone, and what the
    clerk took off an agenda stays off.
    """
    locked_decision(need.decision)
    found = RatificationNeed.objects.to_return().for_pages().filter(pk=need.pk).first()
    if found is None:
        return None
    row, is_new = _recorded(found)
    by = _in_whose_name(found)
    item = _put_by_rule(by, found, row) if by is not None else None
    _tell(row, item, is_new=is_new)
    return row


def put_waiting(*, by: User, body: Body) -> None:
    """What waits to be brought back to a body comes onto its next draft agenda. As part of another action."""
    waits = RatificationNeed.objects.brought_back().filter(decision__meeting__body=body)
    keys = waits.order_by().values_list("decision", flat=True)
    list(Decision.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))
    for need in waits.for_pages():
        row, is_new = _recorded(need)
        _tell(row, _put_by_rule(by, need, row), is_new=is_new)


@transaction.atomic
def bring_back(*, by: User, need: RatificationNeed, meeting: Meeting) -> AgendaItem:
    """By the clerk's hand: onto the agenda of this meeting of the body; one that is published gets a supplement."""
    decision = locked_decision(need.decision)
    require(by, MAY_KEEP, decision)
    if meeting.body_id != decision.meeting.body_id:
        raise ValidationError(f"Choose a meeting of the {decision.meeting.body}.")
    found = RatificationNeed.objects.brought_back().for_pages().filter(pk=need.pk).first()
    if found is None:
        raise ValidationError(f"{decision} is not waiting to be brought back: it may be on an agenda already.")
    return add_agenda_item(by=by, meeting=meeting, **_item(found, _recorded(found)[0]))


def _tell(row: RatificationReturn, item: AgendaItem | None, *, is_new: bool) -> None:
    if is_new:
        tell_brought_back(row, item, _published(row.need.decision.meeting.body))
    elif item is not None:
        tell_listed(row, item)


def _recorded(need: RatificationNeed) -> tuple[RatificationReturn, bool]:
    """Under the lock of the decision."""
    standing = need.standing
    facts = {"because": standing.because, "returned_at": clock.now()}
    return RatificationReturn.objects.get_or_create(need=need, cause=standing.state.value, defaults=facts)


def _put_by_rule(by: User, need: RatificationNeed, row: RatificationReturn) -> AgendaItem | None:
    """The item that it has by now, if it is one of an agenda that is ahead."""
    ahead = AgendaItem.objects.filter(brings_back__need=need, meeting__state__in=(State.DRAFT, State.PUBLISHED))
    item = ahead.select_related("meeting__body", "meeting__partnership").order_by("pk").first()
    if item is not None:
        return _restated(by, item, need, row)
    if AgendaItem.history.filter(brings_back=row, history_type="-").exists():
        return None
    meeting = _next_draft(by, need.decision.meeting.body)
    return add_agenda_item(by=by, meeting=meeting, **_item(need, row)) if meeting else None


def _restated(by: User, item: AgendaItem, need: RatificationNeed, row: RatificationReturn) -> AgendaItem:
    """It stands there for another cause: a draft says the new one, a published agenda stays as it is."""
    meeting = locked(item.meeting, by)
    if meeting.state != State.DRAFT or item.brings_back_id == row.pk:
        return item
    facts = _item(need, row)
    return edit_agenda_item(by=by, item=item, matter=facts["matter"], brings_back=row)


def _next_draft(by: User, body: Body) -> Meeting | None:
    """Locked. Where its agenda is published just now the next run finds another."""
    rows = Meeting.objects.filter(body=body, state=State.DRAFT, starts_at__gt=clock.now())
    found = rows.order_by("starts_at", "pk").first()
    meeting = locked(found, by) if found else None
    return meeting if meeting and meeting.state == State.DRAFT else None


def _published(body: Body) -> Meeting | None:
    """The next meeting, if its agenda is out: it may come there as a supplement."""
    ahead = Meeting.objects.filter(body=body, state__in=(State.DRAFT, State.PUBLISHED), starts_at__gt=clock.now())
    found = ahead.select_related("body").order_by("starts_at", "pk").first()
    return found if found and found.state == State.PUBLISHED else None


def _in_whose_name(need: RatificationNeed) -> User | None:
    """Whoever had it ratified, while they keep meetings here; else who has had a role that may for longest."""
    grants = Grant.objects.carrying(MAY_KEEP).filter(partnership=need.decision.partnership_id)
    found = grants.filter(user=need.said_by_id).first() or grants.order_by("from_on", "pk").first()
    return found.user if found else None


def _item(need: RatificationNeed, row: RatificationReturn) -> AgendaFacts:
    """What the agenda says of it: of an exempt decision its motion is exempt there too."""
    decision = need.decision
    why = decision.why_exempt or "The decision that is brought back is exempt."
    return {
        "kind": AgendaItem.Kind.REPORT,
        "title": f"Brought back: {decision.reference}, {decision.subject}"[:200],
        "matter": f"{decision.motion}\n\n{need.standing.sentence}",
        "is_exempt": decision.is_exempt,
        "exempt_reason": why if decision.is_exempt else "",
        "brings_back": row,
    }
