"""The forms of bodies, seats, meetings and agendas. Every choice is of the one partnership."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from governance.models import AgendaItem, Body, Meeting, Seat
from partnership.forms import DateInputField
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm


class BodyForm(FactsForm):
    quorum = forms.IntegerField(
        label="Quorum", min_value=1, max_value=100, initial=1, help_text="How many holders of seats must be present."
    )
    order = forms.IntegerField(
        label="Place", min_value=0, max_value=100, initial=0, help_text="From top (0) to bottom of the list of bodies."
    )

    class Meta(FactsForm.Meta):
        model = Body
        fields = ["name", "purpose", "power", "parent", "quorum", "order"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = partnership.bodies.exclude(pk=self.instance.pk)
        self.fields["parent"].label = "Reports to"
        self.fields["parent"].help_text = ""
        self.fields["parent"].empty_label = "No other body"


class SeatForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Seat
        fields = ["office", "organisation", "holder", "from_on", "to_on"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "No organisation"
        self.fields["holder"].queryset = User.objects.of_partnership(partnership)
        self.fields["holder"].empty_label = "Vacant"
        self.fields["holder"].label_from_instance = _person_and_post


def _person_and_post(user: User) -> str:
    return f"{user.name}, {user.post_title}" if user.post_title else user.name


class MeetingForm(FactsForm):
    """A meeting's moment is typed as a day and a time in the portal's time zone."""

    on = DateInputField(label="Date")
    at = forms.TimeField(
        label="Time",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        help_text="On the 24-hour clock, for example 14:30.",
        error_messages={"invalid": "Write the time on the 24-hour clock, such as 14:30."},
    )

    field_order = ["body", "on", "at", "place_name", "state"]

    class Meta(FactsForm.Meta):
        model = Meeting
        fields = ["body", "place_name", "state"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = partnership.bodies.all()
        self.fields["body"].empty_label = "Choose a body"
        if self.instance.pk:
            starts = timezone.localtime(self.instance.starts_at)
            self.initial |= {"on": starts.date(), "at": starts.time()}

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        starts = datetime.combine(facts.pop("on"), facts.pop("at"))
        return facts | {"starts_at": timezone.make_aware(starts)}


class AgendaForm(FactsForm):
    position = forms.TypedChoiceField(label="Position", coerce=int, help_text="Items behind it move on.")
    minutes = forms.IntegerField(
        label="Minutes planned",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    class Meta(FactsForm.Meta):
        model = AgendaItem
        fields = ["title", "lead", "minutes"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = list(meeting.items.all())
        new = self.instance.pk is None
        count = len(items) + new
        self.fields["position"].choices = [(number, str(number)) for number in range(1, count + 1)]
        self.initial["position"] = count if new else items.index(self.instance) + 1
