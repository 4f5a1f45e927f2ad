"""The forms of a milestone, of what it waits for, and of a new baseline."""

from typing import Any

from django import forms
from django.db.models import Q

from partnership.forms import Checkboxes, LongTextField
from partnership.page_forms import ActionForm, FactsForm
from workstreams.actions.plan import PLANNED
from workstreams.forms.owners import OwnerField
from workstreams.forms.workstreams import OfWorkstreamForm
from workstreams.models import Milestone
from workstreams.models.plan import LONGEST_REASON


class MilestoneForm(OfWorkstreamForm):
    """What a baseline holds is not asked for: a new baseline alone changes it."""

    owner = OwnerField()

    class Meta(FactsForm.Meta):
        model = Milestone
        fields = [
            "title",
            "planned_start_on",
            "planned_on",
            "forecast_start_on",
            "forecast_on",
            "actual_start_on",
            "actual_on",
            "owner",
            "owner_post",
        ]

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(self.instance.workstream.partnership)
        if self.instance.pk and self.instance.baselined.exists():
            for name in PLANNED:
                del self.fields[name]
        for name in self.fields:
            if name.endswith("_start_on"):
                self.fields[name].help_text = "Of a task that lasts. Leave it empty for a milestone of one day."


class DependenciesForm(ActionForm):
    """What is done holds nothing up any more: it is offered only where it is waited for already."""

    waits_for = forms.ModelMultipleChoiceField(
        Milestone.objects.none(),
        label="It waits for",
        required=False,
        widget=Checkboxes,
        help_text="It can begin when all of these are done.",
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = list(milestone.dependencies.values_list("waits_for", flat=True))
        here = Milestone.objects.filter(workstream__partnership=milestone.workstream.partnership_id)
        here = here.filter(Q(actual_on=None) | Q(pk__in=now))
        field = self.fields["waits_for"]
        field.queryset = (
            here.exclude(pk=milestone.pk).select_related("workstream").order_by("workstream__name", "planned_on", "pk")
        )
        field.label_from_instance = lambda row: f"{row.workstream.name}: {row.title}, {row.planned_on:%-d %B %Y}"
        field.initial = now


class PlanBaselineForm(ActionForm):
    reason = LongTextField(
        label="Reason",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who agreed to it, and why the plan is another one now.",
    )
