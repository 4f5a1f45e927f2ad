"""The public register, calendar feeds and the search."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.actions import appendices, routes
from governance.models import AgendaItem, CalendarFeed, Decision, GovernancePublication, Meeting
from tests.isolation.answers import at
from tests.reports import complete, sent

PAST = datetime(2026, 11, 1, 10, tzinfo=UTC)


def fill(world):
    """The register is on; it has a meeting that is over, with a report, its appendix, and a decision; a viewer has a
    feed."""
    manager = world.person("manager")
    GovernancePublication.objects.create(partnership=world.partnership, published_at=PAST, published_by=manager)
    told = dict.fromkeys(("noticed_at", "published_at", "opened_at", "ended_at"), PAST)
    facts = {"body": world.body, "starts_at": PAST, "place_name": "Guildhall", "state": "minutes"}
    world.held = Meeting.objects.create(partnership=world.partnership, **facts, **told)
    copied = {"rule": world.decision.rule, "recorded_by": manager, "taken_at": PAST, "year": 2026}
    named = {"number": 3, "reference": "JB 2026/3", "motion": "Go on.", "quorum": "There was one."}
    counted = {"votes_for": 1, "votes_against": 0, "abstentions": 0, "outcome": "carried", "result": "Carried."}
    world.held_decision = Decision.objects.create(
        partnership=world.partnership, meeting=world.held, **copied, **named, **counted
    )
    _report(world, manager)
    world.feed = CalendarFeed.objects.create(user=world.person("viewer"), body=world.body, digest="0" * 64)


def _report(world, manager):
    report = complete(world, title="A public report")
    file = SimpleUploadedFile("plan.txt", b"A plan.")
    plan = appendices.attach_appendix(by=manager, report=report, upload=file, title="Plan")
    sent(world, report, "Joint Board", reason="Urgent.")
    routes.publish_report(by=manager, report=report)
    AgendaItem.objects.create(meeting=world.held, order=1, kind="report", title="A report", report=report)
    world.public_paper = {"kind": "reports", "key": str(report.number), "file": str(plan.pk)}


ROWS = {
    "public-register-meeting": lambda world: world.held,
    "public-register-paper": lambda world: world.held,
    "public-register-decision": lambda world: world.held_decision,
    "calendar": lambda world: world.feed,
}

at(
    *("public-register", "public-register-meeting"),
    *("public-register-decisions", "public-register-decision"),
    *("public-register-reports", "public-register-paper", "public-register-paper-file"),
    *("public-register-file", "public-register-feed"),
    *("public-register-meetings-file", "public-register-reports-file"),
    get=".......... ..... .......... .",
)

at(  # nobody has such a key
    "calendar-file",
    get="---------- ----- ---------- -",
)

at(  # an administrator may stop it, not begin it
    "register-publication",
    get="xxxx.xxxx. xxxxx ---------- ?",
)

at(
    "register-publish",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "register-withdraw",
    get="xxxx.xxxx. xxxxx ---------- ?",
    post="xxxx.xxxx. xxxxx ---------- ?",
)

at(
    "search",
    get=".......... ..... ---------- ?",
)

at(
    "api-search",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "calendar-list",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
)

at(
    "calendar-renew",
    "calendar-revoke",
    get=".--------- ----- ---------- ?",
    post=".--------- ----- ---------- ?",
)
