"""The forms of what a decision does."""

from typing import Any

from django import forms

from governance.actions.effects import Wanted
from governance.effects import Kind
from governance.models import Decision
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, portal_field, year_choices

MOST = 200  # targets that a list shows, the newest


def fields_of(kind: Kind, partnership: Partnership, user: User, *, is_sent: bool) -> dict[str, forms.Field]:
    """What one kind of effect works on, and what else it asks for. Nothing, where it has nothing to work on."""
    choices = kind.choices(partnership, user)
    if not choices.exists():
        return {}
    choices = choices if is_sent else choices.order_by("-pk")[:MOST]
    found: dict[str, Any] = {"target": forms.ModelChoiceField(choices, label=kind.target, empty_label="Choose one")}
    for name in kind.fields:
        found[name] = portal_field(kind.asks._meta.get_field(name))  # type: ignore[union-attr]
    if "organisation" in found:
        found["organisation"].queryset = partnership.organisations.distinct()
    if "workstream" in found:
        found["workstream"].queryset = partnership.workstreams.editable_by(user)
    if "year" in found:
        found["year"] = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)
    return found


def wanted_of(kind: Kind, said: dict[str, Any]) -> Wanted:
    """Of a form whose fields are named `<kind>_<field>`."""
    more = {name: said[f"{kind.key}_{name}"] for name in kind.fields}
    return Wanted(kind.key, said[f"{kind.key}_target"], more)


class EffectForm(ActionForm):
    """What one kind of effect works on, and what else it asks for."""

    def __init__(self, data: Any = None, *, kind: Kind, decision: Decision, user: User) -> None:
        super().__init__(data)
        self._kind = kind
        self.fields.update(fields_of(kind, decision.partnership, user, is_sent=bool(data)))

    @property
    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"wanted": Wanted(self._kind.key, said.pop("target", None), said)}
