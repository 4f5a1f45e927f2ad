"""Drafting: a saving with its first statements, more statements of a saving, and changes while nothing is submitted."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.apportionment import Split
from partnership.dated import Period
from partnership.models import Organisation, User
from partnership.permissions import require
from savings import ledger, periods
from savings.actions.contracted import check_amount, check_not_made_by_contract
from savings.actions.details import SavingDetails, StatementDetails
from savings.actions.replacing import check_replaceable, check_restatable, keeps_period
from savings.actions.rereading import still_there
from savings.actions.versions import check_version
from savings.models import Contract, Saving, Share, Statement
from savings.models.words import TYPED, Basis, Kind, Stage
from savings.sharing import check_periods, shares_stated
from workstreams.models import Workstream


@transaction.atomic
def draft_saving(
    *,
    by: User,
    workstream: Workstream,
    organisation: Organisation,
    saving: SavingDetails,
    statement: StatementDetails,
    request_key: UUID | None = None,
) -> Saving:
    """Draft a saving with one statement for each period. Raises PermissionDenied, ValidationError.

    The same `request_key` a second time is refused with the code `sent`: the first saving is what it asked for.
    """
    with ledger.locked(workstream.partnership):
        if request_key and Saving.objects.filter(request_key=request_key).exists():
            raise ValidationError("This form was sent already. Open “Add a saving” for another one.", code="sent")
        return _draft_saving(by, workstream, organisation, saving, statement, request_key)


def _draft_saving(
    by: User,
    workstream: Workstream,
    organisation: Organisation,
    saving: SavingDetails,
    statement: StatementDetails,
    request_key: UUID | None,
) -> Saving:
    new = Saving(
        partnership=workstream.partnership,
        workstream=workstream,
        organisation=organisation,
        created_by=by,
        request_key=request_key,
        **asdict(saving),
    )
    require(by, "savings.draft_saving", new)
    new.full_clean()
    history.save(new, by=by)
    draft_statements(by=by, saving=new, organisation=organisation, details=statement)
    return new


@transaction.atomic
def draft_statements(
    *,
    by: User,
    saving: Saving,
    organisation: Organisation,
    details: StatementDetails,
    replaces: Statement | None = None,
    restates: Statement | None = None,
) -> list[Statement]:
    """Draft one statement for each period. One that `replaces` another takes its place when it is submitted; one that
    `restates` a reversed one states anew what that said wrongly."""
    if not details.periods:
        raise ValidationError({"first_year": "Choose a financial year."})
    check_periods(details.sharing, details.periods)
    statements = []
    with ledger.locked(saving.partnership):
        with still_there():
            saving.refresh_from_db()
        for period in details.periods:
            statement = Statement(
                partnership=saving.partnership,
                saving=saving,
                organisation=organisation,
                drafted_by=by,
                replaces=replaces,
                restates=restates,
            )
            require(by, "savings.draft_saving", statement)
            if replaces is not None:
                check_replaceable(replaces, details, by=by)
            if restates is not None:
                check_restatable(restates, by=by)
            _write(statement, details, period, by=by)
            statements.append(statement)
    return statements


@transaction.atomic
def edit_saving(
    *,
    by: User,
    saving: Saving,
    workstream: Workstream,
    details: SavingDetails,
    statement: StatementDetails | None = None,
    version: str | None = None,
) -> Saving:
    """Change a saving that is all draft. Who changes it is an author of all its statements from then on.

    With `statement` its series of drafts is written anew, period by period; without, they stay as they are, and so do
    the workstream and the kind that they were drafted for.
    """
    with ledger.locked(saving.partnership):
        with still_there():
            saving.refresh_from_db()
        require(by, "savings.draft_saving", saving)
        if saving.is_frozen:
            raise ValidationError("A statement of this saving was submitted, so the saving can no longer be changed.")
        drafts = list(saving.statements.prefetch_related("shares", "authors"))
        check_version(drafts, version)
        by_contract = statement is not None and statement.sharing.basis == Basis.CONTRACT
        if not by_contract and Contract.objects.filter(saving=saving).exists():
            raise ValidationError("This saving follows its contract. Change the contract.")
        if statement is None and (workstream.pk, details.kind) != (saving.workstream_id, saving.kind):
            raise ValidationError("Its drafts were made for this workstream and kind. Withdraw them to change these.")
        if statement is not None and not by_contract and not is_series(drafts):
            raise ValidationError("The drafts of this saving differ from each other. Change them one by one.")
        saving.workstream = workstream
        for name, value in asdict(details).items():
            setattr(saving, name, value)
        saving.full_clean()
        history.save(saving, by=by)
        for draft in drafts:
            draft.authors.add(by)
        if statement is not None:
            series = [draft for draft in drafts if not by_contract or draft.follows_contract]
            _rewrite(saving, series, statement, by=by)
    return saving


def is_series(drafts: Sequence[Statement]) -> bool:
    """Whether one set of details made them: they differ in nothing but the year, and no year is left out."""
    said = {
        (
            *(draft.stage, draft.amount_pence, draft.measure_hundredths, draft.basis, draft.stated_on, draft.note),
            draft.belongs_to,
            draft.sole_reason,
            frozenset(_taking_part(share, draft.basis) for share in draft.shares.all()),
        )
        for draft in drafts
    }
    periods = sorted(((draft.year, draft.quarter) for draft in drafts), key=str)
    if len(said) > 1 or not periods:
        return not said
    first, quarter = periods[0]
    return len(periods) == 1 or periods == [(first + n, None) for n in range(len(periods))]


def _taking_part(share: Share, basis: str) -> tuple[int, int]:
    """Weights that somebody typed are part of the details; populations and budgets are of their year."""
    return (share.organisation_id, share.weight if basis in TYPED else 0)


def _rewrite(saving: Saving, drafts: Sequence[Statement], details: StatementDetails, *, by: User) -> None:
    """Keep the drafts of periods that stay, delete those of periods that go, add the new; authors are of the saving."""
    check_periods(details.sharing, details.periods)
    authors = {author for draft in drafts for author in draft.authors.all()}
    kept = {draft.period: draft for draft in drafts}
    for period, draft in kept.items():
        if period not in details.periods:
            history.delete(draft, by=by)
    for period in details.periods:
        statement = kept.get(period) or Statement(
            partnership=saving.partnership, organisation=saving.organisation, drafted_by=by
        )
        statement.saving = saving
        _write(statement, details, period, by=by)
        statement.authors.add(*authors)


@transaction.atomic
def edit_statement(
    *, by: User, statement: Statement, details: StatementDetails, version: str | None = None
) -> Statement:
    """Change a draft statement; it keeps one period."""
    with ledger.locked(statement.partnership):
        with still_there():
            statement.refresh_from_db()
        require(by, "savings.draft_saving", statement)
        check_draft(statement)
        check_version([statement], version)
        check_not_made_by_contract(statement)
        if statement.replaces is not None:
            check_replaceable(statement.replaces, details, by=by, but=statement)
        _write(statement, details, details.periods[0], by=by)
    return statement


def _write(statement: Statement, details: StatementDetails, period: Period, *, by: User) -> None:
    splits = _fill(statement, details, period)
    history.save(statement, by=by)
    statement.authors.add(by)
    _share(statement, splits)


def _fill(statement: Statement, details: StatementDetails, period: Period) -> list[Split]:
    """Let the statement say what the details say; the split of its amount, which is not written yet."""
    state(statement, details, period)
    keeps = statement.replaces is not None and keeps_period(statement.replaces, details)
    belongs_to = None if keeps else details.belongs_to  # a late claim may stay one though its period is open again
    periods.check_stated(periods.closings(statement.partnership_id), details.periods, belongs_to)
    check_claim(details.stage, period, statement.stated_on)
    check_member(statement, statement.earned_in)
    check_worth(statement, details)
    splits = shares_stated(statement, details.sharing)
    for name, value in details.sharing.stated(statement.saving.workstream, statement.earned_in).items():
        setattr(statement, name, value)
    statement.full_clean(exclude=["authors"])
    return splits


def state(statement: Statement, details: StatementDetails, period: Period) -> None:
    """Let an unsaved statement say what the details say for this period, but how it is shared. Nothing is checked."""
    qualitative = statement.saving.kind == Kind.QUALITATIVE
    belongs_to = details.belongs_to
    statement.stated_on = details.stated_on or clock.today()
    statement.stage = details.stage
    statement.year, statement.quarter = period.year, period.quarter
    statement.belongs_to_year = belongs_to.year if belongs_to else None
    statement.belongs_to_quarter = belongs_to.quarter if belongs_to else None
    statement.amount_pence = 0 if qualitative else details.amounts.get(period, details.amount_pence)
    statement.measure_hundredths = details.measure_hundredths if qualitative else None
    statement.note = details.note


def check_worth(statement: Statement, details: StatementDetails) -> None:
    """A qualitative benefit is counted, any other is worth something; nothing is stated on a day to come."""
    qualitative = statement.saving.kind == Kind.QUALITATIVE
    if qualitative and details.measure_hundredths is None:
        raise ValidationError({"measure": "Enter the benefit in the saving's own unit."})
    if not qualitative:
        check_amount(statement.amount_pence, details.sharing.basis)
    if statement.stated_on > clock.today():
        raise ValidationError({"stated_on": "The date of the statement may not be in the future."})


def check_claim(stage: str, period: Period, stated_on: date) -> None:
    """Nothing is realised before its period begins: not today, and not on the day of the statement."""
    if stage != Stage.REALISED:
        return
    if period.first_on > clock.today():
        raise ValidationError(
            {"stage": f"{period} has not begun, so nothing can be realised in it yet. State a target or a forecast."}
        )
    if period.first_on > stated_on:
        raise ValidationError({"stated_on": f"On this day {period} had not begun, so nothing was realised in it."})


def check_member(statement: Statement, period: Period) -> None:
    """An organisation states savings once it has joined, for periods in which it was a member, if only for a day."""
    memberships = statement.partnership.memberships.filter(organisation=statement.organisation)
    name = statement.organisation.name
    if not memberships.overlapping(period.first_on, period.last_on).exists():
        raise ValidationError({"first_year": f"{name} was not a member of the partnership in {period}."})
    joined_on = min(membership.from_on for membership in memberships)
    if statement.stated_on < joined_on:
        raise ValidationError(
            {"stated_on": f"{name} joined the partnership on {joined_on:%-d %B %Y}. Enter that day or a later one."}
        )


def _share(statement: Statement, splits: Iterable[Split]) -> None:
    statement.shares.all().delete()
    Share.objects.bulk_create(
        Share(
            statement=statement,
            partnership_id=statement.partnership_id,
            organisation_id=split.party,
            weight=split.weight,
            pence=split.pence,
        )
        for split in splits
    )


def check_draft(statement: Statement) -> None:
    if not statement.is_draft:
        raise ValidationError("This statement was submitted already, so it can no longer be changed.")
    if statement.is_reversal:
        raise ValidationError("The request of a reversal is approved, refused or withdrawn, and nothing else.")
