"""Another basis: old and new shares side by side to the penny, and the restatement drafted from there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.dated import Period
from partnership.models import OrganisationSize
from savings import actions
from savings.models import Posting, Statement
from savings.models.words import Basis
from savings.resharing import by_stage, compare
from savings.sharing import Sharing
from tests import factories
from tests.pages import at, confirm, problems, signed_in, words


def changes(comparison):
    return [(each.organisation.split()[0], each.old_pence, each.new_pence, each.words) for each in comparison.changes]


def names(council):
    return {each.pk: each.name for each in council.organisations.values()}


def test_old_and_new_side_by_side_and_who_gains_or_loses(council):
    statement = factories.submitted(council, pence=271_000_00)
    (found,) = compare([statement], Sharing(Basis.POPULATION), names(council))
    assert changes(found) == [
        ("Bolsover", 90_333_34, 74_000_00, "Loses"),
        ("Chesterfield", 90_333_33, 100_000_00, "Gains"),
        ("North", 90_333_33, 97_000_00, "Gains"),
    ]
    assert (found.old_pence, found.new_pence, found.moved_pence) == (271_000_00, 271_000_00, 16_333_34)


def test_who_had_no_share_and_who_will_have_none_are_shown(council):
    one = frozenset({council.organisations["BDC"].pk})
    statement = factories.submitted(council, sharing=Sharing(Basis.ONE, one), pence=10_00)
    others = frozenset({council.organisations["CBC"].pk})
    (found,) = compare([statement], Sharing(Basis.ONE, others), names(council))
    assert changes(found) == [("Bolsover", 10_00, 0, "Loses"), ("Chesterfield", 0, 10_00, "Gains")]


def test_a_late_claim_is_compared_by_the_weights_of_the_period_that_it_belongs_to(council):
    factories.closed(council, Period(2024))
    bolsover = council.organisations["BDC"]
    OrganisationSize.objects.create(organisation=bolsover, from_on=date(2025, 6, 1), population=740_000)
    statement = factories.submitted(council, pence=271_000_00, belongs_to=Period(2024))
    (found,) = compare([statement], Sharing(Basis.POPULATION), names(council))
    officer = council.person("officer")
    (draft,) = actions.draft_resharing(by=officer, statements=[statement], sharing=Sharing(Basis.POPULATION))

    assert found.title == "Realised 2025-26 (late, belongs to 2024-25)"
    assert [each.new_pence for each in found.changes] == [74_000_00, 100_000_00, 97_000_00]
    assert [share.pence for share in draft.shares.all()] == [74_000_00, 100_000_00, 97_000_00]


def test_what_was_returned_is_not_put_back_by_sharing_differently(council):
    statement = factories.submitted(council, stage="forecast", pence=90_000_00)
    share = statement.shares.get(organisation__code="CBC")
    actions.return_share(by=council.person("verifier", "CBC"), share=share, reason="Too much.")
    client = signed_in(council.person("officer"))
    refused = "A share of forecast 2025-26 was returned. Restate what was returned first."
    for address in (
        at("statement-reshare", council, pk=statement.pk),
        at("saving-reshare", council, pk=statement.saving_id),
    ):
        page = words(client.get(address, {"basis": "population"}))
        assert refused in page and "Share now" not in page
        assert refused in words(client.post(address, {"basis": "population"}))
    officer = council.person("officer")
    with pytest.raises(ValidationError, match="Restate what was returned first"):
        actions.draft_resharing(by=officer, statements=[statement], sharing=Sharing(Basis.POPULATION))
    assert not Statement.objects.drafts().exists()


def test_what_was_replaced_is_not_compared(council):
    statement = factories.submitted(council, stage="forecast")
    officer, sharing = council.person("officer"), Sharing(Basis.POPULATION)
    (draft,) = actions.draft_resharing(by=officer, statements=[statement], sharing=sharing)
    actions.submit_statement(by=officer, statement=draft)
    with pytest.raises(ValidationError, match="Forecast 2025-26 was replaced or reversed"):
        compare([statement], sharing, names(council))


@pytest.mark.parametrize("returned", [("CBC",), ("BDC", "CBC", "NEDDC")])
@pytest.mark.parametrize(
    ("saving", "worth"),
    [({}, {"pence": 90_000_00}), ({"kind": "qualitative", "unit": "calls"}, {"pence": 0, "measure_hundredths": 5_00})],
)
def test_what_was_returned_and_is_stated_unchanged_is_a_restatement(council, returned, saving, worth):
    old = factories.submitted(council, saving=saving, **worth)
    for code in returned:
        share = old.shares.get(organisation__code=code)
        actions.return_share(by=council.person("verifier", code), share=share, reason="Evidence missing.")
    given = {"saving": old.saving, "organisation": old.organisation, "replaces": old}
    (new,) = actions.draft_statements(by=council.person("officer"), details=factories.stating(**worth), **given)

    actions.submit_statement(by=council.person("officer"), statement=new)

    assert set(Posting.objects.filter(statement=new).values_list("cause", flat=True)) == {"restated"}


def test_what_is_left_of_a_partly_verified_claim_can_be_shared_anew(council):
    old = factories.submitted(council, pence=90_000_00)
    actions.verify_share(by=council.person("verifier"), share=old.shares.get(organisation__code="BDC"))
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    given = {"saving": old.saving, "organisation": old.organisation, "replaces": old}
    details = factories.stating(60_000_00, sharing=alone)
    (new,) = actions.draft_statements(by=council.person("officer"), details=details, **given)

    actions.submit_statement(by=council.person("officer"), statement=new)

    moved = Posting.objects.filter(cause="reapportioned").order_by("sequence")
    assert list(moved.values_list("pence", flat=True)) == [-30_000_00, -30_000_00, 60_000_00]


def test_stages_of_claim_are_never_added_together(council):
    factories.submitted(council, stage="forecast", periods=[Period(2025), Period(2026)], pence=90_00)
    statements = list(Statement.objects.for_list().order_by("year"))
    summed = by_stage(statements, compare(statements, Sharing(Basis.EQUAL), names(council)))
    assert [(each.title, each.old_pence, each.moved_pence) for each in summed] == [
        ("Forecast: 2 statements", 180_00, 0)
    ]
    assert {change.words for change in summed[0].changes} == {"As before"}


def test_the_page_shows_the_change_and_writes_nothing(council):
    statement = factories.submitted(council, pence=271_000_00)
    address = at("statement-reshare", council, pk=statement.pk)
    page = words(signed_in(council.person("viewer")).get(address, {"basis": "population"}))
    for figure in ("£90,333.34", "£74,000.00", "−£16,333.34", "£16,333.34 changes hands"):
        assert figure in page
    assert "Draft the restatement" not in page
    assert Statement.objects.count() == 1


def test_the_restatement_is_drafted_submitted_and_told_as_a_reapportionment(council):
    statement = factories.submitted(council, pence=271_000_00)
    client = signed_in(council.person("officer"))
    address = at("statement-reshare", council, pk=statement.pk)
    assert "Draft the restatement" in words(client.get(address, {"basis": "population"}))
    response = client.post(address, {"basis": "population"})
    draft = Statement.objects.drafts().get()
    assert response.url == at("statement-submit", council, pk=draft.pk)
    assert (draft.replaces, draft.amount_pence, draft.basis) == (statement, 271_000_00, "population")
    confirm(client, response.url)
    assert set(Posting.objects.filter(sequence__gt=3).values_list("cause", flat=True)) == {"reapportioned"}
    assert [share.state for share in statement.shares.all()] == ["restated"] * 3


def test_all_that_stands_of_a_saving_is_shared_anew_at_once(council):
    factories.submitted(council, stage="forecast", periods=[Period(2025), Period(2026)])
    saving = Statement.objects.first().saving
    client = signed_in(council.person("officer"))
    address = at("saving-reshare", council, pk=saving.pk)
    assert (
        words(client.get(address, {"basis": "budget"})).count("Forecast: 2 statements") == 3
    )  # heading, region and caption
    assert client.post(address, {"basis": "budget"}).url == at("saving", council, pk=saving.pk)
    assert list(Statement.objects.drafts().order_by("year").values_list("year", "basis")) == [
        (2025, "budget"),
        (2026, "budget"),
    ]
    assert "Nothing stands that you may see" in words(client.get(address))


def test_a_verified_share_is_not_shared_anew_and_the_page_says_why(council):
    statement = factories.verified(council)
    client = signed_in(council.person("officer"))
    address = at("statement-reshare", council, pk=statement.pk)
    page = words(client.get(address, {"basis": "population"}))
    assert "A verified share is reversed first." in page and "Draft the restatement" not in page
    assert "A verified share is reversed, not replaced." in words(client.post(address, {"basis": "population"}))
    assert not Statement.objects.drafts().exists()


def test_what_a_basis_lacks_is_said_at_its_fields(council):
    statement = factories.submitted(council)
    address = at("statement-reshare", council, pk=statement.pk)
    client = signed_in(council.person("viewer"))
    found = problems(client.get(address, {"basis": "sole"}))
    assert set(found) == {"organisations", "sole_reason"}
    found = problems(client.get(address, {"basis": "usage", "usage_BDC": "1", "usage_CBC": "x"}))
    assert set(found) == {"usage_CBC"}
    assert problems(client.get(address, {"basis": "agreement"}))["basis"]


def test_spend_or_use_of_several_periods_is_asked_for_one_by_one(council):
    factories.submitted(council, stage="forecast", periods=[Period(2025), Period(2026)])
    address = at("saving-reshare", council, pk=Statement.objects.first().saving_id)
    page = words(signed_in(council.person("viewer")).get(address, {"basis": "usage"}))
    assert "Spend or use is that of one period." in page


def test_a_qualitative_benefit_has_nothing_to_share(council):
    statement = factories.submitted(
        council, saving={"kind": "qualitative", "unit": "calls"}, pence=0, measure_hundredths=54_00
    )
    page = words(signed_in(council.person("viewer")).get(at("statement-reshare", council, pk=statement.pk)))
    assert "There is nothing to share" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_a_fixed_number_and_a_few_for_each_period(council, number, django_assert_num_queries):
    factories.submitted(council, stage="forecast", periods=[Period(2024 + n) for n in range(number)])
    saving = Statement.objects.first().saving
    actions.draft_statements(
        by=council.person("officer"),
        saving=saving,
        organisation=saving.organisation,
        details=factories.stating(stage="target", periods=[Period(2024 + n) for n in range(number)]),
    )
    actions.submit_saving(by=council.person("officer"), saving=saving)
    address = at("saving-reshare", council, pk=saving.pk)
    client = signed_in(council.person("viewer"))
    client.get(address)
    with django_assert_num_queries(FIXED + number * EACH):
        client.get(address, {"basis": "population"})


FIXED, EACH = 13, 2


def test_a_restatement_of_a_replaced_statement_is_refused(council):
    statement = factories.submitted(council)
    officer = council.person("officer")
    actions.draft_resharing(by=officer, statements=[statement], sharing=Sharing(Basis.POPULATION))
    page = signed_in(officer).post(at("statement-reshare", council, pk=statement.pk), {"basis": "budget"})
    assert "This statement was replaced already" in words(page)
