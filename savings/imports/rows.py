"""Rows judged by the page's own forms. A form is made once and filled again for each row.

Making a form costs more than filling it, and the same few words stand in most cells of a column: so what a field said
of a text is remembered, and so are the weights behind shares. Nothing is skipped; it is only not asked twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from openpyxl.utils import get_column_letter

from partnership.apportionment import Split, split
from partnership.dated import Period
from savings.actions.batch import Answers, Claim
from savings.actions.drafts import state
from savings.forms import SavingForm, StatementForm
from savings.forms.stating import StatingForm
from savings.imports import cells
from savings.imports.columns import NUMBER, REFERENCE, SAVINGS, SUPPLIER, Column, Layouts, did_you_mean, key
from savings.imports.contracts import Named, named
from savings.imports.files import Record, Sheet
from savings.imports.findings import Finding
from savings.imports.headings import Headings
from savings.models import Saving, Statement
from savings.sharing import Sharing, parts_of
from workstreams.models import Workstream

MOST_REMEMBERED = 2_000  # texts of one field
LONGEST_REMEMBERED = 100  # characters
MOST_FORMS = 100
_PLAIN_CHOICE = "Choose one of the options of"  # how the sentence of a form begins
_UNREAD_ROW = "This cell stands under no column. Delete it, or give the column a heading of the template."


class Refilled(StatingForm):
    """A form that is filled again and again, with plain dictionaries of text."""

    answers: Answers

    def fill(self, data: dict[str, Any]) -> None:
        self.data, self.files, self.is_bound = data, {}, True
        self._errors: ErrorDict | None = None
        self.shares = []
        if not hasattr(self, "_said"):
            self._said: dict[str, dict[Any, tuple[Any, ValidationError | None]]] = {name: {} for name in self.fields}

    def _clean_fields(self) -> None:
        """As Django does it, but what a field said of a short text before it is not asked again."""
        for name, bound in self._bound_items():
            raw = self.data.get(name)
            raw = tuple(raw) if isinstance(raw, list) else raw
            said = self._said[name]
            if raw in said:
                value, error = said[raw]
            else:
                value, error = _cleaned(bound)
                if len(said) < MOST_REMEMBERED and (raw is None or len(raw) <= LONGEST_REMEMBERED):
                    said[raw] = value, error
            try:
                if error is not None:
                    raise error
                self.cleaned_data[name] = value
                if hasattr(self, f"clean_{name}"):
                    self.cleaned_data[name] = getattr(self, f"clean_{name}")()
            except ValidationError as problem:
                self.add_error(name, problem)

    def split(self, pence: int, sharing: Sharing, workstream: Workstream, period: Period) -> list[Split]:
        parts = self.answers.ask((repr(sharing), workstream.pk, period), lambda: parts_of(sharing, workstream, period))
        return split(pence, parts)


def _cleaned(bound: Any) -> tuple[Any, ValidationError | None]:
    try:
        return bound.field._clean_bound_field(bound), None
    except ValidationError as error:
        return None, error


class SavingRow(Refilled, SavingForm):
    """`SavingForm` for the rows of a file."""


class StatementRow(Refilled, StatementForm):
    """`StatementForm` for the rows of a file: of another saving of the same kind and recurrence with each row."""


@dataclass
class Judged:
    """One row of the file: what is wrong with it, or what it claims."""

    sheet: str
    number: int
    findings: list[Finding] = field(default_factory=list)
    claim: Claim | None = None
    contract: Named | None = None

    @property
    def is_good(self) -> bool:
        return self.claim is not None


class Judge:
    """Judges the rows of one file for one officer, who must see and may use what they name."""

    def __init__(self, layouts: Layouts, answers: Answers) -> None:
        self.layouts, self.answers = layouts, answers
        given = {"user": layouts.user, "partnership": layouts.partnership}
        self._form = SavingRow(**given)
        self._form.answers = answers
        self._of_kind: dict[tuple[str, str, int | None], StatementRow] = {}

    def judge(self, found: Headings, sheet: Sheet, records: Sequence[Record]) -> list[Judged]:
        """A few hundred rows at a time: one query finds the savings that they are statements of."""
        read = [_typed(found, sheet, record) for record in records]
        if found.layout.name == SAVINGS:
            return [self._judged_saving(row) for row in read]
        savings = self._savings(row.data.get(NUMBER, "") for row in read)
        return [self._judged_statement(row, savings) for row in read]

    def _judged_saving(self, row: "_Typed") -> Judged:
        form = self._form
        row.judged.contract = named(row.data.get(SUPPLIER, ""), row.data.get(REFERENCE, ""), row.judged.findings)
        form.fill(row.data | {"organisation": self.layouts.organisation.code})
        if self._is_in_order(form, row):
            details, stated = form.saving_details, form.statement_details
            if row.judged.contract:
                details = replace(details, method=f"{row.judged.contract}.\n{details.method}")
            row.judged.claim = Claim(form.chosen_workstream, details, stated, form.shares)
        return row.judged

    def _judged_statement(self, row: "_Typed", savings: dict[str, Saving]) -> Judged:
        saving = savings.get(row.data.get(NUMBER, ""))
        if saving is None:
            sentence = f"{self.layouts.organisation.name} has no saving with this number that you may change."
            column = row.columns[NUMBER]
            row.judged.findings.insert(0, Finding(column.heading, row.found(NUMBER), sentence, column.expected))
            return row.judged
        form = self._statement_form(saving)
        form.fill(row.data)
        if self._is_in_order(form, row):
            row.judged.claim = Claim(saving.workstream, None, form.statement_details, form.shares, of=saving)
        return row.judged

    def _statement_form(self, saving: Saving) -> StatementRow:
        contracted = saving.pk if getattr(saving, "contract", None) else None  # only its own parts share by a contract
        kind = (saving.kind, saving.recurrence, contracted)
        if len(self._of_kind) > MOST_FORMS:
            self._of_kind.clear()
        if kind not in self._of_kind:
            self._of_kind[kind] = StatementRow(user=self.layouts.user, saving=saving)
            self._of_kind[kind].answers = self.answers
        self._of_kind[kind].saving = saving
        return self._of_kind[kind]

    def _savings(self, numbers: Iterable[str]) -> dict[str, Saving]:
        pks = {int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 19}
        rows: QuerySet[Saving] = Saving.objects.visible_to(self.layouts.user).filter(
            partnership=self.layouts.partnership, organisation=self.layouts.organisation, pk__in=pks
        )
        found = rows.select_related("workstream__partnership", "organisation", "partnership", "contract")
        return {str(saving.pk): saving for saving in found}

    # --- What is wrong ------------------------------------------------------------------------------------------------
    def _is_in_order(self, form: Refilled, row: "_Typed") -> bool:
        """Ask the form, then what the actions would ask beyond it. What is wrong is added to the findings."""
        if not form.errors:
            self._ask_the_actions(form)
        if form.errors:
            told = {finding.column for finding in row.judged.findings}
            for name in form.errors:
                column = row.columns.get(name)
                if column is None or column.heading not in told:
                    row.judged.findings += _told(form, name, row)
        return not any(finding.is_error for finding in row.judged.findings)

    def _ask_the_actions(self, form: Refilled) -> None:
        details, layouts = form.statement_details, self.layouts
        for period in details.periods:
            new = Statement(
                partnership=layouts.partnership, organisation=layouts.organisation, saving=Saving(kind=form.chosen_kind)
            )
            state(new, details, period)
            form._collect(self.answers.check_when, new, details.periods)


@dataclass
class _Typed:
    """A row as a form takes it, and what could not even be read."""

    headings: Headings
    record: Record
    judged: Judged
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Column]:
        return {column.field: column for column in self.headings.layout.columns}

    def found(self, name: str) -> str:
        """What stands in the cell of a field, as it stands there."""
        for place, column in self.headings.places.items():
            if column.field == name and place < len(self.record.cells):
                return cells.shown(self.record.cells[place])
        return ""


def _typed(headings: Headings, sheet: Sheet, record: Record) -> _Typed:
    row = _Typed(headings, record, Judged(sheet.name, record.number))
    for place, cell in enumerate(record.cells):
        if cell is None or cell == "":
            continue
        column = headings.places.get(place)
        if column is not None:
            try:
                row.data[column.field] = _value(column, cell, sheet)
            except cells.Unread as problem:
                finding = Finding(column.heading, cells.shown(cell), str(problem), column.expected)
                row.judged.findings.append(finding)
        elif not headings.foreign.get(place):
            finding = Finding(f"Column {get_column_letter(place + 1)}", cells.shown(cell), _UNREAD_ROW)
            row.judged.findings.append(finding)
    return row


def _value(column: Column, cell: Any, sheet: Sheet) -> str | list[str]:
    text = column.read(cell, sheet.epoch) if column.read is cells.day_of else column.read(cell)
    if column.several:
        parts = [part.strip() for part in text.replace(",", ";").split(";")]
        return [column.words.get(key(part), part) for part in parts if part]
    return column.words.get(key(text), text) if column.words else text


def _told(form: Refilled, name: str, row: _Typed) -> list[Finding]:
    """The form's sentences on a field, as findings in its column; those about no field stand under none."""
    if name not in form.fields:
        return [Finding("", "", cells.storable(str(text))) for text in form.non_field_errors()]
    column = row.columns.get(name)
    heading = column.heading if column else str(form.fields[name].label)
    expected = _expected(column, row.data.get(name, "")) if column else ""
    return [
        Finding(heading, row.found(name), cells.storable(_sentence(text, row.data.get(name, ""), column)), expected)
        for text in form[name].problems
    ]


def _expected(column: Column, raw: Any) -> str:
    """What belongs there; where one of the choices stands there already, and it is this row that it does not fit, not
    all of them again."""
    return column.explained if raw and raw in column.words.values() else column.expected


def _sentence(text: str, raw: Any, column: Column | None) -> str:
    """The form's own sentence about a choice, or one with a guess at what was meant."""
    if column is None or not column.choices:
        return text
    wrong = [part for part in (raw if isinstance(raw, list) else [raw]) if part not in column.words.values()]
    if not wrong or not wrong[0]:
        return text
    meant = did_you_mean(wrong[0], column.choices)
    unknown = f"“{cells.shown(wrong[0][:60])}” is not one of the values."
    ours = unknown if text.startswith(_PLAIN_CHOICE) or column.several else text
    return f"{ours} Did you mean “{meant}”?" if meant else ours
