"""Partners join and leave, hosts move: recorded with what happens to everything, and done, in one transaction."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.actions.facts import lock, write
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.parties import add_hosting, add_participation, edit_participation
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Participation, PartnerChange, Workstream


class ChangeWords(TypedDict, total=False):
    notice_on: date | None
    shares: str
    shares_words: str
    contributions: str
    contributions_words: str
    staff: str
    posts: int | None
    staff_words: str
    contracts: str
    contracts_words: str
    decision: str


@transaction.atomic
def join_partner(
    *,
    by: User,
    workstream: Workstream,
    organisation: Organisation,
    effective_on: date,
    form_signed_on: date | None = None,
    **words: Unpack[ChangeWords],
) -> PartnerChange:
    """The organisation takes part from this day on. It is a member of the partnership already."""
    participation = _said(
        {"from_on": "effective_on"},
        add_participation,
        by=by,
        workstream=workstream,
        organisation=organisation,
        from_on=effective_on,
        form_signed_on=form_signed_on,
    )
    change = PartnerChange(kind=PartnerChange.Kind.JOINS, workstream=workstream, participation=participation)
    return _record(change, organisation, effective_on, words, by=by)


@transaction.atomic
def leave_partner(
    *, by: User, workstream: Workstream, organisation: Organisation, effective_on: date, **words: Unpack[ChangeWords]
) -> PartnerChange:
    """The organisation takes part until this day. What it shared in stays its own; a host moves before it leaves."""
    require(by, MAY_EDIT, lock(workstream))
    participation = _open_participation(workstream, organisation, effective_on)
    hosts = workstream.hostings.filter(organisation=organisation).exclude(to_on__lte=effective_on)
    if hosts.exists():
        raise ValidationError(
            {"organisation": f"{organisation} hosts {workstream} after this day. Record first who becomes host."}
        )
    _said({"to_on": "effective_on"}, edit_participation, by=by, participation=participation, to_on=effective_on)
    change = PartnerChange(kind=PartnerChange.Kind.LEAVES, workstream=workstream, participation=participation)
    return _record(change, organisation, effective_on, words, by=by)


def _open_participation(workstream: Workstream, organisation: Organisation, last_on: date) -> Participation:
    """The one that goes on beyond the day, or ends on it without a record of why."""
    rows = workstream.participations.filter(organisation=organisation).current(last_on)
    found: Participation | None = rows.first()
    if found is None:
        raise ValidationError({"organisation": f"{organisation} does not take part in {workstream} on this day."})
    if found.to_on and found.to_on != last_on:
        raise ValidationError({"effective_on": f"It takes part until {found.to_on:%d %B %Y} already. Choose that day."})
    if PartnerChange.objects.filter(participation=found, kind=PartnerChange.Kind.LEAVES).exists():
        raise ValidationError({"organisation": f"It is recorded already that {organisation} leaves. Change that."})
    return found


@transaction.atomic
def move_host(
    *, by: User, workstream: Workstream, organisation: Organisation, effective_on: date, **words: Unpack[ChangeWords]
) -> PartnerChange:
    """The organisation hosts from this day on; the host before it hosts until the day before."""
    hosting = _said(
        {"from_on": "effective_on"},
        add_hosting,
        by=by,
        workstream=workstream,
        organisation=organisation,
        from_on=effective_on,
    )
    change = PartnerChange(kind=PartnerChange.Kind.HOSTS, workstream=workstream, hosting=hosting)
    return _record(change, organisation, effective_on, words, by=by)


@transaction.atomic
def edit_partner_change(*, by: User, change: PartnerChange, **words: Unpack[ChangeWords]) -> PartnerChange:
    """Change what was agreed about shares, contributions, staff and contracts; who and when stay as they were."""
    require(by, MAY_EDIT, change)
    if unknown := words.keys() - ChangeWords.__annotations__.keys():
        raise TypeError(f"A change keeps its {', '.join(sorted(unknown))}.")
    return write(change, words, by=by)


def _record(
    change: PartnerChange, organisation: Organisation, effective_on: date, words: ChangeWords, *, by: User
) -> PartnerChange:
    if words.get("notice_on") and words["notice_on"] > effective_on:  # type: ignore[operator]
        raise ValidationError({"notice_on": "Notice is given on or before the day. Check the dates."})
    return write(change, {**words, "organisation": organisation, "effective_on": effective_on}, by=by)


def _said(called: dict[str, str], act: Any, **facts: Any) -> Any:
    """Do it; what it refuses about its dates is said of the day of the change."""
    try:
        return act(**facts)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError({called.get(name, name): texts for name, texts in error.error_dict.items()}) from error
