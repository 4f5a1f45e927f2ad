"""What of shares, reversals, agreements, likely duplicates and highlight reports waits for somebody."""

from collections.abc import Iterator

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from partnership.duties import MOST, Duty, Kind
from partnership.models import Partnership, User
from savings import periods
from savings.highlights import standing
from savings.models import LikelyPair, Share, SharingAgreement, Statement


def agreements_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Proposals of others that name an organisation for which this person approves. One query."""
    mine = user.organisations_for("savings.approve_agreement", partnership)
    rows = SharingAgreement.objects.visible_to(user).filter(
        partnership=partnership, approved_at=None, parts__organisation__in=mine
    )
    rows = rows.exclude(proposed_by=user).select_related("workstream").distinct().order_by("proposed_at", "pk")
    for proposal in rows[: MOST + 1]:
        url = reverse("agreement-approve", kwargs={"partnership": partnership.slug, "pk": proposal.pk})
        what = f"percentages for {proposal.workstream.name if proposal.workstream else 'the whole partnership'}"
        yield Duty("Approve", what, url, timezone.localdate(proposal.proposed_at))


def duplicates_to_decide(user: User, partnership: Partnership) -> Iterator[Duty]:
    """All that wait as one line, for they are decided on one page. One query."""
    rows = LikelyPair.objects.visible_to(user).filter(partnership=partnership)
    found = (
        rows.both_standing().with_verdict().filter(verdict=None).aggregate(number=Count("pk"), since=Min("found_at"))
    )
    if found["number"]:
        what = f"{found['number']} pair{'' if found['number'] == 1 else 's'} of statements that look alike"
        url = reverse("duplicate-list", kwargs={"partnership": partnership.slug})
        yield Duty("Decide on", what, url, timezone.localdate(found["since"]), number=found["number"])


def shares_to_verify(user: User, partnership: Partnership) -> Iterator[Duty]:
    rows = Share.objects.visible_to(user).waiting_for(user, partnership)
    return _one_line("Verify or return", "share", rows, "statement__submitted_at", partnership)


def reversals_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    rows = Statement.objects.visible_to(user).reversals_waiting_for(user, partnership)
    return _one_line("Approve or refuse", "reversal", rows, "drafted_at", partnership)


def periods_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Closings and reopenings: those that this person can approve, with the queries of `periods.to_approve`."""
    for life, _ in periods.to_approve(user, partnership):
        url = reverse("period", kwargs={"partnership": partnership.slug, "period": life.period.slug})
        since = timezone.localdate(life.asked.at) if life.asked else None
        yield Duty("Approve or refuse", f"{life.period}: {life.state.label.lower()}", url, since)


def returned_shares(user: User, partnership: Partnership) -> Iterator[Duty]:
    mine = user.organisations_for("savings.draft_saving", partnership)
    rows = Share.objects.visible_to(user).returned_to(mine).filter(partnership=partnership)
    return _one_line("Restate or leave", "returned share", rows, "statement__submitted_at", partnership)


def reports_to_write(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Highlight reports: drafts to finish, and those of the last months to begin."""
    for each in standing.due(user, partnership)[: MOST + 1]:
        what = f"{each.workstream.name}, {each.month:%B %Y}"
        where = {"partnership": partnership.slug, "workstream": each.workstream.slug}
        if each.draft:
            yield Duty("Finish the draft", what, each.draft.get_absolute_url(), due_on=each.due_on)
        else:
            url = f"{reverse('highlight-add', kwargs=where)}?month={each.month:%Y-%m}"
            yield Duty("Begin the report", what, url, due_on=each.due_on)


def _one_line(act: str, noun: str, rows: QuerySet, since: str, partnership: Partnership) -> Iterator[Duty]:
    """What the page lists in a table of its own, as one sentence. One query."""
    found = rows.aggregate(number=Count("pk"), since=Min(since))
    if found["number"]:
        url = reverse("queue", kwargs={"partnership": partnership.slug})
        what = f"{found['number']} {noun}{'' if found['number'] == 1 else 's'}"
        yield Duty(act, what, url, timezone.localdate(found["since"]), number=found["number"])


KINDS = (
    Kind("Shares to verify", "savings.verify_share", shares_to_verify, has_table=True),
    Kind("Reversals to approve", "savings.approve_reversal", reversals_to_approve, has_table=True),
    Kind("Periods to close or reopen", "savings.approve_closing", periods_to_approve, has_table=True),
    Kind("Returned to you", "savings.draft_saving", returned_shares, has_table=True),
    Kind("Highlight reports to write", "workstreams.edit_workstream", reports_to_write),
    Kind("Agreements to approve", "savings.approve_agreement", agreements_to_approve),
    Kind("Likely duplicates", "savings.decide_duplicate", duplicates_to_decide),
)
