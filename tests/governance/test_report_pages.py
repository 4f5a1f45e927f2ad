"""Pages of reports: the way of a report through them, what was typed after a refusal, lists, files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.actions import report_parts, reports
from governance.models import AgendaItem, Meeting, Report, ReportDraft
from governance.models.routes import glance
from partnership import clock
from tests.api import Program
from tests.pages import at, problems, signed_in, typed, words
from tests.reports import answered, begun, complete, part, published, route, sent, wrote
from workstreams.models import Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(council):
    return signed_in(council.person("manager"))


def facts(**changes):
    return {
        "title": "Shared audit",
        "author_post": "Programme Manager",
        "workstream": "",
        "openness": "yes",
        "consultation": "yes",
    } | changes


def test_a_report_goes_all_its_way_through_the_pages(council, manager):
    route(council)
    began = manager.post(at("report-add", council), facts())
    report = Report.objects.get()
    assert began["Location"] == at("report-write", council, pk=report.pk)
    for row in report.parts.all():
        text = {"text": "" if row.heading.may_be_none else "Words.", "base": "0", "openness": "yes"}
        none = {"is_none": "on"} if row.heading.may_be_none else {}
        sent_to = at("report-part", council, pk=report.pk, part=row.key)
        assert manager.post(sent_to, text | none).status_code == 302
        if row.heading.is_implication:
            who = signed_in(council.person("verifier")) if row.key == "financial" else manager
            row.refresh_from_db()
            cleared = at("report-part-clear", council, pk=report.pk, part=row.key)
            assert who.post(cleared, {"post": "Solicitor", "digest": row.digest}).status_code == 302
    recommendation = {"text": "it be approved", "position": "1"}
    manager.post(at("report-recommendation-add", council, pk=report.pk), recommendation)
    today = typed("on", clock.today())
    for stop in range(1, 6):
        form = manager.get(at("report-send", council, pk=report.pk)).context["form"]
        first = form.fields["body"].choices[0][0]
        manager.post(at("report-send", council, pk=report.pk), {"body": first, **today})
        if stop < 5:
            outcome = {"outcome": "supported", "remarks": "", **today}
            manager.post(at("report-outcome", council, pk=report.pk), outcome)
    manager.post(at("report-reply", council, pk=report.pk, stop=4), {"reply": "We agree.", **today})
    manager.post(at("report-publish", council, pk=report.pk))

    report.refresh_from_db()
    assert report.state == "published"
    page = words(signed_in(council.person("viewer")).get(at("report", council, pk=report.pk)))
    assert "5.2 Legal" in page and "Cleared by Solicitor on" in page and "Before the Joint Board since" in page


def test_an_exempt_report_and_one_without_consultation_need_their_reasons(council, manager):
    refused = manager.post(at("report-add", council), facts(openness="no", consultation="no"))

    assert problems(refused) == {
        "exempt_reason": ["Give the reason for exemption, or choose open."],
        "no_consultation_reason": ["Give the reason for not consulting, or choose needed."],
    }
    manager.post(at("report-add", council), facts(exempt_reason="Left from before.", openness="yes"))
    assert Report.objects.get().exempt_reason == ""


def test_an_officer_begins_for_the_own_council_and_nobody_else(council):
    client = signed_in(council.person("officer"))
    other = council.organisations["CBC"]
    refused = client.post(at("report-add", council), facts(organisation=other.pk))

    assert list(problems(refused)) == ["organisation"]
    client.post(at("report-add", council), facts(organisation=council.organisations["BDC"].pk))
    assert Report.objects.get().organisation.code == "BDC"


def test_a_lead_begins_for_a_workstream_of_the_own_and_no_other(council):
    client = signed_in(council.person("lead"))
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")

    for foreign in ("", other.pk):
        assert list(problems(client.post(at("report-add", council), facts(workstream=foreign)))) == ["workstream"]
    client.post(at("report-add", council), facts(workstream=council.workstream.pk))
    assert Report.objects.get().workstream == council.workstream


def test_nobody_closes_to_themselves_what_they_write(council):
    report = begun(council)
    page = at("report-part", council, pk=report.pk, part="hr")
    closed = {"text": "Two posts.", "base": "0", "openness": "no", "exempt_reason": "It tells of staff."}
    refused = signed_in(council.person("lead")).post(page, closed)

    assert "You would not see it any more yourself." in problems(refused)["exempt_reason"][0]
    assert signed_in(council.person("manager")).post(page, closed).status_code == 302


# --- Two at once ------------------------------------------------------------------------------------------------------
def test_a_conflict_comes_back_with_both_texts_and_the_next_save_takes_mine(council, manager):
    report = begun(council, "lead")
    page = at("report-part", council, pk=report.pk, part="legal")
    mine = {"text": "Mine is this.", "base": "0", "openness": "yes"}
    wrote(council, report, "legal", "Theirs is this.")
    back = manager.post(page, mine)

    assert "Lead changed this part while you were writing." in problems(back)["text"][0]
    text = words(back)
    assert "<del>Theirs</del> is this." in text and "<ins>Mine</ins> is this." in text
    assert back.context["form"]["text"].value() == "Mine is this."
    assert part(report, "legal").text == "Theirs is this."
    assert ReportDraft.objects.get(user=council.person("manager")).text == "Mine is this."
    manager.post(page, mine | {"base": back.context["form"]["base"].value()})
    assert part(report, "legal").text == "Mine is this."


def test_what_was_typed_and_not_saved_is_offered_back(council, manager):
    report = begun(council)
    page = at("report-part", council, pk=report.pk, part="legal")
    autosave = at("report-part-autosave", council, pk=report.pk, part="legal")
    kept = manager.post(autosave, {"text": "Half a sen", "base": "0"})
    assert "not saved in the report yet" in words(kept)
    assert "Not kept" in words(manager.post(autosave, {"text": "x", "base": ""}))

    begun_again = manager.get(page)
    assert begun_again.context["form"]["text"].value() == "Half a sen"
    assert "What you typed until" in words(begun_again)
    wrote(council, report, "legal", "The lead’s.", by=council.person("lead"))
    both = manager.get(page)
    assert both.context["theirs"]["text"] == "The lead’s."
    assert both.context["form"]["base"].value() == 1
    manager.post(at("report-part-discard", council, pk=report.pk, part="legal"))
    assert manager.get(page).context["form"]["text"].value() == "The lead’s."


def test_a_preview_saves_nothing_but_the_typing_and_names_broken_references(council, manager):
    report = begun(council)
    page = at("report-part", council, pk=report.pk, part="legal")
    text = "**Bold** and {{ figure: realised }} and {{ figure: relised }}"
    shown = words(manager.post(page, {"text": text, "base": "0", "openness": "yes", "preview": "1"}))

    assert "<strong>Bold</strong> and <a" in shown and "£0.00</a>" in shown
    assert "Line 1, {{ figure: relised }}: “relised” is not known." in shown
    assert part(report, "legal").text == ""


def test_a_figure_is_chosen_seen_and_put_where_the_cursor_was(council, manager):
    report = begun(council)
    report_parts.keep_draft(by=report.author, part=part(report, "legal"), base=0, text="It saves a year.")
    picker = at("report-part-figure", council, pk=report.pk, part="legal")
    asked = "?sort=figure&measure=realised&kind=cashable&year=2025-26&workstream=internal-audit&organisation=&at=9"

    assert "{{ figure: realised cashable 2025-26 workstream=internal-audit }}" in words(manager.get(picker + asked))
    manager.post(picker + asked)
    assert ReportDraft.objects.get().text == (
        "It saves {{ figure: realised cashable 2025-26 workstream=internal-audit }}a year."
    )


# --- Appendices -------------------------------------------------------------------------------------------------------
def test_an_appendix_is_judged_by_its_content_and_stays_for_its_versions(council, manager):
    report = begun(council)
    add = at("report-appendix-add", council, pk=report.pk)
    refused = manager.post(add, {"title": "Costs", "openness": "yes", "upload": SimpleUploadedFile("a.pdf", b"<html>")})
    assert "is not a PDF" in problems(refused)["upload"][0]
    file = SimpleUploadedFile("../costs.csv", b"council,cost\nBDC,1\n")
    manager.post(add, {"title": "Costs", "openness": "yes", "upload": file})
    row = report.appendices.get()
    reports.keep_version(by=report.author, report=report, called="With it")
    manager.post(at("report-appendix-remove", council, pk=row.pk))

    served = manager.get(at("report-appendix", council, pk=row.pk))
    assert b"".join(served.streaming_content) == b"council,cost\nBDC,1\n"
    assert served["Content-Disposition"] == 'attachment; filename="costs.csv"'
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert report.appendices.standing().count() == 0
    assert signed_in(council.person("viewer")).get(at("report-appendix", council, pk=row.pk)).status_code == 404


# --- Lists ------------------------------------------------------------------------------------------------------------
QUERIES_OF_LIST, QUERIES_OF_TRAIL, QUERIES_OF_API = 12, 8, 14


def many(council, number):
    route(council)
    for _ in range(number):
        report = begun(council)
        sent(council, report, "Consultative Forum", reason="Urgent.")
        answered(council, report)
        sent(council, report)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_answers_cost_the_same_for_any_number(council, manager, number, django_assert_num_queries):
    many(council, number)
    program = Program(council.person("chief"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert manager.get(at("report-list", council)).context["listing"].count == number
    with django_assert_num_queries(QUERIES_OF_TRAIL):
        assert manager.get(at("report-consultations", council)).context["listing"].count == number
    with django_assert_num_queries(QUERIES_OF_API):
        assert len(program.get("reports/").json()["results"]) == number


def test_the_list_is_filtered_by_state_body_openness_and_words(council, manager):
    waiting, shown = begun(council, title="Waiting"), published(council, title="Shown")
    wrote(council, waiting, "legal", "A word in the text.")
    exempt = begun(council, title="Closed", exempt_reason="It tells of staff.")

    def found(**asked):
        return {row.title for row in manager.get(at("report-list", council), asked).context["listing"].objects}

    assert found(state="published") == {"Shown"}
    assert found(stands_before=shown.stands_before_id) == {"Shown"}
    assert found(openness="exempt") == {"Closed"}
    assert found(search="word in the TEXT") == {"Waiting"}
    assert found(search="clos") == {exempt.title}


def test_where_it_stands_is_stored_as_the_route_says(council):
    many(council, 2)

    for report in Report.objects.select_related("stands_before", "rule"):
        assert report.stands_before.name == glance(report).here.name == "Joint Board"


def test_the_trail_tells_who_was_consulted_what_was_said_and_replied(council, manager):
    many(council, 1)
    report = Report.objects.get()
    manager.post(
        at("report-reply", council, pk=report.pk, stop=4), {"reply": "Thank you.", **typed("on", clock.today())}
    )
    (row,) = manager.get(at("report-consultations", council)).context["listing"].objects

    assert (row.step.stop.body.name, row.response_words) == ("Consultative Forum", "Supported")
    assert row.reply == f"{clock.today():%-d %B %Y}: Thank you."


def test_a_report_is_put_on_an_agenda_under_a_title_of_its_own(council, manager):
    route(council)
    report = complete(council, title="Secret", exempt_reason="It tells of staff.")
    sent(council, report, "Joint Board", reason="Urgent.")
    meeting = Meeting.objects.create(
        partnership=council.partnership, body=report.stands_before, starts_at=clock.now(), place_name="Town hall"
    )
    page = at("report-agenda", council, pk=report.pk)

    assert manager.get(page).context["form"]["title"].value() is None
    manager.post(page, {"meeting": meeting.pk, "title": "A staffing matter", "minutes": "20"})
    item = AgendaItem.objects.get()
    assert (item.title, item.report, item.lead) == ("A staffing matter", report, "Programme Manager")


def test_a_route_is_added_and_the_last_body_decides(council, manager):
    rule = route(council, from_on=date(2020, 1, 1))
    bodies = [stop.body_id for stop in rule.stops.order_by("order")]
    sent_form = {"reason": "Agreed.", "workstream": "", **typed("from_on", date(2024, 4, 1))}
    refused = manager.post(at("report-route-add", council), sent_form | {"body_1": bodies[3]})
    assert "The last body decides" in problems(refused)["__all__"][0]
    manager.post(at("report-route-add", council), sent_form | {"body_1": bodies[0], "body_2": bodies[4]})

    rule.refresh_from_db()
    assert rule.to_on == date(2024, 3, 31)


# --- The API ----------------------------------------------------------------------------------------------------------
def test_a_published_report_over_the_api_with_its_way_and_its_frozen_figures(council):
    route(council)
    report = complete(council)
    wrote(council, report, "background", "So far {{ figure: realised cashable }}.")
    sent(council, report, "Joint Board", reason="Urgent.")
    from governance.actions.routes import publish_report  # noqa: PLC0415

    publish_report(by=council.person("manager"), report=report)
    row = Program(council.person("api")).get(f"reports/{report.pk}/").json()

    assert (row["state"], row["stands_before"], row["number"]) == ("published", "Joint Board", 1)
    assert row["parts"][1]["text"] == "So far {{ figure: realised cashable }}."
    assert row["parts"][4]["cleared_post"] == "Head of Legal Services"
    assert row["recommendations"] == [{"number": 1, "text": "the shared service be approved"}]
    assert [step["word"] for step in row["steps"]] == ["skipped"] * 4 + ["sent"]
    (figure,) = row["figures"]
    assert (figure["pence"], figure["sequence"], figure["words"]) == (0, 0, "Cashable savings, realised")
