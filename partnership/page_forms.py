"""The forms of the ground's pages. They clean what was typed; what may be done is decided by the actions."""

import copy
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from partnership import clock, editions
from partnership.actions.tokens import EXPIRIES
from partnership.dated import FIRST_YEAR, financial_year_of, year_name
from partnership.forms import DateInputField, LongTextField, MoneyField, PortalForm, PortalModelForm, Radios
from partnership.models import Membership, Organisation, OrganisationSize, Partnership, User
from partnership.money import format_pounds
from partnership.permissions import ROLES
from partnership.templatetags.portal import date_words


def portal_field(field: models.Field, **options: Any) -> forms.Field | None:
    """The form field of a model's field: dates in three boxes, pence as pounds, long text with a counter."""
    named = {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": not field.blank}
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return DateInputField(**named)
    if field.name.endswith("_pence"):
        return MoneyField(**named)
    if isinstance(field, models.TextField):
        return LongTextField(max_length=2_000, **named)
    return _without_dashes(field.formfield(**options))


def _without_dashes(field: forms.Field | None) -> forms.Field | None:
    """Says "Choose" or "None" where Django has nothing but dashes to choose."""
    words = "Choose" if field is not None and field.required else "None"
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
        field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [("", words) if name == _DASHES else (value, name) for value, name in field.choices]
    return field


_DASHES = "---------"


def year_choices(*, begun: bool = False) -> list[tuple[Any, str]]:
    """Financial years as a list to choose from, the newest first: some to come too, unless they must have begun."""
    newest = financial_year_of(clock.today()) + (0 if begun else 5)
    return [("", "Choose a year"), *((year, year_name(year)) for year in range(newest, FIRST_YEAR - 1, -1))]


class ActionForm(PortalForm):
    """A form whose fields are what an action is called with."""

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class FactsForm(PortalModelForm):
    """A form over a model that hands its facts to an action.

    It works on a copy of the record: until the action has asked for permission, the record itself stays as it was.
    """

    class Meta:
        formfield_callback = portal_field

    def __init__(self, data: Any = None, *, instance: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(data, instance=copy.copy(instance) if instance else None, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What the action is called with."""
        return self.cleaned_data


class Seen(forms.Form):
    """Carries the edition of what is on the page (see `partnership.editions`), so that it is not overwritten unread."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    differing: list[tuple[str, str]] = []  # what is saved now where something else is typed: labels and words

    def see(self, edition: int) -> None:
        """From now on it is about this edition, whatever it was sent with."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = str(edition)
        else:
            self.initial["seen"] = edition

    def see_again(self) -> None:
        """Read what somebody else saved meanwhile: it is shown, and sent again the form is about that."""


class SeenForm(Seen, ActionForm):
    """The form of an action that is called with the edition that was `seen`."""


class EditedForm(Seen, FactsForm):
    """A form over a model with a history. Of a new record nothing was seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["seen"]
        elif not self.is_bound:
            self.see(self._edition())

    def _edition(self) -> int:
        return editions.of(type(self.instance), **editions.pk_of(self.instance))

    def see_again(self) -> None:
        self.see(self._edition())
        saved = type(self.instance)._default_manager.get(pk=self.instance.pk)
        self.differing = [
            (str(field.label), self.words_of(saved, name))
            for name, field in self.fields.items()
            if name != "seen" and field.has_changed(self.value_of(saved, name), self[name].data)
        ]

    def value_of(self, saved: Any, name: str) -> Any:
        """What a field would begin with."""
        field = type(saved)._meta.get_field(name)
        return field.value_from_object(saved)

    def words_of(self, saved: Any, name: str) -> str:
        shown = getattr(saved, f"get_{name}_display", None)
        value = shown() if shown else getattr(saved, name, None)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, int) and name.endswith("_pence"):
            return format_pounds(value)
        return date_words(value) if hasattr(value, "strftime") else str(value or "Empty")


class OrganisationForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Organisation
        fields = ["name", "short_name", "kind", "ons_code"]


class NewOrganisationForm(FactsForm):
    """An organisation with its first membership."""

    from_on = DateInputField(label="Member from")
    votes = forms.BooleanField(
        label="Has a vote", required=False, initial=True, help_text="Leave this empty for a host that is not a partner."
    )

    class Meta(FactsForm.Meta):
        model = Organisation
        fields = ["name", "short_name", "code", "kind", "ons_code"]

    def validate_unique(self) -> None:
        """The action answers: an organisation that another partnership brought joins this one as it is."""

    def validate_constraints(self) -> None:
        """See `validate_unique`."""


class SizeForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = OrganisationSize
        fields = ["from_on", "population", "net_budget_pence", "source"]


class MembershipForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Membership
        fields = ["from_on", "to_on", "votes"]


class LastDayForm(ActionForm):
    """The last day on which a role counts."""

    last_on = DateInputField(label="Last day", help_text="Yesterday ends the role at once.")


class GrantForm(ActionForm):
    """A role, and what it is for: the choices are of one partnership."""

    role = forms.ChoiceField(label="Role", widget=Radios)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        empty_label="The whole partnership",
        help_text="For viewers, officers, verifiers, chief executives and API clients.",
    )
    workstream = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="All workstreams", help_text="For workstream leads."
    )
    from_on = DateInputField(label="From")
    to_on = DateInputField(label="Until", required=False, help_text="Leave empty while it has no end date.")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in ROLES.values()]
        self.fields["role"].widget.hints = {role.code: role.description for role in ROLES.values()}
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["workstream"].queryset = partnership.workstreams.all()
        self.fields["from_on"].initial = clock.today()


class PersonForm(GrantForm):
    """A person with a first role."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The person signs in with it. Somebody who has an account already keeps it, with its name.",
    )
    name = forms.CharField(label="Name", max_length=120)
    post_title = forms.CharField(label="Post title", max_length=120, required=False)

    field_order = ["email", "name", "post_title"]


class TokenForm(ActionForm):
    name = forms.CharField(
        label="Name", max_length=80, help_text="What the token is for, for example Power BI or finance system."
    )
    days = forms.TypedChoiceField(
        label="Works for",
        coerce=int,
        choices=[(days, f"{days} days") for days in EXPIRIES],
        initial=90,
        widget=Radios,
    )
    may_write = forms.BooleanField(
        label="May draft and submit savings, and record readings",
        required=False,
        help_text="Without this the token only reads. Either way it reaches no more than your own roles.",
    )


def number(text: str) -> int | None:
    """A row's id, or another whole number, as an address or a form gives it: “²” is a digit too, and none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
