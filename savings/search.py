"""What of savings is found by the search."""

from django.db.models import QuerySet

from partnership.models import Partnership, User
from partnership.search import Hit, Kind, Words, having, text_of
from savings.models import Saving


def savings(user: User, partnership: Partnership, words: Words) -> QuerySet:
    """Those with a statement that the reader may see: a draft of another organisation is not among them."""
    rows = Saving.objects.visible_to(user).filter(partnership=partnership).select_related("partnership", "workstream")
    return having(rows, words, "title", "method", "workstream__name").order_by("-pk")


KINDS = (
    Kind(
        "savings",
        "Savings",
        savings,
        lambda row: Hit(row.title, row.get_absolute_url(), text_of(row.workstream.name, row.method)),
        "savings.view_statement",
    ),
)
