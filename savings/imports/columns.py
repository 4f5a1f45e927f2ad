"""The columns of a file: what they are called, which field of which form each one fills, and how they are explained.

The choices are those of the form itself, so the template, the check and the page can not disagree.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django import forms

from partnership.models import Organisation, Partnership, User
from savings.forms import SavingForm
from savings.imports import cells

NUMBER = "saving"  # no field of a form: of which saving a statement is
SUPPLIER, REFERENCE = "supplier", "contract_reference"  # no fields either: which contract the saving comes from
SAVINGS, STATEMENTS = "Savings", "Statements"


def key(text: str) -> str:
    """What is the same to a reader is the same here: “Non-cashable” and “non cashable”, “Stage of claim:” and so on."""
    return re.sub(r"[\W_]+", "", text.casefold())


@dataclass(frozen=True)
class Column:
    """One column. `words` maps every way of writing a value to the value; `choices` are those that are shown."""

    heading: str
    field: str
    explained: str
    needed: bool = False
    example: str = ""
    read: Callable[..., str] = cells.text_of
    choices: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    other: tuple[str, ...] = ()  # further headings by which it is known

    @property
    def expected(self) -> str:
        """What belongs into a cell, for the report."""
        if not self.choices:
            return self.explained
        most = "; ".join(self.choices[:12])
        return f"One of: {most}" + ("; and others, see the template." if len(self.choices) > 12 else ".")


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of sheet."""

    name: str
    columns: tuple[Column, ...]

    def known(self) -> dict[str, Column]:
        return {key(name): column for column in self.columns for name in (column.heading, column.field, *column.other)}


class Layouts:
    """The layouts of one partnership, for one officer. They take their choices from a form that is made once."""

    def __init__(self, *, user: User, partnership: Partnership, organisation: Organisation) -> None:
        self.user, self.partnership, self.organisation = user, partnership, organisation
        self._form = SavingForm(user=user, partnership=partnership)
        stated = self._stated()
        self.savings = Layout(SAVINGS, (*self._described(), *stated))
        number = Column(
            "Saving", NUMBER, "The number of the saving, as in the CSV of the list of savings.", True, "123",
            other=("Saving number",),
        )  # fmt: skip
        skipped = {"first_year", "last_year"}
        years = self._column("first_year", "Financial year", "The financial year, such as 2025-26.", True, "2025-26")
        of_statements = [column for column in stated if column.field not in skipped]
        self.statements = Layout(STATEMENTS, (number, years, *of_statements))

    @property
    def all(self) -> tuple[Layout, Layout]:
        return self.savings, self.statements

    def _described(self) -> list[Column]:
        make = self._column
        return [
            make("workstream", "Workstream", "The workstream, by its name.", True),
            make("title", "Title", "A few words that others will know it by, at most 150 characters.", True,
                 "Joint audit plan"),
            make("kind", "Kind", "Money that can be spent elsewhere, money's worth that can not, or a benefit that is "
                 "no money.", True, "Cashable"),
            make("category", "Category", "What it is about.", True, "Staff"),
            make("method", "How it was worked out", "In words, at most 2,000 characters.", True,
                 "Two posts no longer filled.", other=("Method",)),
            make("baseline", "Baseline", "Whether a baseline was taken: what the service cost before.", True, "None"),
            make("baseline_cost", "Baseline cost", "If taken, unless qualitative: pounds a year, such as 1,234.50."),
            make("baseline_source", "Baseline source", "If taken: where from, at most 200 characters."),
            make("unit", "Unit", "Of a qualitative benefit: what is counted."),
            make("recurrence", "Recurrence", "Whether it comes back every year.", True, "One-off"),
            Column("Supplier", SUPPLIER, "If it comes from a contract: with whom, at most 120 characters. Kept with "
                   "how it was worked out, and compared with the contracts of the portal."),
            Column("Contract reference", REFERENCE, "Of that contract: its reference, at most 60 characters.",
                   other=("Reference",)),
        ]  # fmt: skip

    def _stated(self) -> list[Column]:
        make = self._column
        return [
            make("stage", "Stage of claim", "How firm it is.", True, "Realised", other=("Stage",)),
            make("first_year", "First financial year", "The year, such as 2025-26; if it comes back, the first.", True,
                 "2025-26", other=("Financial year",)),
            make("last_year", "Last financial year", "If it comes back every year: the last, such as 2027-28."),
            make("quarter", "Quarter", "If one-off and of one quarter: 1 (April to June) to 4. Else empty."),
            make("amount", "Amount", "Pounds of each year for all organisations together, such as 1,234.50. Empty if "
                 "qualitative.", False, "1,234.50"),
            make("measure", "Measure", "Of a qualitative benefit: a number in its unit, such as 12.50.",
                 other=("How much",)),
            make("basis", "Shared", "How it is shared.", True, "Equally", other=("Basis", "How is it shared?")),
            make("organisations", "Organisations", "Among which, by code, with semicolons between; empty: all that "
                 "take part in the workstream.", example="; ".join(each.code for each in self._form.members[:2])),
            *self._by_member("percentage", "Percentage of", "If shared by agreed percentages: such as 33.33. Together "
                             "they make 100."),
            *self._by_member("usage", "Use of", "If shared by spend or use: how much of it, such as 1,200 or 12.50."),
            make("usage_unit", "Unit of use", "If shared by spend or use: what is counted, such as pounds of spend."),
            make("usage_source", "Source of use", "If shared by spend or use: where the numbers were taken from."),
            make("sole_reason", "Reason for sole attribution", "If due to one partner's own implementation: why."),
            *self._late(),
            make("stated_on", "Stated on", "The date of the statement, such as 31/03/2026; empty: today.", False,
                 "31/03/2026", other=("Date of this statement",)),
            make("note", "Note", "Anything else, at most 1,000 characters."),
        ]  # fmt: skip

    def _by_member(self, name: str, heading: str, explained: str) -> list[Column]:
        """A column for each organisation."""
        codes = [member.code for member in self._form.members]
        return [self._column(f"{name}_{code}", f"{heading} {code}", explained) for code in codes]

    def _late(self) -> list[Column]:
        """Only where some period is closed: the form asks only there."""
        explained = "Of a late claim: the closed period that it belongs to. Else empty."
        known = "belongs_to" in self._form.fields
        return [self._column("belongs_to", "Belongs to", explained)] if known else []

    def _column(self, name: str, heading: str, explained: str, needed: bool = False, example: str = "", **more: Any):
        formfield = self._form.fields[name]
        choices, words = self._choices(name, formfield)
        if name in _READ:
            more["read"] = _READ[name]
        more["several"] = isinstance(formfield, forms.MultipleChoiceField)
        return Column(heading, name, explained, needed, example, choices=choices, words=words, **more)

    def _choices(self, name: str, formfield: forms.Field) -> tuple[tuple[str, ...], dict[str, str]]:
        if not isinstance(formfield, forms.ChoiceField | forms.MultipleChoiceField) or name in _PLAIN:
            return (), {}
        pairs = [(str(value), str(label)) for value, label in formfield.choices if value not in (None, "")]
        short = [(value, _short(name, value, label)) for value, label in pairs]
        words = {key(said): value for value, label in pairs for said in (value, label)}
        words |= {key(said): value for value, said in short}
        return tuple(said for _, said in short), words


# Columns whose text is read in a way of its own, and fields whose choices are not listed in the report.
_READ: dict[str, Callable[..., str]] = {
    "first_year": cells.year_of, "last_year": cells.year_of, "stated_on": cells.day_of, "quarter": cells.quarter_of,
}  # fmt: skip
_PLAIN = {"first_year", "last_year", "quarter"}


def _short(name: str, value: str, label: str) -> str:
    """How the template writes a choice: organisations by code, periods by name, answers, and all else by its label."""
    if name in ("organisations", "belongs_to"):
        return value
    return value.replace("_", "-").capitalize() if name in ("recurrence", "baseline") else label


def did_you_mean(text: str, known: Sequence[str]) -> str:
    """The known word that is written nearly like this; empty when there is none."""
    by_key = {key(word): word for word in known}
    found = get_close_matches(key(text[:100]), by_key, n=1, cutoff=0.72)
    return by_key[found[0]] if found else ""
