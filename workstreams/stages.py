"""The stages of a workstream in their order, and where one can go from each."""

from workstreams.models import Workstream

Stage = Workstream.Stage
# One after the other; each but the first is entered through its gate.
PATH = (
    Stage.IDEA,
    Stage.APPRAISAL,
    Stage.CASE,
    Stage.APPROVAL,
    Stage.IMPLEMENTATION,
    Stage.LIVE,
    Stage.CLOSED,
)
# Off the path, from any stage on it and back to that stage.
RESTING = (Stage.PAUSED, Stage.STOPPED)
# Where nobody works at it: nothing is late or overdue there.
IDLE = (*RESTING, Stage.CLOSED)
GATED = PATH[1:]
GATE_CHOICES = [(stage.value, stage.label) for stage in GATED]


def following(stage: str) -> str | None:
    """The next stage of the path; none after the last, and none from where a workstream rests.

    >>> str(following("case")), following("closed"), following("paused")
    ('approval', None, None)
    """
    path = [str(each) for each in PATH]
    return path[path.index(stage) + 1] if stage in path[:-1] else None


def earlier(stage: str) -> list[str]:
    """The stages of the path before this one, the nearest first.

    >>> earlier("case")
    ['appraisal', 'idea']
    """
    path = [str(each) for each in PATH]
    return path[: path.index(stage)][::-1] if stage in path else []


def may_rest(stage: str, at: str) -> bool:
    """Whether a workstream can be paused, or stopped, from this stage: not twice, and not once it is closed. What is
    paused can be stopped; what is stopped is resumed before it is paused."""
    return stage not in (at, Stage.CLOSED, Stage.STOPPED)
