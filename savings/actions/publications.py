"""Open data of a partnership's verified savings: switched on and off, each time by somebody and at a moment."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require
from savings.models import Publication


@transaction.atomic
def publish_open_data(*, by: User, partnership: Partnership) -> Publication:
    """Put the verified savings at their public address, from now on. Raises ValidationError where they are there."""
    require(by, "savings.publish_open_data", Publication(partnership=partnership))
    if _locked(partnership):
        raise ValidationError("The open data is switched on already.")
    facts = {"partnership": partnership, "published_at": clock.now(), "published_by": by}
    return write(Publication(), facts, by=by)


@transaction.atomic
def withdraw_open_data(*, by: User, partnership: Partnership) -> Publication:
    """Take them away again: the address answers that there is nothing. Raises ValidationError where it does so."""
    require(by, "savings.withdraw_open_data", Publication(partnership=partnership))
    publication = _locked(partnership)
    if publication is None:
        raise ValidationError("The open data is switched off already.")
    return write(publication, {"withdrawn_at": clock.now(), "withdrawn_by": by}, by=by)


def _locked(partnership: Partnership) -> Publication | None:
    """What is open, under the partnership's row: of two who switch at once the second sees what the first did."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    return Publication.objects.open().filter(partnership=partnership).first()
