"""The only reader of figures. Page, chart, pack, CSV and API ask here, so they can not disagree.

A figure is a sum of postings up to a sequence N of a partnership's ledger, and so the same for ever for the same N.

- target, forecast, contracted, realised: statements of that stage of claim that stand, waiting or verified;
- verified: the part of *realised* that the benefiting organisations' finance officers have verified;
- cashable and non-cashable are kept apart everywhere: every sum is of one kind.

Variance and RAG compare *realised* with the *target due* by the as-at date: all of the target of the financial years
that are over, and of the year under way one quarter of it for each quarter that is over (for the whole partnership
rounded down to the penny, and spread over the rows of a table so that they add up to it). Realised counts the years
begun. Green: at least 100% of the target due; amber: at least 90%; red: less. Where nothing is due yet the RAG is "not
due"; without any target, "no target".
"""

from savings.figures.benefits import Quality, qualities
from savings.figures.changes import Movement, movements
from savings.figures.parts import Behind, Which, behind, postings_of
from savings.figures.points import AsAt, as_at, now
from savings.figures.sums import (
    AMBER_PER_CENT,
    MEASURES,
    NOTHING,
    Amounts,
    Cell,
    Figures,
    Line,
    Measure,
    Rag,
    figures,
    portion,
    rag,
)

__all__ = [
    "AMBER_PER_CENT",
    "Amounts",
    "AsAt",
    "Behind",
    "Cell",
    "Figures",
    "Line",
    "MEASURES",
    "Measure",
    "Movement",
    "NOTHING",
    "Quality",
    "Rag",
    "Which",
    "as_at",
    "behind",
    "figures",
    "movements",
    "now",
    "portion",
    "postings_of",
    "qualities",
    "rag",
]
