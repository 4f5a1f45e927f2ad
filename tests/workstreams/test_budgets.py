"""Budget heads, spend, reserves and contribution rules: who records them, what is refused, what is left."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from governance.packs import budgets as section
from governance.packs import content, queue
from savings import figures, net_benefit
from savings.net_benefit import Choice, Net
from tests import factories, packs
from tests.api import Program, places
from tests.budgeting import DAY, granted, headed, left, position, spend
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.contributing import contributions
from workstreams.costs import Cost
from workstreams.models import Contribution, ReserveTransfer, Spend, Workstream


# --- Spend ----------------------------------------------------------------------------------------------------
def test_a_payment_closes_its_commitment_and_what_is_let_go_is_free_again(council):
    head = headed(council)
    order = spend(council, head, 9_600_00, "committed")
    assert (position(head).committed, position(head).remaining) == (9_600_00, 5_400_00)

    spend(council, head, 9_240_00, commitment=order)
    assert (position(head).spent, position(head).committed) == (9_240_00, 360_00)

    spend(council, head, -360_00, "committed", commitment=order, reason="One visit fewer.")
    assert (position(head).committed, position(head).remaining) == (0, 5_760_00)


def test_overspending_is_recorded_and_warned_of_in_words(council):
    head = headed(council, amount_pence=100_00)
    spend(council, head, 100_01)
    assert "Overspent by £0.01." in words(signed_in(council.person("viewer")).get(head.get_absolute_url()))
    listed = signed_in(council.person("viewer")).get(at("budget-list", council) + "?standing=over")
    assert "Overspent by £0.01." in words(listed)


def test_what_a_row_may_not_do(council):
    head, other = headed(council), headed(council, year=2026)
    order = spend(council, head, 100_00, "committed")
    spend(council, head, 60_00, commitment=order)
    refused = [
        ({"pence": 40_01, "commitment": order}, "amount_pence", "Only £40.00 of this commitment is open"),
        ({"pence": -60_01, "reason": "Wrong"}, "amount_pence", "Bolsover has spent £60.00 on this budget head"),
        ({"pence": -1}, "__all__", "Say why the amount is below"),
        ({"pence": 0}, "__all__", "other than £0.00"),
        ({"pence": 1, "commitment": spend(council, other, 1, "committed")}, "commitment", "on this budget head"),
        ({"pence": 1, "commitment": order, "code": "CBC"}, "commitment", "of the same organisation"),
    ]
    for facts, field, sentence in refused:
        with pytest.raises(ValidationError) as error, transaction.atomic():
            spend(council, head, facts.pop("pence"), **facts)
        assert sentence in error.value.message_dict[field][0], facts
    assert position(head).spent == 60_00


def test_an_officer_records_the_spend_of_the_own_organisation_alone(council):
    head = headed(council)
    assert spend(council, head, 1, by="officer").organisation == council.organisations["BDC"]
    with pytest.raises(PermissionDenied):
        actions.record_spend(
            by=council.person("officer", "CBC"),
            head=head,
            organisation=council.organisations["BDC"],
            on=DAY,
            kind="spent",
            what="Survey",
            amount_pence=1,
        )
    page = signed_in(council.person("officer")).get(at("spend-add", council, pk=head.pk))
    assert list(page.context["form"].fields["organisation"].queryset) == [council.organisations["BDC"]]


def test_words_are_mended_with_history_and_amounts_are_not(council):
    row = spend(council, headed(council), 5_00)
    client = signed_in(council.person("manager"))
    client.post(at("spend-edit", council, pk=row.pk), typed("on", DAY) | {"what": "Other survey", "reference": "7"})
    row.refresh_from_db()
    assert (row.what, row.amount_pence) == ("Other survey", 5_00)
    assert "from “Survey” to “Other survey”" in words(client.get(row.head.get_absolute_url()))
    with pytest.raises(TypeError):
        actions.edit_spend(by=council.person("manager"), spend=row, amount_pence=1)


def test_all_mistakes_of_the_form_come_back_at_once(council):
    head = headed(council)
    response = signed_in(council.person("manager")).post(
        at("spend-add", council, pk=head.pk), typed("on", None) | {"kind": "gift", "amount_pence": "1.234"}
    )
    assert {"organisation", "on", "kind", "what", "amount_pence"} <= set(problems(response))
    assert not Spend.objects.exists()


# --- Heads and grants -------------------------------------------------------------------------------------------------
def test_a_grant_for_one_workstream_pays_for_no_other(council):
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    funding = granted(council, workstream=council.workstream)
    with pytest.raises(ValidationError, match="This grant is for Internal audit"):
        headed(council, workstream=other, source="grant", funding=funding)
    with pytest.raises(ValidationError, match="Choose the grant that pays"):
        headed(council, source="own", funding=funding)


def test_a_lead_keeps_the_heads_of_the_own_workstream(council):
    assert headed(council, by="lead").pk
    with pytest.raises(PermissionDenied):
        headed(council, by="lead", workstream=None)


def test_unspent_grant_goes_into_a_reserve_and_no_more_of_it(council):
    funding = granted(council, use_until_on=date(2026, 3, 31))
    head = headed(council, source="grant", funding=funding)
    spend(council, head, 9_240_00)
    spend(council, head, 260_00, "committed")

    def reserve(pence, role="manager"):
        facts = {"on": DAY, "reserve": "Efficiency", "organisation": council.organisations["BDC"]}
        return actions.put_in_reserve(
            by=council.person(role), funding=funding, amount_pence=pence, decision="Executive, May 2025", **facts
        )

    with pytest.raises(ValidationError, match="Only £5,500.00 of the grant is neither spent nor committed"):
        reserve(5_500_01)
    reserve(5_500_00)
    assert (left(funding).left, left(funding).reserved) == (0, 5_500_00)
    with pytest.raises(ValidationError, match="Only £5,500.00 of the grant is in a reserve"):
        reserve(-5_500_01)
    reserve(-500_00)
    assert left(funding).left == 500_00
    with pytest.raises(PermissionDenied):
        reserve(1, "viewer")
    page = words(signed_in(council.person("viewer")).get(funding.get_absolute_url()))
    assert "Executive, May 2025" in page and "£5,500.00" in page


@pytest.mark.parametrize(
    "sql", ["UPDATE workstreams_reservetransfer SET amount_pence = 1", "DELETE FROM workstreams_reservetransfer"]
)
def test_a_transfer_is_never_changed(council, sql):
    ReserveTransfer.objects.create(
        funding=granted(council),
        on=DAY,
        amount_pence=1,
        reserve="R",
        organisation=council.organisations["BDC"],
        decision="D",
        recorded_by=council.person("manager"),
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_grant_can_not_lapse_before_it_is_awarded(council):
    with pytest.raises(ValidationError, match="can not lapse before"):
        granted(council, use_until_on=date(2025, 5, 18))


@pytest.mark.parametrize("name", ["budget-list", "spend-list", "funding-list"])
def test_a_list_costs_the_same_for_one_row_and_for_three(council, name, django_assert_num_queries):
    def add():
        funding = granted(council)
        spend(council, headed(council, source="grant", funding=funding), 1)

    def queries():
        with connection.execute_wrapper(counted):
            signed_in(council.person("viewer")).get(at(name, council))

    seen = []

    def counted(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    add()
    queries()
    first, _ = len(seen), seen.clear()
    add(), add()
    queries()
    assert len(seen) == first


# --- Contributions ----------------------------------------------------------------------------------------------------
def rule(world, **facts):
    weights = {"BDC": 300, "CBC": 100, "NEDDC": 100}
    given = {"basis": "weighted", "from_on": date(2024, 4, 1), "decision": "The board"}
    given["weights"] = {world.organisations[code].pk: weight for code, weight in weights.items()}
    return actions.add_contribution_rule(by=world.person("manager"), partnership=world.partnership, **given | facts)


def test_what_is_due_stands_beside_what_was_paid(council):
    headed(council, amount_pence=100_00)
    rule(council)
    actions.add_contribution(
        by=council.person("manager"),
        partnership=council.partnership,
        organisation=council.organisations["CBC"],
        year=2025,
        kind="contribution",
        amount_pence=25_00,
        purpose="Its part",
    )
    found = contributions(council.partnership, 2025)
    assert [(p.due, p.paid, p.outstanding) for p in found.payers] == [
        (60_00, 0, 60_00),
        (20_00, 25_00, -5_00),
        (20_00, 0, 20_00),
    ]
    page = signed_in(council.person("viewer")).get(at("dues", council) + "?year=2025")
    assert "−£5.00" in words(page)
    assert contributions(council.partnership, 2023).rule is None


def test_by_project_only_the_partners_of_a_workstream_pay(council):
    council.workstream.participations.filter(organisation=council.organisations["BDC"]).update(to_on=date(2024, 1, 1))
    headed(council, amount_pence=100_01)
    headed(council, amount_pence=3_00, workstream=None)
    rule(council, basis="project", weights={})
    found = contributions(council.partnership, 2025)
    assert [payer.due for payer in found.payers] == [1_00, 51_01, 51_00]
    assert found.due == found.needed == 103_01


def test_a_new_rule_ends_the_one_before_and_years_gone_by_keep_theirs(council):
    first, second = rule(council), rule(council, from_on=date(2026, 4, 1), basis="equal", weights={})
    first.refresh_from_db()
    assert first.to_on == date(2026, 3, 31)
    assert contributions(council.partnership, 2025).rule == first
    assert contributions(council.partnership, 2026).rule == second
    with pytest.raises(ValidationError, match="Another rule holds"):
        rule(council, from_on=date(2023, 4, 1))
    with pytest.raises(ValidationError, match="no weights"):
        rule(council, from_on=date(2027, 4, 1), basis="equal")


def test_a_rule_is_entered_and_mended_on_its_form(council):
    client = signed_in(council.person("manager"))
    form = {"basis": "weighted", "decision": "The board", "weight_BDC": "1.5", "weight_CBC": "0.5"}
    client.post(at("dues-rule-add", council), form | typed("from_on", date(2024, 4, 1)))
    made = council.partnership.contribution_rules.get()
    assert list(made.weights.values_list("organisation__code", "hundredths")) == [("BDC", 150), ("CBC", 50)]
    page = client.get(at("dues-rule-edit", council, pk=made.pk))
    assert page.context["form"]["weight_BDC"].value() == "1.5"
    for text in ("NaN", "Infinity", "1e400", "٣", "3,5"):
        refused = client.post(at("dues-rule-edit", council, pk=made.pk), form | {"weight_CBC": text})
        assert problems(refused)["weight_CBC"] == [
            "Enter a number with at most two digits after the point, such as 97.5."
        ]
    refused = client.post(at("dues-rule-edit", council, pk=made.pk), form | {"weight_CBC": "10000.01"})
    assert problems(refused)["weight_CBC"] == ["A weight is at most 10,000. Enter a smaller number."]

    client.post(at("dues-rule-edit", council, pk=made.pk), form | {"weight_CBC": ""} | typed("from_on", made.from_on))
    assert list(made.weights.values_list("organisation__code", flat=True)) == ["BDC"]
    assert "deleted the weight of Chesterfield" in words(client.get(at("dues-rule-list", council)))


# --- Net benefit ----------------------------------------------------------------------------------------------------
def test_net_benefit_takes_off_contributions_and_own_money_and_nothing_twice(council):
    factories.submitted(council, pence=90_000_00)
    for kind, pence in (("contribution", 5_000_00), ("own_cost", 1_000_00)):
        Contribution.objects.create(
            partnership=council.partnership,
            organisation=council.organisations["BDC"],
            year=2025,
            kind=kind,
            amount_pence=pence,
            purpose="Its part",
        )
    funding = granted(council)
    for pence, source in ((700_00, "own"), (800_00, "contributions")):
        spend(council, headed(council, source=source), pence)
    spend(council, headed(council, source="grant", funding=funding), 900_00)
    found = net_benefit.net_benefit(
        council.partnership, figures.now(council.partnership), Choice(), user=council.person("viewer")
    )
    bolsover = found[council.organisations["BDC"].pk, 2025]
    assert bolsover == Net(30_000_00, 0, Cost(5_000_00, 1_000_00, 700_00, 900_00, 800_00))
    assert bolsover.net == 23_300_00
    assert sum(net.gross for net in found.values()) == 90_000_00
    page = words(signed_in(council.person("viewer")).get(at("net-benefit", council) + "?organisation=BDC&year=2025"))
    assert "£23,300.00" in page and "£83,300.00" not in page
    page = words(signed_in(council.person("viewer")).get(at("net-benefit", council) + "?as_at=1 April 2024"))
    assert "Savings as at 1 April 2024, ledger sequence 0; costs" in page and "£30,000.00" not in page


# --- API and pack ----------------------------------------------------------------------------------------------------
def test_a_partners_finance_system_records_its_own_spend(council):
    head = headed(council)
    body = {"budget": head.pk, "organisation": "BDC", "on": "2025-05-19", "kind": "spent", "what": "Survey"}
    program = Program(council.person("api"), may_write=True)
    answer = program.post("spend/", body | {"amount": "4250.00"})
    assert (answer.status_code, answer.json()["amount"]) == (201, "4250.00")
    assert program.rows("budgets/")[0]["remaining"] == "10750.00"

    wrong = program.post("spend/", body | {"amount": 1.5, "kind": "gift", "colour": "red"})
    assert (wrong.status_code, places(wrong)) == (400, {"#/amount", "#/kind", "#/colour"})
    assert places(program.post("spend/", body | {"amount": "-1.00"})) == {"#"}
    assert places(program.post("spend/", body | {"amount": "-9999.00", "reason": "Wrong"})) == {"#/amount"}
    assert program.post("spend/", body | {"organisation": "CBC", "amount": "1.00"}).status_code == 403
    assert Program(council.person("api")).post("spend/", body | {"amount": "1.00"}).status_code == 403
    assert Spend.objects.count() == 1


def test_the_section_of_a_pack_says_what_is_left_and_warns(council):
    funding = granted(council, use_until_on=date(2025, 6, 30))
    spend(council, headed(council, source="grant", funding=funding, amount_pence=100_00), 250_00)
    pack = queue.claim(packs.ask(council, sections=["budgets"]).pk)
    printed = section.content(content.Source(pack), "")
    assert [table["caption"] for table in printed["tables"]] == ["Grants", "Budget heads"]
    assert printed["tables"][0]["rows"][0][-1]["plain"] == "14750.00"
    assert printed["warnings"] == [
        "Efficiency Grant: It lapsed on 30 June 2025 with £14,750.00 not used.",
        "Feasibility work and surveys, 2025-26: Overspent by £150.00.",
    ]
