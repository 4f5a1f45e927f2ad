"""The form by which a report points to a consultation."""

from typing import Any

from django import forms
from django.db.models import Case, When

from governance.models import Report
from partnership.models import User
from partnership.page_forms import ActionForm
from workstreams.models import Consultation


class PointForm(ActionForm):
    """Those of the partnership that the report does not point to yet, of its own workstream first."""

    consultation = forms.ModelChoiceField(Consultation.objects.none(), empty_label="Choose a consultation")

    def __init__(self, data: Any = None, *, report: Report, user: User) -> None:
        super().__init__(data)
        rows = Consultation.objects.visible_to(user).filter(partnership=report.partnership)
        rows = rows.exclude(reports__report=report).select_related("workstream")
        own = Case(When(workstream=report.workstream_id or 0, then=0), default=1)
        self.fields["consultation"].queryset = rows.order_by(own, "-opened_on", "-pk")
        self.fields["consultation"].label_from_instance = lambda row: f"{row.title} ({row.where}, {row.state})"
