"""Why the figures moved, as pages, packs and CSV show it: a waterfall, a table of steps, and sentences. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from partnership.money import format_pounds
from savings.charts import FIRMEST, Chart
from savings.drawing import WIDE
from savings.figures import AsAt, Bridge, Figures, Measure, Movement
from savings.links import PRINT, Links
from savings.models import Cause
from savings.models.words import Kind, State
from savings.tables import Cell, Row, Table, money
from savings.waterfall import LESS, MORE, TOTAL, Fall, waterfall


@dataclass(frozen=True)
class Span:
    """The two points that a bridge leads from and to."""

    since: AsAt
    upto: AsAt

    @property
    def first(self) -> str:
        """What the old total is called: by its day, and by its sequence too where one day has both."""
        return self._end(self.since)

    @property
    def last(self) -> str:
        return self._end(self.upto)

    def _end(self, at: AsAt) -> str:
        day = f"{at.on:%-d %B %Y}"
        return f"{day}, #{at.sequence}" if self.since.on == self.upto.on else day


def claim(measure: Measure, kind: str) -> str:
    """What is measured, within a sentence: the cashable target; realised cashable savings."""
    word = Kind(kind).label.lower()
    if measure in (Measure.TARGET, Measure.FORECAST):
        return f"the {word} {measure.value}"
    return f"{measure.value} {word} savings"


def title(measure: Measure, kind: str) -> str:
    return f"Why {claim(measure, kind)} moved"


def signed(pence: int) -> str:
    return f"+{format_pounds(pence)}" if pence > 0 else format_pounds(pence)


def conclusion(found: Bridge, span: Span) -> str:
    """The sentence a reader should take away."""
    what = claim(found.measure, found.kind)
    what = what[0].upper() + what[1:]
    if not found.moved:
        stayed = f"{what} came to {format_pounds(found.after)} on {span.last}, as on {span.first}"
        return f"{stayed}; what came and what left are equal." if any(s.pence for s in found.steps) else f"{stayed}."
    word = "rose" if found.moved > 0 else "fell"
    ends = f"from {format_pounds(found.before)} on {span.first} to {format_pounds(found.after)} on {span.last}"
    most = max(found.steps, key=lambda step: step.pence if found.moved > 0 else -step.pence)
    main = f"Most of it: {most.cause.label.lower()}, {format_pounds(abs(most.pence))}."
    said = f"{what} {word} by {format_pounds(abs(found.moved))}, {ends}."
    return f"{said} {main}" if len(found.steps) > 1 else f"{said} All of it: {most.cause.label.lower()}."


def chart(found: Bridge, span: Span, width: int = WIDE) -> Chart | None:
    """The waterfall from the old total to the new; none where nothing moved."""
    if not any(step.pence for step in found.steps):
        return None
    falls, total = [Fall(span.first, 0, found.before, TOTAL)], found.before
    for step in found.steps:
        if step.pence:
            part = MORE if step.pence > 0 else LESS
            falls.append(Fall(step.cause.label, total, total + step.pence, part))
            total += step.pence
    falls.append(Fall(span.last, 0, found.after, TOTAL))
    return Chart(
        "bridge",
        title(found.measure, found.kind),
        conclusion(found, span),
        waterfall(falls, width),
        HEADINGS,
        tuple(tuple(cell.text for cell in row) for row in _rows(found, span, PRINT)),
    )


HEADINGS = ("Step", "Change", "Total after it")


def table(found: Bridge, span: Span, links: Links = PRINT) -> Table:
    """The old total, each cause, and the new total, which is the sum of all above it."""
    *rows, last = _rows(found, span, links)
    return Table("bridge", title(found.measure, found.kind), HEADINGS, tuple(rows), last)


def _rows(found: Bridge, span: Span, links: Links) -> list[Row]:
    none = Cell("", style="number")
    then = links.at(span.since)
    rows: list[Row] = [(Cell(span.first), none, money(found.before, then.behind(found.measure)))]
    for step, total in zip(found.steps, found.running, strict=True):
        opens = links.behind(found.measure, cause=step.cause.value, since=span.since.sequence)
        rows.append((Cell(step.cause.label), change(step.pence, opens), money(total)))
    return [*rows, (Cell(span.last), change(found.moved), money(found.after, links.behind(found.measure)))]


def change(pence: int, link: str = "") -> Cell:
    """With its sign. A step of 0 has statements behind it too: they cancel out."""
    plain = money(pence)
    return Cell(signed(pence), plain.plain, link, "number", plain.number)


def several(bridges: Iterable[Bridge], span: Span, caption: str) -> Table:
    """The bridges of one kind side by side, a column for each measure: for print."""
    found = list(bridges)
    causes = [cause for cause in Cause if any(step.cause == cause for one in found for step in one.steps)]
    pence = [{step.cause: step.pence for step in one.steps} for one in found]
    rows = [(Cell(span.first), *(money(one.before) for one in found))]
    rows += [(Cell(cause.label), *(change(each.get(cause, 0)) for each in pence)) for cause in causes]
    total = (Cell(span.last), *(money(one.after) for one in found))
    return Table("bridge", caption, ("Step", *(one.measure.label for one in found)), tuple(rows), total)


def firmest(found: Figures, moved: Iterable[Movement], kind: str) -> Measure:
    """The measure that a page shows first: realised; where none is, the firmest claim that has a figure or moved."""
    amounts, mine = found.total(kind).amounts, [one for one in moved if one.kind == kind]
    return next(
        (measure for measure in FIRMEST if amounts[measure] or any(one.of(measure) for one in mine)), Measure.REALISED
    )


# --- In sentences -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One sentence about what moved: words, the amount that links to its statements, words."""

    before: str
    amount: str
    after: str
    href: str


def changes(moved: Iterable[Movement], since: AsAt, links: Links) -> tuple[Change, ...]:
    """What moved after a point, by cause, kind and stage of claim."""
    return tuple(_change(one, since, links) for one in moved)


_WORDS = {
    Cause.SUBMITTED: ("", " was added to {claim} by {new}, {when}."),
    Cause.VERIFIED: ("", " of {claim} was verified, in {many}, {when}."),
    Cause.RETURNED: ("", " left {claim}: {many} returned, {when}."),
    Cause.RESTATED: ("Restatements changed {claim} by ", ", in {many}, {when}."),
    Cause.REAPPORTIONED: ("Sharing the same claims anew changed {claim} by ", ", in {many}, {when}."),
    Cause.REVERSED: ("Reversals changed {claim} by ", ", in {many}, {when}."),
    Cause.CORRECTED: ("Corrections of closed periods changed {claim} by ", ", in {many}, {when}."),
}


def _change(moved: Movement, since: AsAt, links: Links) -> Change:
    """A verification says what became verified; it moves nothing between stages of claim."""
    cause, number = Cause(moved.cause), moved.statements
    day = f"{timezone.localdate(moved.first_at):%-d %B %Y}" if moved.first_at else ""
    plural = "" if number == 1 else "s"
    words = {
        "claim": claim(Measure(moved.stage), moved.kind),
        "many": f"{number:,} statement{plural}",
        "new": f"{number:,} new statement{plural}",
        "when": f"on {day}" if number == 1 else f"from {day}",
    }
    before, after = (text.format(**words) for text in _WORDS[cause])
    pence = {Cause.VERIFIED: moved.verified, Cause.RETURNED: -moved.pence}.get(cause, moved.pence)
    became = {"state": State.VERIFIED.value} if cause == Cause.VERIFIED else {}
    href = links.behind(moved.stage, moved.kind, cause=cause.value, since=since.sequence, **became)
    return Change(before, format_pounds(pence), after, href)
