"""The pages of highlight reports and their rows over the API: nothing typed is lost, and any number costs the same."""

from datetime import date

from partnership import clock
from partnership.dated import financial_year_of
from savings import actions
from savings.highlights import months
from savings.models import HighlightReport
from tests import files, highlights
from tests.api import Program
from tests.pages import at, signed_in, words
from workstreams.models import BudgetHead, Milestone, Workstream

YEAR_AGO = date(2025, 7, 1)


def page(name, world, report=None, **named):
    named |= {"pk": report.pk} if report else {}
    return at(name, world, workstream=world.workstream.slug, **named)


def test_a_report_is_begun_written_submitted_and_read(council):
    lead = signed_in(council.person("lead"))
    begun = lead.post(page("highlight-add", council), {"month": months.month_of(clock.today()).isoformat()})
    report = HighlightReport.objects.get()
    assert begun["Location"] == page("highlight-edit", council, report)
    assert "Time: choose green, amber or red." in words(lead.get(page("highlight-submit", council, report)))
    typed = highlights.ratings(cost="red") | highlights.WORDS | {"seen": report.edition}
    lead.post(page("highlight-edit", council, report), typed)
    shown = lead.get(page("highlight-submit", council, report))
    sent = lead.post(page("highlight-submit", council, report), {"seen": shown.context["form"]["seen"].value()})
    assert sent.status_code == 302
    read = words(signed_in(council.person("viewer")).get(report.get_absolute_url()))
    assert "As planned: cost." in read and "<li>Joint Board: who hosts, by September</li>" in read
    assert "Correct it" not in read


def test_what_was_typed_is_kept_beside_what_somebody_else_saved(council):
    report = highlights.drafted(council)
    edit, lead = page("highlight-edit", council, report), signed_in(council.person("lead"))
    seen = lead.get(edit).context["form"]["seen"].value()
    theirs = HighlightReport.objects.get(pk=report.pk)
    actions.edit_highlight(by=council.person("manager"), report=theirs, done="Theirs <b>")
    typed = highlights.ratings() | highlights.WORDS | {"done": "Mine", "seen": seen}
    refused = lead.post(edit, typed)
    assert "changed this on" in words(refused) and ">Mine</textarea>" in words(refused).replace("> Mine", ">Mine")
    assert refused.context["differing"] == [("Done in this month", "Theirs <b>")]
    assert "Theirs &lt;b&gt;" in words(refused)
    again = lead.post(edit, typed | {"seen": refused.context["form"]["seen"].value()})
    report.refresh_from_db()
    assert (again.status_code, report.done) == (302, "Mine")


def test_who_submits_what_somebody_else_changed_is_shown_it_and_may_then_submit(council):
    report = highlights.drafted(council)
    submit, lead = page("highlight-submit", council, report), signed_in(council.person("lead"))
    seen = lead.get(submit).context["form"]["seen"].value()
    theirs = HighlightReport.objects.get(pk=report.pk)
    actions.edit_highlight(by=council.person("manager"), report=theirs, overall_reason="Theirs.")
    refused = lead.post(submit, {"seen": seen})
    assert "changed this on" in words(refused) and "Theirs." in words(refused)
    again = lead.post(submit, {"seen": refused.context["form"]["seen"].value()})
    assert again.status_code == 302 and HighlightReport.objects.get().state == "submitted"


def test_a_month_beyond_the_calendar_is_none(council):
    client = signed_in(council.person("viewer"))
    for month in ("9999-12", "0001-01"):
        assert client.get(at("highlight-month", council), {"month": month}).status_code == 200
        assert Program(council.person("viewer")).get(f"highlights/?month={month}").status_code == 400


def test_what_was_frozen_is_read_over_the_api_and_stands_in_the_file(council):
    Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=YEAR_AGO)
    head = BudgetHead.objects.create(
        partnership=council.partnership,
        workstream=council.workstream,
        year=financial_year_of(months.last_over(clock.today())),
        kind="staff",
        amount_pence=100_000_00,
        source="own",
    )
    highlights.submitted(council)
    (row,) = Program(council.person("viewer")).rows("highlights/")
    assert (row["milestones_behind"], row["risks_open"], row["actions_overdue"]) == (1, 0, 0)
    assert row["milestones"][0]["title"] == "Launch" and row["milestones"][0]["planned_on"] == "2025-07-01"
    assert (row["budgets"][0]["name"], row["budgets"][0]["budget"]) == (head.name, "100000.00")
    client = signed_in(council.person("viewer"))
    _, line = files.csv_rows(files.content(client.get(page("highlight-list", council), {"format": "csv"})))
    assert "0.00" in line


def test_a_title_in_what_the_portal_says_is_text(council):
    report = highlights.drafted(council)
    Milestone.objects.create(workstream=council.workstream, title="<i>Launch", planned_on=YEAR_AGO)
    shown = words(signed_in(council.person("lead")).get(page("highlight-edit", council, report)))
    assert "“&lt;i&gt;Launch” is" in shown and "<i>Launch" not in shown


def test_the_month_and_the_lists_cost_the_same_for_one_report_and_for_seven(council, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    slugs = ["internal-audit", *(f"service-{number}" for number in range(6))]
    for number, slug in enumerate(slugs):
        stream, _ = Workstream.objects.get_or_create(
            partnership=council.partnership, slug=slug, defaults={"name": slug}
        )
        council.workstream = stream
        highlights.submitted(council, YEAR_AGO, role="manager")
        if number in (0, 6):
            with django_assert_num_queries(11):
                shown = client.get(at("highlight-month", council) + "?month=2025-07")
            assert shown.context["listing"].count == number + 1
            with django_assert_num_queries(8):
                client.get(at("highlight-reports", council))


def test_files_have_the_ratings_the_words_and_how_they_moved(council):
    highlights.submitted(council, date(2025, 6, 1), overall="red")
    highlights.submitted(council, YEAR_AGO)
    client = signed_in(council.person("viewer"))
    grid = b"".join(client.get(at("highlight-month", council) + "?month=2025-07&format=csv")).decode()
    assert "Internal audit,Green,Green,Green,Green,Green,Submitted,Better,Unchanged" in grid
    rows = b"".join(client.get(page("highlight-list", council) + "?format=csv")).decode()
    assert "As planned: risk." in rows and "Advertise the tender" in rows


def test_a_month_is_filtered_by_rating_and_by_what_is_missing(council):
    highlights.submitted(council, YEAR_AGO, risk="red")
    client, address = signed_in(council.person("viewer")), at("highlight-month", council) + "?month=2025-07"
    for question, number in (("any=red", 1), ("overall=red", 0), ("report=missing", 0), ("report=there", 1)):
        assert client.get(f"{address}&{question}").context["listing"].count == number


def test_the_newest_ratings_stand_on_the_page_of_the_workstream(council):
    highlights.submitted(council, YEAR_AGO, overall="amber")
    shown = words(signed_in(council.person("viewer")).get(council.workstream.get_absolute_url()))
    assert 'July 2025</a>: <strong>overall</strong> <strong class="portal-rag portal-rag--amber">Amber' in shown


def test_a_program_reads_what_is_in_force_by_month_and_no_drafts_of_others(council):
    first = highlights.submitted(council, YEAR_AGO)
    again = actions.correct_highlight(by=council.person("lead"), report=first, reason="Wrong.")
    program, lead = Program(council.person("viewer")), Program(council.person("lead"))
    (row,) = program.get("highlights/", month="2025-07").json()["results"]
    assert (row["id"], row["month"], row["overall"], row["savings"][0]["kind"]) == (
        first.pk,
        "2025-07-01",
        "green",
        "cashable",
    )
    assert [each["aspect"] for each in row["suggested"]] == ["risk"]
    drafts = lead.get("highlights/", state="draft").json()["results"]
    assert [(each["id"], each["version"], each["savings"]) for each in drafts] == [(again.pk, 2, [])]
    actions.submit_highlight(by=council.person("lead"), report=again)
    assert [each["id"] for each in program.get("highlights/").json()["results"]] == [again.pk]
    assert len(program.get("highlights/", all_versions="true").json()["results"]) == 2
    assert program.get("highlights/", month="July").status_code == 400
