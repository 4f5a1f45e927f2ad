"""Return on investment of a business case: pure functions over frozen dataclasses. Nothing here knows the database.

The terms are those of HM Treasury's Green Book. Amounts are whole pence and rates are `Decimal`; the formulas, by hand:

- **Years.** Year 0 is the financial year of the investment and is not discounted; years 1 to N follow it.
- **Optimism bias** is an uplift of a heading of cost: £100,000.00 with 15% is £115,000.00.
- **Discount factor** of year t at the rate r: 1 / (1 + r)^t. At 3.5%: 1, 0.966184, 0.933511, 0.901943, 0.871442.
- **Present value** of a line: its amount times the factor of its year. £100,000.00 in year 2 is £93,351.07.
- **Net present value (NPV)**: the present value of the benefits less that of the costs that the partners bear.
- **Benefit-cost ratio (BCR)**: the present value of the benefits divided by that of those costs.
- **Return on investment (ROI)**: (benefits less costs) / costs, not discounted.
- **Payback**: when what has come in has made good what has gone out. Year 0 stands for its end; within a year money
  comes evenly (linear interpolation), and a month begun counts whole, so that it is never told too early. Where a later
  cost drives the sum below 0 again, the payback is when it comes back for good.
- **Discounted payback**: the same over present values.

Cashable benefits stand alone; non-cashable ones (hours of officers' time x their rate) are added only in the result
that says so by its name. A grant pays a part of the partners' cost; the cost before grants stands beside.

Rounding is `money.rounded` (the nearest penny, a half away from 0), once for the uplift of a line, once for what a
delay moves of it, and once for its present value, and nowhere else. All sums are of such lines: so the organisations
add up to the whole, and the years to the total, to the penny. Nothing is taken from the RSe Brent model, which is not
published: these formulas are the portal's own.
"""

from workstreams.investment.discounting import discount_factor, duration, payback, present_value
from workstreams.investment.quality import Improvement, Score, improvement
from workstreams.investment.reductions import Reduction, reduction
from workstreams.investment.results import FORMULAS, Assumptions, Part, Results, Return, Year, appraise
from workstreams.investment.sensitivity import Swing, tornado
from workstreams.investment.simulation import DRAWS, Outcome, Range, Shape, simulate
from workstreams.investment.stored import as_json, from_json
from workstreams.investment.terms import Flow, Group, Heading, Line, Terms, worth

__all__ = [
    "DRAWS",
    "FORMULAS",
    "Assumptions",
    "Flow",
    "Group",
    "Heading",
    "Improvement",
    "Line",
    "Outcome",
    "Part",
    "Range",
    "Reduction",
    "Results",
    "Return",
    "Score",
    "Shape",
    "Swing",
    "Terms",
    "Year",
    "appraise",
    "as_json",
    "discount_factor",
    "duration",
    "from_json",
    "improvement",
    "payback",
    "present_value",
    "reduction",
    "simulate",
    "tornado",
    "worth",
]
