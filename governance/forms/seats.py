"""The forms of seats and of who holds them. Every choice is of the one partnership."""

from typing import Any

from governance.models import Seat, SeatHolding
from partnership.forms import Radios
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm


class SeatForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Seat
        fields = ["office", "organisation", "is_chair", "weight", "from_on", "to_on"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "No organisation"
        self.fields["weight"].widget.attrs["class"] = "govuk-input--width-3"


class HoldingForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = SeatHolding
        fields = ["capacity", "person", "post", "from_on", "to_on"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capacity = self.fields["capacity"]
        capacity.widget = Radios(choices=SeatHolding.Capacity.choices)
        self.fields["person"].queryset = User.objects.of_partnership(partnership)
        self.fields["person"].empty_label = "Nobody who signs in here"
        self.fields["person"].label_from_instance = _person_and_post


def _person_and_post(user: User) -> str:
    return f"{user.name}, {user.post_title}" if user.post_title else user.name
