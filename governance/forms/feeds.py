"""The form for a calendar feed."""

from django import forms

from governance.models import Body
from partnership.models import User
from partnership.page_forms import ActionForm

ALL = "All my meetings, wherever I have a seat"


class FeedForm(ActionForm):
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label="Meetings",
        required=False,
        empty_label=ALL,
        help_text="All meetings where you hold a seat or stand in, or all of one body.",
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.visible_to(user).select_related("partnership")
        field = self.fields["body"]
        field.queryset = bodies.order_by("partnership__name", "order", "name")
        field.label_from_instance = lambda body: f"{body.partnership.name}: {body.name}"
