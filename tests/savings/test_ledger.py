"""The ledger: gapless, chained, and equal to what the statements say, whatever is done in whatever order."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import clock
from savings import actions, figures, ledger
from savings.models import Posting, Statement
from savings.models.words import Basis, State
from savings.sharing import Sharing
from tests import factories
from tests.chains import assert_chained


def test_submitting_posts_each_share_as_submitted(council):
    statement = factories.submitted(council)

    lines = Posting.objects.values_list("sequence", "organisation__code", "state", "entering", "pence", "cause")
    assert list(lines) == [
        (1, "BDC", "submitted", True, 33_333_34, "submitted"),
        (2, "CBC", "submitted", True, 33_333_33, "submitted"),
        (3, "NEDDC", "submitted", True, 33_333_33, "submitted"),
    ]
    assert statement.sequence == 1
    assert_chained(council.partnership)


def test_verifying_moves_the_share_from_submitted_to_verified(council):
    factories.verified(council)

    last = Posting.objects.order_by("-sequence")[:2].values_list("state", "entering", "pence", "cause")
    assert list(last) == [("verified", True, 33_333_33, "verified"), ("submitted", False, -33_333_33, "verified")]
    assert_chained(council.partnership)


def test_returning_takes_the_share_out_and_keeps_the_reason(council):
    share = factories.submitted(council).shares.get(organisation__code="CBC")

    actions.return_share(by=council.person("verifier", "CBC"), share=share, reason=" The plan was cut. ")

    posting = Posting.objects.last()
    assert (posting.pence, posting.cause, posting.reason) == (-33_333_33, "returned", "The plan was cut.")
    share.refresh_from_db()
    assert share.state == State.RETURNED


def test_a_return_needs_a_reason(council):
    share = factories.submitted(council).shares.get(organisation__code="CBC")

    with pytest.raises(ValidationError, match="Enter the reason"):
        actions.return_share(by=council.person("verifier", "CBC"), share=share, reason="  ")

    assert Posting.objects.count() == 3


def test_a_share_is_verified_once(council):
    share = factories.verified(council).shares.first()

    with pytest.raises(ValidationError, match="it is verified by"):
        actions.verify_share(by=council.person("verifier", "BDC"), share=share)


def test_who_drafted_or_edited_may_not_verify(council):
    both = council.person("officer")
    factories.Grant.objects.create(
        user=both,
        role="verifier",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    drafted = factories.submitted(council)
    share = drafted.shares.get(organisation__code="BDC")

    with pytest.raises(PermissionDenied):
        actions.verify_share(by=council.person("officer"), share=share)


def test_another_council_may_not_verify(council):
    share = factories.submitted(council).shares.get(organisation__code="BDC")

    with pytest.raises(PermissionDenied):
        actions.verify_share(by=council.person("verifier", "CBC"), share=share)


def test_a_revised_forecast_replaces_the_old_even_where_it_was_verified(council):
    old = factories.verified(council, stage="forecast", pence=30_000_00, year=2030)
    (new,) = actions.draft_statements(
        by=council.person("officer"),
        saving=old.saving,
        organisation=old.organisation,
        replaces=old,
        details=factories.stating(29_000_00, 2030, stage="forecast"),
    )

    actions.submit_statement(by=council.person("officer"), statement=new)

    now = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    assert now.total("cashable").amounts == figures.Amounts(forecast=29_000_00)
    assert Statement.objects.get(pk=old.pk).state == State.RESTATED
    assert set(Posting.objects.filter(statement=old, cause="restated").values_list("pence", flat=True)) == {-10_000_00}
    assert_chained(council.partnership)


def test_the_same_claim_shared_differently_is_a_re_apportionment(council):
    old = factories.verified(council, stage="forecast", pence=30_000_00, year=2030)
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    (new,) = actions.draft_statements(
        by=council.person("officer"),
        saving=old.saving,
        organisation=old.organisation,
        replaces=old,
        details=factories.stating(30_000_00, 2030, stage="forecast", sharing=alone),
    )

    actions.submit_statement(by=council.person("officer"), statement=new)

    moved = Posting.objects.filter(cause="reapportioned").order_by("sequence")
    assert list(moved.values_list("organisation__code", "pence")) == [
        ("BDC", -10_000_00),
        ("CBC", -10_000_00),
        ("NEDDC", -10_000_00),
        ("CBC", 30_000_00),
    ]
    assert Statement.objects.get(pk=old.pk).state == State.RESTATED
    assert_chained(council.partnership)


def test_a_returned_share_is_restated_and_the_verified_ones_stand(council):
    old = factories.submitted(council)
    cbc = old.shares.get(organisation__code="CBC")
    actions.verify_share(by=council.person("verifier", "BDC"), share=old.shares.get(organisation__code="BDC"))
    actions.return_share(by=council.person("verifier", "CBC"), share=cbc, reason="Too much.")
    officer = council.person("officer")
    others = frozenset({council.organisations["CBC"].pk, council.organisations["NEDDC"].pk})

    with pytest.raises(ValidationError, match="verified share of Bolsover District Council stands"):
        actions.draft_statements(
            by=officer,
            saving=old.saving,
            organisation=old.organisation,
            replaces=old,
            details=factories.stating(60_000_00),
        )
    (new,) = actions.draft_statements(
        by=officer,
        saving=old.saving,
        organisation=old.organisation,
        replaces=old,
        details=factories.stating(60_000_00, sharing=Sharing(Basis.EQUAL, others)),
    )
    actions.submit_statement(by=officer, statement=new)

    at = figures.now(council.partnership)
    lines = figures.figures(council.partnership, at, user=officer).by_organisation("cashable")
    assert [line.amounts.realised for line in lines.values()] == [33_333_34, 30_000_00, 30_000_00]
    assert [line.amounts.verified for line in lines.values()] == [33_333_34, 0, 0]


def test_two_drafts_can_not_replace_the_same_statement(council):
    old = factories.submitted(council, stage="forecast", year=2030)
    given = {
        "by": council.person("officer"),
        "saving": old.saving,
        "organisation": old.organisation,
        "replaces": old,
        "details": factories.stating(1_00, 2030, stage="forecast"),
    }
    actions.draft_statements(**given)

    with pytest.raises(ValidationError, match="replaced already"):
        actions.draft_statements(**given)


def test_nothing_is_realised_before_its_year(council):
    with pytest.raises(ValidationError, match="2030-31 has not begun"):
        factories.draft(council, year=2030)


def test_changing_a_population_changes_no_share_of_yesterday(council):
    statement = factories.submitted(council, sharing=Sharing(Basis.POPULATION))
    before = list(statement.shares.values_list("weight", "pence"))
    factories.OrganisationSize.objects.update(population=1)

    assert before == [(74_000, 27_306_27), (100_000, 36_900_37), (97_000, 35_793_36)]
    assert list(statement.shares.values_list("weight", "pence")) == before


def test_a_draft_whose_weights_moved_is_looked_at_again(council):
    saving = factories.draft(council, sharing=Sharing(Basis.POPULATION))
    factories.OrganisationSize.objects.filter(organisation__code="BDC").update(population=80_000)

    with pytest.raises(ValidationError, match="weights behind the shares have changed"):
        actions.submit_saving(by=council.person("officer"), saving=saving)

    assert Posting.objects.count() == 0


def test_the_same_moment_always_gives_the_same_sequence(council):
    early, late = factories.moment(2024, 5, 1), factories.moment(2024, 6, 1)
    with clock.travel(early):
        factories.submitted(council, year=2023)
    with clock.travel(late):
        factories.submitted(council, year=2023)

    at = ledger.sequence_at
    assert at(council.partnership, early - timedelta(seconds=1)) == 0
    assert at(council.partnership, early) == 3
    assert at(council.partnership, late - timedelta(microseconds=1)) == 3
    assert at(council.partnership, clock.now()) == 6


def test_the_end_of_today_is_the_last_posting_and_waits_for_nobody(council, django_assert_num_queries):
    factories.submitted(council)

    with django_assert_num_queries(1):  # no lock of the ledger, which somebody may hold for long
        assert ledger.sequence_at(council.partnership, clock.now() + timedelta(hours=1)) == 3


def test_moments_never_run_backwards(council):
    with clock.travel(factories.moment(2024, 6, 1)):
        factories.submitted(council, year=2023)
    with clock.travel(factories.moment(2024, 5, 1)):
        factories.submitted(council, year=2023)

    assert set(Posting.objects.values_list("at", flat=True)) == {factories.moment(2024, 6, 1)}
