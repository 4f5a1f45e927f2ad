"""The forms that ask for a board pack or an annual statement, and the filters of their lists."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from governance.models import AgendaItem, Body, Meeting, Pack
from governance.models.meetings import EXEMPT
from governance.packs.sections import CHOICES, KINDS
from partnership.forms import Checkboxes, PortalForm, Radios
from partnership.models import Organisation, Partnership, User
from partnership.page_forms import year_choices
from savings.forms.points import PointField

_USED = "This form was not sent whole. Open it again and send it once more."


class _AsAtForm(PortalForm):
    """As at when. The hidden key makes a double click ask once."""

    as_at = PointField(label="Figures as at")
    request_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"required": _USED, "invalid": _USED}
    )

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_at"].partnership, self.fields["as_at"].user = partnership, user


OPEN, EXEMPT_EDITION = "open", "exempt"


class PackForm(_AsAtForm):
    """Of what, in which edition, with which sections. What there is no choice of is not asked."""

    supplement = forms.TypedChoiceField(label="What the pack is of", coerce=int, widget=Radios(), empty_value=0)
    edition = forms.ChoiceField(
        choices=[(OPEN, "Open"), (EXEMPT_EDITION, "Exempt")],
        initial=OPEN,
        widget=Radios(
            hints={
                OPEN: "What is exempt from publication is withheld, with the reason.",
                EXEMPT_EDITION: "Holds everything. Only those who may see what is exempt find and download it.",
            }
        ),
    )
    sections = forms.MultipleChoiceField(
        label="Sections",
        choices=[(key, KINDS[key].title) for key in CHOICES],
        initial=CHOICES,
        widget=Checkboxes(hints={key: KINDS[key].hint for key in CHOICES}),
        help_text="The cover, the contents and how the figures were computed are always part of a pack.",
        error_messages={"required": "Choose at least one section"},
    )

    field_order = ["supplement", "edition", "sections", "as_at"]

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, partnership=meeting.partnership, user=user, **kwargs)
        late = meeting.items.exclude(supplement=None).order_by("supplement")
        if not user.has_perm(EXEMPT, meeting):
            del self.fields["edition"]
        if not late:
            del self.fields["supplement"]
            return
        self.fields["supplement"].choices = [(0, "The whole agenda"), *((i.supplement, _late(i)) for i in late)]
        self.fields["supplement"].initial = 0
        self.fields["supplement"].widget.hints = {
            str(item.supplement): "Its item alone, with report and appendices." for item in late
        }

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return facts | {"is_exempt": facts.pop("edition", OPEN) == EXEMPT_EDITION}


def _late(item: AgendaItem) -> str:
    return f"{item.supplement_words}: {item.title}"


class StatementForm(_AsAtForm):
    """Whose statement, of which financial year: organisations that the user may ask for, years that have begun."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), empty_label="Choose an organisation")
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=lambda: year_choices(begun=True))

    field_order = ["organisation", "year", "as_at"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, user=user, **kwargs)
        self.fields["organisation"].queryset = partnership.organisations.filter(
            pk__in=_may_ask_for(user, partnership)
        ).distinct()


def _may_ask_for(user: User, partnership: Partnership) -> list[int]:
    """The organisations whose statement the user may ask for here."""
    members = partnership.organisations.distinct()
    rows = [Pack(partnership=partnership, organisation=member) for member in members]
    return [row.organisation_id for row in rows if user.has_perm("governance.request_statement", row)]


class PackChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Pack) -> str:
        return f"{obj.subject}: {obj.called or 'Open'}, version {obj.version}"


class CompareForm(PortalForm):
    """Two packs, of those that the reader may see."""

    old = PackChoice(Pack.objects.none(), label="Earlier pack", empty_label="Choose a pack")
    new = PackChoice(Pack.objects.none(), label="Later pack", empty_label="Choose a pack")

    def __init__(self, data: Any = None, *, rows: QuerySet) -> None:
        super().__init__(data)
        for name in ("old", "new"):
            self.fields[name].queryset = rows

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("old") and found.get("old") == found.get("new"):
            self.add_error("new", "This is the same pack. Choose another one to compare it with.")
        return found


class FigureForm(PortalForm):
    """Which figures of a comparison are listed, and in which order."""

    section = forms.ChoiceField(required=False)
    show = forms.ChoiceField(choices=[("", "What differs"), ("all", "All of them")], required=False)
    order = forms.ChoiceField(
        choices=[("", "As printed"), ("difference", "The largest difference first")], required=False
    )

    def __init__(self, data: Any = None, *, sections: list[str]) -> None:
        super().__init__(data)
        self.fields["section"].choices = [("", "All"), *((title, title) for title in dict.fromkeys(sections))]


class PackFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(
        "meeting__body", label="Body", queryset=lambda request: _bodies(request), empty_label="All"
    )
    meeting = django_filters.ModelChoiceFilter(queryset=lambda request: _meetings(request), empty_label="All")
    edition = django_filters.ChoiceFilter(
        method="filter_edition",
        label="Edition",
        choices=[(OPEN, "Open"), (EXEMPT_EDITION, "Exempt")],
        empty_label="All",
    )
    state = django_filters.ChoiceFilter(choices=Pack.State.choices, label="State", empty_label="All")

    released = django_filters.ChoiceFilter(
        method="filter_released",
        label="Released",
        choices=[("yes", "Released"), ("no", "Not released")],
        empty_label="All",
    )

    class Meta:
        model = Pack
        fields: list[str] = []

    def filter_edition(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_exempt=value == EXEMPT_EDITION)

    def filter_released(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(release__isnull=value == "no")


def _bodies(request: Any) -> QuerySet:
    return request.partnership.bodies.all() if request else Body.objects.none()


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
