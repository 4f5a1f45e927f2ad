"""The fixed parts of a committee report, in the order in which they are read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """One part. An implication is cleared by a post; `may_be_none` says that there may be nothing to say."""

    key: str
    title: str
    hint: str
    is_implication: bool = False
    may_be_none: bool = False


def _implication(key: str, title: str, hint: str) -> Heading:
    return Heading(key, title, hint, is_implication=True, may_be_none=True)


HEADINGS = {
    heading.key: heading
    for heading in (
        Heading("purpose", "Purpose", "What the body is asked to decide or to note, and why now."),
        Heading("background", "Background", "What led to this, and what was decided before."),
        Heading(
            "options", "Options considered and rejected", "Each with the reason for rejecting it.", may_be_none=True
        ),
        _implication("financial", "Financial", "Costs, savings, budgets and grants, this year and after."),
        _implication("legal", "Legal", "Powers relied on, agreements needed, procurement law."),
        _implication("hr", "Human resources", "Effect on staff: posts, terms, transfers, training."),
        _implication("equalities", "Equalities", "Who is affected differently, and what the assessment found."),
        _implication("environmental", "Environmental", "Travel, buildings, energy, waste."),
        _implication("risk", "Risk", "What may go wrong, and what is done about it."),
        _implication("crime", "Crime and disorder", "The duty to prevent crime and disorder in the area."),
        _implication("data_protection", "Data protection", "Personal data shared, and on what ground."),
    )
}
IMPLICATIONS = tuple(heading for heading in HEADINGS.values() if heading.is_implication)
CHOICES = [(heading.key, heading.title) for heading in HEADINGS.values()]
FINANCIAL = "financial"  # cleared by a finance officer alone
