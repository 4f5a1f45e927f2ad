"""Options appraisals for tests: the small one that is worked by hand in `workstreams.appraisal`."""

from partnership import clock
from tests.factories import World
from workstreams import actions
from workstreams.actions import CriterionFacts, Scored
from workstreams.models import AppraisalScorer, OptionsAppraisal, OptionsDecision

CRITERIA = (CriterionFacts("Cost", 60, "What it costs."), CriterionFacts("Quality", 40))
# Points for cost and quality of doing nothing, of a host and of a company, by the first and by the second scorer.
FIRST = ((1, 2), (4, 3), (2, 5))
SECOND = ((1, 2), (4, 3), (3, 5))
SCALE = "\n".join(("Not at all", "A little", "Somewhat", "Mostly", "Well", "Fully"))


def drafted(world: World, **facts) -> OptionsAppraisal:
    """Complete, with the lead and a post without a sign-in for scorers; ready to be opened."""
    by = world.person("manager")
    appraisal = actions.draft_appraisal(by=by, workstream=world.workstream, scale=SCALE, **facts)
    actions.add_option(by=by, appraisal=appraisal, name="Host", cost_pence=100_000_00, benefit_pence=400_000_00)
    actions.add_option(by=by, appraisal=appraisal, name="Company", cost_pence=250_000_00)
    actions.edit_criteria(by=by, appraisal=appraisal, rows=CRITERIA)
    actions.add_scorer(by=by, appraisal=appraisal, person=world.person("lead"))
    actions.add_scorer(by=by, appraisal=appraisal, post="Head of audit")
    return appraisal


def opened(world: World, **facts) -> OptionsAppraisal:
    return actions.open_scoring(by=world.person("manager"), appraisal=drafted(world, **facts))


def scorers(appraisal: OptionsAppraisal) -> tuple[AppraisalScorer, ...]:
    return tuple(appraisal.scorers.order_by("pk"))


def rows(appraisal: OptionsAppraisal, points) -> list[Scored]:
    """A sheet: the points of each option against each criterion."""
    return [
        Scored(option, criterion, given, f"{given} for {option}.")
        for option, of_option in zip(appraisal.options.all(), points, strict=False)
        for criterion, given in zip(appraisal.criteria.all(), of_option, strict=True)
    ]


def scored(world: World, appraisal: OptionsAppraisal | None = None, **facts) -> OptionsAppraisal:
    """By both scorers: the host has 3.60, the company 3.50."""
    appraisal = appraisal or opened(world, **facts)
    lead, post = scorers(appraisal)[:2]
    actions.record_scores(by=world.person("lead"), scorer=lead, rows=rows(appraisal, FIRST))
    actions.record_scores(by=world.person("manager"), scorer=post, rows=rows(appraisal, SECOND))
    return appraisal


def decide(world: World, appraisal: OptionsAppraisal, option: str = "Host", **facts) -> OptionsDecision:
    given = {"reason": "It costs least.", "decided_on": clock.today(), "body": "Joint Board", "minute": "12"} | facts
    return actions.decide_options(
        by=world.person("manager"), appraisal=appraisal, option=appraisal.options.get(name=option), **given
    )


def decided(world: World, **facts) -> OptionsAppraisal:
    appraisal = scored(world, **facts)
    decide(world, appraisal)
    return appraisal
