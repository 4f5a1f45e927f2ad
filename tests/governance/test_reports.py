"""Writing reports: who may, conflicts, unsaved typing, clearing, versions, figures, publication."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from governance import actions, waiting
from governance.actions import report_parts, reports, routes
from governance.models import Report, ReportDraft, ReportPart, ReportVersion
from governance.reports import content, printing
from governance.reports.references import Resolver
from partnership import clock
from partnership.models import Grant
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories, meetings
from tests.reports import answered, begun, cleared, complete, in_a_pack, part, published, route, sent, wrote

pytestmark = pytest.mark.django_db


def said(refused) -> list[str]:
    return refused.value.messages


# --- Who --------------------------------------------------------------------------------------------------------------
def test_an_officer_writes_for_the_own_council_and_a_lead_for_the_own_workstream(council):
    of_officer, of_lead = begun(council, "officer"), begun(council, "lead")

    assert (of_officer.number, of_lead.number) == (1, 2)
    wrote(council, of_officer, "purpose", "Ours.", by=council.person("manager"))
    with pytest.raises(PermissionDenied):
        wrote(council, of_officer, "purpose", "Theirs.", by=council.person("officer", "CBC"))
    with pytest.raises(PermissionDenied):
        begun(council, "lead", workstream=None)
    with pytest.raises(PermissionDenied):
        begun(council, "viewer")


def test_a_draft_is_seen_by_those_at_work_and_once_published_by_all_readers(council):
    draft, shown = begun(council, "officer"), published(council)

    def seen(role, code="BDC"):
        return set(Report.objects.visible_to(council.person(role, code)))

    assert seen("viewer") == seen("api") == seen("chief") == seen("officer", "CBC") == {shown}
    assert seen("officer") == seen("manager") == seen("verifier", "CBC") == {draft, shown}
    sent(council, draft)
    assert seen("chief", "CBC") == seen("steering") == {draft, shown}
    assert seen("administrator") == set()


# --- Two at once ------------------------------------------------------------------------------------------------------
def test_different_parts_merge_and_the_same_part_is_never_saved_over(council):
    report = begun(council, "lead")
    lead, manager = council.person("lead"), council.person("manager")
    purpose, background = part(report, "purpose"), part(report, "background")

    wrote(council, report, "purpose", "As the lead has it.", by=lead)
    wrote(council, report, "background", "As the manager has it.", by=manager, base=background.stamp)
    with pytest.raises(ValidationError) as refused:
        wrote(council, report, "purpose", "As the manager has it.", by=manager, base=purpose.stamp)

    assert refused.value.error_dict["text"][0].code == report_parts.CONFLICT
    assert said(refused)[0].startswith("Lead changed this part while you were writing.")
    assert part(report, "purpose").text == "As the lead has it."
    assert part(report, "background").text == "As the manager has it."
    # Having seen the other text, the writer goes on from its stamp.
    wrote(council, report, "purpose", "As both have it.", by=manager, base=part(report, "purpose").stamp)
    assert part(report, "purpose").history.count() == 3


def test_unsaved_typing_is_for_its_writer_alone_and_ends_with_saving(council):
    report = begun(council, "lead")
    lead, manager, row = council.person("lead"), council.person("manager"), part(report, "legal")
    report_parts.keep_draft(by=lead, part=row, base=0, text="Half a sen")
    report_parts.keep_draft(by=lead, part=row, base=0, text="Half a sentence")

    assert ReportDraft.objects.visible_to(lead).get().text == "Half a sentence"
    assert not ReportDraft.objects.visible_to(manager)
    wrote(council, report, "legal", "The manager’s.", by=manager)
    assert ReportDraft.objects.visible_to(lead).exists()
    wrote(council, report, "legal", "A whole sentence.", by=lead)
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(
    ("key", "facts", "field"),
    [
        ("purpose", {"is_none": True, "text": ""}, "is_none"),
        ("legal", {"is_none": True, "text": "Some."}, "is_none"),
        ("legal", {"text": "It saves {{ figure: realised chashable }}."}, "text"),
    ],
)
def test_a_faulty_part_is_refused_with_the_field(council, key, facts, field):
    with pytest.raises(ValidationError) as refused:
        wrote(council, begun(council), key, **facts)

    assert list(refused.value.error_dict) == [field]


# --- Clearing ---------------------------------------------------------------------------------------------------------
def test_an_edit_takes_the_clearance_away_for_all_to_see(council):
    report = begun(council)
    wrote(council, report, "legal", "Section 101.")
    cleared(council, report, "legal")

    assert part(report, "legal").state == "cleared"
    wrote(council, report, "legal", "Section 113.")
    row = part(report, "legal")
    assert (row.state, row.clearance, row.last_clearance.post) == (
        "changed since clearance",
        None,
        "Head of Legal Services",
    )


def test_money_is_cleared_by_a_finance_officer_who_did_not_write_it(council):
    report = begun(council)
    wrote(council, report, "financial", "£80,000.")
    row = part(report, "financial")

    with pytest.raises(PermissionDenied):
        report_parts.clear_part(by=council.person("manager"), part=row, post="Treasurer", digest=row.digest)
    ReportPart.objects.filter(pk=row.pk).update(written_by=council.person("verifier"))
    with pytest.raises(PermissionDenied):
        cleared(council, report, "financial")
    with pytest.raises(PermissionDenied):
        report_parts.clear_part(
            by=council.person("verifier"), part=part(report, "legal"), post="Solicitor", digest=row.digest
        )


def test_whoever_wrote_any_of_the_money_does_not_clear_it_though_another_wrote_last(council):
    report, verifier = begun(council, "officer"), council.person("verifier")
    Grant.objects.create(
        user=verifier,
        role="officer",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    wrote(council, report, "financial", "£80,000.", by=verifier)
    wrote(council, report, "financial", "£80,000 a year.")

    with pytest.raises(PermissionDenied):
        cleared(council, report, "financial")
    Report.objects.filter(pk=report.pk).update(state="on_route")
    mine, other = (
        list(waiting.to_clear(council.person("verifier", code), council.partnership, finance=True))
        for code in ("BDC", "CBC")
    )
    assert mine == [] and [duty.number for duty in other] == [1]


def test_only_the_words_that_were_shown_are_cleared(council):
    report = begun(council)
    wrote(council, report, "legal", "Shown.")
    shown = part(report, "legal").digest
    wrote(council, report, "legal", "Changed meanwhile.")

    with pytest.raises(ValidationError, match="The words changed while you were reading"):
        report_parts.clear_part(
            by=council.person("manager"), part=part(report, "legal"), post="Head of Legal Services", digest=shown
        )


# --- Figures ----------------------------------------------------------------------------------------------------------
def realised(council, pence):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["BDC"].pk}))
    return factories.submitted(council, pence=pence, sharing=alone)


def test_a_figure_is_live_in_a_draft_and_frozen_once_published(council):
    realised(council, 29_000_00)
    route(council)
    report = complete(council)
    wrote(council, report, "background", "It saves {{ figure: realised cashable workstream=internal-audit }} so far.")
    sent(council, report, "Joint Board", reason="Urgent.")
    version = routes.publish_report(by=council.person("manager"), report=report)
    realised(council, 1_000_00)

    inside = "figure: realised cashable workstream=internal-audit"
    frozen = version.figures[inside]
    assert (frozen["text"], frozen["pence"], frozen["sequence"]) == ("£29,000.00", 29_000_00, 1)
    assert frozen["words"] == "Cashable savings, realised, Internal audit"
    assert Resolver(council.partnership, council.person("viewer")).stands_for(inside)["text"] == "£30,000.00"
    html = printing.Printed(version.content, version.figures).background.html
    assert '<a class="govuk-link portal-figure" href="#figure-1">£29,000.00</a>' in html


def test_a_reference_to_what_there_is_not_names_what_there_is(council):
    with pytest.raises(ValidationError) as refused:
        wrote(council, begun(council), "legal", "One\n{{ figure: target cashable workstream=audit }}")

    assert said(refused) == [
        "Line 2, {{ figure: target cashable workstream=audit }}: "
        "There is no workstream “audit” here. There are: internal-audit."
    ]


def test_a_chart_is_frozen_with_its_picture_its_numbers_and_its_specification(council):
    realised(council, 29_000_00)
    report = begun(council)
    wrote(council, report, "background", "Before.\n\n{{ chart: workstreams cashable }}\n\nAfter.")
    version = reports.keep_version(by=report.author, report=report, called="With a chart")

    chart = version.figures["chart: workstreams cashable"]
    assert chart["rows"] == [["Internal audit", "£0.00", "£0.00", "£29,000.00"]] or chart["rows"] == (
        ("Internal audit", "£0.00", "£0.00", "£29,000.00"),
    )
    assert chart["svg"].startswith("<svg") and chart["specification"]["data"]
    html = in_a_pack(version)
    assert 'id="report-1-figure-1"' in html and "<h2>Shared internal audit</h2>" in html
    assert "<h4>5.1 Financial</h4>" in html


def test_a_figure_needs_the_roles_to_see_it(council):
    with pytest.raises(ValidationError, match="Your roles do not let you see this figure"):
        Resolver(council.partnership, council.person("administrator")).stands_for("figure: target cashable")


# --- The route --------------------------------------------------------------------------------------------------------
def test_the_whole_way_of_a_report(council):
    route(council)
    report = complete(council)
    for word in ("supported", "amended", "noted", "supported"):
        step = sent(council, report)
        assert report.stands_before == step.stop.body
        with pytest.raises(ValidationError, match="It can be changed after the outcome there"):
            wrote(council, report, "purpose", "Changed meanwhile.")
        answered(council, report, word, remarks="Say more on staff.")
        assert report.is_editable
    forum = report.rule.stops.get(is_consulted=True)
    routes.reply_to_body(by=council.person("manager"), report=report, stop=forum, reply="The staff were told.")
    sent(council, report)
    routes.publish_report(by=council.person("manager"), report=report)
    answered(council, report)

    assert report.state == "published"
    assert [version.kind for version in report.versions.order_by("number")] == [*["sent"] * 5, "published"]
    assert list(report.steps.values_list("word", flat=True)) == [
        *("sent", "supported", "sent", "amended", "sent", "noted", "sent", "supported", "replied", "sent", "supported")
    ]


def test_sent_back_it_is_a_draft_again_with_the_remarks(council):
    route(council)
    report = begun(council)
    sent(council, report)
    with pytest.raises(ValidationError, match="Say why it is sent back"):
        answered(council, report, "sent_back")
    answered(council, report, "sent_back", "Options are missing.")

    assert (report.state, report.stands_before) == ("draft", None)
    assert sent(council, report).stop.order == 1


def test_the_board_is_not_reached_without_consultation_or_a_stated_reason(council):
    route(council)
    report, unconsulted = begun(council), begun(council, no_consultation_reason="No member of staff is affected.")
    for each in (report, unconsulted):
        for _ in range(3):
            sent(council, each)
            answered(council, each)

    with pytest.raises(ValidationError, match="Consultation is among what is skipped"):
        sent(council, report, "Joint Board")
    assert not report.steps.filter(word="skipped").exists()
    sent(council, report, "Joint Board", reason="The forum had no quorum twice.")
    sent(council, unconsulted, "Joint Board")
    assert report.steps.get(word="skipped").text == "The forum had no quorum twice."
    assert unconsulted.steps.get(word="skipped").text == "No member of staff is affected."


def test_a_new_route_ends_the_one_before_and_leaves_reports_on_their_way(council):
    old = route(council)
    report = begun(council)
    sent(council, report)
    new = route(council, bodies=[("Joint Board", "decide")], from_on=clock.today())
    own = route(council, bodies=[("Audit Board", "decide")], workstream=council.workstream)
    none = "No member of staff is affected."
    other = begun(council, workstream=None, no_consultation_reason=none)

    old.refresh_from_db()
    assert old.to_on is not None
    report.refresh_from_db()
    assert report.rule == old
    assert sent(council, other).stop.rule == new
    assert sent(council, begun(council, no_consultation_reason=none)).stop.rule == own
    with pytest.raises(ValidationError, match="The last body decides"):
        route(council, bodies=[("Consultative Forum", "consulted")], from_on=clock.today())


# --- Publication ------------------------------------------------------------------------------------------------------
def test_publication_says_all_that_is_missing_at_once(council):
    route(council)
    report = begun(council)
    wrote(council, report, "legal", "Section 101.")
    with pytest.raises(ValidationError) as refused:
        routes.publish_report(by=council.person("manager"), report=report)

    sentences = said(refused)
    assert len(sentences) == 1 + 3 + 8 + 1  # the route, three parts, eight implications, recommendations
    assert "Legal: not cleared. Have it cleared." in sentences
    assert "Crime and disorder: not written yet. Write it, or say that there is none." in sentences
    assert "Recommendations: none yet. Add at least one." in sentences


def test_what_is_published_is_never_changed_by_any_path(council):
    report = published(council)
    row, recommendation = part(report, "legal"), report.recommendations.get()

    with pytest.raises(ValidationError, match="is published. It is not changed any more"):
        wrote(council, report, "legal", "Changed.", by=council.person("manager"))
    for change in (
        lambda: ReportPart.objects.filter(pk=row.pk).update(text="Changed"),
        lambda: Report.objects.filter(pk=report.pk).update(title="Changed"),
        lambda: Report.objects.filter(pk=report.pk).update(published_at=None, state="draft"),
        lambda: type(recommendation).objects.filter(pk=recommendation.pk).delete(),
        lambda: report.papers.create(title="Late", where="Here"),
        lambda: ReportVersion.objects.filter(report=report).update(content={}),
        lambda: report.steps.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_came_back_after_publication_is_written_anew_from_its_words(council):
    report = published(council)
    answered(council, report, "sent_back", "Look at the risks again.")
    new = reports.copy_report(by=council.person("lead"), report=report)

    assert (report.state, new.state, new.number) == ("published", "draft", 2)
    assert part(new, "purpose").text == "The purpose of it."
    assert part(new, "legal").state == "not cleared"
    assert [row.text for row in new.recommendations.all()] == ["the shared service be approved"]


def test_a_withdrawn_report_says_why_and_goes_no_further(council):
    report = published(council)
    reports.withdraw_report(by=council.person("manager"), report=report, reason="A council left.")

    assert report in Report.objects.visible_to(council.person("viewer"))
    with pytest.raises(ValidationError, match="withdrawn"):
        sent(council, report)
    with pytest.raises(PermissionDenied):
        reports.withdraw_report(by=council.person("lead"), report=begun(council), reason="Mine is better.")


def test_a_version_reads_as_it_did_whatever_is_written_afterwards(council):
    with clock.travel(datetime(2007, 5, 1, 12, tzinfo=UTC)):
        report = begun(council)
        wrote(council, report, "purpose", "First.")
        version = reports.keep_version(by=report.author, report=report, called="First")
    wrote(council, report, "purpose", "Second.")
    version.refresh_from_db()

    assert version.content["parts"][0]["text"] == "First."
    assert version.digest == ReportVersion.digest_of(version.content, version.figures)
    assert content.live(report)["parts"][0]["text"] == "Second."


# --- On agendas -------------------------------------------------------------------------------------------------------
def test_no_agenda_brings_a_report_before_the_board_without_its_route(council):
    board, by = meetings.board(council), council.person("manager")
    route(council)
    report = complete(council)
    sent(council, report)
    meeting = meetings.called(council, board)
    routes.put_on_agenda(by=by, report=report, meeting=meeting, title="Audit")

    with pytest.raises(ValidationError, match="Report 1 has not reached the Joint Board. Before the Project team"):
        actions.publish_agenda(by=by, meeting=meeting)
    early = {"report": report, "outcome": "noted", "on": clock.today(), "by": by}
    with pytest.raises(ValidationError, match="Choose a meeting of the Project team"):
        routes.record_outcome(meeting=meeting, **early)
    answered(council, report)
    sent(council, report, "Joint Board", reason="The forum has no quorum.")
    actions.publish_agenda(by=by, meeting=meeting)
    actions.cancel_meeting(by=by, meeting=meeting, reason="Snow.")
    with pytest.raises(ValidationError, match="was not held by"):
        routes.record_outcome(meeting=meeting, **early)
    other = meetings.called(council, board, meetings.JULY + timedelta(days=1))
    actions.publish_agenda(by=by, meeting=other)
    with pytest.raises(ValidationError, match="Report 2 has not reached the Joint Board"):
        routes.put_on_agenda(by=by, report=begun(council), meeting=other, title="More")
