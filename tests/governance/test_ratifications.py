"""Ratification: asked once, answered by each organisation for itself, in force when all have; else brought back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from governance import actions, waiting
from governance.models import AgendaItem, RatificationNeed
from governance.ratifying import State
from partnership import clock
from partnership.actions import edit_organisation
from partnership.models import Membership
from partnership.permissions import ROLES
from tests import factories, gates, meetings
from tests.api import Program
from tests.meetings import CODES, JULY, decided, opened, wrong
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions as of_workstreams
from workstreams.models import Ratification, RatificationPaper

DUE = date(2007, 9, 30)
SECRET = "Only at the price of £4,321"


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


def asking(**changes):
    return actions.Asking(**{"rule": "members", "due_on": DUE} | changes)


def asked(council, meeting, exempt=False, **changes):
    """The need of a decision of this meeting, on a motion of its own."""
    more = f", part {before}" if (before := meeting.decisions.count()) else ""
    facts = {"asking": asking(**changes)}
    if exempt:
        given = {"title": "Supplier", "is_exempt": True, "exempt_reason": "Paragraph 3"}
        facts["item"] = actions.add_agenda_item(by=council.person("manager"), meeting=meeting, **given)
    return decided(council, meeting, f"That building control be shared{more}.", **facts).ratification


def answered(council, need, code="BDC", decision="approved", role="chief", **changes):
    facts = {
        "conditions": "" if decision == "approved" else SECRET,
        "decided_on": date(2007, 8, 6),
        "body": "Executive",
    }
    return actions.answer_ratification(
        by=council.person(role, code),
        need=need,
        organisation=council.organisations[code],
        decision=decision,
        **facts | {"body": "Executive", "minute": f"42/{code}"} | changes,
    )


def standing(need):
    return RatificationNeed.objects.for_pages().get(pk=need.pk).standing


# --- The rule ---------------------------------------------------------------------------------------------------------
def test_it_is_in_force_once_every_organisation_has_ratified(council, meeting):
    need = asked(council, meeting)
    with clock.travel(JULY + timedelta(days=20)):
        for code, sentence in (
            ("BDC", "Awaits ratification: 1 of 3 have ratified. Answers are due by 30 September 2007."),
            ("CBC", "Awaits ratification: 2 of 3 have ratified. Answers are due by 30 September 2007."),
            ("NEDDC", "In force since 7 August 2007: all 3 have ratified."),
        ):
            answered(council, need, code, decided_on=date(2007, 8, 7 if code == "CBC" else 6))
            assert standing(need).sentence == sentence


def test_organisations_of_one_short_name_answer_each_for_itself(council, meeting):
    for code in ("BDC", "CBC"):
        facts = {"short_name": "Derbyshire", "by": council.person("administrator")}
        edit_organisation(partnership=council.partnership, organisation=council.organisations[code], **facts)
    need = asked(council, meeting)
    with clock.travel(JULY + timedelta(days=20)):
        answered(council, need, "CBC")
        answered(council, need, "NEDDC")
        waits = "Awaits ratification: 2 of 3 have ratified. Answers are due by 30 September 2007."
        assert standing(need).sentence == waits
        answered(council, need, "BDC")
        assert standing(need).state == State.IN_FORCE


@pytest.mark.parametrize(
    ("day", "decision", "state"),
    [
        (30, None, State.WAITING),
        (31, None, State.OVERDUE),
        (30, "refused", State.REFUSED),
        (31, "conditions", State.OVERDUE),
    ],
)
def test_the_state_of_the_database_is_that_of_the_rule(council, meeting, day, decision, state):
    need = asked(council, meeting)
    if decision:
        answered(council, need, decision=decision)
    with clock.travel(JULY.replace(month=9, day=1) + timedelta(days=day - 1)):
        assert standing(need).state == state
        assert [row.state for row in RatificationNeed.objects.with_state()] == [state]


def test_what_is_corrected_waits_no_more(council, meeting):
    need = asked(council, meeting)
    decided(council, meeting, corrects=need.decision, reason="Anew.")
    assert standing(need).state == State.SUPERSEDED
    assert [row.state for row in RatificationNeed.objects.with_state()] == [State.SUPERSEDED]
    with pytest.raises(ValidationError, match="Another decision has taken its place"):
        answered(council, need)


def test_a_later_answer_counts_and_the_earlier_stays(council, meeting):
    need = asked(council, meeting)
    answered(council, need, decision="refused")
    answered(council, need, decision="conditions")
    assert standing(need).sentence.startswith("Overdue since 30 September 2007: 1 of 3 have ratified.")
    assert [row.decision for row in Ratification.objects.order_by("pk")] == ["refused", "conditions"]


def test_only_those_who_take_part_are_asked_where_the_rule_says_so(council, by, meeting):
    council.workstream.participations.get(organisation__code="NEDDC").delete()
    need = asked(council, meeting, rule="taking_part", workstream=council.workstream)
    assert [each.organisation.code for each in need.asked.all()] == ["BDC", "CBC"]
    with pytest.raises(ValidationError) as error:
        answered(council, need, "NEDDC")
    assert list(error.value.message_dict) == ["organisation"]


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_all_that_is_wrong_with_asking_is_said_at_once(council, meeting):
    for given, fields in (
        ({"rule": "taking_part", "due_on": None}, {"workstream", "due_on"}),
        ({"rule": "nobody", "stage": "idea", "due_on": JULY.date()}, {"rule", "workstream", "stage", "due_on"}),
    ):
        with pytest.raises(ValidationError) as error:
            decided(council, meeting, " ", asking=asking(**given))
        assert set(error.value.message_dict) == fields | {"motion"}


def test_who_is_asked_afterwards_can_still_answer_in_time(council, by, meeting):
    found = decided(council, meeting)
    with clock.travel(JULY + timedelta(days=70)):  # 9 October
        said = wrong(actions.ask_to_ratify, by=by, decision=found, asking=asking())
        assert said == {"due_on": ["This day is over. Enter today or a later day."]}
        actions.ask_to_ratify(by=by, decision=found, asking=asking(due_on=date(2007, 10, 9)))


def test_nobody_is_asked_where_no_member_has_a_vote(council, by, meeting):
    found = decided(council, meeting)
    Membership.objects.update(votes=False)
    with pytest.raises(ValidationError) as error:
        actions.ask_to_ratify(by=by, decision=found, asking=asking(due_on=clock.today()))
    assert set(error.value.message_dict) == {"rule"}


def test_it_is_asked_once_by_the_clerk_of_what_has_done_nothing_yet(council, by, meeting):
    found = decided(council, meeting)
    with pytest.raises(PermissionDenied):
        actions.ask_to_ratify(by=council.person("chief"), decision=found, asking=asking(due_on=clock.today()))
    actions.ask_to_ratify(by=by, decision=found, asking=asking(due_on=clock.today()))
    with pytest.raises(ValidationError, match="already"):
        actions.ask_to_ratify(by=by, decision=found, asking=asking(due_on=clock.today()))
    done = decided(council, meeting)
    actions.apply_effect(by=by, decision=done, wanted=actions.Wanted("stage", council.workstream))
    with pytest.raises(ValidationError, match="has taken effect already"):
        actions.ask_to_ratify(by=by, decision=done, asking=asking(due_on=clock.today()))


def test_what_is_lost_is_not_put_to_anybody(council, meeting):
    found = decided(council, meeting, votes={"BDC": "against"}, asking=asking())
    assert RatificationNeed.objects.filter(decision=found).count() == 0


# --- Answering --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ROLES)
def test_an_organisation_answers_by_its_own_people_alone(council, meeting, role):
    need = asked(council, meeting)
    own = {"role": role} if role in ("chief", "verifier") else None
    if own:
        answered(council, need, **own)
    facts = {"decision": "approved", "conditions": "", "decided_on": date(2007, 8, 6), "body": "Executive"}
    with pytest.raises(PermissionDenied):
        actions.answer_ratification(
            by=council.person(role), need=need, organisation=council.organisations["CBC"], minute="1", **facts
        )
    assert Ratification.objects.count() == bool(own)


def test_all_that_is_wrong_with_an_answer_is_said_at_once(council, meeting):
    need = asked(council, meeting)
    with pytest.raises(ValidationError) as error:
        answered(council, need, decision="refused", conditions="", minute="", decided_on=date(2007, 7, 30))
    assert set(error.value.message_dict) == {"minute", "decided_on", "__all__"}


@pytest.mark.parametrize("table", ["need", "asked", "answer"])
def test_the_database_keeps_what_was_asked_and_answered(council, meeting, table):
    answered(council, asked(council, meeting))
    column = {"need": "rule", "asked": "need_id", "answer": "asked_id"}[table]
    name = f"governance_ratification{table}"
    for sql in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


# --- What it holds back -----------------------------------------------------------------------------------------------
def test_a_stage_moves_once_the_last_has_ratified_and_the_gate_counts_the_same_answers(council, by, meeting):
    gates.policy(council, gates.asking("appraisal", "ratification"))
    need = asked(council, meeting, rule="taking_part", workstream=council.workstream, stage="appraisal")
    for code in CODES:
        with pytest.raises(ValidationError, match="has not taken effect"):
            actions.apply_effect(by=by, decision=need.decision, wanted=actions.Wanted("stage", council.workstream))
        with pytest.raises(ValidationError, match="has not taken effect"):
            actions.delegate(by=by, decision=need.decision, post="Chief", matter="All", from_on=DUE)
        answered(council, need, code)
    effect = actions.apply_effect(by=by, decision=need.decision, wanted=actions.Wanted("stage", council.workstream))
    assert effect.move.to_stage == "appraisal" and effect.move.outcome["tests"][0]["met"]


def test_a_refusal_keeps_the_gate_shut_too(council, by, meeting):
    gates.policy(council, gates.asking("appraisal", "ratification"))
    need = asked(council, meeting, workstream=council.workstream, stage="appraisal")
    for code in CODES:
        answered(council, need, code, decision="refused" if code == "CBC" else "approved")
    with pytest.raises(ValidationError, match="refused"):
        of_workstreams.advance(by=by, workstream=council.workstream)


# --- Brought back -----------------------------------------------------------------------------------------------------
def test_silence_is_brought_back_once_to_the_next_meeting_of_the_body(council, by, board, meeting):
    need = asked(council, meeting)
    later = meetings.called(council, board, JULY + timedelta(days=90))
    with clock.travel(JULY.replace(month=9, day=30)):
        assert not RatificationNeed.objects.brought_back().exists()
        assert [duty.due_on for duty in waiting.to_ratify(council.person("chief"), council.partnership)] == [DUE]
    with clock.travel(JULY.replace(month=10, day=1)):
        (duty,) = waiting.brought_back(by, council.partnership)
        assert duty.what == "JB 2007/1, Business of the meeting"
        client = signed_in(by)
        assert "Brought back" in words(client.get(at("meeting-plan", council)))
        client.post(at("decision-bring-back", council, pk=need.decision_id))
        item = AgendaItem.objects.get(brings_back__need=need)
        assert (item.meeting, item.title) == (later, "Brought back: JB 2007/1, Business of the meeting")
        assert "0 of 3 have ratified. Silent: " in item.matter
        assert not list(waiting.brought_back(by, council.partnership))
        with pytest.raises(ValidationError, match="already"):
            actions.bring_back(by=by, need=need, meeting=later)
        actions.cancel_meeting(by=by, meeting=later, reason="Snow.")
        assert len(list(waiting.brought_back(by, council.partnership))) == 1


def test_an_exempt_decision_is_brought_back_as_an_exempt_item(council, by, board, meeting):
    first = asked(council, meeting, exempt=True).decision
    facts = {"corrects": first, "reason": "Anew.", "asking": asking()}
    need = decided(council, meeting, f"That {SECRET} be paid.", **facts).ratification  # under no item of the agenda
    answered(council, need, decision="refused")
    later = meetings.called(council, board, clock.now() + timedelta(days=90))
    item = later.items.get(brings_back__need=need)
    assert (item.is_exempt, item.exempt_reason) == (True, "The decision that is brought back is exempt.")
    assert SECRET in item.matter and SECRET not in item.title


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_council_answers_on_the_page_with_a_paper_that_all_may_read(council, meeting):
    need = asked(council, meeting)
    chief = signed_in(council.person("chief"))
    page = at("decision-answer", council, pk=need.decision_id)
    given = {"organisation": council.organisations["BDC"].pk, "decision": "conditions", "body": "Executive"}
    given |= {"minute": "42", **typed("decided_on", date(2007, 8, 6))}
    paper = SimpleUploadedFile("minute.txt", b"It was agreed.")
    assert "Say what the conditions" in str(problems(chief.post(page, given | {"papers": paper})))
    assert RatificationPaper.objects.count() == 0
    paper.seek(0)
    chief.post(page, given | {"conditions": "Once a year.", "papers": paper})
    viewer = signed_in(council.person("viewer", "NEDDC"))
    shown = words(viewer.get(at("decision", council, pk=need.decision_id)))
    assert "Once a year." in shown and "minute.txt" in shown
    response = viewer.get(RatificationPaper.objects.get().get_absolute_url())
    assert b"".join(response.streaming_content) == b"It was agreed."
    assert problems(chief.post(page, given | {"organisation": council.organisations["CBC"].pk}))["organisation"]


def test_the_clerk_asks_when_recording_or_afterwards(council, by, board, meeting):
    client = signed_in(by)
    given = {f"vote_{each.pk}": "for" for each in board.seats.all()} | {"motion": "That it be shared."}
    address = at("meeting-decide", council, pk=meeting.pk)
    assert set(problems(client.post(address, given | {"rule": "taking_part"}))) == {"workstream", "due_on"}
    client.post(address, given | {"rule": "members", **typed("due_on", DUE)})
    client.post(address, given | {"motion": "That it begin."})
    first, second = RatificationNeed.objects.get().decision, meeting.decisions.exclude(ratification__isnull=False).get()
    assert first.number == 1
    client.post(at("decision-ratify", council, pk=second.pk), {"rule": "members", **typed("due_on", clock.today())})
    assert second.ratification.asked.count() == 3


def test_the_grid_is_filtered_sorted_downloaded_and_costs_the_same(council, meeting, django_assert_num_queries):
    client, program = signed_in(council.person("viewer")), Program(council.person("viewer"))
    for count in (1, 2):
        for _ in range(count):
            answered(council, asked(council, meeting), decision="refused")
        with django_assert_num_queries(13):
            client.get(at("decision-ratifications", council))
        with django_assert_num_queries(5):  # token, grants, needs, those asked, why they came back
            program.get("ratification-needs/")
    answered(council, asked(council, meeting), "CBC")
    for query, references in (
        ({"state": "refused"}, ["JB 2007/1", "JB 2007/2", "JB 2007/3"]),
        ({"state": "overdue"}, ["JB 2007/4"]),
        ({"state": "in force"}, []),
    ):
        listing = client.get(at("decision-ratifications", council), query | {"sort": "decision"}).context["listing"]
        assert [row.decision.reference for row in listing.objects] == references, query
    response = client.get(at("decision-ratifications", council), {"format": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "Bolsover" in text and "Refused" in text and "No answer" in text


@pytest.mark.parametrize("role", ROLES)
def test_what_a_council_says_of_an_exempt_decision_is_exempt_too(council, by, meeting, role):
    gates.policy(council, gates.asking("appraisal", "ratification"))
    need = asked(council, meeting, exempt=True, workstream=council.workstream, stage="appraisal")
    paper = SimpleUploadedFile("secret.txt", SECRET.encode())
    with of_workstreams.stored_ratification_papers(council.partnership, [paper]) as papers:
        answered(council, need, decision="refused", minute="SECRET/1", papers=papers)
    may = role in {"manager", "steering", "chief", "auditor"}
    user = council.person(role)
    client, program = signed_in(user), Program(user)
    pages = [at("decision", council, pk=need.decision_id), at("gate", council, workstream=council.workstream.slug)]
    pages += [at("decision-ratifications", council), at("decision-ratifications", council) + "?format=csv"]
    answers = [client.get(page) for page in pages]
    answers += [
        program.get("ratifications/"),
        program.get("ratification-needs/"),
        program.get("gates/", partnership=council.partnership.slug),
    ]
    told = [b"".join(each) if each.streaming else each.content for each in answers]
    assert any(SECRET.encode()[:20] in each or b"SECRET/1" in each for each in told) is may
    response = client.get(RatificationPaper.objects.get().get_absolute_url())
    assert response.status_code == (200 if may else 404)
    response.close()


def test_conditions_and_earlier_answers_are_for_those_who_see_figures(council, meeting):
    need = asked(council, meeting)
    answered(council, need, decision="refused", conditions="Not for £98,765.")
    answered(council, need, decision="conditions", conditions="At most £12,345.")

    def told(role) -> str:
        return words(signed_in(council.person(role)).get(need.get_absolute_url()))

    administrator, viewer = told("administrator"), told("viewer")
    assert "12,345" not in administrator and "98,765" not in administrator and "Earlier answers" not in administrator
    assert "Approved with conditions" in administrator and "For those who see figures" in administrator
    assert "At most £12,345." in viewer and "Not for £98,765." in viewer


def test_a_finance_officer_does_not_answer_what_is_exempt(council, meeting):
    need = asked(council, meeting, exempt=True)
    with pytest.raises(PermissionDenied):
        answered(council, need, role="verifier")


def test_another_partnership_finds_nothing(council, meeting):
    need = asked(council, meeting)
    far = factories.three_councils(slug="far", prefix="F-")
    client = signed_in(far.person("chief"))
    assert client.get(at("decision-answer", council, pk=need.decision_id)).status_code == 404
    assert Program(far.person("chief")).get(f"ratification-needs/{need.pk}/").status_code == 404
