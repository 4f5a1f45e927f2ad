"""The forms that ask for a board pack or an annual statement, and the filters of their lists."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from governance.models import Meeting, Pack
from governance.packs.sections import CHOICES, KINDS
from partnership.forms import Checkboxes, DateInputField, PortalForm
from partnership.models import Organisation, Partnership, User
from partnership.page_forms import year_choices
from savings import figures

_USED = "This form was not sent whole. Open it again and send it once more."


class _AsAtForm(PortalForm):
    """As at when. The hidden key makes a double click ask once."""

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


class PackForm(_AsAtForm):
    """Which sections."""

    sections = forms.MultipleChoiceField(
        label="Sections",
        choices=[(key, KINDS[key].title) for key in CHOICES],
        initial=CHOICES,
        widget=Checkboxes(hints={key: KINDS[key].hint for key in CHOICES}),
        help_text="The cover, the contents and how the figures were computed are always part of a pack.",
        error_messages={"required": "Choose at least one section"},
    )

    field_order = ["sections", "as_at"]


class StatementForm(_AsAtForm):
    """Whose statement, of which financial year: organisations that the user may ask for, years that have begun."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), empty_label="Choose an organisation")
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=lambda: year_choices(begun=True))

    field_order = ["organisation", "year", "as_at"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, **kwargs)
        self.fields["organisation"].queryset = partnership.organisations.filter(
            pk__in=_may_ask_for(user, partnership)
        ).distinct()


def _may_ask_for(user: User, partnership: Partnership) -> list[int]:
    """The organisations whose statement the user may ask for here."""
    members = partnership.organisations.distinct()
    rows = [Pack(partnership=partnership, organisation=member) for member in members]
    return [row.organisation_id for row in rows if user.has_perm("governance.request_statement", row)]


class PackFilter(django_filters.FilterSet):
    meeting = django_filters.ModelChoiceFilter(queryset=lambda request: _meetings(request), empty_label="All")
    state = django_filters.ChoiceFilter(choices=Pack.State.choices, label="State", empty_label="All")

    class Meta:
        model = Pack
        fields: list[str] = []


def _meetings(request: Any) -> QuerySet:
    """The meetings that have a pack the reader may see."""
    if request is None:
        return Meeting.objects.none()
    packs = Pack.objects.visible_to(request.user).filter(partnership=request.partnership).of_meetings()
    return Meeting.objects.filter(pk__in=packs.values("meeting")).select_related("body")


class StatementFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: (
            request.partnership.organisations.distinct() if request else Organisation.objects.none()
        ),
        to_field_name="code",
        empty_label="All",
    )
    year = django_filters.ChoiceFilter(
        label="Financial year", choices=lambda: year_choices(begun=True)[1:], empty_label="All"
    )
    state = django_filters.ChoiceFilter(choices=Pack.State.choices, label="State", empty_label="All")
    signed = django_filters.ChoiceFilter(
        method="filter_signed",
        label="Signed off",
        choices=[("yes", "Signed off"), ("no", "Not signed off")],
        empty_label="All",
    )

    class Meta:
        model = Pack
        fields: list[str] = []

    def filter_signed(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(release__isnull=value == "no")
