"""The form that asks for a board pack, and the filters of their list."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from governance.models import Meeting, Pack
from governance.packs.sections import CHOICES, KINDS
from partnership.forms import Checkboxes, DateInputField, PortalForm
from partnership.models import Partnership
from savings import figures

_USED = "This form was not sent whole. Open it again and send it once more."


class PackForm(PortalForm):
    """Which sections, and as at when. The hidden key makes a double click ask once."""

    sections = forms.MultipleChoiceField(
        label="Sections",
        choices=[(key, KINDS[key].title) for key in CHOICES],
        initial=CHOICES,
        widget=Checkboxes(hints={key: KINDS[key].hint for key in CHOICES}),
        help_text="The cover, the contents and how the figures were computed are always part of a pack.",
        error_messages={"required": "Choose at least one section"},
    )
    as_at = DateInputField(
        label="Figures as at", required=False, help_text="Leave it empty for the figures as they are now."
    )
    request_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"required": _USED, "invalid": _USED}
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partnership = partnership

    def clean_as_at(self) -> figures.AsAt | None:
        day = self.cleaned_data["as_at"]
        return figures.as_at(self._partnership, day.isoformat()) if day else None


class PackFilter(django_filters.FilterSet):
    meeting = django_filters.ModelChoiceFilter(queryset=lambda request: _meetings(request), empty_label="Any")
    state = django_filters.ChoiceFilter(choices=Pack.State.choices, label="State", empty_label="Any")

    class Meta:
        model = Pack
        fields: list[str] = []


def _meetings(request: Any) -> QuerySet:
    """The meetings that have a pack the reader may see."""
    if request is None:
        return Meeting.objects.none()
    packs = Pack.objects.visible_to(request.user).filter(partnership=request.partnership)
    return Meeting.objects.filter(pk__in=packs.values("meeting")).select_related("body")
