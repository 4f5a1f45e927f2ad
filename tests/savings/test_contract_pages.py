"""The pages of contracts and joint procurements, their lists and CSV, and the API's answers."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from savings.models import Basket, Contract, Saving, Statement
from tests import contracts, factories
from tests.api import Program
from tests.pages import at, confirm, problems, signed_in, typed, words

TYPED = {
    "workstream": "internal-audit",
    "title": "Joint paper contract",
    "supplier": "Hillside Paper",
    "reference": "C-101",
    "kind": "cashable",
    "category": "procurement",
    "length": "months",
    "months": "18",
    "baseline_price": "100,000.00",
    "baseline_source": "Invoices of 2023-24.",
    "price": "88,000.00",
    "counted": "months",
    "part_BDC": "2",
    "part_CBC": "1",
    "stage": "contracted",
    "next": "draft",
} | typed("starts_on", date(2024, 4, 1))


@pytest.fixture
def officer(council):
    return signed_in(council.person("officer"))


def test_a_submitted_contract_moves_to_a_joint_procurement_on_its_own_page(council, officer):
    contract, basket = contracts.submitted(council), contracts.basket(council)
    assert "Put it into a joint procurement" in words(officer.get(contract.get_absolute_url()))
    page = words(officer.post(at("contract-place", council, pk=contract.pk), {"basket": basket.pk}, follow=True))
    assert "The contract is part of Office supplies." in page and "or take it out" in page
    assert "Joint paper contract" in words(officer.get(basket.get_absolute_url()))
    other = officer.post(at("contract-place", council, pk=contract.pk), {"basket": "999"})
    assert "Choose one of the options of" in words(other)
    page = words(officer.post(at("contract-place", council, pk=contract.pk), {"basket": ""}, follow=True))
    assert "The contract is in no joint procurement." in page


def csv_rows(response):
    return list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


# --- Adding -----------------------------------------------------------------------------------------------------------
def test_a_contract_is_added_on_one_page(council, officer):
    response = officer.post(at("contract-add", council), TYPED)
    contract = Contract.objects.get()
    assert response.url == at("saving", council, pk=contract.saving_id)
    assert contract.ends_on == date(2025, 9, 30)
    assert contracts.shares(contract) == {
        2024: {"BDC": 8_000_00, "CBC": 4_000_00},
        2025: {"BDC": 4_000_00, "CBC": 2_000_00},
    }
    page = words(officer.get(response.url))
    for said in ("Hillside Paper", "C-101", "1 April 2024 to 30 September 2025", "£18,000.00", "Change the contract"):
        assert said in page


def test_continue_shows_every_share_and_submitting_posts_them(council, officer):
    response = officer.post(at("contract-add", council), TYPED | {"next": "submit"})
    assert response.url == at("saving-submit", council, pk=Saving.objects.get().pk)
    page = words(confirm(officer, response.url))
    assert "Contracted cashable savings of Three councils: £18,000.00. Before: £0.00." in page
    assert set(Statement.objects.values_list("sequence", flat=True)) == {1, 3}


def test_sent_twice_it_drafts_once(council, officer):
    sent = TYPED | {"request_key": "7f8a1e8e-3a52-4d55-9f0b-1c9b1f6f2a11"}
    first, second = (officer.post(at("contract-add", council), sent) for _ in range(2))
    assert first.url == second.url
    assert Contract.objects.count() == 1


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved(council, officer):
    wrong = {"supplier": "", "months": "0", "price": "x", "part_BDC": "", "part_CBC": "", "kind": "qualitative"}
    response = officer.post(at("contract-add", council), TYPED | wrong)
    found = problems(response)
    assert found.keys() == {"supplier", "months", "price", "part_BDC", "kind"}
    assert found["part_BDC"] == ["Enter the part of at least one organisation."]
    assert response.context["form"]["title"].value() == "Joint paper contract"
    assert not Saving.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"length": "end"}, "ends_on", "Enter its last day."),
        ({"months": ""}, "months", "Enter for how many months it runs."),
        ({"months": "241"}, "months", "Ensure this value is less than or equal to 240."),
        ({"price": "100000"}, "price", "The two prices are the same to the penny, so the contract saves nothing."),
        ({"length": "end"} | typed("ends_on", date(2024, 3, 1)), "ends_on", "A contract ends on or after the day it"),
        ({"length": "end"} | typed("ends_on", date(2054, 3, 1)), "ends_on", "A contract runs for at most 20 years."),
    ],
)
def test_each_mistake_gets_its_sentence(council, officer, changes, field, sentence):
    found = problems(officer.post(at("contract-add", council), TYPED | changes))
    assert list(found) == [field]
    assert found[field][0].startswith(sentence)


def test_what_is_not_asked_for_can_not_be_wrong(council, officer):
    assert officer.post(at("contract-add", council), TYPED | {"ends_on_day": "99"}).status_code == 302
    end = {"length": "end", "months": "x"} | typed("ends_on", date(2025, 3, 31))
    assert officer.post(at("contract-add", council), TYPED | end).status_code == 302


def test_who_does_not_take_part_has_no_part(council, officer):
    council.workstream.participations.filter(organisation__code="CBC").update(to_on=date(2025, 3, 31))
    found = problems(officer.post(at("contract-add", council), TYPED))
    assert found == {
        "part_CBC": [
            "Chesterfield Borough Council does not take part in Internal audit in 2025-26. "
            "Leave its part empty, or change the dates."
        ]
    }


def test_the_table_is_shown_while_typing_and_by_a_button_without_javascript(council, officer):
    fragment = words(officer.post(at("contract-preview", council), TYPED | {"title": ""}))
    assert "£8,000.00" in fragment and "£18,000.00" in fragment and "<html" not in fragment
    assert "Not yet:" in words(officer.post(at("contract-preview", council), TYPED | {"months": "x"}))
    assert "It appears here once" in words(officer.post(at("contract-preview", council), {}))
    page = words(officer.post(at("contract-add", council), TYPED | {"next": "table"}))
    assert "£18,000.00" in page and "<html" in page
    assert not Saving.objects.exists()


def test_a_dearer_contract_says_so(council, officer):
    fragment = words(officer.post(at("contract-preview", council), TYPED | {"price": "112000"}))
    assert "−£18,000.00" in fragment and "cost increase" in fragment


# --- Changing ---------------------------------------------------------------------------------------------------------
def test_changing_starts_from_what_it_says(council, officer):
    contract = contracts.draft(council, method="Like for like.")
    address = at("contract-edit", council, pk=contract.pk)
    for elsewhere in (
        at("saving-edit", council, pk=contract.saving_id),
        at("statement-edit", council, pk=contract.saving.statements.first().pk),
    ):
        assert officer.get(elsewhere).url == address
    response = officer.get(address)
    form = response.context["form"]
    values = {name: form[name].value() for name in ("price", "method", "part_BDC", "part_NEDDC", "length")}
    assert values == {
        "price": "88,000.00",
        "method": "Like for like.",
        "part_BDC": "1",
        "part_NEDDC": None,
        "length": "end",
    }
    sent = TYPED | {"version": response.context["version"], "title": "Paper"}
    assert officer.post(address, sent).status_code == 302
    contract.refresh_from_db()
    assert (contract.saving.title, contract.ends_on) == ("Paper", date(2025, 9, 30))
    assert contracts.shares(contract) == contracts.table(contract)
    history = words(officer.get(at("saving", council, pk=contract.saving_id)))
    assert "changed the last day of the contract from 31 March 2026 to 30 September 2025" in history
    assert "changed the weight of the part of Bolsover in the contract" in history


def test_changing_it_from_an_old_page_is_refused(council, officer):
    contract = contracts.draft(council)
    response = officer.post(at("contract-edit", council, pk=contract.pk), TYPED | {"version": "old"})
    assert "changed since you opened this page" in problems(response)["__all__"][0]


def test_once_submitted_it_is_shown_and_no_longer_changed(council, officer):
    contract = contracts.submitted(council)
    saving = at("saving", council, pk=contract.saving_id)
    assert officer.get(at("contract-edit", council, pk=contract.pk)).url == saving
    assert "Hillside Paper" in words(signed_in(council.person("viewer", "CBC")).get(saving))
    form = officer.get(at("statement-add", council, pk=contract.saving_id)).context["form"]
    assert form.fields["basis"].choices[-1][0] == "contract"
    stated = {"stage": "realised", "first_year": "2024", "amount": "900.00", "basis": "contract", "next": "draft"}
    officer.post(at("statement-add", council, pk=contract.saving_id), stated)
    realised = Statement.objects.get(stage="realised")
    assert list(realised.shares.values_list("pence", flat=True)) == [450_00, 450_00]
    page = words(officer.get(realised.get_absolute_url()))
    assert "1 part of the contract" in page


def test_a_saving_without_a_contract_is_shared_by_none(council, officer):
    saving = factories.submitted(council).saving
    form = officer.get(at("statement-add", council, pk=saving.pk)).context["form"]
    assert "contract" not in dict(form.fields["basis"].choices)


# --- The list ---------------------------------------------------------------------------------------------------------
def shown(world, who=("manager", ""), **query):
    response = signed_in(world.person(*who)).get(at("contract-list", world), query)
    return [row.saving.title for row in response.context["listing"].objects]


def test_the_list_is_of_what_ends_first_and_filters(council):
    contracts.submitted(council, title="later", ends_on=date(2028, 3, 31), supplier="Paper & Co")
    contracts.submitted(council, title="sooner", ends_on=date(2025, 3, 31), parts={"CBC": 1})
    contracts.draft(council, title="draft")
    assert shown(council) == ["sooner", "later"]
    assert shown(council, ends_before="2025-04-01") == ["sooner"]
    assert shown(council, ends_before="2025-03-31") == []
    assert shown(council, ends_after="2025-04-01") == ["later"]
    assert shown(council, supplier="paper & c") == ["later"]
    assert shown(council, organisation="CBC") == ["sooner", "later"]
    assert shown(council, organisation="NEDDC") == []
    assert shown(council, workstream="internal-audit", sort="-last-day") == ["later", "sooner"]
    assert shown(council, workstream="no-such") == []
    assert shown(council, who=("officer", "BDC")) == ["sooner", "draft", "later"]
    assert shown(council, who=("viewer", "NEDDC")) == []


def test_its_state_is_that_of_all_its_statements(council):
    draft = contracts.draft(council)
    contract = contracts.submitted(council, reference="C-2")

    def state(found):
        return Contract.objects.for_list().get(pk=found.pk).state

    assert (state(draft), state(contract)) == ("draft", "submitted")
    first, second = contract.saving.statements.order_by("year")
    factories.verify(council, first)
    assert state(contract) == "partly verified"
    factories.verify(council, second)
    assert state(contract) == "verified"


def test_the_list_as_csv_says_what_the_page_says(council):
    contracts.submitted(council, supplier="=HYPERLINK(1)", basket=contracts.basket(council))
    (row,) = csv_rows(signed_in(council.person("manager")).get(at("contract-list", council), {"format": "csv"}))
    about = {name: row.pop(name) for name in ("Partnership", "Shown", "As at", "Exported at", "Exported by")}
    assert (about["Partnership"], about["Shown"]) == ("Three councils", "All rows")
    assert row == {
        "Contract": "Joint paper contract",
        "Last day": "2026-03-31",
        "Supplier": "'=HYPERLINK(1)",
        "Reference": "C-101",
        "State": "submitted",
        "Saving a year": "12000.00",
        "Whole life": "24000.00",
        "For": "BDC, CBC",
        "Workstream": "Internal audit",
        "Joint procurement": "Office supplies",
        "First day": "2024-04-01",
        "Price before": "100000.00",
        "New price": "88000.00",
    }


def test_a_basket_is_a_file_of_each_contract_organisation_and_year(council):
    basket = contracts.basket(council)
    contract = contracts.submitted(council, basket=basket)
    rows = csv_rows(signed_in(council.person("viewer")).get(at("basket", council, pk=basket.pk), {"format": "csv"}))
    assert len({(row["Organisation"], row["Financial year"]) for row in rows}) == len(rows) == 4
    assert sum(Decimal(row["Saving"]) for row in rows) * 100 == contract.schedule.whole_life_pence == 24_000_00


@pytest.mark.parametrize("name", ["contract-list", "basket-list", "basket"])
def test_a_page_costs_the_same_for_one_contract_as_for_three(council, name, django_assert_num_queries):
    basket = contracts.basket(council)
    reader = signed_in(council.person("manager"))
    address = at(name, council, pk=basket.pk) if name == "basket" else at(name, council)
    cost = {"contract-list": 10, "basket-list": 7, "basket": 9}[name]
    for number in range(3):
        contracts.submitted(council, basket=basket, reference=str(number))
        if number != 1:
            with django_assert_num_queries(cost):
                reader.get(address)


# --- Joint procurements -----------------------------------------------------------------------------------------------
def test_a_joint_procurement_is_added_and_its_contracts_from_its_page(council, officer):
    response = officer.post(at("basket-add", council), {"workstream": "internal-audit", "name": "Office supplies"})
    basket = Basket.objects.get()
    assert response.url == at("basket", council, pk=basket.pk)
    page = words(officer.get(response.url))
    assert "No contracts yet" in page
    add = f"{at('contract-add', council)}?basket={basket.pk}&amp;workstream=internal-audit"
    assert add in page
    assert officer.get(add.replace("&amp;", "&")).context["form"]["basket"].value() == str(basket.pk)
    officer.post(at("contract-add", council), TYPED | {"basket": str(basket.pk)})
    assert basket.contracts.count() == 1
    officer.post(at("basket-edit", council, pk=basket.pk), {"name": "Paper", "purpose": "All of it."})
    assert "All of it." in words(officer.get(response.url))


def test_what_is_wrong_with_a_joint_procurement_is_said(council, officer):
    contracts.basket(council)
    address = at("basket-add", council)
    assert problems(officer.post(address, {})).keys() == {"workstream", "name"}
    again = problems(officer.post(address, {"workstream": "internal-audit", "name": "Office supplies"}))
    assert "of this name already" in str(again)
    assert Basket.objects.count() == 1


def test_its_tables_add_up_both_ways(council):
    basket = contracts.basket(council)
    contracts.submitted(council, basket=basket, reference="A", parts={"BDC": 1, "CBC": 1, "NEDDC": 1})
    contracts.submitted(council, basket=basket, reference="B", parts={"CBC": 1}, price_pence=100_000_01,
                        starts_on=date(2025, 10, 1), ends_on=date(2027, 3, 31))  # fmt: skip
    tables = signed_in(council.person("manager")).get(at("basket", council, pk=basket.pk)).context["tables"]
    assert tables.yearly.columns == ("Bolsover", "Chesterfield", "North")
    assert [(cells, total) for _, cells, total in tables.yearly.rows] == [
        ((4_000_00, 4_000_00, 4_000_00), 12_000_00),
        ((None, -1, None), -1),
    ]
    assert [(cells, total) for _, cells, total in tables.whole_life.rows] == [
        ((8_000_00, 8_000_00, 8_000_00), 24_000_00),
        ((None, -2, None), -2),
    ]
    assert (tables.whole_life.totals, tables.whole_life.total) == ((8_000_00, 7_999_98, 8_000_00), 23_999_98)
    assert tables.years.columns == ("2024-25", "2025-26", "2026-27")
    assert (tables.years.totals, tables.years.total) == ((12_000_00, 11_999_99, -1), 23_999_98)
    seen = signed_in(council.person("viewer", "NEDDC")).get(at("basket", council, pk=basket.pk)).context["tables"]
    assert (len(seen.contracts), seen.whole_life.total) == (1, 24_000_00)


# --- The API ----------------------------------------------------------------------------------------------------------
def test_a_contract_says_over_the_api_what_it_saves(council):
    contract = contracts.submitted(council, basket=contracts.basket(council), ends_on=date(2025, 9, 30))
    program = Program(council.person("api", "CBC"))
    (row,) = program.rows("contracts/", ends_before="2025-10-01", supplier="hillside", organisation="CBC")
    assert row == {
        "id": contract.pk,
        "saving": contract.saving_id,
        "partnership": "three-councils",
        "workstream": "internal-audit",
        "organisation": "BDC",
        "basket": contract.basket_id,
        "title": "Joint paper contract",
        "supplier": "Hillside Paper",
        "reference": "C-101",
        "starts_on": "2024-04-01",
        "ends_on": "2025-09-30",
        "price_before": "100000.00",
        "new_price": "88000.00",
        "parts_of_a_year": "months",
        "stage": "contracted",
        "saving_a_year": "12000.00",
        "whole_life": "18000.00",
        "parts": [
            {"organisation": code, "part": "1.00", "saving_a_year": "6000.00", "whole_life": "9000.00"}
            for code in ("BDC", "CBC")
        ],
        "years": [
            {"year": year, "period": period, "organisation": code, "amount": amount}
            for year, period, amount in ((2024, "2024-25", "6000.00"), (2025, "2025-26", "3000.00"))
            for code in ("BDC", "CBC")
        ],
    }
    assert program.get(f"contracts/{contract.pk}/").json() == row
    assert program.get(f"savings/{contract.saving_id}/").json()["contract"] == row
    assert program.csv("contracts/")[0]["whole_life"] == "18000.00"
    assert program.rows("contracts/", modified_since="2099-01-01T00:00:00Z") == []
    (basket,) = program.rows("baskets/", workstream="internal-audit")
    assert basket["contracts"] == [
        {key: row[key] for key in ("id", "supplier", "reference", "saving_a_year", "whole_life")}
    ]
    assert (basket["saving_a_year"], basket["whole_life"]) == ("12000.00", "18000.00")
    nobody = Program(council.person("api", "NEDDC"))
    assert nobody.rows("contracts/") == nobody.rows("baskets/") == []


def test_a_saving_without_a_contract_says_so(council):
    statement = factories.submitted(council)
    program = Program(council.person("manager"))
    assert program.get(f"savings/{statement.saving_id}/").json()["contract"] is None


def test_nothing_is_drafted_by_a_contracts_parts_over_the_api(council):
    program = Program(council.person("officer"), may_write=True)
    answer = program.post("savings/", {"partnership": "three-councils", "basis": "contract"})
    assert "#/basis" in {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(("path", "cost"), [("contracts/", 6), ("baskets/", 6)])
def test_an_answer_costs_the_same_for_one_row_as_for_three(council, path, cost, django_assert_num_queries):
    program = Program(council.person("manager"))
    for number in range(3):
        contracts.submitted(council, basket=contracts.basket(council, str(number)), reference=str(number))
        if number != 1:
            with django_assert_num_queries(cost):
                program.get(path)


def test_a_withdrawn_draft_takes_its_contract_along(council, officer):
    contract = contracts.draft(council)
    officer.post(at("saving-withdraw", council, pk=contract.saving_id))
    assert not Contract.objects.exists()
