"""Whether a decision has taken effect; asked under its lock by whatever follows from it."""

from django.core.exceptions import ValidationError

from governance.models import Decision, RatificationNeed
from governance.ratifying import State


def locked_decision(decision: Decision) -> Decision:
    """Nobody else says meanwhile that it needs ratification, answers, or lets it do something."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("partnership", "meeting__body")
    return rows.get(pk=decision.pk)


def unratified(decision: Decision) -> str:
    """How it stands, in a sentence, while it waits for the organisations; else nothing. Two queries or three."""
    need = RatificationNeed.objects.for_pages().filter(decision=decision).first()
    if need is None or need.standing.state is State.IN_FORCE:
        return ""
    sentence: str = need.standing.sentence
    return sentence


def refuse_unratified(decision: Decision) -> None:
    """Raise ValidationError while a decision still waits for the organisations."""
    if sentence := unratified(decision):
        raise ValidationError(f"{decision} has not taken effect. {sentence}")
