"""Who is told that a decision is to be ratified, that it comes back to the board, and that something is delegated.

An e-mail leaves the portal, so of an exempt decision it names the number and the title of the item alone.
"""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from governance.models import AgendaItem, Delegation, Meeting, RatificationAsked, RatificationNeed, RatificationReturn
from governance.models.meetings import EXEMPT
from governance.ratifying import State
from partnership import actions, notices
from partnership.models import Grant, User
from partnership.models.notices import Way
from partnership.templatetags.portal import date_words

RATIFICATIONS = notices.Kind(
    "ratifications",
    "Ratification",
    "When your council is asked, and when a decision comes back.",
    Way.AT_ONCE,
)
DELEGATIONS = notices.Kind("delegations", "Delegations", "When something is delegated to you.", Way.AT_ONCE)
KINDS = (RATIFICATIONS, DELEGATIONS)
SOON = timedelta(days=7)


def tell_asked(need: RatificationNeed) -> None:
    """Whoever may answer for an organisation that is asked."""
    text = f"Your council is asked to ratify it by {date_words(need.due_on)}."
    _tell(need, "asked", f"To be ratified: {_named(need)}", text, _silent(need), page="decision-answer")


def tell_brought_back(row: RatificationReturn, item: AgendaItem | None, published: Meeting | None) -> int:
    """Those who keep meetings: that an organisation refused it, or did not answer in time, and where it comes up. Once
    for each cause. `published`: the next meeting, if its agenda is out already."""
    body = row.need.decision.meeting.body
    text = f"{row.need.standing.sentence} {_where(item) if item else f'It waits for the next agenda of the {body}.'}"
    if published is not None and (item is None or item.meeting_id != published.pk):
        text += f" The agenda of the {published} is published: there it can come as a supplement."
    return _tell_clerks(row, f"back:{row.cause}", text)


def tell_listed(row: RatificationReturn, item: AgendaItem) -> int:
    """The same people: that what has waited stands on an agenda now."""
    return _tell_clerks(row, f"listed:{row.cause}:{item.meeting_id}", _where(item))


def _where(item: AgendaItem) -> str:
    return f"It stands on the agenda of the {item.meeting}, item {item.order}."


def _tell_clerks(row: RatificationReturn, what: str, text: str) -> int:
    need = row.need
    clerks = Grant.objects.carrying("governance.edit_meeting").filter(partnership=need.decision.partnership_id)
    people = User.objects.filter(pk__in=clerks.values("user"))
    return _tell(need, what, f"Comes back to the board: {_named(need)}", text, people, page="decision")


def remind(on: date) -> int:
    """Once a day: those who are silent, a week before their answer is due. Run twice it tells once. Counts whom it
    told."""
    told = 0
    near = RatificationNeed.objects.with_state(on).filter(state=State.WAITING, due_on__lte=on + SOON)
    for need in near.for_pages().order_by("pk"):
        text = f"Your council has not answered yet. Its answer is due by {date_words(need.due_on)}."
        told += _tell(need, "due", f"Still to be ratified: {_named(need)}", text, _silent(need), page="decision-answer")
    return told


def tell_delegated(row: Delegation) -> None:
    """The person who may decide from now on, if it is one who signs in."""
    if row.person is None:
        return
    until = f" until {date_words(row.to_on)}" if row.to_on else ""
    text = f"You may decide a matter alone from {date_words(row.from_on)}{until}. Record each use: it is reported back."
    message = actions.Message(
        DELEGATIONS,
        key=f"delegation:{row.pk}",
        subject=f"Delegated to you: {row.decision}",
        text=text,
        path=row.get_absolute_url(),
    )
    actions.notify(message=message, to=[row.person], partnership=row.decision.partnership)


def _named(need: RatificationNeed) -> str:
    return f"{need.decision.reference}, {need.decision.subject}"


def _silent(need: RatificationNeed) -> QuerySet[User]:
    """Who may answer for the organisations that have not; of an exempt decision, those who may see it."""
    silent = RatificationAsked.objects.with_answer().filter(need=need, answer=None)
    here = Grant.objects.filter(partnership=need.decision.partnership_id)
    own = here.carrying("workstreams.ratify").filter(organisation__in=silent.values("organisation"))
    people = User.objects.filter(pk__in=own.values("user"))
    return people.filter(pk__in=here.carrying(EXEMPT).values("user")) if need.decision.is_exempt else people


def _tell(need: RatificationNeed, what: str, subject: str, text: str, people: QuerySet[User], *, page: str) -> int:
    partnership = need.decision.partnership
    path = reverse(page, args=[partnership.slug, need.decision_id])
    message = actions.Message(
        RATIFICATIONS, key=f"ratification:{need.pk}:{what}", subject=subject, text=text, path=path
    )
    return actions.notify(message=message, to=people, partnership=partnership)
