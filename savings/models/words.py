"""The words that savings, statements and postings share."""

from django.db import models


class Kind(models.TextChoices):
    CASHABLE = "cashable", "Cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    QUALITATIVE = "qualitative", "Qualitative"


MONEY_KINDS = (Kind.CASHABLE, Kind.NON_CASHABLE)


class Category(models.TextChoices):
    PROCUREMENT = "procurement", "Procurement and contracts"
    TRANSACTIONS = "transactions", "Transactions and processes"
    STAFF = "staff", "Staff"
    PREMISES = "premises", "Premises"
    ICT = "ict", "ICT systems"
    SUPPORT = "support", "Support and maintenance"
    INCOME = "income", "Income"
    SERVICE = "service", "Service quality"
    OTHER = "other", "Other"


class Stage(models.TextChoices):
    """The stage of claim: how firm the statement is."""

    TARGET = "target", "Target"
    FORECAST = "forecast", "Forecast"
    CONTRACTED = "contracted", "Contracted"
    REALISED = "realised", "Realised"


class State(models.TextChoices):
    """The state of a share. The first is before the ledger; the rest follow from the share's last posting."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    VERIFIED = "verified", "Verified"
    RETURNED = "returned", "Returned"
    RESTATED = "restated", "Restated"
    REVERSED = "reversed", "Reversed"


class Rating(models.TextChoices):
    """How somebody judges a thing: red is the worst."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


# A share in one of these states counts in the figures.
STANDING = (State.SUBMITTED, State.VERIFIED)


class Basis(models.TextChoices):
    """The apportionment basis: by what weights a statement is shared."""

    EQUAL = "equal", "Equally"
    POPULATION = "population", "By population"
    BUDGET = "budget", "By net revenue budget"
    USAGE = "usage", "By spend or use in the period"
    AGREEMENT = "agreement", "By the partners' agreement"
    AGREED = "agreed", "By agreed percentages"
    ONE = "one", "To one organisation alone"
    CONTRACT = "contract", "By the parts of its contract"
    SOLE = "sole", "To one partner alone, by its own implementation"


# The whole saving belongs to one organisation.
ALONE = (Basis.ONE, Basis.SOLE)
# Somebody types the weights with the statement.
TYPED = (Basis.USAGE, Basis.AGREED)

# What a person can choose wherever there is no contract.
CHOSEN_BASES = [(basis.value, basis.label) for basis in Basis if basis != Basis.CONTRACT]

# No statement is larger than this, in pence: ten thousand million pounds. Sums of 10^6 of them stay within 64 bits.
LARGEST_PENCE = 10**12
