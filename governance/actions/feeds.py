"""Calendar feeds are made, renewed and revoked by the person for whom they stand."""

import secrets
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.models import Body, CalendarFeed
from partnership import clock
from partnership.actions.facts import write
from partnership.models import User

MOST = 20  # of one person at a time
KEY_BYTES = 32


def digest_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: User, body: Body | None = None) -> tuple[CalendarFeed, str]:
    """A feed of a body, or of all meetings of the user; and the key of its address, which is kept nowhere."""
    User.objects.select_for_update().get(pk=by.pk)
    if body and not Body.objects.visible_to(by).filter(pk=body.pk).exists():
        raise ValidationError({"body": "Choose a body of one of your partnerships."})
    if CalendarFeed.objects.standing().filter(user=by).count() >= MOST:
        raise ValidationError(f"You have {MOST} calendar feeds. Revoke one that you do not use any more first.")
    key = secrets.token_urlsafe(KEY_BYTES)
    return write(CalendarFeed(user=by, digest=digest_of(key)), {"body": body}, by=by), key


@transaction.atomic
def renew_feed(*, by: User, feed: CalendarFeed) -> tuple[CalendarFeed, str]:
    """Another address for the same meetings: the one before ends."""
    revoke_feed(by=by, feed=feed)
    return make_feed(by=by, body=feed.body)


@transaction.atomic
def revoke_feed(*, by: User, feed: CalendarFeed) -> CalendarFeed:
    """From now on its address answers that there is nothing."""
    own = CalendarFeed.objects.visible_to(by).select_for_update(of=("self",))
    found: CalendarFeed | None = own.filter(pk=feed.pk).first()
    if found is None:
        raise PermissionDenied("You may revoke your own calendar feeds.")
    if found.revoked_at is not None:
        raise ValidationError("This feed was revoked already.")
    return write(found, {"revoked_at": clock.now()}, by=by)
