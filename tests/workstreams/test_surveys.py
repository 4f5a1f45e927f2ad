"""Satisfaction surveys: their answers, what they come to, and the reading that they give."""

from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests import measured
from tests.api import Program
from tests.pages import at, problems, signed_in, words
from workstreams import actions, quality
from workstreams.models import Reading, Survey
from workstreams.surveying import Answers

MANY = st.integers(0, 10_000_000)


@given(st.tuples(MANY, MANY, MANY, MANY, MANY))
def test_means_and_parts_are_exact_but_for_one_rounding(counts):
    answers = Answers(counts)
    if not answers.number:
        assert answers.mean is answers.satisfied is None
        return
    mean = Fraction(100 * sum(point * count for point, count in enumerate(counts, start=1)), answers.number)
    satisfied = Fraction(100_00 * (counts[3] + counts[4]), answers.number)
    assert -Fraction(1, 2) <= mean - answers.mean < Fraction(1, 2)
    assert -Fraction(1, 2) <= satisfied - answers.satisfied < Fraction(1, 2)
    assert 1_00 <= answers.mean <= 5_00 and 0 <= answers.satisfied <= 100_00


@pytest.fixture
def satisfied(council):
    return measured.indicator(council, name="Satisfied", kind="satisfaction", question="How satisfied are you?")


def of(name, council, **named):
    return at(name, council, workstream="internal-audit", **named)


def test_a_survey_is_typed_and_its_first_question_is_the_reading(council, satisfied):
    client, address = signed_in(council.person("lead")), of("survey-add", council, pk=satisfied.pk)
    assert client.get(address).context["form"]["words_1"].value() == "How satisfied are you?"
    given = {"title": "Applicants", "asked": "All applicants", "whose": "joint", "period": "2025-26 Q4"}
    given |= {"sent": "800", "answered": "240", "result": "satisfied", "words_1": "How satisfied are you?"}
    given |= {"answered_1_3": "60", "answered_1_5": "180", "answered_2_1": "4"}
    assert list(problems(client.post(address, given))) == ["words_2"]
    refused = client.post(address, given | {"words_2": "Again?", "answered_2_1": "300", "answered": "900"})
    assert problems(refused)["answered"] == ["At least one has answered, and no more than were asked."]
    assert client.post(address, given | {"words_2": "Would you come again?"}).status_code == 302
    row = Survey.objects.get()
    assert (row.reading.value_hundredths, row.reading.respondents, row.response_rate) == (75_00, 240, 30_00)
    page = words(client.get(row.get_absolute_url()))
    assert "30% (240 of 800)" in page and "75 per cent" in page and "4.5" in page  # 3 x 60 and 5 x 180, of 240
    (one,) = quality.quality(council.partnership, user=council.person("viewer")).standings
    assert one.reading == row.reading
    assert "Applicants" in words(client.get(of("indicator", council, pk=satisfied.pk)))
    listed = client.get(at("survey-list", council)).context["listing"].objects
    assert [(each.title, each.response_words) for each in listed] == [("Applicants", "30% (240 of 800)")]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved(council, satisfied):
    questions = [
        actions.Question("How satisfied are you?", Answers((0, 0, 0, 0, 0))),
        actions.Question(" ", Answers((0, 0, 0, 0, 241))),
    ]
    with pytest.raises(ValidationError) as refused:
        measured.survey(council, satisfied, questions=questions, sent=0)
    assert refused.value.message_dict == {
        "sent": ["Enter how many were asked, from 1 to 10,000,000."],
        "answered": ["At least one has answered, and no more than were asked."],
        "questions": [
            "Question 2: enter the question, word for word.",
            "Question 2: 241 answers, but 240 answered at all.",
            "Question 1: enter its answers. They give the reading of the indicator.",
        ],
    }
    with pytest.raises(ValidationError, match="is not measured by a survey"):
        measured.survey(council, measured.indicator(council))
    with pytest.raises(ValidationError, match="Your roles let you record"):
        measured.survey(council, satisfied, by=council.person("officer"))
    assert not Reading.objects.exists() and not Survey.objects.exists()


def test_a_survey_that_is_put_right_stays_readable_and_leaves_the_list(council, satisfied):
    first = measured.survey(council, satisfied)
    with pytest.raises(ValidationError, match="Give a reason"):
        measured.survey(council, satisfied, title="Counted again")
    second = measured.survey(council, satisfied, title="Counted again", reason="A box was found.", result="mean")
    assert (second.reading.replaces, second.reading.value_hundredths) == (first.reading, 4_00)
    assert list(Survey.objects.in_force()) == [second]
    assert "put right or withdrawn since" in words(signed_in(council.person("viewer")).get(first.get_absolute_url()))


def test_a_program_reads_the_distribution_and_an_administrator_nothing(council, satisfied):
    row = measured.survey(council, satisfied)
    (found,) = Program(council.person("viewer")).rows("surveys/", workstream="internal-audit")
    assert (found["value"], found["sent"], found["answered"], found["questions"][0]["answered_5"]) == (
        *("75.00", 800, 240),
        100,
    )
    administrator = council.person("administrator")
    assert Program(administrator).rows("surveys/") == []
    assert signed_in(administrator).get(row.get_absolute_url()).status_code == 403


def test_the_list_costs_the_same_for_one_survey_and_for_three(council, satisfied, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    counted = []
    for period in ("2025-26 Q4", "2025-26 Q3", "2025-26 Q2"):
        measured.survey(council, satisfied, period)
        with django_assert_num_queries(counted[0] if counted else 7) as asked:
            client.get(at("survey-list", council))
        counted.append(len(asked))
