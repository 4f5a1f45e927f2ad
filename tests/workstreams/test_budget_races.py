"""A grant is spent and put in a reserve at the same moment: one waits for the other."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests.budgeting import DAY, granted, headed, left, spend
from workstreams import actions
from workstreams.models import ReserveTransfer


def reserve(world, funding):
    return actions.put_in_reserve(
        by=world.person("manager"),
        funding=funding,
        on=DAY,
        amount_pence=funding.amount_pence,
        reserve="Efficiency",
        organisation=world.organisations["BDC"],
        decision="Executive, May 2025",
    )


def test_a_grant_that_is_being_spent_is_not_put_in_a_reserve(live_council):
    """Who reserves waits for who spends, and then sees it."""
    world = live_council
    funding = granted(world, 10_000_00)
    head = headed(world, source="grant", funding=funding, amount_pence=10_000_00)
    recorded = threading.Event()

    def reserving():
        try:
            recorded.wait(10)
            return reserve(world, funding)
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(reserving)
        with transaction.atomic():
            spend(world, head, 10_000_00)
            recorded.set()
            done = threading.Event()
            later.add_done_callback(lambda _: done.set())
            done.wait(0.5)  # it is not done in any time, as it waits for this transaction
        result = later.result(20)

    assert isinstance(result, ValidationError) and "Only £0.00 of the grant" in result.messages[0]
    assert not ReserveTransfer.objects.exists() and left(funding).left == 0
