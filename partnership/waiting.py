"""What of people and their roles waits for somebody."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from partnership.duties import MOST, Duty, Kind
from partnership.models import Grant, Partnership, User


def roles_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Roles that another administrator asked for, for somebody else than this one. One query."""
    rows = Grant.objects.awaiting_approval().filter(partnership=partnership).exclude(requested_by=user)
    rows = rows.exclude(user=user).select_related("user", "organisation").order_by("requested_at", "pk")
    for grant in rows[: MOST + 1]:
        url = reverse("grant-approve", kwargs={"partnership": partnership.slug, "pk": grant.pk})
        since = timezone.localdate(grant.requested_at)
        yield Duty("Approve or refuse", f"{grant.get_role_display()} for {grant.user.name}", url, since)


KINDS = (Kind("Roles to approve", "partnership.manage_people", roles_to_approve),)
