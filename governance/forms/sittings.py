"""The forms of a meeting in progress: the roll, who comes and goes, and interests declared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from governance.attendance import COMES, What
from governance.forms.meetings import TimeField, moment_at
from governance.models import AgendaItem, Attendance, Seat, SeatHolding
from governance.room import Room
from partnership import clock
from partnership.forms import LongTextField, Radios
from partnership.models import User
from partnership.page_forms import ActionForm


class RollForm(ActionForm):
    """Every seat of the day that nothing but apologies is recorded of, and that somebody may sit on: who is there, who
    is not."""

    def __init__(self, data: Any = None, *, room: Room) -> None:
        super().__init__(data)
        self._holdings: dict[str, SeatHolding] = {}
        last = {key: row.event.what for key, row in room.last_of(clock.now()).items()}
        begun = room.meeting.is_recorded
        for key, seat in room.seats.items():
            asked = key not in last or (last[key] is What.APOLOGY and begun)
            if asked and (entitled := room.entitled(seat)):
                self.fields[f"seat_{key}"] = self._field(seat, entitled if begun else [], key in last)

    def _field(self, seat: Seat, entitled: list[SeatHolding], is_excused: bool) -> forms.ChoiceField:
        """Before the meeting begins only apologies are offered; of who sent them already, who comes all the same."""
        choices = [("", "Apologies were sent" if is_excused else "Not recorded")]
        for holding in entitled:
            what = What.SUBSTITUTE if holding.is_substitute else What.PRESENT
            called = "substitute present" if holding.is_substitute else "present"
            self._holdings[f"{what}-{holding.pk}"] = holding
            choices.append((f"{what}-{holding.pk}", f"{holding.name}: {called}"))
        if not is_excused:
            choices.append((What.APOLOGY.value, "Apologies"))
        return forms.ChoiceField(label=str(seat), choices=choices, required=False)

    @property
    def facts(self) -> dict[str, Any]:
        roll = {}
        for name, said in self.cleaned_data.items():
            if said:
                roll[int(name.removeprefix("seat_"))] = (said.split("-")[0], self._holdings.get(said))
        return {"roll": roll}

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError("Say of at least one seat who is there.")
        return self.cleaned_data


class _SeatForm(ActionForm):
    seat = forms.ModelChoiceField(Seat.objects.none(), empty_label="Choose a seat")

    def __init__(self, data: Any = None, *, room: Room) -> None:
        super().__init__(data)
        self.fields["seat"].queryset = Seat.objects.filter(pk__in=room.seats).select_related("organisation", "body")


class MovementForm(_SeatForm):
    """Somebody comes late, leaves or returns."""

    what = forms.ChoiceField(
        label="What happened",
        choices=[(kind.value, kind.label) for kind in Attendance.Kind if kind in (What.LATE, What.LEFT, What.RETURNED)],
        widget=Radios,
    )
    time = TimeField(label="At what time?", required=False, help_text="Leave it empty for now.")
    holding = forms.ModelChoiceField(
        SeatHolding.objects.none(), label="Substitute", required=False, empty_label="The holder of the seat"
    )

    def __init__(self, data: Any = None, *, room: Room) -> None:
        super().__init__(data, room=room)
        self._room = room
        stand_in = [each.pk for seat in room.seats.values() for each in room.entitled(seat) if each.is_substitute]
        self.fields["holding"].queryset = SeatHolding.objects.filter(pk__in=stand_in).select_related("person")
        if not stand_in:
            del self.fields["holding"]

    @property
    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"at": moment_at(self._room.meeting, said.pop("time"))}


class PresidingForm(_SeatForm):
    """Those who came and have a vote, but for the chair."""

    time = TimeField(label="From what time?", required=False, help_text="Leave it empty for now.")

    def __init__(self, data: Any = None, *, room: Room) -> None:
        super().__init__(data, room=room)
        self._room = room
        came = {row.seat_id for row in room.attendance if row.event.what in COMES}
        may = [key for key in came & room.seats.keys() if room.seats[key].weight and not room.seats[key].is_chair]
        self.fields["seat"].queryset = self.fields["seat"].queryset.filter(pk__in=may)
        self.fields["seat"].label = "Who presides?"

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"seat": said["seat"], "at": moment_at(self._room.meeting, said["time"])}


class InterestForm(_SeatForm):
    item = forms.ModelChoiceField(AgendaItem.objects.none(), label="In which item?", empty_label="Choose an item")
    nature = LongTextField(label="Nature of the interest", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    leaves = forms.TypedChoiceField(
        label="While the item is discussed",
        choices=[("leaves", "Leaves the room, and does not vote"), ("stays", "Stays, and may vote")],
        coerce=lambda text: text == "leaves",
        widget=Radios,
    )

    field_order = ["seat", "item", "nature", "leaves"]

    def __init__(self, data: Any = None, *, room: Room) -> None:
        super().__init__(data, room=room)
        self.fields["item"].queryset = room.meeting.items.all()


class OwnInterestForm(InterestForm):
    """A member's own: the seat is asked for only where they have more than one. Titles of items are for everybody."""

    def __init__(self, data: Any = None, *, room: Room, user: User) -> None:
        super().__init__(data, room=room)
        own = [seat.pk for seat, _ in room.seats_of(user)]
        self.fields["seat"].queryset = self.fields["seat"].queryset.filter(pk__in=own)
        if len(own) == 1:
            del self.fields["seat"]
