"""A satisfaction survey is recorded as a whole: its answers, and the reading that they come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.models import Organisation, User
from workstreams.actions.readings import Measured, record_reading
from workstreams.models import Indicator, Survey, SurveyQuestion
from workstreams.spans import Span
from workstreams.surveying import MOST, Answers

MOST_QUESTIONS = 10


@dataclass(frozen=True)
class Question:
    words: str
    answers: Answers


@dataclass(frozen=True)
class Surveyed:
    """What was asked of whom, and what they said. The first question is the one that the indicator asks."""

    title: str
    asked: str
    sent: int
    answered: int
    result: str
    questions: Sequence[Question]
    reason: str = ""


@transaction.atomic
def record_survey(
    *, by: User, indicator: Indicator, span: Span, survey: Surveyed, organisation: Organisation | None = None
) -> Survey:
    """Record it with the reading of its period; with a `reason` in the place of what is recorded for it already.

    For who may record that reading. Raises ValidationError for all that is wrong.
    """
    if wrong := _wrong(indicator, survey):
        raise ValidationError(wrong)
    measured = Measured(
        indicator=indicator,
        span=span,
        value=survey.questions[0].answers.result(survey.result) or 0,
        organisation=organisation,
        respondents=survey.answered,
        source=f"{survey.title.strip()} (survey)",
        reason=survey.reason,
    )
    row = Survey(
        reading=record_reading(by=by, measured=measured),
        title=survey.title.strip(),
        asked=survey.asked.strip(),
        sent=survey.sent,
        answered=survey.answered,
        result=survey.result,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    row.full_clean()
    row.save()
    for number, each in enumerate(survey.questions, start=1):
        counts = {f"answered_{point}": count for point, count in enumerate(each.answers.counts, start=1)}
        question = SurveyQuestion(survey=row, number=number, words=each.words.strip(), **counts)
        question.full_clean()
        question.save()
    return row


def _wrong(indicator: Indicator, survey: Surveyed) -> dict[str, list[str]]:
    """All that is wrong with it, by field; what is wrong with a question stands under "questions"."""
    sentences = {
        "indicator": (not indicator.is_survey, "This indicator is not measured by a survey."),
        "sent": (not 0 < survey.sent <= MOST, f"Enter how many were asked, from 1 to {MOST:,}."),
        "answered": (
            not 0 < survey.answered <= survey.sent,
            "At least one has answered, and no more than were asked.",
        ),
    }
    found = {name: [sentence] for name, (is_wrong, sentence) in sentences.items() if is_wrong}
    said = [] if 0 < len(survey.questions) <= MOST_QUESTIONS else [f"Enter from 1 to {MOST_QUESTIONS} questions."]
    for number, each in enumerate(survey.questions, start=1):
        if not each.words.strip():
            said.append(f"Question {number}: enter the question, word for word.")
        if min(each.answers.counts) < 0 or each.answers.number > survey.answered:
            said.append(f"Question {number}: {each.answers.number:,} answers, but {survey.answered:,} answered at all.")
    if survey.questions and not survey.questions[0].answers.number:
        said.append("Question 1: enter its answers. They give the reading of the indicator.")
    return found | ({"questions": said} if said else {})
