"""An options appraisal is drafted, opened for scoring, scored, decided; scored again in a new round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import clock, editions, history
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require
from partnership.templatetags.portal import date_words
from workstreams.actions.case_rows import write_rows
from workstreams.actions.plan import refuse_unknown_owner
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.appraisal import WHOLE
from workstreams.cases import worth_of
from workstreams.models import (
    AppraisalCriterion,
    AppraisalOption,
    AppraisalScorer,
    BusinessCase,
    OptionsAppraisal,
    OptionScore,
    OptionsDecision,
    Workstream,
)
from workstreams.models.options import DO_NOTHING, MOST_CRITERIA, MOST_OPTIONS, SCALE
from workstreams.options import Comparison, compared

COPIED = ("title", "question", "lowest", "scale", "years", "least_scorers")
State = OptionsAppraisal.State


class AppraisalFacts(TypedDict, total=False):
    title: str
    question: str
    lowest: int
    scale: str
    years: int
    least_scorers: int


class OptionFacts(TypedDict, total=False):
    name: str
    description: str
    delivery: str
    cost_pence: int | None
    benefit_pence: int | None
    basis: str
    case: BusinessCase | None


@dataclass(frozen=True)
class CriterionFacts:
    """`weight` in whole per cent."""

    name: str
    weight: int
    meaning: str = ""


# --- The draft --------------------------------------------------------------------------------------------------------
@transaction.atomic
def draft_appraisal(*, by: User, workstream: Workstream, **facts: Unpack[AppraisalFacts]) -> OptionsAppraisal:
    """Begin an appraisal, with doing nothing as its first option."""
    appraisal = OptionsAppraisal(workstream=workstream, drafted_by=by)
    require(by, MAY_EDIT, appraisal)
    _lock_workstream(workstream.pk)
    appraisal = write(appraisal, {"scale": "\n".join(SCALE)} | facts, by=by)
    write(AppraisalOption(appraisal=appraisal, name=DO_NOTHING, is_do_nothing=True), {}, by=by)
    return appraisal


@transaction.atomic
def edit_appraisal(
    *, by: User, appraisal: OptionsAppraisal, seen: int | None = None, **facts: Unpack[AppraisalFacts]
) -> OptionsAppraisal:
    """Change the words of a draft, its scale, the years of cost and benefit, or how many must score."""
    require_draft(appraisal, by)
    editions.hold(appraisal, seen)
    if appraisal.round > 1 and facts.get("title", appraisal.title) != appraisal.title:
        raise ValidationError({"title": f"Keep the title of the round before: “{appraisal.title}”."})
    return write(appraisal, facts, by=by)


@transaction.atomic
def add_option(*, by: User, appraisal: OptionsAppraisal, **facts: Unpack[OptionFacts]) -> AppraisalOption:
    """Add one to a draft. With a `case` its cost, benefit and basis are those of that business case."""
    require_draft(appraisal, by)
    if appraisal.options.count() >= MOST_OPTIONS:
        raise ValidationError(f"An appraisal has at most {MOST_OPTIONS} options. Leave the weakest out.")
    _refuse_same_name(AppraisalOption(appraisal=appraisal), facts)
    return write(AppraisalOption(appraisal=appraisal), _with_worth(appraisal, facts), by=by)


@transaction.atomic
def edit_option(
    *, by: User, option: AppraisalOption, seen: int | None = None, **facts: Unpack[OptionFacts]
) -> AppraisalOption:
    """Doing nothing too may be described, named and costed: it stays what it is. `case` as in `add_option`."""
    require_draft(option.appraisal, by)
    editions.hold(option, seen)
    _refuse_same_name(option, facts)
    return write(option, _with_worth(option.appraisal, facts), by=by)


def _with_worth(appraisal: OptionsAppraisal, facts: OptionFacts) -> dict[str, Any]:
    """The facts with what the case says in the place of what was typed, and the typed basis behind the case's."""
    given: dict[str, Any] = dict(facts)
    case = given.pop("case", None)
    if case is None:
        return given
    if not BusinessCase.objects.standing().filter(pk=case.pk, workstream=appraisal.workstream_id).exists():
        raise ValidationError({"case": "Choose a submitted or approved business case of this workstream."})
    worth = worth_of(case, appraisal.years)
    typed = given.get("basis", "").removeprefix(worth.basis).strip()
    amounts = {"cost_pence": worth.cost_pence, "benefit_pence": worth.benefit_pence}
    return given | amounts | {"basis": f"{worth.basis} {typed}".strip()}


def _refuse_same_name(option: AppraisalOption, facts: OptionFacts) -> None:
    """A file names options in words, so two of them differ in more than capitals."""
    wanted = facts.get("name", option.name).strip().casefold()
    others = option.appraisal.options.exclude(pk=option.pk).values_list("name", flat=True)
    if same := next((name for name in others if name.casefold() == wanted), None):
        raise ValidationError({"name": f"There is an option “{same}” already. Give this one another name."})


@transaction.atomic
def remove_option(*, by: User, option: AppraisalOption) -> None:
    """Take an option out of a draft; its history stays. Doing nothing is always one."""
    require_draft(option.appraisal, by)
    editions.hold(option)
    if option.is_do_nothing:
        raise ValidationError("Doing nothing is always an option: the others are measured against it.")
    history.delete(option, by=by)


@transaction.atomic
def edit_criteria(
    *, by: User, appraisal: OptionsAppraisal, rows: Sequence[CriterionFacts], seen: int | None = None
) -> OptionsAppraisal:
    """All criteria of a draft, with weights that add to 100. Raises ValidationError for all that is wrong."""
    require_draft(appraisal, by)
    editions.refuse_unseen(AppraisalCriterion, seen, {"appraisal": appraisal})
    if wrong := _wrong_criteria(rows):
        raise ValidationError(wrong)
    standing = {row.name: row for row in appraisal.criteria.all()}
    wanted = {row.name.strip(): _criterion(appraisal, row) for row in rows}
    write_rows(standing, wanted, ("meaning", "weight"), by=by)
    return appraisal


def _wrong_criteria(rows: Sequence[CriterionFacts]) -> list[str]:
    wrong = []
    names = [row.name.strip().casefold() for row in rows]
    if twice := sorted({row.name.strip() for row in rows if names.count(row.name.strip().casefold()) > 1}):
        wrong.append(f"“{twice[0]}” stands twice. Name each criterion once.")
    if len(rows) > MOST_CRITERIA:
        wrong.append(f"There are {len(rows)} criteria; at most {MOST_CRITERIA} can be weighed against each other.")
    if (total := sum(row.weight for row in rows)) != WHOLE and rows:
        off = f"{WHOLE - total} too little" if total < WHOLE else f"{total - WHOLE} too much"
        wrong.append(f"The weights add to {total}%, {off}. Make them add to {WHOLE}%.")
    return wrong


def _criterion(appraisal: OptionsAppraisal, row: CriterionFacts) -> AppraisalCriterion:
    made = AppraisalCriterion(
        appraisal=appraisal, name=row.name.strip(), weight=row.weight, meaning=row.meaning.strip()
    )
    made.clean_fields()
    return made


@transaction.atomic
def add_scorer(*, by: User, appraisal: OptionsAppraisal, person: User | None = None, post: str = "") -> AppraisalScorer:
    """A person who signs in here, or a post whose sheet is recorded for its holder; until somebody has scored."""
    _require_unscored(appraisal, by)
    refuse_unknown_owner(appraisal.workstream.partnership, person)
    if bool(person) == bool(post.strip()):
        raise ValidationError({"post": "Choose a person or write a post: one of them."})
    return write(AppraisalScorer(appraisal=appraisal), {"person": person, "post": post.strip()}, by=by)


@transaction.atomic
def remove_scorer(*, by: User, scorer: AppraisalScorer) -> None:
    """Somebody who does not score after all; until somebody has scored, and while enough others are named."""
    _require_unscored(scorer.appraisal, by)
    least = scorer.appraisal.least_scorers
    if scorer.appraisal.is_open and scorer.appraisal.scorers.count() <= least:
        raise ValidationError(f"Scoring is open, and at least {_people(least)} must be named. Add another first.")
    editions.hold(scorer)
    history.delete(scorer, by=by)


@transaction.atomic
def discard_appraisal(*, by: User, appraisal: OptionsAppraisal) -> None:
    """Delete a draft; its history stays. The round before, if there is one, is as it was."""
    require_draft(appraisal, by)
    for rows in (appraisal.options, appraisal.criteria, appraisal.scorers):
        for row in rows.all():
            history.delete(row, by=by)
    history.delete(appraisal, by=by)


def what_is_missing(appraisal: OptionsAppraisal) -> list[str]:
    """What a draft still lacks before it can be scored, in sentences. Three queries."""
    weights = sum(appraisal.criteria.values_list("weight", flat=True))
    named, least = appraisal.scorers.count(), appraisal.least_scorers
    found = {
        "Add at least one option beside doing nothing.": appraisal.options.count() > 1,
        "Enter the criteria, with weights that add to 100%.": weights == WHOLE,
        f"Name at least {_people(least)}; {named} {'is' if named == 1 else 'are'} named.": named >= least,
    }
    return [sentence for sentence, is_there in found.items() if not is_there]


@transaction.atomic
def open_scoring(*, by: User, appraisal: OptionsAppraisal) -> OptionsAppraisal:
    """Freeze options, criteria, weights and scale, and let the scorers score. A round before that still was being
    scored is superseded; one that is decided counts until this one is."""
    require_draft(appraisal, by)
    if missing := what_is_missing(appraisal):
        raise ValidationError(missing)
    if appraisal.rescores and appraisal.rescores.state in (State.SCORING, State.SCORED):
        write(appraisal.rescores, {"state": State.SUPERSEDED}, by=by)
    return write(appraisal, {"state": State.SCORING, "opened_at": clock.now(), "opened_by": by}, by=by)


@transaction.atomic
def close_scoring(*, by: User, appraisal: OptionsAppraisal) -> OptionsAppraisal:
    """No score is given any more, and everybody is shown the result. Sheets that are not complete count for nothing."""
    _lock(appraisal)
    require(by, MAY_EDIT, appraisal)
    if not appraisal.is_open:
        raise ValidationError("Scoring is not open in this round.")
    if sentence := _too_few(compared(appraisal)):
        raise ValidationError(sentence)
    return write(appraisal, {"state": State.SCORED}, by=by)


def _too_few(found: Comparison) -> str:
    """Why there is no result yet; empty where enough sheets are complete."""
    finished, least = len(found.finished), found.appraisal.least_scorers
    if finished >= least:
        return ""
    said = f"{finished} of at least {_people(least)}" if finished else "Nobody"
    verb = "have" if finished > 1 else "has"
    return f"{said} {verb} finished scoring yet. Wait for the others, or begin a new round with other scorers."


def _people(number: int) -> str:
    return f"{number} scorer{'' if number == 1 else 's'}"


# --- The decision, and the next round ---------------------------------------------------------------------------------
@transaction.atomic
def decide_options(
    *,
    by: User,
    appraisal: OptionsAppraisal,
    option: AppraisalOption,
    reason: str,
    decided_on: date,
    body: str,
    minute: str = "",
) -> OptionsDecision:
    """Record which option is preferred, by whom and why, with the result as it is now. It ends the scoring.

    The option need not have the highest total. Sheets that are not complete count for nothing, and are named.
    """
    _lock(appraisal)
    require(by, MAY_EDIT, appraisal)
    if appraisal.state in _NOT_DECIDED:
        raise ValidationError(_NOT_DECIDED[appraisal.state])
    found = compared(appraisal)
    if wrong := _wrong_decision(found, option, decided_on):
        raise ValidationError(wrong)
    decision = OptionsDecision(
        appraisal=appraisal,
        option=option,
        reason=reason.strip(),
        decided_on=decided_on,
        body=body.strip(),
        minute=minute.strip(),
        result=found.frozen(),
        recorded_by=by,
    )
    decision.full_clean()
    decision.save()
    if appraisal.state != State.DECIDED:
        if appraisal.rescores and appraisal.rescores.state != State.SUPERSEDED:
            write(appraisal.rescores, {"state": State.SUPERSEDED}, by=by)
        write(appraisal, {"state": State.DECIDED}, by=by)
    return decision


def _wrong_decision(found: Comparison, option: AppraisalOption, decided_on: date) -> dict[str, str]:
    wrong, opened_at = {}, found.appraisal.opened_at
    if option.appraisal_id != found.appraisal.pk:
        wrong["option"] = "Choose an option of this appraisal."
    elif sentence := _too_few(found):
        wrong["option"] = sentence
    if decided_on > clock.today():
        wrong["decided_on"] = "This day has not come yet."
    elif opened_at and decided_on < timezone.localdate(opened_at):
        wrong["decided_on"] = f"Scoring was opened on {date_words(opened_at)}. It was decided on that day or later."
    return wrong


_NOT_DECIDED: dict[str, str] = {
    State.DRAFT: "This appraisal is a draft. Open the scoring first.",
    State.SUPERSEDED: "A later round has taken the place of this one. Record the preferred option there.",
}


@transaction.atomic
def rescore(*, by: User, appraisal: OptionsAppraisal, reason: str) -> OptionsAppraisal:
    """Begin the next round as a draft: a copy of options, criteria, weights and scorers, without scores.

    This round stays as it is, with all scores and what was decided.
    """
    _lock(appraisal)
    require(by, MAY_EDIT, appraisal)
    if appraisal.is_draft:
        raise ValidationError("This round is a draft still: change it as it is.")
    if OptionsAppraisal.objects.filter(rescores=appraisal).exists():
        raise ValidationError("There is a later round already. Go on with that one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is scored again."})
    following = OptionsAppraisal(
        workstream=appraisal.workstream, round=appraisal.round + 1, rescores=appraisal, drafted_by=by
    )
    facts = {name: getattr(appraisal, name) for name in COPIED} | {"rescore_reason": reason.strip()}
    following = write(following, facts, by=by, reason=reason.strip()[:100])
    _copy(appraisal, following, by=by)
    return following


def _copy(former: OptionsAppraisal, appraisal: OptionsAppraisal, *, by: User) -> None:
    for rows in (former.options.order_by("pk"), former.criteria.order_by("pk"), former.scorers.order_by("pk")):
        copies: list[Any] = list(rows)
        for row in copies:
            row.pk, row.appraisal = None, appraisal
            row._state.adding = True
        if copies:
            history.bulk_create(copies, by=by)


def require_draft(appraisal: OptionsAppraisal, by: User) -> None:
    """Nobody else changes the appraisal until this transaction ends; and it is still a draft."""
    _lock(appraisal)
    require(by, MAY_EDIT, appraisal)
    if not appraisal.is_draft:
        raise ValidationError("Its scoring was opened, so this round never changes. Begin a new round to change it.")


def _require_unscored(appraisal: OptionsAppraisal, by: User) -> None:
    """Who has seen scores is not made a scorer, and no scorer steps out to see them."""
    _lock(appraisal)
    require(by, MAY_EDIT, appraisal)
    if appraisal.state not in (State.DRAFT, State.SCORING):
        raise ValidationError("This round is over. Begin a new one to name other scorers.")
    if OptionScore.objects.filter(scorer__appraisal=appraisal).exists():
        raise ValidationError(
            "Somebody has scored, so the scorers of this round stay. Begin a new round to change them."
        )


def _lock_workstream(pk: int) -> None:
    Workstream.objects.select_for_update().get(pk=pk)


def _lock(appraisal: OptionsAppraisal) -> None:
    """All appraisals of a workstream are changed one at a time, under its row; and while the appraisal's own is held
    nobody scores in it. It is read as it is now."""
    _lock_workstream(appraisal.workstream_id)
    editions.hold(appraisal)
