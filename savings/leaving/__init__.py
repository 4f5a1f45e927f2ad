"""Withdrawal analysis: what it costs, whom, when a partner leaves a workstream. Facts in, results out, kept frozen."""

from savings.leaving.calculation import (
    LINE,
    SAVINGS,
    Cost,
    Facts,
    Forgone,
    NewShare,
    Range,
    Result,
    Rules,
    SetUp,
    Test,
    Together,
    withdrawal,
)

__all__ = [
    "LINE",
    "SAVINGS",
    "Cost",
    "Facts",
    "Forgone",
    "NewShare",
    "Range",
    "Result",
    "Rules",
    "SetUp",
    "Test",
    "Together",
    "withdrawal",
]
