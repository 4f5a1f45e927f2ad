"""An options appraisal as tables: page, file and pack ask here, so that they can not disagree."""

from decimal import Decimal
from fractions import Fraction

from partnership.exports import Pence
from partnership.money import format_pounds
from savings.tables import Cell, Row, Table
from workstreams.appraisal import Spread, rounded
from workstreams.models import AppraisalOption
from workstreams.options import Comparison

NONE = Cell("–", style="number")


def _points(value: Fraction) -> Cell:
    """A total, to hundredths."""
    text = rounded(value)
    return Cell(text, text, style="number", number=Decimal(text))


def _between(spread: Spread) -> str:
    """The range of the scorers, where they differ: 2.00 to 4.00."""
    same = spread.lowest == spread.highest
    return rounded(spread.lowest) if same else f"{rounded(spread.lowest)} to {rounded(spread.highest)}"


def _money(pence: int | None) -> Cell:
    return NONE if pence is None else Cell(format_pounds(pence), style="number", number=Pence(pence))


def totals(found: Comparison) -> Table:
    """The options, the best first, with what they cost and bring; before anybody finished, as they were entered."""
    years = "a year" if found.appraisal.years == 1 else f"{found.appraisal.years} years"
    headings = ("Option", "Rank", "Weighted total", "Scorers’ totals", "Put first by", f"Cost over {years}")
    order = {each.option: place for place, each in enumerate(found.result.ranked)} if found.result else {}
    options = sorted(found.options, key=lambda each: order.get(each.pk, 0))
    rows = tuple(_totals(found, each) for each in options)
    return Table("totals", "Options: weighted totals, cost and benefit", (*headings, "Benefit", "Net"), rows)


def _totals(found: Comparison, option: AppraisalOption) -> Row:
    worth = (_money(option.cost_pence), _money(option.benefit_pence), _money(option.net_pence))
    name = Cell(option.name, mark="Preferred" if found.decision and found.decision.option_id == option.pk else "")
    if found.result is None:
        return (name, NONE, NONE, NONE, NONE, *worth)
    standing = found.result.of_option(option.pk)
    first = f"{standing.first_with} of {len(found.result.scorers)}"
    return (
        name,
        Cell(standing.rank_words, style="number"),
        _points(standing.total),
        Cell(_between(standing.spread), style="number"),
        Cell(first, style="number"),
        *worth,
    )


def scores(found: Comparison) -> Table:
    """The mean of each option against each criterion, and between which scores the scorers lie."""
    headings = ("Criterion", "Weight", *(each.name for each in found.options))
    rows = tuple(
        (
            Cell(criterion.name),
            Cell(f"{criterion.weight}%", style="number", number=criterion.weight),
            *(_cell(found, option.pk, criterion.pk) for option in found.options),
        )
        for criterion in found.criteria
    )
    total: Row = ()
    if found.result:
        sums = (_points(found.result.of_option(option.pk).total) for option in found.options)
        total = (Cell("Weighted total"), Cell("100%", style="number", number=100), *sums)
    caption = "Mean score of each option, and in brackets from the lowest to the highest of the scorers"
    return Table("scores", caption, headings, rows, total)


def _cell(found: Comparison, option: int, criterion: int) -> Cell:
    if found.result is None:
        return NONE
    spread = found.result.cells[option, criterion]
    mean = rounded(spread.mean)
    said = mean if not spread.range else f"{mean} ({int(spread.lowest)}–{int(spread.highest)})"
    return Cell(said, said, style="number")


def sensitivity(found: Comparison) -> Table:
    """At which weight of each criterion each other option would overtake the leader, and by how much it must move for
    any two neighbours in the ranking to change places."""
    leader = found.result.leader.option if found.result else None
    rivals = [each for each in found.options if each.pk != leader]
    rows = tuple(
        (
            Cell(criterion.name),
            Cell(f"{criterion.weight}%", style="number", number=criterion.weight),
            *(Cell(found.turning_words(criterion.pk, each.pk)) for each in rivals),
            Cell(found.swap_words(criterion.pk)),
        )
        for criterion in found.criteria
    )
    caption = f"Weight at which each other option overtakes {found.name_of(leader)}" if leader else "Sensitivity"
    headings = ("Criterion", "Weight", *(each.name for each in rivals), "Ranking changes with")
    return Table("sensitivity", caption, headings, rows)


def reasons(found: Comparison) -> Table:
    """Every score that counts, with its reason, in the order of options, criteria and scorers."""
    rows = tuple(
        (Cell(option.name), Cell(criterion.name), Cell(str(sheet.scorer)), _given(score.points), Cell(score.reason))
        for option in found.options
        for criterion in found.criteria
        for sheet in found.finished
        for score in [sheet.scores[option.pk, criterion.pk]]
    )
    return Table("reasons", "Every score with its reason", ("Option", "Criterion", "Scorer", "Score", "Reason"), rows)


def _given(points: int) -> Cell:
    return Cell(str(points), style="number", number=points)
