"""One trail of consultation for a proposal: the bodies on its route and the consultations that its report points to."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from governance import consulting
from governance.actions import evidence
from governance.models import ReportConsultation
from governance.views.consultations import consultations, trail_of
from partnership import clock
from tests import engagement, factories
from tests.api import Program
from tests.factories import moment
from tests.pages import at, signed_in, words
from tests.reports import ROUTE, answered, begun, complete, published, route, sent

STRAIGHT = (ROUTE[0], ROUTE[-1])  # nobody is consulted on it


@pytest.fixture(autouse=True)
def today():
    with clock.travel(moment(2026, 11, 2)):
        yield


def held(council, **facts):
    """A consultation of the trade unions whose last day is over; nobody has answered yet."""
    row = engagement.consultation(
        council, groups=["unions"], opened_on=engagement.day(-30), closes_on=engagement.day(-10), **facts
    )
    return row


def close(council, row):
    engagement.answered(council, row.consultees.get(), response="They want two posts kept.", done="Both are kept.")
    return engagement.closed(council, row, result="changed", outcome="Two posts are kept.")


def point(council, report, row, **who):
    return evidence.point_to_consultation(by=who.get("by", report.author), report=report, consultation=row)


def gate_says(council):
    """What the gate kind `consulted` says of the workstream's next gate."""
    return consulting.gate(begun(council), council.person("manager"))


def test_the_board_is_reached_with_a_closed_consultation_though_nobody_is_consulted_on_the_route(council):
    route(council, STRAIGHT)
    report, row = complete(council), held(council)
    sent(council, report)
    answered(council, report)
    with pytest.raises(ValidationError, match="nobody is consulted on this route"):
        sent(council, report)
    point(council, report, row)
    with pytest.raises(ValidationError, match="“One audit team” is not closed, and 1 reply is awaited. Close what it"):
        sent(council, report)
    assert (consulting.evidence(report).met, gate_says(council).met) == (False, False)
    close(council, row)
    assert (consulting.evidence(report).met, gate_says(council).met) == (True, True)
    assert consulting.evidence(report).sentence == gate_says(council).sentence
    assert sent(council, report).text == ""


def test_an_open_consultation_keeps_it_from_the_board_though_the_forum_was_consulted_but_for_a_reason(council):
    route(council)
    report, row = complete(council), held(council)
    point(council, report, row)
    sent(council, report, "Consultative Forum", reason="Urgent.")
    answered(council, report)
    with pytest.raises(ValidationError, match="not closed"):
        sent(council, report)
    step = sent(council, report, reason="The branch meets in December only.")
    assert (step.stop.body.name, step.text) == ("Joint Board", "The branch meets in December only.")


def test_a_consultation_whose_proposal_was_withdrawn_counts_for_neither(council):
    route(council, STRAIGHT)
    report, row = complete(council), held(council)
    point(council, report, row)
    engagement.closed(council, row, result="withdrawn", outcome="Nothing came of it.")
    assert consulting.evidence(report) is gate_says(council) is None


def test_one_page_has_the_whole_trail_in_order(council):
    route(council)
    report, row = complete(council), held(council)
    point(council, report, row)
    close(council, row)
    sent(council, report, "Consultative Forum", reason="Urgent.")
    answered(council, report, remarks="The unions want it in writing.")
    occasions = [(each.who, each.state, each.response, each.reply) for each in _voices(council, report)]
    assert occasions == [
        ("Trade unions", "Answered", "They want two posts kept.", "Both are kept."),
        ("Consultative Forum", "Supported", "The unions want it in writing.", ""),
    ]
    page = words(signed_in(council.person("manager")).get(at("report-consultation", council, pk=report.pk)))
    assert "They want two posts kept." in page and "The unions want it in writing." in page
    there = words(signed_in(council.person("manager")).get(row.get_absolute_url()))
    assert f"{report.reference}: {report.title}</a>" in there


def _voices(council, report):
    manager = council.person("manager")
    return consulting.voices(report, consultations(trail_of(manager).filter(report=report)), manager)


def test_a_writer_points_to_it_and_takes_it_out_again_on_the_page(council):
    report, row = begun(council), held(council)
    client, page = signed_in(council.person("manager")), at("report-consultation", council, pk=report.pk)
    assert "Nobody was consulted yet" in words(client.get(page))
    client.post(at("report-point", council, pk=report.pk), {"consultation": row.pk})
    found = report.evidence.get()
    assert Program(council.person("manager")).get(f"reports/{report.pk}/").json()["consultations"] == [
        {"id": row.pk, "title": "One audit team", "closed_on": None}
    ]
    refused = client.post(at("report-point", council, pk=report.pk), {"consultation": row.pk})
    assert "Select a valid choice" in words(refused) or "Choose" in words(refused)
    assert "created the link to “One audit team”" in words(client.get(at("report", council, pk=report.pk)))
    client.post(at("report-point-remove", council, pk=found.pk))
    assert not report.evidence.exists()
    assert [event.history_type for event in ReportConsultation.history.order_by("history_id")] == ["+", "-"]


def test_no_consultation_of_another_partnership_is_pointed_to(council):
    far = factories.three_councils(slug="far", prefix="F-")
    with pytest.raises(ValidationError, match="of this partnership"):
        point(council, begun(council), held(far))


def test_once_published_it_stays_and_an_exempt_report_is_not_named_by_it(council):
    route(council, STRAIGHT)
    row = held(council)
    close(council, row)
    report = published(council, exempt_reason="Paragraph 3", title="The surveyors", no_consultation_reason="Agreed.")
    with pytest.raises(ValidationError, match="not changed any more"):
        point(council, report, row)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ReportConsultation.objects.create(report=report, consultation=row)
    other = begun(council, title="The surveyors again", exempt_reason="Paragraph 3")
    point(council, other, row)
    page = row.get_absolute_url()
    assert "surveyors" in words(signed_in(council.person("manager")).get(page))
    assert "surveyors" not in words(signed_in(council.person("viewer")).get(page))
    assert signed_in(council.person("viewer")).get(at("report-consultation", council, pk=other.pk)).status_code == 404
