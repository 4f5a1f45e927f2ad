"""Which organisations a form offers: those that could take part in what is chosen, as soon as that is known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import Form

from partnership.dated import Period
from partnership.forms import Checkboxes, GovukBoundField
from partnership.models import Organisation, Partnership
from savings.forms.confirming import ActionForm
from savings.forms.fields import Needed
from workstreams.models import Workstream


class PartyCheckboxes(Checkboxes):
    """A box to tick for each organisation, by code; hidden are those left out that are not ticked."""

    left_out: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, label: Any, selected: bool, *args: Any, **kwargs: Any) -> dict:
        option = super().create_option(name, value, label, selected, *args, **kwargs)
        option["attrs"]["data-party"] = value
        return option | {"is_left_out": not selected and str(value) in self.left_out}


class PartyTicks(GovukBoundField):
    """The boxes to tick, of a form that knows whom it has `left_out`."""

    def as_widget(self, *args: Any, **kwargs: Any) -> str:
        self.field.widget.left_out = self.form.left_out
        return super().as_widget(*args, **kwargs)


class PartyBox(Needed):
    """The box for what one organisation has; hidden where that is left out and nothing is typed."""

    @property
    def code(self) -> str:
        return self.name.partition("_")[2]

    @property
    def is_left_out(self) -> bool:
        return self.code in self.form.left_out and not self.value() and not self.errors

    def build_widget_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_widget_attrs(*args, **kwargs) | {"data-party": self.code}


class PartiesForm(ActionForm):
    """A form that asks for organisations of its `partnership`, and knows which of them could take part."""

    partnership: Partnership

    @cached_property
    def members(self) -> list[Organisation]:
        """All that are or were members of the partnership, by code. One query."""
        return list(self.partnership.organisations.distinct().order_by("code"))

    @property
    def known(self) -> tuple[Workstream | None, list[Period]]:
        """The workstream and the periods that the shares belong to, as far as they are chosen."""
        raise NotImplementedError

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The codes of the members who could not take part in what is known, so that nobody names them to be refused.
        Where nobody could, all are offered: what is wrong then is the workstream or the year. Two queries."""
        here = could_take_part(self.partnership, *self.known)
        return frozenset(member.code for member in self.members if here and member.pk not in here)

    @property
    def left_out_names(self) -> list[str]:
        return [member.name for member in self.members if member.code in self.left_out]


def could_take_part(partnership: Partnership, workstream: Workstream | None, periods: Sequence[Period]) -> set[int]:
    """The ids of the organisations that were members in every one of the periods and took part in the workstream,
    where that is known: on at least one day of each, as `Workstream.taking_part` asks of one. At most two queries."""
    here = _throughout(partnership.memberships, periods)
    return here & _throughout(workstream.participations, periods) if workstream else here


def _throughout(rows: Any, periods: Iterable[Period]) -> set[int]:
    held: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for organisation, from_on, to_on in rows.order_by().values_list("organisation", "from_on", "to_on"):
        held[organisation].append((from_on, to_on))
    spans = [(period.first_on, period.last_on) for period in periods]
    return {
        organisation
        for organisation, days in held.items()
        if all(any(start <= last and (end is None or end >= first) for start, end in days) for first, last in spans)
    }


def start_with(form: Form, *names: str) -> None:
    """Take what a form begins with for chosen, while nothing was sent."""
    if not form.is_bound:
        form.cleaned_data = {name: form[name].value() or None for name in names if name in form.fields}
