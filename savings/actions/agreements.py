"""Agreements on sharing: proposed by one person, approved by another; a new version ends the one before."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from partnership import clock, history
from partnership.dated import Period, financial_year_of
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from savings import ledger
from savings.actions.rereading import still_there
from savings.models import AgreedPart, Seal, SharingAgreement
from savings.sharing import check_whole
from workstreams.models import Workstream


@transaction.atomic
def propose_agreement(
    *,
    by: User,
    partnership: Partnership,
    workstream: Workstream | None,
    from_on: date,
    percentages: Mapping[int, int],
    reason: str,
    to_on: date | None = None,
    document: str = "",
    decision: str = "",
) -> SharingAgreement:
    """Propose an agreement for a workstream, or (none) for the whole partnership.

    `percentages` are hundredths of a per cent by organisation id; 0 names an organisation that takes part and gets
    nothing. Raises PermissionDenied, ValidationError with all that is wrong.
    """
    if workstream is not None and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    agreement = SharingAgreement(
        partnership=partnership,
        workstream=workstream,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip(),
        document=document.strip(),
        decision=decision.strip(),
        proposed_by=by,
    )
    require(by, "savings.propose_agreement", agreement)
    _check(agreement, percentages)
    history.save(agreement, by=by)
    AgreedPart.objects.bulk_create(
        AgreedPart(agreement=agreement, organisation_id=organisation, hundredths=hundredths)
        for organisation, hundredths in percentages.items()
    )
    return agreement


def _check(agreement: SharingAgreement, percentages: Mapping[int, int]) -> None:
    errors: dict[str, list[ValidationError]] = {}
    checks: list[Callable[[], None]] = [
        partial(agreement.full_clean, exclude=["approved_by", "version", "approved_at"]),
        partial(check_whole, sum(percentages.values())),
        partial(_check_parties, agreement, percentages),
    ]
    for check in checks:
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _check_parties(agreement: SharingAgreement, percentages: Mapping[int, int]) -> None:
    """Who gets a part takes part (or, for the whole partnership, is a member) in the year in which it begins."""
    year = Period(financial_year_of(agreement.from_on))
    if agreement.workstream:
        here = set(agreement.workstream.taking_part(year).values_list("pk", flat=True))
    else:
        memberships = agreement.partnership.memberships.overlapping(year.first_on, year.last_on)
        here = set(memberships.values_list("organisation", flat=True))
    strangers = {organisation for organisation, hundredths in percentages.items() if hundredths} - here
    if strangers:
        names = ", ".join(each.name for each in Organisation.objects.filter(pk__in=strangers).order_by("code"))
        scope = f"take part in {agreement.workstream}" if agreement.workstream else "belong to the partnership"
        raise ValidationError({"percentages": f"{names} did not {scope} in {year}. Take the percentage away."})


def approve_agreement(*, by: User, agreement: SharingAgreement) -> SharingAgreement:
    """Approve a proposal: it gets the next version and never changes again. Never by who proposed it.

    Under the lock of submissions, so that each statement is submitted by the agreement before or by this one.
    """
    with ledger.locked(agreement.partnership) as head:
        with still_there("proposal"):
            agreement.refresh_from_db()
        require(by, "savings.approve_agreement", agreement)
        if agreement.approved_at is not None:
            raise ValidationError("This agreement was approved already.")
        versions = SharingAgreement.objects.of(agreement.partnership, agreement.workstream)
        agreement.version = 1 + (versions.aggregate(last=Max("version"))["last"] or 0)
        agreement.approved_at, agreement.approved_by = clock.now(), by
        history.save(agreement, by=by)
        ledger.seal(head, Seal.What.AGREEMENT, agreement.pk)
    return agreement


def withdraw_agreement(*, by: User, agreement: SharingAgreement) -> None:
    """Take a proposal back; its history stays."""
    with ledger.locked(agreement.partnership):
        with still_there("proposal"):
            agreement.refresh_from_db()
        require(by, "savings.propose_agreement", agreement)
        if agreement.approved_at is not None:
            raise ValidationError("This agreement was approved already. Propose a new version to end it.")
        history.delete(agreement, by=by)
