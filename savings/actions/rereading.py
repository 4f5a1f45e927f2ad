"""Rows that are read again under the ledger's lock: what was there when the page was opened may be gone by then."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist, ValidationError


@contextmanager
def still_there(what: str = "draft") -> Iterator[None]:
    """Around a read of one row: ValidationError, for the person who asks, when it was deleted meanwhile."""
    try:
        yield
    except ObjectDoesNotExist:
        raise ValidationError(f"This {what} is gone: somebody withdrew or refused it meanwhile.", code="gone") from None
