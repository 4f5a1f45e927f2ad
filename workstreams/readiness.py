"""What gates ask of papers: the business case approved, the baseline locked, the consultation done.

Each kind reads the facts of many workstreams at once and judges those of one, as `workstreams.gates` has it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max
from django.utils import timezone

from partnership import clock
from partnership.templatetags.portal import date_words
from workstreams import stages
from workstreams.gates import Asked, Kind, Outcome, Terms
from workstreams.models import BaselineCost, BaselineLock, BusinessCase, Consultation, Consultee, Workstream


# --- Business case approved -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CaseFacts:
    """The version that counts of a workstream's business case: the approved one, else the last that was submitted."""

    version: int
    approved_on: date | None
    by: str  # by whose decision, or who approved it
    is_newer_submitted: bool = False


def case_approved(found: CaseFacts | None, terms: Terms) -> Outcome:
    """Whether a version of the business case stands approved."""
    wanted = "approved"
    if found is None:
        return Outcome("case", False, "none submitted", wanted, "the business case", "No business case was submitted.")
    facts = {"version": found.version, "approved_on": found.approved_on.isoformat() if found.approved_on else None}
    if found.approved_on is None:
        said = f"Version {found.version} of the business case was submitted, and is not approved."
        return Outcome("case", False, "submitted", wanted, "the approval", said, facts)
    said = f"Version {found.version} of the business case was approved on {date_words(found.approved_on)} ({found.by})."
    if found.is_newer_submitted:
        said += " A newer version was submitted since."
    return Outcome("case", True, f"version {found.version}", wanted, "", said, facts | {"by": found.by})


def read_cases(asked: Asked) -> dict[int, CaseFacts]:
    """Of each workstream the approved version, else the last that was submitted; a former version counts for nothing.
    One query."""
    found: dict[int, CaseFacts] = {}
    rows = BusinessCase.objects.standing().filter(workstream__in=asked.workstreams).select_related("approved_by")
    for row in rows.order_by("version"):
        before = found.get(row.workstream_id)
        if before and before.approved_on:
            found[row.workstream_id] = replace(before, is_newer_submitted=True)
        elif row.approved_at:
            by = row.decision or row.approved_by.post_title or row.approved_by.name
            found[row.workstream_id] = CaseFacts(row.version, timezone.localdate(row.approved_at), by)
        else:
            found[row.workstream_id] = CaseFacts(row.version, None, "")
    return found


# --- Baseline locked --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LockFacts:
    """The last lock of a workstream's baseline, and whether the baseline was changed after it."""

    on: date
    reason: str
    is_changed_since: bool


def baseline_locked(found: LockFacts | None, terms: Terms) -> Outcome:
    """Whether the baseline is locked as it stands."""
    if found is None:
        return Outcome("locked", False, "not locked", "locked", "the lock", "The baseline is not locked.")
    facts = {"locked_on": found.on.isoformat(), "reason": found.reason}
    on = date_words(found.on)
    if found.is_changed_since:
        said = f"The baseline was changed after it was locked on {on}. Lock it again as it stands."
        return Outcome("locked", False, "changed since", "locked", "a new lock", said, facts)
    return Outcome("locked", True, f"on {on}", "locked", "", f"The baseline was locked on {on}: {found.reason}", facts)


def read_locks(asked: Asked) -> dict[int, LockFacts]:
    """The last lock of each workstream by the end of the day, and whether the baseline changed after it. Two
    queries."""
    until = clock.end_of(asked.on)
    costs = BaselineCost.objects.filter(workstream__in=asked.workstreams, recorded_at__lt=until)
    changed = dict(costs.order_by().values_list("workstream").annotate(last=Max("recorded_at")))
    locks = BaselineLock.objects.filter(workstream__in=asked.workstreams, locked_at__lt=until).order_by("pk")
    found: dict[int, LockFacts] = {}
    for lock in locks:
        last = changed.get(lock.workstream_id)
        is_changed = last is not None and last > lock.locked_at
        found[lock.workstream_id] = LockFacts(timezone.localdate(lock.locked_at), lock.reason, is_changed)
    return found


# --- Consultation done ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Consulted:
    """One consultation for a gate: whom it asked (groups), and when it was closed with what was done."""

    title: str
    groups: frozenset[str]
    closed_on: date | None
    awaited: int  # replies that have not come


def consultation_done(key: str, whom: str, found: Sequence[Consulted], group: str = "") -> Outcome:
    """Whether at least one consultation (of a group, where one is named) was held, and each was closed.

    >>> closed = Consulted("One audit team", frozenset({"staff"}), date(2007, 1, 9), 0)
    >>> consultation_done("consulted_staff", "staff", [closed], "staff").sentence
    '“One audit team” was closed on 9 January 2007.'
    >>> consultation_done("consulted_unions", "trade unions", [closed], "unions").sentence
    'No consultation of trade unions was opened for this gate.'
    """
    concerned = [each for each in found if not group or group in each.groups]
    if not concerned:
        of = f" of {whom}" if whom else ""
        said = f"No consultation{of} was opened for this gate."
        return Outcome(key, False, "none", "closed", "the consultation", said)
    still_open = [each for each in concerned if each.closed_on is None]
    said = " ".join(_how_far(each) for each in concerned)
    facts = {"consultations": [{"title": each.title, "closed": each.closed_on is not None} for each in concerned]}
    missing = f"{len(still_open)} not closed" if still_open else ""
    value = f"{len(concerned) - len(still_open)} of {len(concerned)} closed"
    return Outcome(key, not still_open, value, "all closed", missing, said, facts)


def _how_far(each: Consulted) -> str:
    if each.closed_on:
        return f"“{each.title}” was closed on {date_words(each.closed_on)}."
    replies = (
        f", and {each.awaited} {'reply is' if each.awaited == 1 else 'replies are'} awaited" if each.awaited else ""
    )
    return f"“{each.title}” is not closed{replies}."


def read_consultations(asked: Asked) -> dict[int, list[Consulted]]:
    """The consultations for each workstream's next gate, but for those whose proposal was withdrawn. Three queries."""
    at = dict(Workstream.objects.filter(pk__in=asked.workstreams).values_list("pk", "stage"))
    rows = Consultation.objects.filter(workstream__in=asked.workstreams, opened_on__lte=asked.on)
    rows = rows.exclude(result=Consultation.Result.WITHDRAWN).order_by("opened_on", "pk")
    concerned = [row for row in rows if row.stage == stages.following(at[row.workstream_id])]
    found: dict[int, list[Consulted]] = {pk: [] for pk in asked.workstreams}
    for row, told in zip(concerned, consulted(concerned), strict=True):
        found[row.workstream_id].append(told)
    return found


def consulted(rows: Sequence[Consultation]) -> list[Consulted]:
    """What a gate, or a report that points to them, reads of these consultations, in their order. One query."""
    groups: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    consultees = Consultee.objects.filter(consultation__in=[row.pk for row in rows])
    for pk, group, answered_on in consultees.values_list("consultation", "group", "answered_on"):
        groups[pk].append((group, answered_on is None))
    return [
        Consulted(
            row.title,
            frozenset(group for group, _ in groups[row.pk]),
            row.closed_on,
            sum(is_awaited for _, is_awaited in groups[row.pk]),
        )
        for row in rows
    ]


def _consultation(key: str, title: str, whom: str, group: str) -> Kind:
    def test(found: Sequence[Consulted] | None, terms: Terms) -> Outcome:
        return consultation_done(key, whom, found or (), group)

    of = f" of {whom}" if whom else ""
    return Kind(
        key,
        title,
        lambda terms: f"A consultation{of} held for this gate, and each closed with what was done",
        read_consultations,
        test,
    )


KINDS = (
    Kind("case", "Business case approved", lambda terms: "A business case that is approved", read_cases, case_approved),
    Kind("locked", "Baseline locked", lambda terms: "The baseline locked as it stands", read_locks, baseline_locked),
    _consultation("consulted", "Consultation done", "", ""),
    _consultation("consulted_staff", "Consultation of staff done", "staff", Consultee.Group.STAFF),
    _consultation("consulted_unions", "Consultation of trade unions done", "trade unions", Consultee.Group.UNIONS),
)
