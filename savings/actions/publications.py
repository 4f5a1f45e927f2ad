"""Open data of a partnership's verified savings: switched on and off, each time by somebody and at a moment."""

from partnership.actions.publications import switch_off, switch_on
from partnership.models import Partnership, User
from partnership.permissions import require
from savings.models import Publication

_CALLED = "The open data"


def publish_open_data(*, by: User, partnership: Partnership) -> Publication:
    """Put the verified savings at their public address, from now on. Raises ValidationError where they are there."""
    require(by, "savings.publish_open_data", Publication(partnership=partnership))
    return switch_on(Publication, _CALLED, by=by, partnership=partnership)


def withdraw_open_data(*, by: User, partnership: Partnership) -> Publication:
    """Take them away again: the address answers that there is nothing. Raises ValidationError where it does so."""
    require(by, "savings.withdraw_open_data", Publication(partnership=partnership))
    return switch_off(Publication, _CALLED, by=by, partnership=partnership)
