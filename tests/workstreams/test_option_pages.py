"""The pages, files and the API of options appraisals."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership import clock
from savings import option_tables
from tests import appraisals, cases
from tests.api import Program
from tests.pages import at, problems, signed_in, words
from workstreams import actions
from workstreams.actions import CriterionFacts
from workstreams.models import OptionsAppraisal, OptionScore
from workstreams.options import compared


@pytest.fixture
def sheet(council):
    """The lead's browser, the addresses of the sheet and of its import, and the round."""
    appraisal = appraisals.opened(council)
    lead, _ = appraisals.scorers(appraisal)
    where = {"workstream": council.workstream.slug, "pk": lead.pk}
    names = ("appraisal-sheet", "appraisal-sheet-import", "appraisal-sheet-template")
    return signed_in(council.person("lead")), [at(name, council, **where) for name in names], appraisal


def boxes(appraisal, points):
    """A sheet as its page sends it."""
    sent = {}
    for row in appraisals.rows(appraisal, points):
        sent |= {f"points_{row.cell[0]}_{row.cell[1]}": str(row.points), f"reason_{row.cell[0]}_{row.cell[1]}": "So."}
    return sent


def test_an_appraisal_is_set_up_by_its_pages(council):
    client, where = signed_in(council.person("lead")), {"workstream": council.workstream.slug}
    facts = {"title": "Hosts", "question": "Who?", "lowest": "1", "scale": "Bad\r\nGood\r\n", "years": "3"}
    facts["least_scorers"] = "1"
    refused = client.post(at("appraisal-add", council, **where), facts | {"scale": "Bad", "years": "0"})
    assert problems(refused) == {
        "years": ["Enter years of cost and benefit as a whole number from 1 to 30."],
        "scale": ["Write from 2 to 11 lines, one for each point; there is 1."],
    }
    client.post(at("appraisal-add", council, **where), facts)
    appraisal = OptionsAppraisal.objects.get()
    assert appraisal.points == {1: "Bad", 2: "Good"}
    where["pk"] = appraisal.pk
    client.post(at("appraisal-option-add", council, **where), {"name": "Host", "cost_pence": "1,200.50"})
    assert appraisal.options.get(name="Host").cost_pence == 1_200_50
    again = client.post(at("appraisal-option-add", council, **where), {"name": "Host"})
    assert "There is an option “Host” already." in words(again)
    rows = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "form-0-name": "Cost", "form-0-weight": "70"}
    rows |= {"form-1-name": "", "form-1-weight": "20", "form-2-name": "Speed", "form-2-meaning": "Soon."}
    shown = words(client.post(at("appraisal-criteria", council, **where), rows))
    assert "Name the criterion, or clear the row." in shown and "Enter its weight in whole per cent." in shown
    rows |= {"form-1-weight": "", "form-2-weight": "20"}
    assert "The weights add to 90%, 10 too little." in words(
        client.post(at("appraisal-criteria", council, **where), rows)
    )
    client.post(at("appraisal-criteria", council, **where), rows | {"form-2-weight": "30"})
    assert list(appraisal.criteria.values_list("name", "weight")) == [("Cost", 70), ("Speed", 30)]
    both = {"person": str(council.person("viewer").pk), "post": "Head of audit"}
    assert problems(client.post(at("appraisal-scorer-add", council, **where), both)) == {
        "post": ["Choose a person or write a post: one of them."]
    }
    client.post(at("appraisal-scorer-add", council, **where), both | {"person": ""})
    client.post(at("appraisal-open", council, **where))
    appraisal.refresh_from_db()
    assert appraisal.state == "scoring"


def test_a_sheet_is_sent_with_everything_that_is_wrong_beside_its_box(sheet):
    client, (address, *_), appraisal = sheet
    sent = boxes(appraisal, appraisals.FIRST)
    first, second = appraisals.rows(appraisal, appraisals.FIRST)[:2]
    names = [f"{name}_{row.cell[0]}_{row.cell[1]}" for row in (first, second) for name in ("points", "reason")]
    refused = client.post(address, sent | {names[1]: "", names[2]: ""})
    assert problems(refused) == {
        names[1]: ["Say why “Do nothing” against “Cost” gets 1."],
        names[2]: ["Score “Do nothing” against “Quality”: there is a reason without a score."],
    }
    assert not OptionScore.objects.exists()
    client.post(address, sent | {names[0]: "", names[1]: ""})
    assert OptionScore.objects.count() == 5  # a part of a sheet is kept
    client.post(address, sent)
    assert OptionScore.objects.count() == 6
    assert client.get(address).context["form"][names[0]].value() == 1


def test_the_next_round_offers_the_scores_of_the_one_before(council):
    first = appraisals.decided(council)
    second = actions.rescore(by=council.person("manager"), appraisal=first, reason="Costs have changed.")
    actions.open_scoring(by=council.person("manager"), appraisal=second)
    lead, _ = appraisals.scorers(second)
    where = {"workstream": council.workstream.slug, "pk": lead.pk}
    response = signed_in(council.person("lead")).get(at("appraisal-sheet", council, **where))
    host = second.options.get(name="Host")
    form = response.context["form"]
    assert [form[name].value() for name in form.names(host.pk, second.criteria.first().pk)] == [4, "4 for Host."]
    assert "scores of the round before" in words(response)
    assert not OptionScore.objects.filter(scorer=lead).exists()


def test_after_the_first_score_the_sheet_of_a_post_can_still_be_reached(council):
    appraisal = appraisals.opened(council)
    lead, post = appraisals.scorers(appraisal)
    actions.record_scores(by=council.person("lead"), scorer=lead, rows=appraisals.rows(appraisal, appraisals.FIRST)[:1])
    page = signed_in(council.person("manager")).get(
        at("appraisal", council, workstream=council.workstream.slug, pk=appraisal.pk)
    )
    sheet = at("appraisal-sheet", council, workstream=council.workstream.slug, pk=post.pk)
    assert f'href="{sheet}"' in page.content.decode()


def test_what_a_browser_never_sends_as_a_number_breaks_no_page(council):
    appraisal, client = appraisals.drafted(council), signed_in(council.person("lead"))
    address = at("appraisal-criteria", council, workstream=council.workstream.slug, pk=appraisal.pk)
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Cost", "form-0-weight": "100"}
    assert client.post(address, rows | {"seen": "²"}).status_code in (200, 302)


# --- Files ------------------------------------------------------------------------------------------------------------
def filled(client, template):
    """The template as a workbook, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(template + "?format=xlsx").content))
    scores = book["Scores"]
    for number, points in enumerate((1, 2, 4, 3, 2, 5), start=2):
        scores.cell(number, 3, points)
        scores.cell(number, 4, "As it is.")
    return book


def upload(client, address, book):
    written = io.BytesIO()
    book.save(written)
    return client.post(address, {"file": SimpleUploadedFile("scores.xlsx", written.getvalue())}, follow=True)


def test_the_template_comes_back_filled_in_as_a_workbook(sheet):
    client, (_, address, template), _ = sheet
    lines = client.get(template).content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["Option,Criterion,Points,Reason", "Do nothing,Cost,,"] and len(lines) == 7
    book = filled(client, template)
    assert [cell.value for cell in book["Scale"]["A"]] == ["Point", 0, 1, 2, 3, 4, 5]
    assert "6 scores were recorded." in words(upload(client, address, book))
    assert sorted(OptionScore.objects.values_list("points", flat=True)) == [1, 2, 2, 3, 4, 5]
    assert "Nothing differed" in words(upload(client, address, filled(client, template)))


def test_an_import_says_all_that_is_wrong_by_row_and_column_and_keeps_nothing(sheet):
    client, (_, address, _), _ = sheet
    pasted = [
        "Option\tCriterion\tPoints\tReason",
        "Do nothing\tCost\t1\tAs it is.",
        "Hosts\tCost\t3.5\tCheap.",
        "host\tquality\t6\tGood.",
        "Company\tCost\t2\t",
        "Company\tQuality\t\t",
    ]
    response = client.post(address, {"rows": "\n".join(pasted)})
    assert [(each.row, each.column, each.sentence) for each in response.context["problems"]] == [
        (3, "Option", "“Hosts” is no option of this appraisal. Write one of: Do nothing, Host, Company."),
        (3, "Points", "“3.5” is not a point of the scale. Enter a whole number from 0 to 5."),
        (4, "Points", "“6” is not a point of the scale. Enter a whole number from 0 to 5."),
        (5, "Reason", "Say why “Company” against “Cost” gets 2."),
    ]
    assert not OptionScore.objects.exists()
    empty = client.post(address, {"rows": pasted[0]})
    assert [each.sentence for each in empty.context["problems"]] == ["No row has a score. Fill in at least one."]


def test_the_template_as_csv_comes_back_as_it_was(sheet):
    client, (_, address, template), _ = sheet
    pasted = "Option\tCriterion\tPoints\tReason\nHost\tCost\t3\t=as agreed\nHost\tQuality\t3\t'tis so"
    client.post(address, {"rows": pasted})
    back = client.get(template).content
    assert b"'=as agreed" in back
    answer = client.post(address, {"file": SimpleUploadedFile("scores.csv", back)}, follow=True)
    assert "Nothing differed" in words(answer)
    assert set(OptionScore.objects.values_list("reason", flat=True)) == {"=as agreed", "'tis so"}


def test_an_import_while_the_scoring_ends_is_told_so(sheet, council, monkeypatch):
    client, (_, address, _), _ = sheet
    appraisal = council.workstream.appraisals.get()

    def meanwhile(*args, **kwargs):
        OptionsAppraisal.objects.filter(pk=appraisal.pk).update(state="superseded")
        return check(*args, **kwargs)

    check = actions.check_scores
    monkeypatch.setattr(actions, "check_scores", meanwhile)
    answer = client.post(address, {"rows": "Option\tCriterion\tPoints\tReason\nHost\tCost\t3\tFair"})
    assert answer.status_code == 200 and "Scoring is not open in this round" in words(answer)


def test_the_tables_of_the_page_are_files(council):
    appraisal = appraisals.decided(council)
    client = signed_in(council.person("viewer"))

    def file(table):
        address = at("appraisal", council, workstream=council.workstream.slug, pk=appraisal.pk)
        content = b"".join(client.get(f"{address}?table={table}&format=csv").streaming_content)
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    host = file("totals")[0]
    assert (host["Option"], host["Rank"], host["Weighted total"], host["Net"]) == ("Host", "1", "3.60", "300000.00")
    assert [row["Company"] for row in file("scores")] == ["2.50 (2–3)", "5.00", "3.50"]
    total = option_tables.totals(compared(appraisal)).rows[0][2].value
    assert (type(total), total) == (Decimal, Decimal("3.60"))  # points: no file takes them for money
    assert [row["Company"] for row in file("sensitivity")] == ["Below 57.1%", "Above 42.9%"]


# --- Cost and reach ---------------------------------------------------------------------------------------------------
def test_lists_cost_the_same_for_one_appraisal_and_for_four(council, django_assert_num_queries):
    client, program = signed_in(council.person("viewer")), Program(council.person("api"))
    for titles in (["A"], ["B", "C", "D"]):
        for title in titles:
            appraisals.decided(council, title=title)
        with django_assert_num_queries(7):
            client.get(at("appraisals", council))
        with django_assert_num_queries(11):  # token, grants, rows; the six of a comparison, the hidden, decisions
            program.get("options-appraisals/")


def test_the_page_costs_the_same_for_few_options_and_for_many(council, django_assert_num_queries):
    where = {"workstream": council.workstream.slug}
    small, large = appraisals.drafted(council), appraisals.drafted(council, title="More")
    for number in range(6):
        actions.add_option(by=council.person("manager"), appraisal=large, name=f"Option {number}")
    client = signed_in(council.person("viewer"))
    for appraisal in (small, large):
        actions.open_scoring(by=council.person("manager"), appraisal=appraisal)
        address = at("appraisal", council, pk=appraisal.pk, **where)
        with django_assert_num_queries(16):
            client.get(address)


def test_it_is_read_over_the_api(council):
    appraisal = appraisals.decided(council)
    program = Program(council.person("api"))
    row = program.get("options-appraisals/").json()["results"][0]
    assert (row["id"], row["state"], row["scorers_finished"]) == (appraisal.pk, "decided", 2)
    company = row["options"][2]
    assert (company["total"], company["rank"], company["lowest"], company["highest"], company["cost"]) == (
        "3.50",
        2,
        "3.20",
        "3.80",
        "250000.00",
    )
    assert row["sensitivity"][1] == {
        "criterion": "Cost",
        "option": "Company",
        "weight": 60,
        "draws_level_at": "57.14",
        "change": "-2.86",
        "overtakes_leader": True,
        "best_beyond": "Company",
    }
    assert row["scores"][4] == {"option": "Company", "criterion": "Cost", "mean": "2.50", "lowest": 2, "highest": 3}
    assert row["decisions"][0]["option"] == "Host" and row["decisions"][0]["conclusion"] == row["conclusion"]
    assert row["decisions"][0]["result"] == appraisal.decisions.get().result
    assert row["ranking_changes"][0]["change"] == "-2.86" and row["ranking_changes"][0]["overtakes"] == "Company"
    given = row["given_scores"][4]
    assert [given[name] for name in ("scorer", "option", "criterion", "points", "reason")] == [
        *("Lead", "Company", "Cost", 2, "2 for Company.")
    ]
    (line,) = program.csv("options-appraisals/")
    assert "{" not in line["decisions"]
    assert line["criteria"] == "Cost What it costs. 60; Quality  40"
    assert line["options"].endswith("; Company False  250000.00  3.50 2 3.20 3.80 1")


def test_the_api_too_hides_the_result_while_it_is_being_scored(council):
    appraisal = appraisals.scored(council)
    row = Program(council.person("api")).get(f"options-appraisals/{appraisal.pk}/").json()
    assert (row["sensitivity"], row["options"][1]["total"], row["scores"]) == ([], None, [])
    assert (row["given_scores"], row["ranking_changes"], row["sheets"][0]["finished"]) == ([], [], True)
    assert row["conclusion"] == "Scoring is open. The result is shown when it has ended."


def test_what_was_modified_counts_criteria_and_scorers_too(council):
    with clock.travel(clock.now() - timedelta(days=2)):
        appraisal, other = appraisals.drafted(council), appraisals.drafted(council, title="Suppliers")
    by, program = council.person("manager"), Program(council.person("manager"))
    since = (clock.now() - timedelta(days=1)).isoformat()
    assert program.rows("options-appraisals/", modified_since=since) == []
    actions.edit_criteria(by=by, appraisal=appraisal, rows=[CriterionFacts("Cost", 100)])
    actions.remove_scorer(by=by, scorer=other.scorers.get(person=None))
    assert len(program.rows("options-appraisals/", modified_since=since)) == 2


def test_cost_and_benefit_of_an_option_are_offered_from_the_business_case(council):
    """£60,000 of ICT against £80,000 a year: of an appraisal of three years that is year 0 and three after it."""
    client = signed_in(council.person("lead"))
    where = {"workstream": council.workstream.slug, "pk": appraisals.drafted(council, years=3).pk}
    address = at("appraisal-option-add", council, **where)
    shown = words(client.get(address))
    assert "business case" not in shown and "-----" not in shown
    draft = cases.drafted(council)
    assert "business case" not in words(client.get(address))
    case = actions.submit_case(by=council.person("manager"), case=draft)
    assert "Version 1, submitted: cost £60,000.00, benefit £240,000.00" in words(client.get(address))
    sent = {"name": "Joint team", "cost_pence": "5.00", "basis": "Agreed.", "case": str(case.pk)}
    assert client.post(address, sent).status_code == 302
    option = council.workstream.appraisals.get().options.get(name="Joint team")
    assert (option.cost_pence, option.benefit_pence) == (60_000_00, 240_000_00)
    basis = "Business case, version 1: years 0 to 3, costs before grants with optimism bias, cashable benefits. Agreed."
    assert option.basis == basis
    actions.withdraw_case(by=council.person("manager"), case=case, reason="Withdrawn.")
    assert "case" in problems(client.post(address, sent | {"name": "Other"}))
