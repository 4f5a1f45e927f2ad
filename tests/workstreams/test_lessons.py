"""The lessons-learned log: recorded, tagged, found, and shown to anybody once that is switched on."""

import doctest

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import factories, files
from tests.api import Program
from tests.engagement import WORDS, day, lesson
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.actions import lessons
from workstreams.models import Lesson, LessonTag


def listed(client, world, **asked):
    return [row.title for row in client.get(at("lesson-log", world), asked).context["listing"].objects]


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(lessons).failed == 0


# --- Recording ---
def test_a_lead_records_a_lesson_by_the_form_and_each_tag_is_one_word_in_small_letters(council):
    client = signed_in(council.person("lead"))
    given = WORDS | {"workstream": council.workstream.pk, "stage": "case", "tags": "HR, legal  advice,hr, "}
    assert client.post(at("lesson-add", council), given | typed("learned_on", day())).status_code == 302
    row = Lesson.objects.get()
    assert (row.tag_words, row.stage, row.is_public) == ("hr, legal advice", "case", False)
    page = words(client.get(row.get_absolute_url()))
    assert "created the lesson" in page and "created the tag “hr”" in page and "tag=legal+advice" in page


def test_tags_that_are_taken_away_stay_in_the_history(council):
    row = lesson(council, tags=["hr", "legal"])
    actions.edit_lesson(by=council.person("manager"), lesson=row, tags=["legal", "speed"], title="Be quick")
    assert LessonTag.objects.filter(lesson=row).words() == ["legal", "speed"]
    page = words(signed_in(council.person("auditor")).get(row.get_absolute_url()))
    assert (
        "deleted the tag “hr”" in page
        and "changed the headline of the lesson from “Involve HR early” to “Be quick”" in page
    )
    actions.remove_lesson(by=council.person("manager"), lesson=row)
    assert not LessonTag.objects.exists() and LessonTag.history.filter(history_type="-").count() == 3


def test_every_mistake_is_said_at_once_and_nothing_is_saved(council):
    client = signed_in(council.person("manager"))
    given = WORDS | {"title": "", "tags": "x" * 41} | typed("learned_on", day())
    assert set(problems(client.post(at("lesson-add", council), given))) == {"title"}
    given |= {"title": "Mail somebody@council.example", "is_public": "on"}
    assert set(problems(client.post(at("lesson-add", council), given))) == {"title", "tags"}
    given = WORDS | {"tags": ",".join(map(str, range(11)))} | typed("learned_on", day(1))
    assert set(problems(client.post(at("lesson-add", council), given))) == {"learned_on"}
    assert not Lesson.objects.exists()


def test_what_may_be_told_to_anybody_names_nobody_who_signs_in(council):
    name = council.person("verifier").name
    row = lesson(council, situation=f"{name} was ill.")
    with pytest.raises(ValidationError) as refused:
        actions.edit_lesson(by=council.person("manager"), lesson=row, is_public=True)
    assert list(refused.value.message_dict) == ["situation"]
    actions.edit_lesson(by=council.person("manager"), lesson=row, is_public=True, situation="A key person was ill.")
    assert Lesson.objects.get().is_public


def test_the_tags_of_a_public_lesson_name_nobody_either(council):
    by, name = council.person("manager"), council.person("verifier").name
    row = lesson(council, tags=[name])
    for facts in ({"is_public": True}, {"is_public": True, "tags": ["ask somebody@council.example"]}):
        with pytest.raises(ValidationError) as refused:
            actions.edit_lesson(by=by, lesson=row, **facts)
        assert list(refused.value.message_dict) == ["tags"]
    assert actions.edit_lesson(by=by, lesson=row, is_public=True, tags=["hr"]).is_public
    assert "name of its workstream" in words(signed_in(by).get(at("lesson-publish", council)))


def test_a_lesson_that_somebody_else_changed_is_not_overwritten_unread(council):
    row = lesson(council)
    client, address = signed_in(council.person("manager")), at("lesson-edit", council, pk=row.pk)
    seen = client.get(address).context["form"]["seen"].value()
    actions.edit_lesson(by=council.person("manager"), lesson=row, tags=["theirs"], title="Theirs")
    typed_in = WORDS | {"title": "Mine", "tags": "hr", "workstream": row.workstream_id, "seen": seen}
    typed_in |= typed("learned_on", row.learned_on)
    refused = client.post(address, typed_in)
    assert refused.context["form"].differing == [("Headline", "Theirs"), ("Tags", "theirs")]
    assert refused.context["form"]["title"].value() == "Mine" and Lesson.objects.get().title == "Theirs"
    client.post(address, typed_in | {"seen": refused.context["form"]["seen"].value()})
    assert (Lesson.objects.get().title, Lesson.objects.get().tag_words) == ("Mine", "hr")
    actions.remove_lesson(by=council.person("manager"), lesson=row)
    with pytest.raises(ValidationError, match="This lesson is gone"):
        actions.edit_lesson(by=council.person("manager"), lesson=row, title="Again")


def test_a_lead_records_nothing_for_the_programme_nor_moves_a_lesson_there(council):
    with pytest.raises(PermissionDenied):
        lesson(council, "lead", workstream=None)
    row = lesson(council, "lead")
    with pytest.raises(PermissionDenied):
        actions.edit_lesson(by=council.person("lead"), lesson=row, workstream=None)
    far = factories.three_councils(slug="far", prefix="F-")
    with pytest.raises(ValidationError):
        lesson(council, workstream=far.workstream)


# --- Finding ---
def test_lessons_are_found_by_workstream_stage_tag_day_and_words(council):
    client = signed_in(council.person("viewer"))
    lesson(council, title="Old", learned_on=day(-400), stage="case", tags=["hr"])
    lesson(council, title="Own", workstream=None, tags=["law"], recommendation="Ask a solicitor.")
    assert listed(client, council) == ["Own", "Old"]
    assert listed(client, council, stage="case") == ["Old"]
    assert listed(client, council, tag="law") == listed(client, council, workstream="null") == ["Own"]
    assert listed(client, council, workstream="internal-audit") == listed(client, council, until=day(-1)) == ["Old"]
    assert listed(client, council, q="SOLICITOR own") == ["Own"]
    of_stream = client.get(at("lesson-list", council, workstream="internal-audit")).context["listing"]
    assert [row.title for row in of_stream.objects] == ["Old"] and "workstream" not in of_stream.form.fields


def test_files_and_api_hold_the_same_lessons(council):
    lesson(council, tags=["b", "a"])
    viewer = council.person("viewer")
    _, row = files.csv_rows(files.content(signed_in(viewer).get(at("lesson-log", council), {"format": "csv"})))
    assert row[0] == WORDS["title"] and row[4] == WORDS["learned"] and row[6] == "a, b"
    (found,) = Program(viewer).rows("lessons/", tag="a")
    assert (found["learned"], found["tags"]) == (WORDS["learned"], [{"name": "a"}, {"name": "b"}])
    assert Program(viewer).rows("lessons/", tag="c") == []
    assert Program(viewer).csv("lessons/")[0]["tags"] == "a; b"


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_costs_the_same_for_any_number_of_lessons(council, django_assert_num_queries, number):
    for each in range(number):
        lesson(council, title=f"Lesson {each}")
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(10):
        client.get(at("lesson-log", council))


# --- For anybody ---
def test_the_public_page_shows_public_lessons_alone_and_only_while_it_is_on(council, client):
    address = f"/lessons/{council.partnership.slug}/"
    lesson(council, title="Told", is_public=True, tags=["open"])
    lesson(council, title="Kept", tags=["secret"])
    assert client.get(address).status_code == 404
    manager = signed_in(council.person("manager"))
    manager.post(at("lesson-publish", council))
    page = words(client.get(address))
    assert "Told" in page and "Kept" not in page and "secret" not in page
    assert "Manager" not in page  # who wrote it is not told
    assert "No lesson matches" in words(client.get(address, {"q": "Kept"}))
    csv = client.get(f"{address}lessons.csv").content.decode()
    assert "Told" in csv and "Kept" not in csv
    manager.post(at("lesson-withdraw", council))
    assert client.get(address).status_code == client.get(f"{address}lessons.csv").status_code == 404
    assert "switched the public page of lessons off" in words(manager.get(at("lesson-publication", council)))


def test_the_public_page_takes_no_search_of_more_words_than_it_can_answer(council, client):
    lesson(council, title="Told", is_public=True)
    signed_in(council.person("manager")).post(at("lesson-publish", council))
    address = f"/lessons/{council.partnership.slug}/"
    long = client.get(address, {"q": "a " * 1_100})
    assert long.status_code == 200 and "200 characters" in words(long)
    assert "Search for 8 words or fewer." in words(client.get(address, {"q": "a b c d e f g h i"}))
    assert "Told" in words(client.get(address, {"q": "told"}))


@pytest.mark.parametrize("number", [1, 3])
def test_the_public_page_costs_the_same_for_any_number(council, client, django_assert_num_queries, number):
    for each in range(number):
        lesson(council, title=f"Lesson {each}", is_public=True)
    actions.publish_lessons(by=council.person("manager"), partnership=council.partnership)
    with django_assert_num_queries(5):
        client.get(f"/lessons/{council.partnership.slug}/")
