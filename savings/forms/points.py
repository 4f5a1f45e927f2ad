"""How a person is asked for a point of the ledger: one field for pages of figures, filters and forms alike."""

from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from partnership.forms import clean_text
from partnership.models import Partnership, User
from savings import figures

EXAMPLES = "A day such as 31 March 2026, a meeting or a board pack. Empty for now."


class PointInput(forms.TextInput):
    """A box to type in, which offers meetings and board packs. Without a browser's help it takes the same words."""

    template_name = "forms/widgets/point.html"
    field: "PointField | None" = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identifier = context["widget"]["attrs"].get("id", name)
        context["widget"]["attrs"]["list"] = f"{identifier}-offered"
        return context | {"offered": self.field.choices if self.field else []}


class PointField(forms.CharField):
    """What `figures.as_at` takes; the point of the ledger out, or None where nothing is typed.

    It needs the partnership and the reader, which a form that is declared sets when it is made. `on` is the later day
    on which a sequence may be judged. Shown, it costs the query of what it offers.
    """

    widget = PointInput

    def __init__(
        self, *, partnership: Partnership | None = None, user: User | None = None, on: str = "", **kwargs: Any
    ) -> None:
        self.partnership, self.user, self.on = partnership, user, on
        super().__init__(**{"required": False, "help_text": EXAMPLES} | kwargs)
        self.validators = [clean_text]  # also where a form takes it in after it was made

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """What is offered: what to type for it, and what people call it."""
        if self.partnership is None or self.user is None:
            return []
        return [(each.text, each.label) for each in figures.choices(self.partnership, self.user)]

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        self.widget.field = self
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> figures.AsAt | None:
        text = super().clean(value)
        return figures.as_at(self.partnership, text, self.on, user=self.user) if text or self.on else None
