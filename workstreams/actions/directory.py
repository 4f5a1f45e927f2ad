"""The A-Z of shared services: its entries, and its public page."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.actions.facts import STRANGER, STRANGERS, change_of_parties, lock, strangers, write
from partnership.actions.publications import switch_off, switch_on
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import ServiceEntry, ServicesPublication, Workstream

_CALLED = "The A-Z of shared services"


class ServiceFacts(TypedDict, total=False):
    workstream: Workstream | None
    name: str
    description: str
    host: Organisation | None
    basis: str
    since_on: date | None
    email: str
    web: str
    is_left_out: bool


@transaction.atomic
def add_service(
    *, by: User, partnership: Partnership, organisations: Iterable[Organisation] = (), **facts: Unpack[ServiceFacts]
) -> ServiceEntry:
    """An entry of the A-Z: what it adds to a workstream, or a service that is shared but no workstream.

    Raises ValidationError for all that is wrong.
    """
    return _write(ServiceEntry(partnership=partnership), list(organisations), facts, by=by)


@transaction.atomic
def edit_service(
    *,
    by: User,
    entry: ServiceEntry,
    organisations: Iterable[Organisation] | None = None,
    **facts: Unpack[ServiceFacts],
) -> ServiceEntry:
    require(by, MAY_EDIT, lock(entry))
    chosen = list(entry.organisations.all()) if organisations is None else list(organisations)
    return _write(entry, chosen, facts, by=by)


@transaction.atomic
def remove_service(*, by: User, entry: ServiceEntry) -> None:
    """Delete an entry; its history stays. A workstream that is live is listed again with its own facts alone."""
    require(by, MAY_EDIT, lock(entry))
    entry.organisations.clear()
    history.delete(entry, by=by)


def publish_services(*, by: User, partnership: Partnership) -> ServicesPublication:
    """Put the A-Z at its public address, from now on."""
    require(by, MAY_EDIT, ServicesPublication(partnership=partnership))
    return switch_on(ServicesPublication, _CALLED, by=by, partnership=partnership)


def withdraw_services(*, by: User, partnership: Partnership) -> ServicesPublication:
    """Take it away again: the address answers that there is nothing."""
    require(by, MAY_EDIT, ServicesPublication(partnership=partnership))
    return switch_off(ServicesPublication, _CALLED, by=by, partnership=partnership)


def _write(row: ServiceEntry, organisations: list[Organisation], facts: ServiceFacts, *, by: User) -> ServiceEntry:
    partnership, workstream = row.partnership, facts.get("workstream", row.workstream)
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    require(by, MAY_EDIT, ServiceEntry(partnership=partnership, workstream=workstream))
    host = facts.get("host", row.host)
    if errors := _errors(partnership, workstream, organisations, host, facts.get("email", "")):
        raise ValidationError(errors)
    if workstream:  # its own facts are told, and never copied
        organisations = []
        facts = {**facts, "host": None, "basis": Workstream.Basis.UNDECIDED}
    row = write(row, facts, by=by, reason=change_of_parties("Shared by", row, organisations))
    row.organisations.set(organisations)
    return row


def _errors(
    partnership: Partnership,
    workstream: Workstream | None,
    organisations: list[Organisation],
    host: Organisation | None,
    email: str,
) -> dict[str, str]:
    errors: dict[str, str] = {}
    unknown = strangers(partnership, [*organisations, host])
    if host and host.pk in unknown:
        errors["host"] = STRANGER
    if any(organisation.pk in unknown for organisation in organisations):
        errors["organisations"] = STRANGERS
    elif workstream is None and len({*organisations, *([host] if host else [])}) < 2:
        errors["organisations"] = "Choose who shares the service: at least two organisations, the host included."
    if email and User.objects.filter(email__iexact=email).exists():
        errors["email"] = "This is the address of a person who signs in here. Enter the address of the service."
    return errors
