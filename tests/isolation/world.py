"""What the isolation test asks about: one of everything, belonging to Bolsover alone where it can."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile

from governance.models import (
    AgendaItem,
    Attendance,
    BodyRule,
    Decision,
    Delegation,
    DelegationUse,
    Interest,
    Meeting,
    MinutesCorrection,
    MinutesEdition,
    MinutesFile,
    MinutesPart,
    Pack,
    PackSection,
    PlannedEffect,
    Presiding,
    RatificationAsked,
    RatificationNeed,
    Seat,
    SeatHolding,
)
from partnership.models import ApiToken, Grant, Notice
from savings import actions
from savings.models import Evidence, LedgerCheck, LikelyPair, PeriodStep, Publication
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import contracts, factories, importing, measured, packs
from tests.isolation import (
    budgets,
    cases,
    engagement,
    gates,
    highlights,
    options,
    performance,
    plans,
    register,
    reports,
    risks,
)
from workstreams.models import Contribution, Funding, Hosting, Milestone

PARTS: tuple[Any, ...] = (
    *(plans, risks, gates, cases, budgets, performance, highlights, engagement, options, reports, register),
)


def fill(world):
    """Add to the three councils one of everything, and a second partnership with people of every role."""
    world.far = factories.three_councils(slug="far", prefix="F-")
    alone = Sharing(Basis.ONE, frozenset({world.organisations["BDC"].pk}))
    world.draft = factories.draft(world, sharing=alone)
    world.statement = factories.submitted(world, sharing=alone)
    world.share = world.statement.shares.get()
    world.basket = contracts.basket(world)
    world.contract = contracts.draft(world, parts={"BDC": 1_00}, basket=world.basket)
    world.evidence = _evidence(world)
    world.check = LedgerCheck.objects.create(partnership=world.partnership, way="schedule")
    world.failed_check = LedgerCheck.objects.create(partnership=world.partnership, way="schedule", state="failed")
    _reversals(world, alone)
    officer = world.person("officer")
    world.comment = actions.comment(by=officer, statement=world.statement, text="The invoice follows.")
    _sharing(world)
    _imports(world)
    _workstream(world)
    _governance(world)
    _people(world)
    Publication.objects.create(
        partnership=world.partnership,
        published_at=datetime(2026, 11, 1, tzinfo=UTC),
        published_by=world.person("manager"),
    )
    _periods(world)
    for part in PARTS:
        part.fill(world)
    return world


def _periods(world):
    """A year that is asked to be closed, one that is closed, and one that is asked to be reopened."""
    manager, verifier = world.person("manager"), world.person("verifier", "NEDDC")

    def step(year, step, by, answers=None):
        facts = {"year": year, "step": step, "by": by, "answers": answers, "sequence": 0, "reason": "It is over."}
        return PeriodStep.objects.create(partnership=world.partnership, **facts)

    step(2010, "asked", manager)
    for year in (2011, 2012):
        step(year, "closed", verifier, answers=step(year, "asked", manager))
    step(2012, "reopening_asked", manager)


def _reversals(world, alone):
    """A verified statement; one whose reversal waits; one that is reversed."""
    officer, verifier = world.person("officer"), world.person("verifier")
    world.proven, world.doubted, world.reversed = (factories.verified(world, sharing=alone) for _ in range(3))
    for statement in (world.doubted, world.reversed):
        actions.request_reversal(by=officer, statement=statement, reason="Claimed twice.")
    actions.approve_reversal(by=verifier, statement=world.reversed)


def _sharing(world):
    """A proposal that Bolsover's finance officer may approve, and two statements of Bolsover that look alike."""
    world.agreement = factories.proposed(world)
    twin = factories.submitted(world, sharing=Sharing(Basis.ONE, frozenset({world.organisations["BDC"].pk})))
    world.pair = LikelyPair.objects.create(
        partnership=world.partnership, first=world.statement, second=twin, alike=LikelyPair.Alike.AMOUNT
    )


def _people(world):
    """A role asked for by another administrator, for someone whose only role is in the other partnership."""
    world.waiting_person = world.far.person("auditor")
    world.asked_grant = Grant.objects.create(
        user=world.waiting_person,
        role="verifier",
        partnership=world.partnership,
        organisation=world.organisations["BDC"],
        from_on=date(2024, 4, 1),
        requested_by=world.far.person("administrator"),
        requested_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    world.notice = Notice.objects.create(
        to=world.person("viewer"), kind="duties", key="duties", subject="What waits for you", text="1", state="here"
    )
    world.token, _ = ApiToken.objects.create(user=world.person("officer"), name="Finance system")


def _evidence(world):
    made = Evidence(
        partnership=world.partnership,
        saving=world.draft,
        organisation=world.organisations["BDC"],
        name="plan.txt",
        content_type="text/plain",
        size=4,
        sha256="0" * 64,
        uploaded_by=world.person("officer"),
    )
    made.file.save("plan.txt", ContentFile(b"plan"), save=False)
    made.save()
    return made


def _imports(world):
    """One of each that there is a page about: reported, with something found in it; finished; failed."""
    row = importing.row
    world.imported = importing.checked(world, row(), row(amount="1.234,50"))
    world.written = importing.finished(world, row(shared="To one organisation alone", organisations="BDC"))
    world.failed_import = importing.upload(world, importing.text(row()))
    world.failed_import.state = "failed"
    world.failed_import.save()


def _workstream(world):
    stream, bolsover, day = world.workstream, world.organisations["BDC"], date(2024, 4, 1)
    world.milestone = Milestone.objects.create(workstream=stream, title="Launch", planned_on=day)
    world.hosting = Hosting.objects.create(workstream=stream, organisation=bolsover, from_on=day)
    world.baseline = measured.baseline(world, "BDC", year=2024, cost_pence=1)
    world.programme_funding = Funding.objects.create(
        partnership=world.partnership, funder="Another fund", amount_pence=1, awarded_on=day, purpose="All"
    )
    world.contribution = Contribution.objects.create(
        partnership=world.partnership,
        workstream=stream,
        organisation=bolsover,
        year=2025,
        kind="own_cost",
        amount_pence=1,
        purpose="Moving",
    )
    world.funding = Funding.objects.create(
        partnership=world.partnership,
        workstream=stream,
        funder="A fund",
        amount_pence=1,
        awarded_on=day,
        purpose="Study",
    )


def _governance(world):
    here = world.partnership
    world.body = factories.body(world)
    world.seat = Seat.objects.create(body=world.body, office="Leader", from_on=date(2024, 4, 1))
    world.holding = SeatHolding.objects.create(seat=world.seat, post="Leader", from_on=date(2024, 4, 1))
    world.meeting = Meeting.objects.create(
        partnership=here, body=world.body, starts_at=datetime(2026, 12, 1, 10, tzinfo=UTC), place_name="Town hall"
    )
    world.item = AgendaItem.objects.create(meeting=world.meeting, order=1, title="Apologies")
    _decisions(world)
    clerk = {"seat": world.seat, "recorded_by": world.person("manager")}
    world.attendance = Attendance.objects.create(
        meeting=world.meeting, what="apology", at=datetime(2026, 12, 1, 10, tzinfo=UTC), **clerk
    )
    declared = AgendaItem.objects.create(meeting=world.meeting, order=2, title="Savings")
    world.interest = Interest.objects.create(item=declared, nature="A relation works there.", **clerk)
    world.presiding = Presiding.objects.create(meeting=world.meeting, at=datetime(2026, 12, 1, 10, tzinfo=UTC), **clerk)
    world.pack = Pack.objects.create(
        partnership=here,
        meeting=world.meeting,
        version=1,
        request_key=uuid.uuid4(),
        sequence=1,
        as_at_on=date(2026, 11, 1),
        requested_by=world.person("manager"),
        state="failed",
        problem="It failed.",
    )
    world.finished = packs.finished(world, world.meeting)
    world.annual = packs.finished_statement(world)
    _minutes(world)
    PackSection.objects.create(pack=world.pack, order=1, key="cover", title="Cover")


def _minutes(world):
    """One part, circulated, with a correction; its file is made. Nobody of the isolation world sits on the body."""
    by = world.person("manager")
    world.part = MinutesPart.objects.create(meeting=world.meeting, order=1, heading="Present", text="The Leader.")
    content = {"meeting": str(world.meeting), "parts": [world.part.frozen]}
    facts = {"meeting": world.meeting, "number": 1, "content": content, "sha256": "0" * 64, "made_by": by}
    world.edition = MinutesEdition.objects.create(**facts)
    said = {"part": world.part, "edition": world.edition, "text": "And the Deputy.", "proposed_by": by}
    world.correction = MinutesCorrection.objects.create(**said)
    world.minutes_file = MinutesFile(edition=world.edition, is_open=True, state="finished", sha256="0" * 64, pages=1)
    world.minutes_file.file.save("minutes.pdf", ContentFile(packs.FILE), save=False)
    world.minutes_file.save()


def _decisions(world):
    """A decision that is not exempt, what it delegates to a post, and a use that was not reported yet."""
    manager, day = world.person("manager"), date(2024, 4, 1)
    facts = {"quorum_kind": "number", "quorum_number": 1, "voters": "member", "needed": "majority", "tie": "falls"}
    rule = BodyRule.objects.create(body=world.body, from_on=day, entered_by=manager, **facts)
    counted = {"votes_for": 1, "votes_against": 0, "abstentions": 0, "outcome": "carried", "result": "Carried."}
    named = {"year": 2026, "number": 1, "reference": "JB 2026/1", "motion": "Go on.", "quorum": "There was one."}
    world.decision = Decision.objects.create(
        partnership=world.partnership,
        meeting=world.meeting,
        rule=rule,
        taken_at=datetime(2026, 11, 1, tzinfo=UTC),
        recorded_by=manager,
        **named,
        **counted,
    )
    world.delegation = Delegation.objects.create(
        decision=world.decision, post="Chief Executive", matter="Small sums.", from_on=day, recorded_by=manager
    )
    facts = {"kind": "stage", "target_key": world.workstream.pk, "words": "Move it", "asked_by": manager}
    world.planned_effect = PlannedEffect.objects.create(decision=world.decision, **facts)
    named |= {"number": 2, "reference": "JB 2026/2", "motion": "Share it."}
    facts = {"partnership": world.partnership, "meeting": world.meeting, "rule": rule, "recorded_by": manager}
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    world.shared = Decision.objects.create(taken_at=moment, **facts, **named, **counted)
    asked = {"rule": "members", "due_on": date(2027, 1, 1), "said_by": manager}
    world.need = RatificationNeed.objects.create(decision=world.shared, **asked)
    RatificationAsked.objects.create(need=world.need, organisation=world.organisations["BDC"])
    world.use = DelegationUse.objects.create(delegation=world.delegation, on=day, what="A study.", recorded_by=manager)


def find(world, person):
    role, where = person.split("-")
    return world.far.person(role) if where == "far" else world.person(role, where)


def arguments(world, address):
    """The arguments of an address: what the isolation world has of each kind, Bolsover's where it can be."""
    return {name: _argument(world, address.name, name) for name in address.arguments}


def _argument(world, address, name):
    fixed = {
        "partnership": world.partnership.slug,
        "slug": world.partnership.slug,
        "workstream": world.workstream.slug,
        "code": world.organisations["BDC"].code,
        "item": world.item.pk,
        "seat": world.seat.pk,
        "holding": world.holding.pk,
        "move": "publish",
        "kind": "stage",
        "row": _recorded(world, address).pk,
        "name": "workstreams",
        "uidb36": "1",
        "part": "financial",
        "stop": 4,
    }
    if name == "period":
        periods = {"period-close-a": "2010-11", "period-close-r": "2010-11", "period-reopen-": "2012-13"}
        started = (slug for begins, slug in periods.items() if address.startswith(begins))
        return next(started, {"period-close": "2013-14", "period-reopen": "2011-12"}.get(address, "2012-13"))
    if address == "token-revoke":
        return world.token.token_key
    if address.startswith("public-register-paper") and name in world.public_paper:
        return world.public_paper[name]
    if name == "key":
        return "no-such-key"
    return fixed[name] if name in fixed else _row(world, address).pk


def _recorded(world, address):
    """What is recorded of a meeting, its minutes, a decision or a delegation."""
    rows = {
        "meeting-strike-interest": world.interest,
        "meeting-strike-presiding": world.presiding,
        "decision-planned-do": world.planned_effect,
        "decision-planned-drop": world.planned_effect,
        "delegation-report": world.use,
        "meeting-minutes-answer": world.correction,
        "meeting-minutes-correct": world.part,
        "meeting-minutes-edit": world.part,
        "meeting-minutes-file": world.minutes_file,
    }
    return rows.get(address, world.attendance)


def _row(world, address):
    return ROWS[max((known for known in ROWS if address.startswith(known)), key=len)](world)


# What a `pk` means, by the beginning of the address's name; the longest that is known counts.
ROWS = {
    "size": lambda world: world.organisations["BDC"].sizes.get(),
    "membership": lambda world: world.organisations["BDC"].memberships.get(partnership=world.partnership),
    "person": lambda world: world.person("viewer"),
    "notice": lambda world: world.notice,
    "grant-add": lambda world: world.person("viewer"),
    "grant-approve": lambda world: world.asked_grant,
    "grant-end": lambda world: world.person("viewer").grants.get(),
    "participation": lambda world: world.workstream.participations.get(organisation=world.organisations["BDC"]),
    "hosting": lambda world: world.hosting,
    "milestone": lambda world: world.milestone,
    "baseline": lambda world: world.baseline,
    "funding": lambda world: world.funding,
    "contribution": lambda world: world.contribution,
    "programme-funding": lambda world: world.programme_funding,
    "saving": lambda world: world.draft,
    "basket": lambda world: world.basket,
    "contract": lambda world: world.contract,
    "statement-add": lambda world: world.statement.saving,
    "statement": lambda world: world.statement,
    "statement-edit": lambda world: world.draft.statements.get(),
    "statement-submit": lambda world: world.draft.statements.get(),
    "statement-withdraw": lambda world: world.draft.statements.get(),
    "statement-reverse": lambda world: world.proven,
    "statement-reverse-approve": lambda world: world.doubted,
    "statement-reverse-refuse": lambda world: world.doubted,
    "statement-restate": lambda world: world.reversed,
    "share": lambda world: world.share,
    "check": lambda world: world.check,
    "check-retry": lambda world: world.failed_check,
    "agreement": lambda world: world.agreement,
    "api-agreements": lambda world: world.agreement,
    "duplicate": lambda world: world.pair,
    "evidence-add": lambda world: world.draft,
    "evidence": lambda world: world.evidence,
    "import": lambda world: world.imported,
    "import-rows": lambda world: world.written,
    "import-retry": lambda world: world.failed_import,
    "body": lambda world: world.body,
    "seat": lambda world: world.body,
    "meeting": lambda world: world.meeting,
    "agenda": lambda world: world.meeting,
    "pack-request": lambda world: world.meeting,
    "pack": lambda world: world.pack,
    "pack-file": lambda world: world.finished,
    "pack-release": lambda world: world.finished,
    "annual-rows": lambda world: world.annual,
    "api-packs-file": lambda world: world.finished,
    "api-workstreams": lambda world: world.workstream,
    "api-contributions": lambda world: world.contribution,
    "api-savings": lambda world: world.draft,
    "api-baskets": lambda world: world.basket,
    "api-contracts": lambda world: world.contract,
    "api-statements": lambda world: world.statement,
    "api-shares": lambda world: world.share,
    "api-comments": lambda world: world.comment,
    "decision": lambda world: world.decision,
    "decision-answer": lambda world: world.shared,
    "decision-bring-back": lambda world: world.shared,
    "api-ratification-needs": lambda world: world.need,
    "delegation": lambda world: world.delegation,
    "api-decisions": lambda world: world.decision,
    "api-delegations": lambda world: world.delegation,
    "api-bodies": lambda world: world.body,
    "api-minutes": lambda world: world.edition,
    "api-meetings": lambda world: world.meeting,
    "api-packs": lambda world: world.pack,
}
for _part in PARTS:
    ROWS |= _part.ROWS
