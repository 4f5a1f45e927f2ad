"""What was measured: recorded one by one or many at once, put right by a new version, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.actions.facts import STRANGER, lock
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.models import Indicator, Participation, Reading
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
    lock(reading.indicator)
    _require_newest(reading)
    return record_reading(by=by, measured=_same_period(reading, measured))


@transaction.atomic
def withdraw_reading(*, by: User, reading: Reading, reason: str) -> Reading:
    """Take a reading out, because it was recorded for the wrong period or organisation; it stays readable."""
    require(by, MAY_RECORD, reading)
    lock(reading.indicator)
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

    Seven queries for any number of rows, and as many inserts as the database wants for them.
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
    known = _known(rows)
    made: list[Reading] = []
    refused: dict[int, ValidationError] = {}
    seen: set[tuple[object, ...]] = set()
    for place, given in enumerate(rows):
        measured = replace(given, indicator=known.indicators[given.indicator.pk])
        row, errors = _judged(measured, known, by)
        if measured.key in seen:
            errors.setdefault("period", []).append("This period stands twice for the same indicator. Keep one of them.")
        seen.add(measured.key)
        made.append(row)
        if errors:
            refused[place] = ValidationError({name: list(texts) for name, texts in errors.items()})
    return made, refused


@dataclass(frozen=True)
class Known:
    """What rows are judged by, read once for all of them: the indicators as they are by now, by id; the newest reading
    of each key; whose baseline is locked; who is a member of which partnership, and who took part in what, when."""

    indicators: dict[int, Indicator]
    heads: dict[tuple[object, ...], Reading]
    locked: set[int]
    members: set[tuple[int, int]]
    certain: set[tuple[int, int]]
    taking_part: dict[tuple[int, int], list[Participation]]


def _known(rows: Sequence[Measured]) -> Known:
    """Seven queries. The indicators are locked: of two imports at once, one waits."""
    of = {row.indicator.pk for row in rows}
    indicators = Indicator.objects.select_for_update(of=("self",)).select_related("workstream__partnership")
    found = {row.pk: row for row in indicators.filter(pk__in=of).order_by("pk")}
    locked = Indicator.objects.filter(pk__in=of, workstream__baseline_locks__isnull=False)
    certain = Indicator.organisations.through.objects.filter(indicator__in=of)
    taking_part: dict[tuple[int, int], list[Participation]] = {}
    for row in Participation.objects.filter(workstream__indicators__in=of).distinct():
        taking_part.setdefault((row.workstream_id, row.organisation_id), []).append(row)
    return Known(
        found,
        {_key(head): head for head in Reading.objects.heads().filter(indicator__in=of)},
        set(locked.values_list("pk", flat=True)),
        _members(found.values()),
        set(certain.values_list("indicator", "organisation")),
        taking_part,
    )


def _judged(measured: Measured, known: Known, by: User) -> tuple[Reading, dict[str, list[str]]]:
    """The reading as it would be recorded, and all that is wrong with it, by field."""
    head = known.heads.get(measured.key)
    row = _row(measured, head, by)
    errors: dict[str, list[str]] = {}
    if not by.has_perm(MAY_RECORD, row):
        whose = "your own organisation" if row.organisation_id else "an organisation, not for all together"
        errors["organisation"] = [f"Your roles let you record readings for {whose} alone."]
    if head and not head.withdrawn:  # whatever the indicator has become since, what stands there can be put right
        if not measured.reason:
            errors["period"] = [f"{head.words} is recorded for {row.span} already. Give a reason to put it right."]
    else:
        for field, wrong in (("period", _wrong_period(row)), ("organisation", _wrong_owner(row, known))):
            if wrong:
                errors.setdefault(field, [wrong])
    errors |= _wrong_words(row, is_locked=row.indicator_id in known.locked)
    try:
        row.clean_fields(exclude={"partnership", "indicator", "organisation", "recorded_by", "replaces"})
    except ValidationError as error:
        errors |= {name: [*errors.get(name, []), *found] for name, found in error.message_dict.items()}
    return row, errors


def _wrong_words(row: Reading, *, is_locked: bool) -> dict[str, list[str]]:
    """What is wrong with the rest of it, by field."""
    sentences = {
        "comparator": (
            row.organisation and row.comparator,
            "A reading is an organisation's or a comparator's. Leave one of them empty.",
        ),
        "before_sharing": (row.comparator and row.before_sharing, "A comparator shares nothing. Leave this empty."),
        "value": (abs(row.value_hundredths) > MOST_VALUE, "The value is too large. Check the unit."),
        "reason": (
            row.before_sharing and is_locked and not row.reason,
            "The baseline is locked since it was approved. Say why a reading is added to it.",
        ),
        "respondents": (
            row.indicator.is_survey and not row.comparator and not row.respondents,
            "Enter how many answered the survey.",
        ),
    }
    return {name: [sentence] for name, (is_wrong, sentence) in sentences.items() if is_wrong}


def _wrong_period(row: Reading) -> str:
    """What is measured is over; a survey is held, and a comparator published, once its period has begun. What stands in
    a series is of its frequency; a comparator, and what was measured before sharing, is of what there is."""
    today = clock.today()
    if row.first_on > today:
        return f"{row.span} has not begun yet."
    if row.last_on > today and not (row.indicator.is_survey or row.comparator):
        return f"{row.span} is not over yet. A reading is recorded once its period is over."
    if row.is_judged and row.span.frequency != row.indicator.frequency:
        often = row.indicator.get_frequency_display().lower()
        return f"This indicator is measured {often}, so a reading is of one {row.indicator.frequency}."
    return ""


def _wrong_owner(row: Reading, known: Known) -> str:
    """Whose readings the indicator has: of all together, of each that took part in the period, or of certain ones; of
    no stranger."""
    if row.organisation and (row.partnership_id, row.organisation.pk) not in known.members:
        return STRANGER
    how, ways = row.indicator.measured, Indicator.Measured
    if not row.is_judged:
        return ""
    if row.organisation is None:
        return (
            "" if how == ways.JOINT else "Say of which organisation: this indicator is not measured for all together."
        )
    if how == ways.JOINT:
        return "This indicator is measured once, for all together. Leave the organisation empty."
    if how == ways.CERTAIN and (row.indicator_id, row.organisation_id) not in known.certain:
        return f"This indicator is not measured for {row.organisation.short_name}."
    parts = known.taking_part.get((row.indicator.workstream_id, row.organisation.pk), [])
    took_part = any(each.from_on <= row.last_on and (each.to_on or row.last_on) >= row.first_on for each in parts)
    if how == ways.EACH and not took_part:
        return f"{row.organisation.short_name} did not take part in {row.indicator.workstream} then."
    return ""


def _row(measured: Measured, head: Reading | None, by: User) -> Reading:
    indicator = measured.indicator
    kept = head if head and head.is_judged else indicator  # a target that moved later judges no reading of before
    judged = not measured.comparator and not measured.before_sharing
    row = Reading(
        partnership_id=indicator.workstream.partnership_id,
        indicator=indicator,
        organisation=measured.organisation,
        comparator=measured.comparator.strip(),
        first_on=measured.span.first_on,
        last_on=measured.span.last_on,
        value_hundredths=measured.value,
        target_hundredths=kept.target_hundredths if judged else None,
        tolerance_hundredths=kept.tolerance_hundredths if judged else 0,
        respondents=measured.respondents,
        before_sharing=measured.before_sharing,
        source=measured.source.strip(),
        note=measured.note.strip(),
        reason=measured.reason.strip() or (AGAIN if head and head.withdrawn else ""),
        recorded_by=by,
    )
    row.next_of(head)
    return row


def _members(indicators: Iterable[Indicator]) -> set[tuple[int, int]]:
    """Pairs of a partnership and an organisation that is or was its member."""
    partnerships = {row.workstream.partnership_id for row in indicators}
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
