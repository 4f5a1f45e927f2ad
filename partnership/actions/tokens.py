"""API tokens: made by a person for a program of theirs, shown once, revoked by them or an administrator."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from partnership import clock, history
from partnership.actions.facts import write
from partnership.models import ApiToken, User

EXPIRIES = (30, 90, 365)  # days


@transaction.atomic
def create_token(*, by: User, name: str, days: int, may_write: bool = False) -> tuple[ApiToken, str]:
    """A new token of the user's own, and the secret itself, which is kept nowhere."""
    if days not in EXPIRIES:
        raise ValidationError({"days": f"Choose {', '.join(map(str, EXPIRIES[:-1]))} or {EXPIRIES[-1]} days."})
    digest, secret = get_digest_token()
    token = ApiToken(digest=digest, token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH], user=by)
    facts = {"name": name, "expiry": clock.now() + timedelta(days=days), "may_write": may_write}
    return write(token, facts, by=by), secret


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken) -> None:
    """Delete the token: the next request with it is refused."""
    if not ApiToken.objects.visible_to(by).filter(pk=token.pk).exists():
        raise PermissionDenied("You may revoke your own tokens, and those of people whose roles you keep.")
    history.delete(token, by=by)
