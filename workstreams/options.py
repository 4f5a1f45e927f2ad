"""From the rows of options appraisals to what the calculation takes, and its result in words: for pages, files, packs
and the API alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from workstreams.appraisal import Cell, Crossing, Result, Swap, appraise, rounded
from workstreams.models import (
    AppraisalCriterion,
    AppraisalOption,
    AppraisalScorer,
    OptionsAppraisal,
    OptionScore,
    OptionsDecision,
)

NO_WEIGHT = "No weight"


@dataclass(frozen=True)
class Sheet:
    """What one scorer has given so far: the scores that count."""

    scorer: AppraisalScorer
    scores: dict[Cell, OptionScore]
    wanted: int

    @property
    def given(self) -> int:
        return len(self.scores)

    @property
    def is_complete(self) -> bool:
        return self.given == self.wanted

    @property
    def words(self) -> str:
        return "Finished" if self.is_complete else f"{self.given} of {self.wanted} scores"


@dataclass(frozen=True)
class Comparison:
    """One appraisal with everything that belongs to it, and what follows from the complete sheets."""

    appraisal: OptionsAppraisal
    options: list[AppraisalOption]
    criteria: list[AppraisalCriterion]
    sheets: list[Sheet]
    decision: OptionsDecision | None

    @cached_property
    def result(self) -> Result | None:
        """None while it is a draft, or nobody has finished."""
        if self.appraisal.is_draft:
            return None
        points = {
            sheet.scorer.pk: {cell: score.points for cell, score in sheet.scores.items()} for sheet in self.sheets
        }
        weights = {each.pk: each.weight for each in self.criteria}
        return appraise([each.pk for each in self.options], weights, points)

    @cached_property
    def finished(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.is_complete]

    @cached_property
    def waiting(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.is_complete]

    @cached_property
    def _names(self) -> dict[int, str]:
        return {each.pk: each.name for each in self.options}

    def name_of(self, option: int) -> str:
        return self._names[option]

    def criterion(self, pk: int) -> AppraisalCriterion:
        return next(each for each in self.criteria if each.pk == pk)

    @property
    def leader(self) -> str:
        """The option with the highest total, or those that share it."""
        if self.result is None:
            return ""
        return _listed([self.name_of(each.option) for each in self.result.ranked if each.rank == 1])

    @property
    def conclusion(self) -> str:
        """The sentence that a reader should take away."""
        if self.result is None:
            return "Nobody has finished scoring yet." if not self.appraisal.is_draft else "Scoring is not open yet."
        first, highest = self.result.leader, self.appraisal.highest
        if first.is_tied:
            said = f"{self.leader} share the highest weighted total: {rounded(first.total)} of {highest}."
        else:
            second = next((each for each in self.result.ranked if each.rank > 1), None)
            ahead = f", {_ahead(first.total - second.total)} {self.name_of(second.option)}" if second else ""
            said = f"{self.leader} has the highest weighted total: {rounded(first.total)} of {highest}{ahead}."
        return f"{said} {self.closest_words}"

    @property
    def closest_words(self) -> str:
        """How near the ranking is to turning, in a sentence."""
        closest = self.result.closest if self.result else None
        if closest is None:
            return "No change of a single weight lets another option win."
        name, rival = self.criterion(closest.criterion).name, self.name_of(closest.rival)
        if not closest.change:
            return f"{rival} wins as soon as the weight of {name} {'rises' if closest.rises else 'falls'}."
        return f"{rival} wins if the weight of {name} {self.moves(closest)}."

    @staticmethod
    def moves(crossing: Crossing) -> str:
        """rises from 30% to more than 47.1%"""
        verb, side = ("rises", "more") if crossing.rises else ("falls", "less")
        return f"{verb} from {crossing.weight}% to {side} than {_per_cent(crossing.at)}"

    @property
    def sensitivity(self) -> list[tuple[AppraisalCriterion, str]]:
        """For each weight, in sentences, what it would take for another option to win, and for any two neighbours in
        the ranking to change places."""
        return [(each, f"{self._of_weight(each)} {self._of_ranking(each)}") for each in self.criteria]

    def swap_of(self, criterion: int) -> Swap | None:
        return next((each for each in self.result.swaps if each.criterion == criterion), None) if self.result else None

    def _of_ranking(self, criterion: AppraisalCriterion) -> str:
        found = self.swap_of(criterion.pk)
        if found is None:
            return "Whatever its weight, the ranking stays."
        pair = f"{self.name_of(found.lower)} overtakes {self.name_of(found.upper)}"
        if not found.change:
            return f"The ranking changes as soon as it {'rises' if found.rises else 'falls'}: {pair}."
        verb = "more" if found.rises else "less"
        return f"The ranking changes with {points_words(abs(found.change))} {verb}: {pair}."

    def swap_words(self, criterion: int) -> str:
        """A cell of the table: by how many points of per cent the weight must move, and who changes places."""
        found = self.swap_of(criterion)
        if found is None or found.change is None:
            return NO_WEIGHT
        moved = f"{'+' if found.rises else '−'}{points_words(abs(found.change))}"
        return f"{moved}: {self.name_of(found.lower)} over {self.name_of(found.upper)}"

    def _of_weight(self, criterion: AppraisalCriterion) -> str:
        turnings = self.result.turnings if self.result else ()
        found = [each for each in turnings if each.criterion == criterion.pk and each.wins]
        rises = min((each for each in found if each.rises), key=lambda each: each.at or 0, default=None)
        falls = max((each for each in found if not each.rises), key=lambda each: each.at or 0, default=None)
        said = [
            f"{self.name_of(each.rival)} wins if it {self.moves(each)}."
            if each.change
            else f"{self.name_of(each.rival)} is level now and wins as soon as it {verb}."
            for each, verb in ((rises, "rises"), (falls, "falls"))
            if each
        ]
        return " ".join(said) or "Whatever its weight, no other option wins."

    def turning_words(self, criterion: int, option: int) -> str:
        """A cell of the table of turning points: beyond what weight this option is ahead of the leader; and behind
        whom it is there, if it does not win."""
        turnings = self.result.turnings if self.result else ()
        found = next((each for each in turnings if (each.criterion, each.rival) == (criterion, option)), None)
        if found is None:
            return "Leads"
        if found.at is None:
            return "Level at every weight" if found.is_level else NO_WEIGHT
        if not found.overtakes:
            return f"Only level, at {_per_cent(found.at)}"
        behind = "" if found.wins or found.best is None else f", behind {self.name_of(found.best)}"
        return f"{'Above' if found.rises else 'Below'} {_per_cent(found.at)}{behind}"

    def frozen(self) -> dict[str, Any]:
        """The result as a decision keeps it for ever. Raises ValueError where there is none."""
        if self.result is None:
            raise ValueError("Nobody has finished scoring.")
        return {
            "round": self.appraisal.round,
            "scale": [{"points": points, "meaning": words} for points, words in self.appraisal.points.items()],
            "years": self.appraisal.years,
            "least_scorers": self.appraisal.least_scorers,
            "criteria": [{"name": each.name, "weight": each.weight} for each in self.criteria],
            "options": [self._frozen_option(each) for each in self.options],
            "sensitivity": [
                {
                    "criterion": self.criterion(each.criterion).name,
                    "option": self.name_of(each.rival),
                    "weight": each.weight,
                    "draws_level_at": None if each.at is None else rounded(each.at),
                    "change": None if each.change is None else rounded(each.change),
                    "overtakes_leader": each.overtakes,
                    "best_beyond": None if each.best is None else self.name_of(each.best),
                    "words": self.turning_words(each.criterion, each.rival),
                }
                for each in self.result.turnings
            ],
            "ranking": [self.swap_facts(each) for each in self.result.swaps],
            "scorers": [str(sheet.scorer) for sheet in self.finished],
            "not_finished": [str(sheet.scorer) for sheet in self.waiting],
            "conclusion": self.conclusion,
        }

    def swap_facts(self, swap: Swap) -> dict[str, Any]:
        """The least change of one weight that changes the ranking, in words and decimals."""
        return {
            "criterion": self.criterion(swap.criterion).name,
            "weight": swap.weight,
            "draws_level_at": rounded(swap.at or Fraction(0)),
            "change": rounded(swap.change or Fraction(0)),
            "overtakes": self.name_of(swap.lower),
            "overtaken": self.name_of(swap.upper),
        }

    def _frozen_option(self, option: AppraisalOption) -> dict[str, Any]:
        assert self.result is not None
        standing = self.result.of_option(option.pk)
        return {
            "name": option.name,
            "cost_pence": option.cost_pence,
            "benefit_pence": option.benefit_pence,
            "total": rounded(standing.total),
            "rank": standing.rank_words,
            **_frozen_spread(standing.spread),
            "first_with": standing.first_with,
            "scores": [
                {"criterion": each.name, "mean": rounded(spread.mean), **_frozen_spread(spread)}
                for each in self.criteria
                for spread in [self.result.cells[option.pk, each.pk]]
            ],
        }


def _frozen_spread(spread: Any) -> dict[str, str]:
    return {"lowest": rounded(spread.lowest), "highest": rounded(spread.highest)}


def _per_cent(value: Fraction | None) -> str:
    return f"{rounded(value or Fraction(0), 1)}%"


def points_words(points: Fraction) -> str:
    """Points of per cent, from above nothing.

    >>> points_words(Fraction(20, 7)), points_words(Fraction(1)), points_words(Fraction(1, 50))
    ('2.9 points', '1.0 points', 'less than 0.1 points')
    """
    return f"{rounded(points, 1)} points" if points >= Fraction(1, 20) else "less than 0.1 points"


def _ahead(lead: Fraction) -> str:
    """0.10 ahead of; a lead that rounds to nothing is one all the same."""
    return f"{rounded(lead)} ahead of" if lead >= Fraction(1, 200) else "less than 0.01 ahead of"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def compare(appraisals: Iterable[OptionsAppraisal], before: datetime | None = None) -> dict[int, Comparison]:
    """These appraisals with what follows from them, by id; or from what was recorded by a moment. Five queries, for any
    number of them.

    Whoever shows it to a person asks `OptionsAppraisal.objects.hidden_from` first.
    """
    by_id = {each.pk: each for each in appraisals}
    options = _grouped(AppraisalOption.objects.filter(appraisal__in=by_id), by_id)
    criteria = _grouped(AppraisalCriterion.objects.filter(appraisal__in=by_id), by_id)
    scorers = _grouped(AppraisalScorer.objects.filter(appraisal__in=by_id).select_related("person"), by_id)
    made = OptionsDecision.objects.filter(appraisal__in=by_id).select_related("option", "recorded_by")
    decisions = _grouped(made if before is None else made.filter(recorded_at__lt=before), by_id)
    scores: dict[int, dict[Cell, OptionScore]] = {}
    for score in OptionScore.objects.newest(before).filter(scorer__appraisal__in=by_id):
        scores.setdefault(score.scorer_id, {})[score.option_id, score.criterion_id] = score
    return {
        pk: Comparison(
            appraisal,
            own := sorted(options.get(pk, []), key=lambda each: (not each.is_do_nothing, each.pk)),
            weighed := criteria.get(pk, []),
            [Sheet(each, scores.get(each.pk, {}), len(own) * len(weighed)) for each in scorers.get(pk, [])],
            decisions[pk][-1] if pk in decisions else None,
        )
        for pk, appraisal in by_id.items()
    }


def compared(appraisal: OptionsAppraisal) -> Comparison:
    return compare([appraisal])[appraisal.pk]


def _grouped(rows: Any, appraisals: Mapping[int, OptionsAppraisal]) -> dict[int, list[Any]]:
    """The rows by appraisal, each knowing its own without a query."""
    found: dict[int, list[Any]] = {}
    for row in rows.order_by("pk"):
        row.appraisal = appraisals[row.appraisal_id]
        found.setdefault(row.appraisal_id, []).append(row)
    return found
