"""Whether a period is open, what waits in it, and where that is stated which a closed period can not take any more.

The rules, written once:

- a financial year or a quarter can be closed once it is over and no submitted share waits in it. Drafts and returned
  shares count in no figure: they do not keep it open, and are stated as late claims afterwards;
- a year's closing binds the year and its quarters, also those not closed themselves; a quarter's closing binds what is
  stated of that quarter, not what is stated of the whole year;
- one person asks, another closes. A closed period is reopened for a reason, when a verifier of each organisation with
  a share that stands in it has approved; where none stands, when any one verifier has;
- who asked can take the request back, with a reason, until it is decided;
- what a closed period can not take is stated in an open one and says which period it belongs to. Figures count it
  where it is stated; it is shared among the partners, and by the weights, of the period that it belongs to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from partnership import clock
from partnership.dated import Period, financial_year_of
from partnership.models import Grant, Organisation, Partnership, User
from savings.models import Cause, PeriodStep, Share, Statement
from savings.models.periods import DECIDING, STATE_AFTER, PeriodState, Step
from savings.models.statements import StatementQuerySet
from savings.models.words import State

# A reversed share still has its pence in the period: what offsets them stands in another.
STANDING = (State.SUBMITTED, State.VERIFIED, State.REVERSED)
Closings = Mapping[Period, PeriodStep]


# --- Open or closed ---------------------------------------------------------------------------------------------------
def closings(partnership: int) -> Closings:
    """The closed periods of a partnership (by its id), each by the step that closed it. One query."""
    decided = PeriodStep.objects.filter(partnership=partnership).deciding().select_related("by").order_by("pk")
    last = {step.period: step for step in decided}
    return {period: step for period, step in last.items() if step.step == Step.CLOSED}


def binding(closed: Closings, period: Period) -> PeriodStep | None:
    """The closing that binds this period: its own, or its year's. None: it is open."""
    return closed.get(period.whole_year) or closed.get(period)


def closing_of(partnership: int, period: Period) -> PeriodStep | None:
    """The closing that binds a period of a partnership (by its id). One query."""
    return binding(closings(partnership), period)


def check_open(closed: Closings, periods: Iterable[Period]) -> None:
    """Raise ValidationError, with a sentence that says what to do instead, for the first of them that is closed."""
    for period in dict.fromkeys(periods):
        if closing := binding(closed, period):
            raise ValidationError(f"{closed_words(closing)} {instead(closed, period)}", code="closed")


def check_stated(closed: Closings, stated: Sequence[Period], belongs_to: Period | None) -> None:
    """What is stated is stated in open periods; a late claim in one, which begins after the closed period that it
    belongs to has ended. Raises ValidationError, by field, with all that is wrong."""
    errors: dict[str, list[str]] = {}
    for period in stated:
        if closing := binding(closed, period):
            field = "quarter" if closing.quarter else "first_year"
            errors.setdefault(field, []).append(f"{closed_words(closing)} {instead(closed, period)}")
    if belongs_to and binding(closed, belongs_to) is None:
        errors["belongs_to"] = [f"{belongs_to} is open. State it there: then it is no late claim."]
    elif belongs_to and (len(stated) != 1 or not belongs_to.is_before(stated[0])):
        late = f"A late claim is stated in one period, which begins after {belongs_to} has ended."
        errors["belongs_to"] = [late]
    if errors:
        raise ValidationError(errors)


def closed_words(closing: PeriodStep) -> str:
    on = f"{timezone.localdate(closing.at):%-d %B %Y}"
    return f"{closing.period} was closed on {on} by {closing.by.name}, so nothing in it can change."


def instead(closed: Closings, period: Period) -> str:
    """What to do with something that belongs to a closed period."""
    late = f"State it in {open_period(closed, period, clock.today())} as a late claim that belongs to {period}"
    closing = binding(closed, period)
    return f"{late}, or ask the programme manager to have {closing.period if closing else period} reopened."


def open_period(closed: Closings, period: Period, on: date) -> Period:
    """The period itself while it is open; else the year (of a quarter, the quarter) of this day, or the first one
    after it that is open. One is: a period that is not over can not be closed."""
    if binding(closed, period) is None:
        return period
    year = financial_year_of(on)
    ahead: Iterable[Period] = (Period(each) for each in range(year, year + 100))
    if period.quarter:
        ahead = (Period(each.year, quarter) for each in ahead for quarter in (1, 2, 3, 4))
    return next(each for each in ahead if each.last_on >= on and binding(closed, each) is None)


# --- Corrections of closed periods ------------------------------------------------------------------------------------
def open_period_for(partnership: Partnership, period: Period, on: date) -> Period:
    """In which period that is stated which belongs to this one: in itself, or if it is closed, in the one open on this
    day. One query."""
    return open_period(closings(partnership.pk), period, on)


def replacing_period(closed: Closings, old: Statement, on: date) -> Period:
    """In which period the replacement of a statement is stated: of a late claim in the one that it belongs to, once
    that is open again; else in its own, or if that is closed, in the one open on this day."""
    if old.belongs_to and binding(closed, old.belongs_to) is None:
        return old.belongs_to
    return open_period(closed, old.period, on)


def reversal_period(statement: Statement, on: date | None = None) -> Period:
    """In which period a statement is reversed: its own, or if that is closed, the one open today. One query."""
    return open_period_for(statement.partnership, statement.period, on or clock.today())


def correcting_cause(statement: Statement, period: Period) -> Cause:
    """Why the ledger moves when the statement is reversed in this period: in its own a reversal, in a later one the
    correction of a closed period."""
    return Cause.REVERSED if period == statement.period else Cause.CORRECTED


# --- The life of a period ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PeriodLife:
    """A period of a partnership with the steps taken in it, oldest first; of a quarter, with what closed its year."""

    partnership: Partnership
    period: Period
    steps: tuple[PeriodStep, ...] = ()
    year_closing: PeriodStep | None = None

    @property
    def last(self) -> PeriodStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def state(self) -> PeriodState:
        own = STATE_AFTER[Step(self.last.step)] if self.last else PeriodState.OPEN
        if self.year_closing and self._own_closing is None:
            return PeriodState.CLOSED
        if own == PeriodState.OPEN and any(step.step == Step.REOPENED for step in self.steps):
            return PeriodState.REOPENED
        return own

    @cached_property
    def _own_closing(self) -> PeriodStep | None:
        decided = [step for step in self.steps if step.step in DECIDING]
        return decided[-1] if decided and decided[-1].step == Step.CLOSED else None

    @property
    def closing(self) -> PeriodStep | None:
        """What closes it now: its year's closing, or its own."""
        return self.year_closing or self._own_closing

    @property
    def is_closed(self) -> bool:
        return self.closing is not None

    @property
    def asked(self) -> PeriodStep | None:
        """The request that waits for an answer."""
        wanted = {PeriodState.CLOSING: Step.ASKED, PeriodState.REOPENING: Step.REOPENING_ASKED}.get(self.state)
        return next((step for step in reversed(self.steps) if step.step == wanted), None) if wanted else None

    @property
    def approvals(self) -> dict[int, PeriodStep]:
        """Who approved the reopening that is asked for, by the organisation's id."""
        given = [step for step in self.steps if self.asked and step.answers_id == self.asked.pk]
        return {step.organisation_id: step for step in given if step.step == Step.REOPENING_APPROVED}

    @property
    def is_over(self) -> bool:
        return self.period.last_on < clock.today()

    def affected(self) -> list[Organisation]:
        """The organisations with a share that stands in it, by code. One query."""
        stated = Statement.objects.filter(partnership=self.partnership).within(self.period)
        standing = Share.objects.filter(partnership=self.partnership, state__in=STANDING, statement__in=stated)
        return list(Organisation.objects.filter(pk__in=standing.order_by().values("organisation")).order_by("code"))


def life_of(partnership: Partnership, period: Period) -> PeriodLife:
    """One query."""
    return _life(partnership, period, _steps(partnership).filter(year=period.year))


def lives_of_quarters(partnership: Partnership, year: Period) -> list[PeriodLife]:
    """One query."""
    steps = list(_steps(partnership).filter(year=year.year))
    return [_life(partnership, quarter, steps) for quarter in year.quarters]


def lives(partnership: Partnership) -> list[PeriodLife]:
    """Every period of the partnership from its beginning to today, the latest year first, each year before its
    quarters. One query."""
    steps: dict[int, list[PeriodStep]] = {}
    for step in _steps(partnership):
        steps.setdefault(step.year, []).append(step)
    first, last = financial_year_of(partnership.started_on), financial_year_of(clock.today())
    periods = [Period(year, quarter) for year in range(last, first - 1, -1) for quarter in (None, 1, 2, 3, 4)]
    return [_life(partnership, period, steps.get(period.year, ())) for period in periods]


def exists(partnership: Partnership, period: Period) -> bool:
    """Whether it is one of those that `lives` gives."""
    first, last = financial_year_of(partnership.started_on), financial_year_of(clock.today())
    return first <= period.year <= last


def _steps(partnership: Partnership) -> QuerySet[PeriodStep]:
    rows = PeriodStep.objects.filter(partnership=partnership)
    return rows.select_related("by", "organisation", "answers").order_by("pk")


def _life(partnership: Partnership, period: Period, of_year: Iterable[PeriodStep]) -> PeriodLife:
    steps = tuple(of_year)
    own = tuple(step for step in steps if step.quarter == period.quarter)
    if period.quarter is None:
        return PeriodLife(partnership, period, own)
    year = PeriodLife(partnership, period.whole_year, tuple(step for step in steps if step.quarter is None))
    return PeriodLife(partnership, period, own, year.closing)


# --- What waits -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Waiting:
    """How much in a period is not settled: submitted shares, draft statements, returned shares not restated yet."""

    submitted: int = 0
    drafts: int = 0
    returned: int = 0

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(self.submitted + other.submitted, self.drafts + other.drafts, self.returned + other.returned)

    def __bool__(self) -> bool:
        return bool(self.submitted or self.drafts or self.returned)

    def __str__(self) -> str:
        """ "2 submitted shares, 1 draft", or "nothing"."""
        named = (
            (self.submitted, "submitted share"),
            (self.drafts, "draft"),
            (self.returned, "returned share"),
        )
        return (
            ", ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in named if number) or "nothing"
        )


def waiting(partnership: Partnership, *, user: User | None = None) -> dict[Period, Waiting]:
    """What waits in each period; in a year also what waits in its quarters. Of drafts those that the user may see; of
    nobody none. Two queries."""
    found: dict[Period, Waiting] = {}
    shares = _unsettled(partnership).order_by().values_list("statement__year", "statement__quarter", "state")
    drafts = _drafts(partnership, user).order_by().values_list("year", "quarter")
    for year, quarter, state, number in shares.annotate(number=Count("pk")):
        _count(found, Period(year, quarter), _waiting_in(state, number))
    for year, quarter, number in drafts.annotate(number=Count("pk")):
        _count(found, Period(year, quarter), Waiting(drafts=number))
    return found


def waiting_by_organisation(
    partnership: Partnership, period: Period, *, user: User | None = None
) -> dict[Organisation, Waiting]:
    """What waits in one period, by who has to act: the share's organisation verifies, the stating one restates and
    submits. Of drafts those that the user may see; of nobody none. Three queries."""
    found: dict[int, Waiting] = {}
    stated = Statement.objects.filter(partnership=partnership).within(period)
    shares = _unsettled(partnership).filter(statement__in=stated).order_by()
    rows = shares.values_list("state", "organisation", "statement__organisation").annotate(number=Count("pk"))
    for state, whose, stated_by, number in rows:
        _count_for(found, whose if state == State.SUBMITTED else stated_by, _waiting_in(state, number))
    drafts = _drafts(partnership, user).within(period).order_by().values_list("organisation")
    for stated_by, number in drafts.annotate(number=Count("pk")):
        _count_for(found, stated_by, Waiting(drafts=number))
    organisations = Organisation.objects.filter(pk__in=found).order_by("code")
    return {organisation: found[organisation.pk] for organisation in organisations}


def _unsettled(partnership: Partnership) -> QuerySet[Share]:
    unsettled = Q(state=State.SUBMITTED) | Q(state=State.RETURNED, statement__replaced_by=None)
    return Share.objects.filter(unsettled, partnership=partnership)


def _drafts(partnership: Partnership, user: User | None) -> StatementQuerySet:
    rows = Statement.objects.filter(partnership=partnership).drafts()
    return rows.visible_to(user) if user else rows.none()


def _waiting_in(state: str, number: int) -> Waiting:
    return Waiting(submitted=number) if state == State.SUBMITTED else Waiting(returned=number)


def _count(found: dict[Period, Waiting], period: Period, more: Waiting) -> None:
    for each in {period, period.whole_year}:
        found[each] = found.get(each, Waiting()) + more


def _count_for(found: dict[int, Waiting], organisation: int, more: Waiting) -> None:
    found[organisation] = found.get(organisation, Waiting()) + more


# --- Who is missing ---------------------------------------------------------------------------------------------------
ONLY_WHO_ASKED = "{name} asked for this. Only who asked takes it back; a verifier can refuse it."


def without_verifier(life: PeriodLife, affected: Iterable[Organisation], *, asked_by: User) -> list[Organisation]:
    """Of the organisations that a reopening waits for, those for which nobody can approve it today, because the person
    who asks may not. One query, none without organisations; those that have approved are not missing."""
    waits = [each for each in affected if each.pk not in life.approvals]
    if not waits:
        return []
    grants = Grant.objects.carrying("savings.approve_closing").exclude(user=asked_by)
    grants = grants.filter(partnership=life.partnership, organisation__in=waits)
    there = set(grants.order_by().values_list("organisation", flat=True))
    return [each for each in waits if each.pk not in there]


def missing_words(missing: Sequence[Organisation]) -> str:
    """What has to be granted before a reopening can be approved for these organisations."""
    names = " and ".join(filter(None, [", ".join(each.name for each in missing[:-1]), missing[-1].name]))
    return (
        f"Nobody who did not ask for it holds the role of verifier for {names}, so nobody can approve it there. "
        f"An administrator has to grant that role for {'it' if len(missing) == 1 else 'each of them'} first."
    )


# --- What waits for a person ------------------------------------------------------------------------------------------
def to_approve(user, partnership: Partnership) -> list[tuple[PeriodLife, list[Organisation]]]:
    """The closings and reopenings that this person can approve: with the organisations for which a reopening waits for
    this person (none named: a closing, or a reopening that affects nobody). Two queries, and one for each reopening
    that waits."""
    mine = user.organisations_for("savings.approve_closing", partnership)
    found = []
    for life in lives(partnership) if mine else []:
        if life.asked is None or life.asked.by_id == user.pk:
            continue
        if life.state == PeriodState.CLOSING:
            found.append((life, []))
        elif own := [each for each in approvers(life.affected(), mine) if each.pk not in life.approvals]:
            found.append((life, own))
    return found


def approvers(affected: Iterable[Organisation], mine: Iterable[Organisation]) -> list[Organisation]:
    """For which of these organisations a reopening may be approved: the affected ones; where there is none, any."""
    ids = {each.pk for each in affected}
    return [each for each in mine if each.pk in ids or not ids]
