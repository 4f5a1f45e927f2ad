"""What stands before there is anybody to ask: a partnership and its first administrators. For the command line."""

from datetime import date

from django.db import transaction

from partnership import clock
from partnership.actions.facts import write
from partnership.actions.people import new_account
from partnership.models import Grant, Partnership, User


@transaction.atomic
def found_partnership(
    *, name: str, slug: str, started_on: date, purpose: str = "", by: User | None = None
) -> Partnership:
    facts = {"name": name, "slug": slug, "started_on": started_on, "purpose": purpose}
    return write(Partnership(), facts, by=by)


@transaction.atomic
def found_administrator(
    *,
    partnership: Partnership,
    email: str,
    name: str,
    post_title: str = "Administrator",
    from_on: date | None = None,
    by: User | None = None,
) -> Grant:
    """Make the person with this address an administrator without a second one's word: there is none yet to ask.

    Only who can reach the server's command line comes here. History names the system.
    """
    person = User.objects.filter(email__iexact=email).first()
    person = person or new_account(by=by, email=email, name=name, post_title=post_title)
    grant = Grant(user=person, partnership=partnership, role="administrator", from_on=from_on or clock.today())
    return write(grant, {}, by=by)
