"""One of everything, and what everyone gets at every address.

Each module of addresses adds to the one table in `answers`. One that brings rows of its own has `fill(world)`, which
makes them, and `ROWS`, which says what a `pk` in its addresses means.
"""

from tests.isolation import (
    accounts,
    api,
    budgets,
    cases,
    engagement,
    gates,
    governance,
    highlights,
    options,
    partnership,
    performance,
    plans,
    register,
    reports,
    risks,
    savings,
    workstreams,
)
from tests.isolation.answers import TABLE

__all__ = [
    "TABLE",
    "accounts",
    "api",
    "budgets",
    "cases",
    "engagement",
    "gates",
    "governance",
    "highlights",
    "options",
    "partnership",
    "performance",
    "plans",
    "register",
    "reports",
    "risks",
    "savings",
    "workstreams",
]
