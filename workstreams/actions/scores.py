"""Scores of an options appraisal: a whole sheet or a part of it at once, from the page or from a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import editions
from partnership.forms import clean_text
from partnership.models import User
from workstreams.actions.readings import RowsRefused
from workstreams.models import AppraisalCriterion, AppraisalOption, AppraisalScorer, OptionsAppraisal, OptionScore
from workstreams.models.options import LONGEST_REASON

MAY_SCORE = "workstreams.score_options"
NOT_YOURS = (
    "Everybody scores for themselves. The sheet of a post, whose holder does not sign in here, is recorded by who runs "
    "the workstream and is no scorer."
)
GONE = "This scorer is gone: somebody took them out of the round meanwhile."
NOT_OPEN = "Scoring is not open in this round, so no score is given or changed."


@dataclass(frozen=True)
class Scored:
    """What a scorer gives one option against one criterion. Without points and reason it says nothing."""

    option: AppraisalOption
    criterion: AppraisalCriterion
    points: int | None
    reason: str = ""

    @property
    def cell(self) -> tuple[int, int]:
        return (self.option.pk, self.criterion.pk)

    @property
    def is_blank(self) -> bool:
        return self.points is None and not self.reason.strip()


def require_scorer(by: User, scorer: AppraisalScorer) -> None:
    """Raise PermissionDenied unless this is the scorer, or runs the workstream of a post without a sign-in."""
    if not by.has_perm(MAY_SCORE, scorer):
        raise PermissionDenied(NOT_YOURS)


@transaction.atomic
def record_scores(
    *, by: User, scorer: AppraisalScorer, rows: Sequence[Scored], seen: int | None = None
) -> list[OptionScore]:
    """Record what differs from what the scorer gave before or, where anything is wrong, nothing.

    The former scores stay readable. `seen` is the edition of the sheet that a person was shown: what was given since is
    not overwritten unread. Raises RowsRefused with all that is wrong with each row, PermissionDenied, and
    ValidationError while scoring is not open.
    """
    made, refused = _checked(by, scorer, rows, seen)
    if refused:
        raise RowsRefused(refused)
    for row in made:
        row.save()
    return made


@transaction.atomic
def check_scores(*, by: User, scorer: AppraisalScorer, rows: Sequence[Scored]) -> dict[int, ValidationError]:
    """What `record_scores` would refuse, by the place in the list; nothing is written."""
    return _checked(by, scorer, rows)[1]


def edition(scorer: AppraisalScorer) -> int:
    """Scores are only added, so the last one says which sheet it is. One query."""
    return scorer.scores.order_by("-pk").values_list("pk", flat=True).first() or 0


def _hold(by: User, scorer: AppraisalScorer, seen: int | None) -> OptionsAppraisal:
    """Nobody else scores in the appraisal until this transaction ends, and no scorer is removed."""
    appraisal = OptionsAppraisal.objects.select_for_update().filter(pk=scorer.appraisal_id).first()
    if appraisal is None or not appraisal.scorers.filter(pk=scorer.pk).exists():
        raise ValidationError(GONE, code="gone")
    require_scorer(by, scorer)
    if not appraisal.is_open:
        raise ValidationError(NOT_OPEN)
    if seen is not None and seen != edition(scorer):
        last = scorer.scores.select_related("recorded_by").latest("pk")
        raise editions.changed(last.recorded_by.name, last.recorded_at)
    return appraisal


def _checked(
    by: User, scorer: AppraisalScorer, rows: Sequence[Scored], seen: int | None = None
) -> tuple[list[OptionScore], dict[int, ValidationError]]:
    appraisal = _hold(by, scorer, seen)
    standing = {(row.option_id, row.criterion_id): row for row in OptionScore.objects.newest().filter(scorer=scorer)}
    made: list[OptionScore] = []
    refused: dict[int, ValidationError] = {}
    met: set[tuple[int, int]] = set()
    for place, row in enumerate(rows):
        before = standing.get(row.cell)
        errors = _wrong(row, before, appraisal)
        if row.cell in met:
            errors["option"] = f"“{row.option}” stands twice against “{row.criterion}”. Keep one of them."
        met.add(row.cell)
        if errors:
            refused[place] = ValidationError(errors)
        elif not row.is_blank and (not before or (before.points, before.reason) != (row.points, row.reason.strip())):
            facts = {"option": row.option, "criterion": row.criterion, "points": row.points}
            made.append(OptionScore(scorer=scorer, reason=row.reason.strip(), recorded_by=by, **facts))
    return made, refused


def _wrong(row: Scored, before: OptionScore | None, appraisal: OptionsAppraisal) -> dict[str, str]:
    """What is wrong with one row, by column, in sentences that name the row."""
    found: dict[str, str] = {}
    of = f"“{row.option}” against “{row.criterion}”"
    if row.option.appraisal_id != appraisal.pk or row.criterion.appraisal_id != appraisal.pk:
        return {"option": f"{of} is no part of this round."}
    if row.is_blank:
        return {"points": f"The score of {of} was given: it can be changed, not taken back."} if before else {}
    if row.points is None:
        found["points"] = f"Score {of}: there is a reason without a score."
    elif row.points not in appraisal.points:
        found["points"] = wrong_points(str(row.points), appraisal)
    if not row.reason.strip():
        found["reason"] = f"Say why {of} gets {row.points}."
    elif len(row.reason.strip()) > LONGEST_REASON:
        length = len(row.reason.strip())
        found["reason"] = f"The reason has {length:,} characters; at most {LONGEST_REASON} are kept. Shorten it."
    else:
        try:
            clean_text(row.reason)
        except ValidationError as error:
            found["reason"] = error.messages[0]
    return found


def wrong_points(found: str, appraisal: OptionsAppraisal) -> str:
    scale = f"a whole number from {appraisal.lowest} to {appraisal.highest}"
    return f"“{found}” is not a point of the scale. Enter {scale}."
