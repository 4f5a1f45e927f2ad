"""The forms of meetings and agendas. Every choice is of the one partnership."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from governance.models import AgendaItem, Meeting, MinutesAgreement, Remit
from partnership import clock
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.models import Partnership
from partnership.page_forms import ActionForm, FactsForm

MINUTE = timedelta(seconds=59)


class TimeField(forms.TimeField):
    """A time typed on the 24-hour clock."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
            error_messages={"invalid": "Write the time on the 24-hour clock, such as 14:30."},
            **kwargs,
        )


def moment(day: Any, at: Any) -> datetime:
    """In the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, at))


def moment_at(meeting: Meeting, typed: Any) -> datetime | None:
    """What is typed as a time of the meeting's day; none if nothing is. A minute is typed, so its end is meant as far
    as it has come and the meeting lasted: what was recorded within that minute was before."""
    if typed is None:
        return None
    begins = moment(meeting.on, typed)
    limit = min(clock.now(), meeting.ended_at or clock.now())
    return min(begins + MINUTE, limit) if begins <= limit else begins


class MeetingForm(FactsForm):
    """A meeting's moment is typed as a day and a time in the portal's time zone."""

    on = DateInputField(label="Date")
    at = TimeField(label="Time", help_text="On the 24-hour clock, for example 14:30.")

    field_order = ["body", "on", "at", "place_name"]

    class Meta(FactsForm.Meta):
        model = Meeting
        fields = ["body", "place_name"]

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
        return facts | {"starts_at": moment(facts.pop("on"), facts.pop("at"))}


class NewMeetingForm(MeetingForm):
    standing = forms.BooleanField(
        label="Begin the agenda with the standing items",
        required=False,
        initial=True,
        help_text="Apologies for absence, declarations of interest, minutes of the last meeting.",
    )

    field_order = ["body", "on", "at", "place_name", "standing"]


class PostponeForm(ActionForm):
    on = DateInputField(label="New date")
    at = TimeField(label="New time", help_text="On the 24-hour clock, for example 14:30.")
    reason = LongTextField(label="Why it is postponed", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"starts_at": moment(said["on"], said["at"]), "reason": said["reason"]}


class MomentForm(ActionForm):
    """When a meeting was opened, or ended; of one that was held on an earlier day its plan is offered."""

    time = TimeField(
        label="At what time?", required=False, help_text="On the day of the meeting. Leave it empty for now."
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        self._meeting = meeting
        if meeting.on < clock.today():
            planned = sum(item.minutes or 0 for item in meeting.items.all()) if meeting.was_held else 0
            self.fields["time"].initial = timezone.localtime(meeting.starts_at + timedelta(minutes=planned)).time()
            if not meeting.was_held:
                self.fields["time"].required, self.fields["time"].help_text = True, "On the day of the meeting."

    @property
    def facts(self) -> dict[str, Any]:
        """It begins with the minute that is typed, and ends after what was recorded within that minute."""
        typed = self.cleaned_data["time"]
        if self._meeting.was_held:
            return {"at": moment_at(self._meeting, typed)}
        return {"at": moment(self._meeting.on, typed) if typed else None}


class CancelForm(ActionForm):
    reason = LongTextField(label="Why it is cancelled", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AgreeForm(ActionForm):
    """Later meetings of the same body that were opened."""

    at = forms.ModelChoiceField(
        Meeting.objects.none(), label="Which meeting agreed them?", empty_label="Choose a meeting"
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        later = Meeting.objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at, opened_at__isnull=False)
        self.fields["at"].queryset = later.select_related("body").order_by("starts_at")


class AgreeOtherwiseForm(ActionForm):
    """Without a later meeting of the body. Offered of the bodies above: those to which it reports, or did."""

    way = forms.ChoiceField(label="How were they agreed?", choices=MinutesAgreement.Way.choices)
    who = forms.CharField(
        label="Who agreed them?",
        max_length=200,
        required=False,
        help_text="By post: who presided, or how many of the members agreed. Anybody may read it.",
    )
    on = DateInputField(label="When?", required=False)
    at = forms.ModelChoiceField(
        Meeting.objects.none(), label="At which of its meetings?", required=False, empty_label="Choose a meeting"
    )
    reason = LongTextField(
        label="Why not at the next meeting?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: the body was wound up. Anybody may read it.",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.fields["way"].widget = Radios(choices=MinutesAgreement.Way.choices)
        above = Remit.objects.filter(body=meeting.body_id).values("parent")
        later = Meeting.objects.filter(body__in=above, starts_at__gt=meeting.starts_at, opened_at__isnull=False)
        self.fields["at"].queryset = later.select_related("body").order_by("starts_at")
        self.fields["at"].help_text = "Only where the body above agreed them."


class AgendaForm(FactsForm):
    position = forms.TypedChoiceField(label="Position", coerce=int, help_text="Items behind it move on.")
    minutes = forms.IntegerField(
        label="Minutes planned",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    field_order = ["title", "kind", "lead", "minutes", "position", "matter", "is_exempt", "exempt_reason"]

    class Meta(FactsForm.Meta):
        model = AgendaItem
        fields = ["title", "kind", "lead", "minutes", "matter", "is_exempt", "exempt_reason"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = list(meeting.items.all())
        new = self.instance.pk is None
        count = len(items) + new
        self.fields["kind"].choices = AgendaItem.Kind.choices
        self.fields["kind"].required = False
        self.fields["position"].choices = [(number, str(number)) for number in range(1, count + 1)]
        self.initial["position"] = count if new else items.index(self.instance) + 1
        if meeting.state != Meeting.State.DRAFT:
            del self.fields["position"]
        self.fields[
            "is_exempt"
        ].help_text = (
            "Then what it is about is shown only to those who may see what is exempt. The title is not hidden."
        )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or AgendaItem.Kind.OTHER
