"""Gates, policies, gateway reviews, actions and ratifications."""

from datetime import date

from django.core.files.base import ContentFile

from tests.isolation.answers import at
from workstreams.models import (
    Action,
    ActionProof,
    GatePolicy,
    GateRequirement,
    GatewayReview,
    Ratification,
    RatificationPaper,
    Recommendation,
    StageMove,
)

DAY = date(2024, 4, 1)


def fill(world):
    """A policy, a move, a reported and a planned review, what was recommended, a ratification."""
    stream, manager = world.workstream, world.person("manager")
    world.policy = GatePolicy.objects.create(
        partnership=world.partnership, from_on=DAY, reason="The board decided it.", entered_by=manager
    )
    GateRequirement.objects.create(policy=world.policy, stage="appraisal", kind="partners", threshold=5)
    world.move = StageMove.objects.create(
        workstream=stream,
        to_stage="idea",
        way="begun",
        moved_by=manager,
        outcome={"policy": "", "tests": [_TEST]},
    )
    facts = {"workstream": stream, "number": 0, "name": "Strategic assessment", "from_on": DAY, "team": "Reviewer"}
    world.planned = GatewayReview.objects.create(**facts)
    world.review = GatewayReview.objects.create(
        **facts, reported_on=DAY, confidence="amber", findings="It can be done."
    )
    own = {"partnership": world.partnership, "workstream": stream, "owner_title": "Lead officer", "due_on": DAY}
    world.action = Action.objects.create(title="Count the posts", **own)
    world.done = Action.objects.create(title="Write to staff", **own, done_on=DAY, proof="The letter.")
    Recommendation.objects.create(review=world.review, action=world.action, priority="critical", made_by=manager)
    world.ratification = Ratification.objects.create(
        partnership=world.partnership,
        workstream=stream,
        organisation=world.organisations["BDC"],
        stage="appraisal",
        decision="approved",
        decided_on=DAY,
        body="Executive",
        minute="1",
        recorded_by=world.person("chief"),
    )
    world.action_proof = ActionProof(
        partnership=world.partnership,
        action=world.action,
        name="count.txt",
        content_type="text/plain",
        size=6,
        sha256="1" * 64,
        uploaded_by=manager,
    )
    world.action_proof.file.save("count.txt", ContentFile(b"minute"), save=False)
    world.action_proof.save()
    world.ratification_paper = RatificationPaper(
        partnership=world.partnership,
        ratification=world.ratification,
        name="minute.txt",
        content_type="text/plain",
        size=6,
        sha256="1" * 64,
        uploaded_by=world.person("chief"),
    )
    world.ratification_paper.file.save("minute.txt", ContentFile(b"minute"), save=False)
    world.ratification_paper.save()


_TEST = {
    "kind": "partners",
    "title": "Number of partners",
    "met": False,
    "value": "3 organisations",
    "threshold": "at least 5",
    "difference": "2 missing",
    "sentence": "3 organisations take part. 5 are needed, so 2 are missing.",
    "facts": {},
}

ROWS = {
    "move": lambda world: world.move,
    "policy": lambda world: world.policy,
    "review": lambda world: world.review,
    "review-edit": lambda world: world.planned,
    "review-report": lambda world: world.planned,
    "review-remove": lambda world: world.planned,
    "recommendation": lambda world: world.review,
    "action": lambda world: world.action,
    "action-proof": lambda world: world.action_proof,
    "action-reopen": lambda world: world.done,
    "ratification-paper": lambda world: world.ratification_paper,
    "api-stage-moves": lambda world: world.move,
    "api-gate-policies": lambda world: world.policy,
    "api-ratifications": lambda world: world.ratification,
    "api-gateway-reviews": lambda world: world.review,
    "api-actions": lambda world: world.action,
}

at(  # what a gate says names money, which an administrator does not see
    "gate",
    "move",
    "move-list",
    "review",
    "review-history",
    "review-list",
    get=".........x ..... ---------- ?",
)

at(
    "gate-advance",
    "gate-back",
    "gate-pause",
    "gate-resume",
    "gate-stop",
    "recommendation-add",
    "review-add",
    "review-edit",
    "review-remove",
    "review-report",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # the steering group alone
    "gate-override",
    "policy-approve",
    get="xxxxx.xxxx xxxxx ---------- ?",
    post="xxxxx.xxxx xxxxx ---------- ?",
)

at(  # each for its own organisation
    "ratification-add",
    get="xx.xxx.xxx xx..x ---------- ?",
    post="xx.xxx.xxx xx..x ---------- ?",
)

at(
    "action-list",
    "policy",
    "policy-list",
    get=".......... ..... ---------- ?",
)

at(  # an administrator sees no figures, and papers name them
    "action-proof",
    "ratification-paper",
    get=".........- ..... ---------- ?",
)

at(  # who proposes, and who decides
    "policy-withdraw",
    get="xxxx..xxxx xxxxx ---------- ?",
    post="xxxx..xxxx xxxxx ---------- ?",
)

at(
    "policy-add",
    "review-gates",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "action",
    get=".......... ..... ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "action-add",
    "action-complete",
    "action-edit",
    "action-remove",
    "action-reopen",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "api-actions-list",
    "api-gate-policies-list",
    "api-gateway-reviews-list",
    "api-ratifications-list",
    "api-stage-moves-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-actions-detail",
    "api-gate-policies-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-gateway-reviews-detail",
    "api-ratifications-detail",
    "api-stage-moves-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-gates",
    get=".........x ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)
