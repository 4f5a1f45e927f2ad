"""What is told of a saving, and what it costs to tell it."""

import pytest

from partnership.dated import Period
from savings import actions, trail
from savings.models import Statement
from tests import factories


@pytest.mark.parametrize("number", [1, 3])
def test_a_saving_is_told_with_as_many_queries_for_any_number_of_statements(council, number, django_assert_num_queries):
    officer = council.person("officer")
    first = factories.verified(council, periods=[Period(2024)])
    for _ in range(number - 1):
        actions.draft_statements(
            by=officer,
            saving=first.saving,
            organisation=first.organisation,
            details=factories.stating(stage="forecast", periods=[Period(2025)]),
        )
    if number > 1:
        actions.submit_saving(by=officer, saving=first.saving)
    actions.request_reversal(by=officer, statement=first, reason="Counted twice.")
    actions.approve_reversal(by=council.person("verifier", "BDC"), statement=first)
    statements = list(Statement.objects.submitted().for_list().order_by("pk"))
    assert len(statements) == number + 1

    with django_assert_num_queries(7):
        told = trail.of_saving(first.saving, statements)

    assert [event.sentence for event in told if event.sentence.startswith("asked")] == [
        "asked for the reversal of the realised statement for 2024-25",
        "asked for the reversal of realised 2024-25",
    ]
    alone = [event for each in statements for event in trail.of_statement(each, trail.postings_of(each))]
    assert set(alone) <= set(told)
