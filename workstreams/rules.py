"""Who reports on an action: who may edit it, and its owner. Who drafted a business case may not approve it. Who scores
options: each scorer for themselves."""

import rules
from django.core.exceptions import PermissionDenied

from partnership.models import User
from partnership.permissions import granted, require
from workstreams.models import AppraisalScorer, BusinessCase, GatePolicy


@rules.predicate
def owns(user, thing) -> bool:
    """The user is the action's owner. On anything that has no owner the question is not asked."""
    return getattr(thing, "owner_id", None) == user.pk


rules.set_perm(
    "workstreams.progress_action",
    granted("workstreams.progress_action") | (owns & granted("partnership.view_partnership")),
)
FOUR_EYES_CASE = "You drafted, edited or submitted this business case, so another person approves it."


@rules.predicate
def has_drafted(user, case) -> bool:
    """The user drafted, edited or submitted the case: every edit of it or of its lines stands in its history. On
    anything else the question is not asked. One query."""
    if not isinstance(case, BusinessCase):
        return False
    return user.pk in (case.drafted_by_id, case.submitted_by_id) or case.history.filter(history_user=user).exists()


rules.set_perm("workstreams.approve_case", granted("workstreams.approve_case") & ~has_drafted)


@rules.predicate
def is_scorer(user, scorer) -> bool:
    """The user is this scorer; or may edit the workstream, and the scorer is a post without a sign-in. Who scores too
    records no post, whose scores would lead them. One query for a post."""
    if not isinstance(scorer, AppraisalScorer):
        return False
    if scorer.person_id is None:
        scores_too = AppraisalScorer.objects.filter(appraisal=scorer.appraisal_id, person=user).exists
        return user.has_perm("workstreams.edit_workstream", scorer) and not scores_too()
    return scorer.person_id == user.pk


rules.set_perm("workstreams.score_options", is_scorer & granted("savings.view_figures"))
FOUR_EYES_POLICY = "You proposed this version, so another person approves it."


@rules.predicate
def has_proposed(user, policy) -> bool:
    """The user proposed the policy of gates. On anything else the question is not asked."""
    return isinstance(policy, GatePolicy) and policy.entered_by_id == user.pk


rules.set_perm("workstreams.approve_policy", granted("workstreams.approve_policy") & ~has_proposed)


def require_approval(user: User, thing: BusinessCase | GatePolicy) -> None:
    """Four eyes, in words: who may approve such a thing, but had a hand in this one, is told why that is refused."""
    of_case = isinstance(thing, BusinessCase)
    permission = "workstreams.approve_case" if of_case else "workstreams.approve_policy"
    has_a_hand, words = (has_drafted, FOUR_EYES_CASE) if of_case else (has_proposed, FOUR_EYES_POLICY)
    if granted(permission)(user, thing) and has_a_hand(user, thing):
        raise PermissionDenied(words)
    require(user, permission, thing)
