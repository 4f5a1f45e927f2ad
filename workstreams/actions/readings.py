"""What was measured: recorded one by one or many at once, put right by a new version, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.models import Indicator, Reading
from workstreams.spans import Span

MAY_RECORD = "workstreams.record_reading"
AGAIN = "Recorded again after it was withdrawn."
MOST_VALUE = 10**14  # hundredths; with all that is added to it still far inside 64 bits


@dataclass(frozen=True)
class Measured:
    """What somebody says was measured. `value` in hundredths of the indicator's unit; without an organisation and a
    comparator it is of all together. With a `reason` it takes the place of what is recorded for the same period."""

    indicator: Indicator
    span: Span
    value: int
    organisation: Organisation | None = None
    comparator: str = ""
    respondents: int | None = None
    before_sharing: bool = False
    source: str = ""
    note: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        owner = self.organisation.pk if self.organisation else None
        return (self.indicator.pk, owner, self.comparator, self.span)


class RowsRefused(ValidationError):
    """What is wrong with which of many: `rows` has the errors by the place in the list, from 0."""

    def __init__(self, rows: dict[int, ValidationError]) -> None:
        super().__init__([message for error in rows.values() for message in error.messages])
        self.rows = rows


@transaction.atomic
def record_reading(*, by: User, measured: Measured) -> Reading:
    """Record one reading. Raises ValidationError for all that is wrong with it, PermissionDenied."""
    try:
        (row,) = record_readings(by=by, rows=[measured])
    except RowsRefused as error:
        raise error.rows[0] from error
    return row


@transaction.atomic
def correct_reading(*, by: User, reading: Reading, measured: Measured) -> Reading:
    """Put a reading right: a new version takes its place, with the reason, and the old one stays readable."""
    if not measured.reason.strip():
        raise ValidationError({"reason": "Say why it is put right."})
    _require_newest(reading)
    return record_reading(by=by, measured=_same_period(reading, measured))


@transaction.atomic
def withdraw_reading(*, by: User, reading: Reading, reason: str) -> Reading:
    """Take a reading out, because it was recorded for the wrong period or organisation; it stays readable."""
    require(by, MAY_RECORD, reading)
    list(Indicator.objects.select_for_update().filter(pk=reading.indicator_id))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    _require_newest(reading)
    names = (
        *("partnership", "indicator", "organisation", "comparator", "first_on", "last_on", "value_hundredths"),
        *("target_hundredths", "tolerance_hundredths", "respondents", "before_sharing", "source", "note"),
    )
    row = Reading(**{name: getattr(reading, name) for name in names}, reason=reason.strip(), withdrawn=True)
    row.next_of(reading)
    row.recorded_by = by
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def record_readings(*, by: User, rows: Sequence[Measured]) -> list[Reading]:
    """Record all of them or, where one is refused, none. Raises RowsRefused with all that is wrong with each row.

    Five queries for any number of rows, and as many inserts as the database wants for them.
    """
    made, refused = _checked(rows, by)
    if refused:
        raise RowsRefused(refused)
    return list(Reading.objects.bulk_create(made, batch_size=1_000))


@transaction.atomic
def check_readings(*, by: User, rows: Sequence[Measured]) -> dict[int, ValidationError]:
    """What `record_readings` would refuse, by the place in the list; nothing is written."""
    return _checked(rows, by)[1]


def _checked(rows: Sequence[Measured], by: User) -> tuple[list[Reading], dict[int, ValidationError]]:
    of = {row.indicator.pk for row in rows}
    list(Indicator.objects.select_for_update().filter(pk__in=of).order_by("pk"))  # two imports at once: one waits
    heads = {_key(head): head for head in Reading.objects.heads().filter(indicator__in=of)}
    is_locked = Indicator.objects.filter(pk__in=of, workstream__baseline_locks__isnull=False)
    locked = set(is_locked.values_list("pk", flat=True))
    members = _members(rows)
    made: list[Reading] = []
    refused: dict[int, ValidationError] = {}
    seen: set[tuple[object, ...]] = set()
    for place, measured in enumerate(rows):
        row, errors = _judged(measured, heads.get(measured.key), measured.indicator.pk in locked, members, by)
        if measured.key in seen:
            errors.setdefault("period", []).append("This period stands twice for the same indicator. Keep one of them.")
        seen.add(measured.key)
        made.append(row)
        if errors:
            refused[place] = ValidationError({name: list(texts) for name, texts in errors.items()})
    return made, refused


def _judged(
    measured: Measured, head: Reading | None, is_locked: bool, members: set[tuple[int, int]], by: User
) -> tuple[Reading, dict[str, list[str]]]:
    """The reading as it would be recorded, and all that is wrong with it, by field."""
    row = _row(measured, head, by)
    errors: dict[str, list[str]] = {}
    if not by.has_perm(MAY_RECORD, row):
        whose = "your own organisation" if row.organisation_id else "an organisation, not for all together"
        errors["organisation"] = [f"Your roles let you record readings for {whose} alone."]
    if head and not head.withdrawn and not measured.reason:
        errors["period"] = [f"{head.words} is recorded for {row.span} already. Give a reason to put it right."]
    if row.organisation and (row.partnership_id, row.organisation.pk) not in members:
        errors["organisation"] = ["Choose an organisation of this partnership."]
    if row.organisation and row.comparator:
        errors["comparator"] = ["A reading is an organisation's or a comparator's. Leave one of them empty."]
    if row.comparator and row.before_sharing:
        errors["before_sharing"] = ["A comparator shares nothing. Leave this empty."]
    if abs(row.value_hundredths) > MOST_VALUE:
        errors["value"] = ["The value is too large. Check the unit."]
    if row.before_sharing and is_locked and not row.reason:
        errors["reason"] = ["The baseline is locked since it was approved. Say why a reading is added to it."]
    if row.indicator.is_survey and not row.comparator and not row.respondents:
        errors["respondents"] = ["Enter how many answered the survey."]
    try:
        row.clean_fields(exclude={"partnership", "indicator", "organisation", "recorded_by", "replaces"})
    except ValidationError as error:
        errors |= {name: [*errors.get(name, []), *found] for name, found in error.message_dict.items()}
    return row, errors


def _row(measured: Measured, head: Reading | None, by: User) -> Reading:
    indicator = measured.indicator
    judged = not measured.comparator and not measured.before_sharing
    row = Reading(
        partnership_id=indicator.workstream.partnership_id,
        indicator=indicator,
        organisation=measured.organisation,
        comparator=measured.comparator.strip(),
        first_on=measured.span.first_on,
        last_on=measured.span.last_on,
        value_hundredths=measured.value,
        target_hundredths=(head.target_hundredths if head else indicator.target_hundredths) if judged else None,
        tolerance_hundredths=(head or indicator).tolerance_hundredths if judged else 0,
        respondents=measured.respondents,
        before_sharing=measured.before_sharing,
        source=measured.source.strip(),
        note=measured.note.strip(),
        reason=measured.reason.strip() or (AGAIN if head and head.withdrawn else ""),
        recorded_by=by,
    )
    row.next_of(head)
    return row


def _members(rows: Iterable[Measured]) -> set[tuple[int, int]]:
    """Pairs of a partnership and an organisation that is or was its member."""
    partnerships = {row.indicator.workstream.partnership_id for row in rows}
    found = Organisation.objects.filter(memberships__partnership__in=partnerships)
    return set(found.values_list("memberships__partnership", "pk"))


def _same_period(reading: Reading, measured: Measured) -> Measured:
    """The correction is of what the reading is of, whatever else was typed."""
    return replace(
        measured,
        indicator=reading.indicator,
        span=reading.span,
        organisation=reading.organisation,
        comparator=reading.comparator,
    )


def _require_newest(reading: Reading) -> None:
    if reading.withdrawn or not Reading.objects.heads().filter(pk=reading.pk).exists():
        raise ValidationError("Somebody put this reading right meanwhile. Open the newest version.")


def _key(row: Reading) -> tuple[object, ...]:
    return (row.indicator_id, row.organisation_id, row.comparator, row.span)
