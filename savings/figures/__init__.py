"""The only reader of figures. Page, chart, pack, CSV and API ask here, so they can not disagree.

A figure is a sum of postings up to a sequence N of a partnership's ledger, and so the same for ever for the same N.

- target, forecast, contracted, realised: statements of that stage of claim that stand, waiting or verified;
- verified: the part of *realised* that the benefiting organisations' finance officers have verified;
- cashable and non-cashable are kept apart everywhere: every sum is of one kind.

Variance and RAG compare *realised* with the *target due* by the as-at date: all of the target of the financial years
that are over, and of the year under way one quarter of it for each quarter that is over (for the whole partnership
rounded down to the penny, and spread over the rows of a table so that they add up to it). What is judged is one
workstream in one financial year, and the sums of such parts. Realised counts the years begun, in the parts that have a
target: what is realised without one is told apart, and makes up for nothing that is missed elsewhere. Green: at least
100% of the target due; amber: at least 90%; red: less. While a part is red, nothing that it belongs to is better than
amber. Where nothing is due yet the RAG is "not due"; without any target, "no target".
"""

from savings.figures.annual import Annual, Gain, annual
from savings.figures.benefits import Quality, qualities
from savings.figures.bridge import Bridge, Movement, Step, bridge, bridge_between, movements
from savings.figures.closing import Realised, realised
from savings.figures.parts import Behind, Which, behind, postings_of
from savings.figures.points import AsAt, Choice, as_at, choices, days_before, now, reported, since
from savings.figures.reopenings import Correction, Reopening, reopened
from savings.figures.sums import (
    AMBER_PER_CENT,
    MEASURES,
    NOTHING,
    Amounts,
    Cell,
    Figures,
    Line,
    Measure,
    Owed,
    Rag,
    figures,
    portion,
    rag,
)
from savings.figures.verified import Verified, verified

__all__ = [
    "AMBER_PER_CENT",
    "Amounts",
    "Annual",
    "AsAt",
    "Behind",
    "Bridge",
    "Cell",
    "Choice",
    "Correction",
    "Figures",
    "Gain",
    "Line",
    "MEASURES",
    "Measure",
    "Movement",
    "NOTHING",
    "Owed",
    "Quality",
    "Rag",
    "Realised",
    "Verified",
    "Step",
    "Reopening",
    "Which",
    "annual",
    "as_at",
    "behind",
    "bridge",
    "bridge_between",
    "choices",
    "days_before",
    "figures",
    "movements",
    "now",
    "portion",
    "postings_of",
    "qualities",
    "rag",
    "realised",
    "verified",
    "reported",
    "since",
    "reopened",
]
