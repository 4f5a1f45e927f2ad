"""The pages of periods: what each person may do there, what is said, and what it costs."""

import csv
import io
import re
from html import unescape

import pytest

from partnership import clock
from partnership.dated import Period
from savings import actions
from savings.actions.versions import version_of
from savings.models import PeriodStep, Statement
from tests import factories
from tests.api import Program
from tests.pages import at, problems, signed_in, words

YEAR = Period(2025)
SLUG = "2025-26"


@pytest.fixture(autouse=True)
def afterwards():
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def ask(council, name, person, *, post=None, **named):
    client, address = signed_in(person), at(name, council, **{"period": SLUG} | named)
    return client.get(address) if post is None else client.post(address, post, follow=True)


def look(council, person, slug=SLUG):
    return words(ask(council, "period", person, period=slug))


def test_from_asking_to_reopening_on_the_pages(council):
    manager, verifier = council.person("manager"), council.person("verifier")
    factories.verified(council)
    assert "Ask to close" in look(council, manager) and "Ask to close" not in look(council, verifier)
    assert "In 2025-26 there waits, but for drafts that you may not see: nothing." in words(
        ask(council, "period-close", manager)
    )
    page = words(ask(council, "period-close", manager, post={"reason": "All is in."}))
    assert "The closing was asked for." in page and "Approve the closing" not in page

    page = look(council, verifier)
    assert "asked to close it on 21 November 2026. Reason: All is in." in page and "Approve the closing" in page
    assert "2025-26 is closed." in words(ask(council, "period-close-approve", verifier, post={}))
    page = words(ask(council, "period-reopen", manager, post={"reason": "An invoice was missed."}))
    assert "Closed, asked to reopen" in page and page.count("Not yet") == 3

    for code in ("BDC", "CBC", "NEDDC"):
        page = words(ask(council, "period-reopen-approve", council.person("verifier", code), post={}, code=code))
    assert "Open again" in page
    assert "opened 2025-26 again, with the last approval" in page
    assert "approved the reopening of 2025-26 for Bolsover" in page


def test_a_request_is_taken_back_on_its_page_by_who_made_it(council):
    manager = council.person("manager")
    actions.ask_to_close(by=manager, partnership=council.partnership, period=YEAR)
    assert "Take the request back" in look(council, manager)
    assert "Take the request back" not in look(council, council.person("verifier"))
    page = words(ask(council, "period-take-back", manager, post={"reason": "Too early."}))
    assert "It was taken back." in page and "took back the request to close 2025-26" in page and "Too early." in page
    assert "Ask to close" in page


def test_who_is_missing_for_a_reopening_is_told_with_what_has_to_be_granted(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    manager = council.person("manager")
    actions.ask_to_reopen(by=manager, partnership=council.partnership, period=YEAR, reason="Why not?")
    assert "Nobody who did not ask" not in look(council, manager)
    council.person("verifier", "CBC").grants.update(to_on=YEAR.last_on)

    page = look(council, manager)
    assert "holds the role of verifier for Chesterfield Borough Council" in page
    assert "Not yet: it has no verifier who could" in page and "Administrator: Administrator." in page
    manager.grants.create(partnership=council.partnership, role="administrator", from_on=YEAR.first_on)
    assert "People and their roles" in look(council, manager)


def test_refusals_need_a_reason_and_keep_it(council):
    manager, verifier = council.person("manager"), council.person("verifier")
    actions.ask_to_close(by=manager, partnership=council.partnership, period=YEAR)
    refused = ask(council, "period-close-refuse", verifier, post={"reason": " "})
    assert list(problems(refused)) == ["reason"]
    page = words(ask(council, "period-close-refuse", verifier, post={"reason": "The audit is not done."}))
    assert "The period stays open." in page and "Reason: The audit is not done." in page
    factories.closed(council, YEAR)
    ask(council, "period-reopen", manager, post={"reason": "An invoice was missed."})
    page = words(ask(council, "period-reopen-refuse", verifier, post={"reason": "It is told already."}, code="BDC"))
    assert "refused the reopening of 2025-26 for Bolsover" in page
    assert PeriodStep.objects.latest("pk").step == "reopening_refused"


def test_what_waits_is_told_by_who_has_to_act_and_keeps_it_open(council):
    factories.submitted(council, "CBC")
    factories.draft(council, "BDC")
    manager = council.person("manager")
    page = look(council, manager)
    assert "It can not be closed yet: 3 submitted shares wait to be verified or returned." in page
    assert "Ask to close" not in page
    own = '<th scope="row">Bolsover District Council</th><td class="num">1</td>'
    assert f'{own}<td class="num">0</td>' in page and "Drafts that you may see" not in page
    for person in (council.person("officer"), council.person("auditor")):
        assert f'{own}<td class="num">1</td><td class="num">0</td>' in look(council, person)
    refused = ask(council, "period-close", manager, post={"reason": "Now."})
    assert "3 submitted shares wait in 2025-26." in words(refused)
    assert not PeriodStep.objects.exists()


def test_who_asked_is_told_why_they_may_not_decide(council):
    both = factories.person(council, "verifier", council.organisations["BDC"], "both@three-councils.example")
    both.grants.create(role="manager", partnership=council.partnership, from_on=factories.FOUNDED)
    ask(council, "period-close", both, post={"reason": "Mine."})
    assert "You asked for this, so another person decides it." in look(council, both)
    refused = ask(council, "period-close-approve", both)
    assert refused.status_code == 403 and "Another person" in words(refused)


@pytest.mark.parametrize("slug", ["2025", "2000-01", "2027-28", "2025-26-q5", "none"])
def test_there_is_no_page_of_what_is_no_period_here(council, slug):
    assert ask(council, "period", council.person("viewer"), period=slug).status_code == 404


def test_a_quarter_says_that_its_year_is_closed(council):
    factories.closed(council, YEAR)
    page = look(council, council.person("manager"), "2025-26-q2")
    assert "It is closed with its year" in page and "Ask to reopen" not in page
    assert "What belongs to it is stated in 2026-27 quarter 3" in page


def test_a_verifier_finds_what_to_decide_in_what_waits(council):
    factories.verified(council)
    actions.ask_to_close(by=council.person("manager"), partnership=council.partnership, period=YEAR)
    queue = words(signed_in(council.person("verifier", "CBC")).get(at("queue", council)))
    assert "Periods to close or reopen" in queue and "The partnership" in queue
    assert "Periods to close" not in words(signed_in(council.person("officer")).get(at("queue", council)))
    actions.close_period(by=council.person("verifier"), partnership=council.partnership, period=YEAR)
    ask(council, "period-reopen", council.person("manager"), post={"reason": "An invoice was missed."})
    ask(council, "period-reopen-approve", council.person("verifier"), post={}, code="BDC")
    assert "Periods to close" not in words(signed_in(council.person("verifier")).get(at("queue", council)))
    queue = words(signed_in(council.person("verifier", "CBC")).get(at("queue", council)))
    assert "An invoice was missed." in queue and "<td>Chesterfield</td>" in queue


def test_a_late_claim_is_asked_for_only_where_something_is_closed_and_told_everywhere(council):
    officer = council.person("officer")
    client = signed_in(officer)
    saving = factories.draft(council)
    add = at("statement-add", council, pk=saving.pk)
    assert "late claim" not in words(client.get(add))
    factories.closed(council, YEAR)
    page = words(client.get(add))
    assert "Is it a late claim?" in page and "It belongs to 2025-26 quarter 4" in page and "2025-26 (closed)" in page
    sent = {"stage": "realised", "first_year": "2026", "belongs_to": SLUG, "amount": "90.00", "basis": "equal"}
    assert client.post(add, sent | {"first_year": "2025", "belongs_to": ""}).context["form"]["first_year"].problems
    client.post(add, sent)
    late = Statement.objects.latest("pk")
    client.post(at("statement-submit", council, pk=late.pk), {"version": version_of([late])})

    page = words(client.get(late.get_absolute_url()))
    assert "2026-27 (late, belongs to 2025-26): £90.00" in page
    assert "figures count it in 2026-27, and it is shared as in 2025-26" in page
    assert "submitted £30.00 for 2026-27 (late, belongs to 2025-26), the share of Bolsover" in page
    assert "2026-27 (late, belongs to 2025-26)" in words(client.get(at("saving-list", council)))
    rows = csv.DictReader(io.StringIO(_text(client.get(at("saving-list", council), {"format": "csv"}))))
    assert [(row["Year"], row["Belongs to"]) for row in rows] == [("2026", "2025-26"), ("2025", "")]
    assert "Stated later, in an open period" in look(council, officer)
    draft = saving.statements.earliest("pk")
    assert "as a late claim that belongs to 2025-26" in words(client.get(draft.get_absolute_url()))


def test_a_draft_keeps_saying_where_it_belongs_and_a_reopened_period_takes_it_back(council):
    factories.closed(council, YEAR)
    saving = factories.draft(council, periods=[Period(2026)], belongs_to=YEAR)
    client = signed_in(council.person("officer"))
    edit = at("saving-edit", council, pk=saving.pk)
    assert '<option value="2025-26" selected>' in client.get(edit).content.decode()
    factories.reopened(council, YEAR, "BDC")
    form = client.get(edit).context["form"]
    assert form.initial["belongs_to"] == YEAR and "belongs_to" in form.fields


def test_the_form_of_a_replacement_after_the_closing_states_it_late(council):
    statement = factories.submitted(council, pence=90_00)
    for share in statement.shares.all():
        verifier = council.person("verifier", share.organisation.code)
        actions.return_share(by=verifier, share=share, reason="Too much.")
    factories.closed(council, YEAR)
    client = signed_in(council.person("officer"))
    replace = at("statement-replace", council, pk=statement.pk)
    assert "restated in 2026-27, as a late claim that belongs to 2025-26" in words(client.get(replace))
    client.post(replace, {"stage": "target", "first_year": "2025", "amount": "60.00", "basis": "equal"})
    new = Statement.objects.latest("pk")
    assert (new.replaces, new.stage, new.period, new.belongs_to) == (statement, "realised", Period(2026), YEAR)


def _text(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_csv_names_every_year_and_quarter(council):
    factories.draft(council, periods=[Period(2025, 1)])
    factories.closed(council, YEAR)
    drafts = "Drafts that you may see"
    for person, seen in (("viewer", "0"), ("auditor", "1")):
        response = signed_in(council.person(person)).get(at("period-list", council), {"format": "csv"})
        rows = {row["Period"]: row for row in csv.DictReader(io.StringIO(_text(response)))}
        assert rows[SLUG][drafts] == seen
    assert len(rows) == 26 * 5 and list(rows)[:2] == ["2026-27", "2026-27 quarter 1"]
    assert (rows[SLUG]["State"], rows[SLUG]["Last step"]) == ("closed", "closed")
    assert (rows["2025-26 quarter 1"]["State"], rows["2025-26 quarter 2"][drafts]) == ("closed", "0")


def test_the_api_tells_the_same(council):
    program = Program(council.person("api"))
    factories.draft(council)
    factories.closed(council, YEAR)
    answer = program.get("periods/", partnership="three-councils").json()
    row = next(row for row in answer["results"] if row["period"] == SLUG)
    assert [row[name] for name in ("state", "is_closed", "last_step", "drafts")] == ["closed", True, "closed", 0]
    seen = Program(council.person("auditor")).get("periods/", partnership="three-councils").json()["results"]
    assert next(row for row in seen if row["period"] == SLUG)["drafts"] == 1
    assert row["closed_at"].startswith("2026-11-21T")
    lines = program.csv("periods/", partnership="three-councils")
    assert [line["state"] for line in lines if line["year"] == "2025"] == ["closed"] * 5
    assert program.get("periods/").status_code == 400
    assert program.get("periods/", partnership="elsewhere").status_code == 404
    assert Program(council.person("administrator")).get("periods/", partnership="three-councils").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_for_any_number_of_steps(council, django_assert_num_queries, number):
    for year in range(2020, 2020 + number):
        factories.closed(council, Period(year))
        factories.submitted(council, periods=[Period(year + 5)], stage="target")
    client = signed_in(council.person("manager"))
    for query in ({}, {"format": "csv"}):
        with django_assert_num_queries(7):
            response = client.get(at("period-list", council), query)
            response.streaming and _text(response)
    program = Program(council.person("manager"))
    with django_assert_num_queries(6):
        program.get("periods/", partnership="three-councils")


@pytest.mark.parametrize("number", [1, 3])
def test_a_period_costs_the_same_for_any_number_of_late_claims(council, django_assert_num_queries, number):
    factories.closed(council, YEAR)
    for _ in range(number):
        factories.submitted(council, periods=[Period(2026)], belongs_to=YEAR)
    client = signed_in(council.person("manager"))
    with django_assert_num_queries(16):
        client.get(at("period", council, period=SLUG))


def test_who_closes_a_period_sees_what_is_closed_in_figures_that_lead_to_their_statements(council):
    factories.verified(council, periods=[Period(2024, 1)], pence=300_00)
    factories.verified(council, periods=[Period(2024)], pence=30_00, saving={"kind": "non_cashable"})
    actions.ask_to_close(
        by=council.person("manager"),
        partnership=council.partnership,
        period=Period(2024),
        reason="Nothing is expected.",
    )
    client = signed_in(council.person("verifier"))

    page = words(client.get(at("period-close-approve", council, period="2024-25")))

    assert "“Nothing is expected.” From then on" in page
    assert "Cashable savings in 2024-25" in page and "Non-cashable savings in 2024-25" in page
    assert page.count("£100.00") == 6 and page.count("£10.00") == 6 and "£330.00" not in page
    quarter = words(client.get(at("period", council, period=Period(2024, 1).slug)))
    assert "£30.00" not in quarter
    links = re.findall(r'href="([^"]*/figures/behind/[^"]*)"[^>]*>(£[\d,.]+)', quarter)
    assert len(links) == 8
    for address, amount in links:
        behind = words(client.get(unescape(address)))
        assert re.search(r"</span>([^<]+)</h1>", behind)[1] == amount
        assert str(Period(2024, 1)) in behind
