"""Drafting: a saving with its first statements, more statements of a saving, and changes while nothing is submitted."""

import hashlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.dated import Period
from partnership.models import Organisation, User
from partnership.permissions import require
from savings import ledger
from savings.models import Evidence, Saving, Share, Statement
from savings.models.words import Basis, Kind, Stage, State
from savings.sharing import Sharing, shares_of
from workstreams.models import Workstream


@dataclass(frozen=True)
class SavingDetails:
    """What is said of a saving itself. `baseline_pence` is the cost before, a year."""

    title: str
    kind: str
    category: str
    recurrence: str
    method: str
    baseline: str
    baseline_pence: int | None = None
    baseline_source: str = ""
    unit: str = ""


@dataclass(frozen=True)
class StatementDetails:
    """What is stated: the stage of claim, the amount of EACH period (pence; or a measure, hundredths), the sharing."""

    stage: str
    periods: Sequence[Period]
    sharing: Sharing
    amount_pence: int = 0
    measure_hundredths: int | None = None
    stated_on: date | None = None
    note: str = ""


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
) -> list[Statement]:
    """Draft one statement for each period. One that `replaces` another takes its place when it is submitted."""
    if not details.periods:
        raise ValidationError({"first_year": "Choose a financial year."})
    statements = []
    with ledger.locked(saving.partnership):
        saving.refresh_from_db()
        for period in details.periods:
            statement = Statement(
                partnership=saving.partnership,
                saving=saving,
                organisation=organisation,
                drafted_by=by,
                replaces=replaces,
            )
            require(by, "savings.draft_saving", statement)
            if replaces is not None:
                check_replaceable(replaces, details, by=by)
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
        saving.refresh_from_db()
        require(by, "savings.draft_saving", saving)
        if saving.is_frozen:
            raise ValidationError("A statement of this saving was submitted, so the saving can no longer be changed.")
        drafts = list(saving.statements.prefetch_related("shares", "authors"))
        check_version(drafts, version)
        if statement is None and (workstream.pk, details.kind) != (saving.workstream_id, saving.kind):
            raise ValidationError("Its drafts were made for this workstream and kind. Discard them to change these.")
        if statement is not None and not is_series(drafts):
            raise ValidationError("The drafts of this saving differ from each other. Change them one by one.")
        saving.workstream = workstream
        for name, value in asdict(details).items():
            setattr(saving, name, value)
        saving.full_clean()
        history.save(saving, by=by)
        for draft in drafts:
            draft.authors.add(by)
        if statement is not None:
            _rewrite(saving, drafts, statement, by=by)
    return saving


def is_series(drafts: Sequence[Statement]) -> bool:
    """Whether one set of details made them: they differ in nothing but the year, and no year is left out."""
    said = {
        (
            *(draft.stage, draft.amount_pence, draft.measure_hundredths, draft.basis, draft.stated_on, draft.note),
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
    return (share.organisation_id, share.weight if basis == Basis.AGREED else 0)


def _rewrite(saving: Saving, drafts: Sequence[Statement], details: StatementDetails, *, by: User) -> None:
    """Keep the drafts of periods that stay, delete those of periods that go, add the new; authors are of the saving."""
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
        statement.refresh_from_db()
        require(by, "savings.draft_saving", statement)
        check_draft(statement)
        check_version([statement], version)
        if statement.replaces is not None:
            check_replaceable(statement.replaces, details, by=by, but=statement)
        _write(statement, details, details.periods[0], by=by)
    return statement


@transaction.atomic
def discard_statement(*, by: User, statement: Statement) -> None:
    """Delete a draft statement; its history stays. The saving goes with its last statement."""
    with ledger.locked(statement.partnership):
        statement.refresh_from_db()
        require(by, "savings.draft_saving", statement)
        check_draft(statement)
        saving = statement.saving
        history.delete(statement, by=by)
        if not saving.statements.exists():
            _delete_saving(saving, by=by)


@transaction.atomic
def discard_draft(*, by: User, saving: Saving) -> None:
    """Delete a saving that is all draft, with its statements and evidence; the history stays."""
    with ledger.locked(saving.partnership):
        require(by, "savings.draft_saving", saving)
        if saving.is_frozen:
            raise ValidationError("A statement of this saving was submitted, so the saving can no longer be discarded.")
        for statement in saving.statements.all():
            history.delete(statement, by=by)
        _delete_saving(saving, by=by)


def _delete_saving(saving: Saving, *, by: User) -> None:
    files = list(saving.evidence.all())
    history.delete(saving, by=by)
    for evidence in files:
        evidence.delete_unused_file()


def _write(statement: Statement, details: StatementDetails, period: Period, *, by: User) -> None:
    _fill(statement, details, period)
    history.save(statement, by=by)
    statement.authors.add(by)
    _share(statement, details.sharing)


def _fill(statement: Statement, details: StatementDetails, period: Period) -> None:
    statement.stated_on = details.stated_on or clock.today()
    check_claim(details.stage, period, statement.stated_on)
    check_member(statement, period)
    qualitative = statement.saving.kind == Kind.QUALITATIVE
    if qualitative and details.measure_hundredths is None:
        raise ValidationError({"measure": "Enter the benefit in the saving's own unit."})
    if not qualitative and details.amount_pence <= 0:
        raise ValidationError({"amount": "Enter an amount of more than £0.00."})
    statement.stage = details.stage
    statement.year, statement.quarter = period.year, period.quarter
    statement.amount_pence = 0 if qualitative else details.amount_pence
    statement.measure_hundredths = details.measure_hundredths if qualitative else None
    statement.basis = details.sharing.basis
    statement.note = details.note
    statement.full_clean(exclude=["authors"])
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


def _share(statement: Statement, sharing: Sharing) -> None:
    splits = shares_of(statement.amount_pence, sharing, statement.saving.workstream, statement.period)
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


def version_of(statements: Iterable[Statement]) -> str:
    """Names what drafts say: it changes with every change of them, their savings and evidence. Three queries."""
    drafts = {statement.pk for statement in statements}
    savings = {statement.saving_id for statement in statements}
    changes = [
        *Statement.history.filter(id__in=drafts).order_by("history_id").values_list("history_id", flat=True),
        *Saving.history.filter(id__in=savings).order_by("history_id").values_list("history_id", flat=True),
        *Evidence.objects.filter(saving__in=savings).order_by("pk").values_list("pk", flat=True),
    ]
    return hashlib.sha256(f"{sorted(drafts)} {changes}".encode()).hexdigest()[:16]


def check_version(drafts: Iterable[Statement], version: str | None) -> None:
    """`version` is what a person was shown; drafts that have changed since are not what that person means."""
    if version is not None and version != version_of(drafts):
        raise ValidationError(
            "This draft was changed since you opened this page. Check what it says now before you go on.",
            code="changed",
        )


def check_draft(statement: Statement) -> None:
    if not statement.is_draft:
        raise ValidationError("This statement was submitted already, so it can no longer be changed.")


def check_replaceable(old: Statement, details: StatementDetails, *, by: User, but: Statement | None = None) -> None:
    """A statement may be replaced by one of the same saving, stage of claim and period, once, by its own organisation.

    Verified shares of what is contracted or realised stand: they are reversed, never replaced.
    """
    require(by, "savings.draft_saving", old)
    if old.is_draft:
        raise ValidationError("A draft is changed, not replaced.")
    if any(other != but for other in Statement.objects.filter(replaces=old)):
        raise ValidationError("This statement was replaced already. Open its replacement to change it.")
    if details.stage != old.stage:
        raise ValidationError({"stage": "A replacement keeps the stage of claim. Add another statement instead."})
    if list(details.periods) != [old.period]:
        raise ValidationError({"first_year": f"A replacement keeps the period, {old.period}."})
    check_room(old, details.sharing.organisations)


def check_room(old: Statement, organisations: Set[int]) -> None:
    """What a replacement shares out is not what stands already. No organisations: all that take part."""
    open_shares = replaceable_shares(old)
    if not open_shares:
        raise ValidationError("Every share of this statement is verified. A verified share is reversed, not replaced.")
    standing = {s.organisation_id: s.organisation.name for s in old.shares.all() if s not in open_shares}
    if standing and (not organisations or organisations & standing.keys()):
        raise ValidationError(
            {
                "organisations": f"The verified share of {', '.join(standing.values())} stands. "
                "Choose only the other organisations, and enter only their amount."
            }
        )


def replaceable_shares(statement: Statement) -> list[Share]:
    """The shares that a replacement takes out: all of a target or forecast, what is not verified of anything firmer."""
    soft = statement.stage in (Stage.TARGET, Stage.FORECAST)
    return [share for share in statement.shares.all() if soft or share.state != State.VERIFIED]
