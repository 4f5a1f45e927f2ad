"""The forms of decisions, and of what they delegate."""

from typing import Any

from django import forms

from governance.actions.decisions import NOT_USED, Motion
from governance.actions.ratifications import Asking
from governance.attendance import COMES
from governance.effects import KINDS
from governance.forms.effects import fields_of, wanted_of
from governance.forms.meetings import TimeField, moment_at
from governance.models import AgendaItem, Decision, Delegation, DelegationUse, Meeting, RatificationNeed, Report, Vote
from governance.models.decisions import LONGEST_MOTION
from governance.room import Room
from governance.voting import may_vote
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, FactsForm
from workstreams import stages
from workstreams.models import Workstream

DOES_NOT = "none"
_VOTES = [(DOES_NOT, "Does not vote"), *((choice.value, choice.label) for choice in Vote.Choice)]


class AskingForm(ActionForm):
    """Who ratifies a decision, by when, and what it lets happen."""

    rule = forms.ChoiceField(label="Who ratifies it?", choices=RatificationNeed.Rule.choices, widget=Radios)
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        required=False,
        empty_label="None",
        help_text="Whose partners ratify it.",
    )
    stage = forms.ChoiceField(
        label="For entering the stage",
        required=False,
        choices=[("", "No stage"), *stages.GATE_CHOICES],
        help_text="If the workstream may move once it is ratified. Its gate counts the same answers.",
    )
    due_on = DateInputField(label="To be answered by", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["workstream"].queryset = partnership.workstreams.all()

    @property
    def asking(self) -> Asking | None:
        said = self.cleaned_data
        return Asking(said["rule"], said["due_on"], said["workstream"], said["stage"]) if said.get("rule") else None

    @property
    def facts(self) -> dict[str, Any]:
        return {"asking": self.asking}


_ASKING = ["rule", "workstream", "stage", "due_on"]


class DecisionForm(AskingForm):
    """The motion, a vote for each seat that is in the room and may vote, whether each organisation ratifies it, and
    what it does."""

    rule = forms.ChoiceField(
        label="Does each organisation have to ratify it?",
        choices=[("", "No: it takes effect at once"), *RatificationNeed.Rule.choices],
        required=False,
        widget=Radios,
    )

    item = forms.ModelChoiceField(AgendaItem.objects.none(), required=False, empty_label="No item of the agenda")
    motion = LongTextField(label="Motion", max_length=LONGEST_MOTION)
    original = LongTextField(
        label="As it was recommended",
        max_length=LONGEST_MOTION,
        required=False,
        help_text="Only if the motion was amended.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    casting = forms.ChoiceField(
        label="Casting vote of the person presiding",
        required=False,
        choices=[("", "No tie"), ("for", "For"), ("against", "Against"), (NOT_USED, "Not used: the motion falls")],
        widget=Radios,
    )
    time = TimeField(label="At what time?", required=False, help_text="Leave it empty for now.")
    corrects = forms.ModelChoiceField(
        Decision.objects.none(), label="Corrects an earlier decision", required=False, empty_label="No"
    )
    reason = forms.CharField(
        label="Why it corrects the other",
        max_length=300,
        required=False,
        help_text="A motion that is not carried corrects nothing.",
    )

    does = forms.ChoiceField(
        label="What does it do, once it takes effect?",
        required=False,
        widget=Radios,
        help_text="More can be added on the page of the decision.",
    )

    def __init__(self, data: Any = None, *, room: Room, user: User, item: str = "") -> None:
        begin = {"item": item, "motion": _recommended(room.meeting, item, user)}
        super().__init__(data, initial=begin, partnership=room.meeting.partnership)
        self._room = room
        # Also of who has left by now: it may be recorded later than it was decided.
        came = {row.seat_id: row.holding for row in room.attendance if row.what in COMES and row.holding}
        names = []
        for key, holding in came.items():
            seat = room.seats.get(key)  # none of an organisation that was no member on that day after all
            if seat and room.rule and may_vote(room.rule.voting, seat.member):
                named = str(seat) if holding.name == str(seat) else f"{seat}: {holding.name}"
                self.fields[f"vote_{key}"] = forms.ChoiceField(label=named, choices=_VOTES, initial=DOES_NOT)
                names.append(f"vote_{key}")
        self.fields["item"].queryset = room.meeting.items.all()
        earlier = Decision.objects.filter(meeting__body=room.meeting.body_id, corrected_by=None)
        self.fields["corrects"].queryset = earlier.order_by("-taken_at")[:200] if not data else earlier
        if room.decides:
            self._offer(room.meeting.partnership, user)
        else:  # what only recommends is not ratified, and does nothing
            for name in (*_ASKING, "does"):
                del self.fields[name]
        first = ["item", "motion", "original", *names, "casting", "time", *_ASKING, "does"]
        self.order_fields([*first, "corrects", "reason"])

    def _offer(self, partnership: Partnership, user: User) -> None:
        """The kinds of effect that have something to work on, each with its fields below it."""
        does = self.fields["does"]
        choices, hints, reveals = [("", "Nothing in the portal")], dict[str, str](), dict[str, list[str]]()
        for kind in KINDS.values():
            if not (fields := fields_of(kind, partnership, user, is_sent=self.is_bound)):
                continue
            choices.append((kind.key, kind.title))
            named = {f"{kind.key}_{name}": field for name, field in fields.items()}
            for field in named.values():
                field.required &= not self.is_bound or self.data.get("does") == kind.key
            self.fields.update(named)
            hints[kind.key], reveals[kind.key] = kind.hint, list(named)
        does.choices = choices
        does.widget.hints, does.widget.reveals = hints, reveals  # of this form alone: a widget's copy shares them

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        votes = {int(name.removeprefix("vote_")): said[name] for name in said if name.startswith("vote_")}
        motion = Motion(said["motion"], said["item"], said["original"], said["corrects"], said["reason"])
        taken_at = moment_at(self._room.meeting, said["time"])
        return {
            "motion": motion,
            "ballots": {key: choice for key, choice in votes.items() if choice != DOES_NOT},
            "casting": said["casting"],
            "taken_at": taken_at,
            "asking": self.asking,
            "wanted": wanted_of(KINDS[said["does"]], said) if said.get("does") else None,
        }


def _recommended(meeting: Meeting, item: str, user: User) -> str:
    """What the report of an item asks the body to decide, if this person may read it: a motion to begin with."""
    reports = Report.objects.visible_to(user).filter(agenda_items__meeting=meeting)
    found = reports.filter(agenda_items=item).first() if item.isdecimal() else None
    texts = list(found.recommendations.order_by("order").values_list("text", flat=True)) if found else []
    if len(texts) == 1:
        return f"That {texts[0]}"[:LONGEST_MOTION]
    return "\n".join(["That:", *(f"{number}. {text}" for number, text in enumerate(texts, 1))] if texts else [])[
        :LONGEST_MOTION
    ]


class DelegationForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Delegation
        fields = ["person", "post", "matter", "limit_pence", "from_on", "to_on"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.of_partnership(partnership)
        self.fields["person"].empty_label = "Nobody who signs in here"


class EndDelegationForm(ActionForm):
    to_on = DateInputField(label="Last day")
    reason = LongTextField(label="Why it ends", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class UseForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = DelegationUse
        fields = ["on", "what", "amount_pence"]

    def _post_clean(self) -> None:
        """The action checks the whole."""


class ReportUseForm(ActionForm):
    """Meetings that were held on the day of the use or later."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), empty_label="Choose a meeting")

    def __init__(self, data: Any = None, *, use: DelegationUse, partnership: Partnership) -> None:
        super().__init__(data)
        held = partnership.meetings.filter(opened_at__isnull=False, starts_at__date__gte=use.on)
        self.fields["meeting"].queryset = held.select_related("body").order_by("starts_at")
