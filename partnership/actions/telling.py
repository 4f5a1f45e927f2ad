"""Who is told of what is changed of an organisation that several partnerships share."""

from typing import Any

from django.urls import reverse

from partnership import history, notices
from partnership.actions.notices import Message, notify
from partnership.models import Grant, Organisation, Partnership, User


def tell_of_change(row: Any, *, organisation: Organisation, here: Partnership) -> None:
    """An organisation is one legal body, whichever partnerships it is in. What the administrators of one have changed
    of it, or of its population and budget (`row`), those of the others are told, as its history says it. Four queries
    and a few for each other partnership."""
    last = row.history.first()
    newest = next(iter(history.events(row)), None)
    if newest is None or newest.at != last.history_date:
        return  # nothing differs
    others = Partnership.objects.filter(memberships__organisation=organisation).exclude(pk=here.pk).distinct()
    for partnership in others:
        keepers = Grant.objects.filter(partnership=partnership).carrying("partnership.manage_people")
        message = Message(
            notices.SHARED,
            key=f"shared:{partnership.pk}:{row._meta.model_name}:{last.history_id}",
            subject=f"{organisation} was changed",
            text=f"An administrator of another partnership that {organisation} is in {newest.sentence}. "
            "It holds in yours too. The page of the organisation says who it was, in its history.",
            path=reverse("organisation-edit", args=[partnership.slug, organisation.code]),
        )
        people = User.objects.filter(pk__in=keepers.values("user")).exclude(pk=last.history_user_id)
        notify(message=message, to=people, partnership=partnership)
