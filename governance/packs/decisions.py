"""The section “Decisions since the last meeting”: of every body of the partnership, and under delegated powers."""

from functools import partial

from django.db.models import QuerySet
from django.utils.text import Truncator

from governance.models import Decision, Delegation, DelegationUse, Meeting
from governance.models.decisions import EXEMPT_WORDS
from governance.packs import tables
from governance.packs.content import Content, Source
from partnership import clock
from partnership.money import format_pounds
from partnership.templatetags.portal import date_words

MOST, LONGEST = 30, 600  # rows of a table, letters of a motion: the portal has all
_TAKEN = ("Decision", "Taken", "Body", "Item", "Motion", "Outcome")
_WIDTHS = (11, 11, 13, 17, 33, 15)
_USED = ("Under decision", "Date", "By", "What was decided", "Amount")
_frozen = partial(tables.listed, "decisions", most=MOST, which="the latest ")


def section(source: Source, what: str) -> Content:
    """Those taken since the body's last meeting began, up to the pack's day, the latest first. Of an exempt one the
    open edition says that there is one. Four queries."""
    last, exempt_too = _last_meeting(source), source.pack.is_exempt
    rows = Decision.objects.visible_to(source.user).filter(partnership=source.partnership)
    rows = rows.for_reader(source.user) if exempt_too else rows.for_anybody()
    rows = rows.filter(taken_at__lt=clock.end_of(source.at.on))
    used = _uses(source).filter(on__lte=source.at.on)
    if last:
        rows, used = rows.filter(taken_at__gte=last.starts_at), used.filter(on__gte=last.on)
    taken = list(rows.select_related("meeting__body", "item", "corrects", "corrected_by"))
    return {
        "as_at": source.day,
        "since": f"the {last}" if last else "",
        "taken": _frozen("Decisions and recommendations", _TAKEN, map(_row, taken), _WIDTHS),
        "used": _frozen("Decided under delegated powers", _USED, map(_use, used), (16, 14, 20, 36, 14)),
    }


def _last_meeting(source: Source) -> Meeting | None:
    """The one before of the same body that was held."""
    meeting = source.pack.meeting
    held = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at, opened_at__isnull=False)
    return held.select_related("body").order_by("-starts_at").first()


def _uses(source: Source) -> QuerySet[DelegationUse]:
    given = Delegation.objects.visible_to(source.user).filter(decision__partnership=source.partnership)
    if not source.pack.is_exempt:
        given = given.filter(decision__is_exempt=False)
    uses = DelegationUse.objects.filter(delegation__in=given).select_related(
        "delegation__decision", "delegation__person"
    )
    return uses.order_by("-on", "-pk")


def _row(row: Decision) -> tuple[str, ...]:
    said = [Truncator(row.shown_motion).chars(LONGEST) if row.may_read else EXEMPT_WORDS]
    if row.corrects:
        said.append(f"Corrects {row.corrects.reference}.")
    if hasattr(row, "corrected_by"):
        said.append(f"Corrected by {row.corrected_by.reference}.")
    taken = date_words(row.taken_at)
    outcome = f"{row.get_outcome_display()}. {row.tally.words}"
    return (row.reference, taken, row.meeting.body.name, row.subject, " ".join(said), outcome)


def _use(row: DelegationUse) -> tuple[str, ...]:
    amount = "–" if row.amount_pence is None else format_pounds(row.amount_pence)
    return (row.delegation.decision.reference, date_words(row.on), row.delegation.to, row.what, amount)
