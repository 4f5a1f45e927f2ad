"""Savings, their statements and shares, and the ledger that every figure comes from."""
