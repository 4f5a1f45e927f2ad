"""What the filters of lists of a partnership offer: its workstreams, organisations and grants."""

from django.db.models import QuerySet

from partnership.models import Organisation
from partnership.views.scope import ScopedRequest
from workstreams.models import Funding, Workstream


def organisations(request: ScopedRequest | None) -> QuerySet:
    return request.partnership.organisations.distinct() if request else Organisation.objects.none()


def workstreams(request: ScopedRequest | None) -> QuerySet:
    return request.partnership.workstreams.all() if request else Workstream.objects.none()


def fundings(request: ScopedRequest | None) -> QuerySet:
    return request.partnership.fundings.visible_to(request.user) if request else Funding.objects.none()
