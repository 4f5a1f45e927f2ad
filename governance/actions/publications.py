"""The public register of a partnership's meetings and decisions is switched on and off."""

from governance.models import GovernancePublication
from partnership.actions.publications import switch_off, switch_on
from partnership.models import Partnership, User
from partnership.permissions import require

_CALLED = "The public register"
MAY_PUBLISH, MAY_WITHDRAW = "governance.publish_register", "governance.withdraw_register"


def publish_register(*, by: User, partnership: Partnership) -> GovernancePublication:
    """Put it at its public address, from now on. Raises ValidationError where it is there."""
    require(by, MAY_PUBLISH, GovernancePublication(partnership=partnership))
    return switch_on(GovernancePublication, _CALLED, by=by, partnership=partnership)


def withdraw_register(*, by: User, partnership: Partnership) -> GovernancePublication:
    """Take it away again: the address answers that there is nothing. Raises ValidationError where it does so."""
    require(by, MAY_WITHDRAW, GovernancePublication(partnership=partnership))
    return switch_off(GovernancePublication, _CALLED, by=by, partnership=partnership)
