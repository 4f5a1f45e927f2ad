"""Comments: said by those who may, read by whoever may see the statement, and never changed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from savings import actions
from savings.models import Comment
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import Program
from tests.pages import at, problems, signed_in, words


@pytest.fixture
def statement(council):
    """Of Bolsover and Chesterfield; North East Derbyshire has no part in it."""
    two = frozenset(council.organisations[code].pk for code in ("BDC", "CBC"))
    return factories.submitted(council, sharing=Sharing(Basis.EQUAL, two))


def say(council, statement, text="Where is the invoice?", role="verifier", code="BDC"):
    return actions.comment(by=council.person(role, code), statement=statement, text=text)


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        ("officer", "BDC", True),
        ("verifier", "CBC", True),
        ("chief", "CBC", True),
        ("lead", "BDC", True),
        ("manager", "BDC", True),
        ("steering", "BDC", True),
        ("viewer", "BDC", False),
        ("api", "BDC", False),
        ("auditor", "BDC", False),
        ("officer", "NEDDC", False),
    ],
)
def test_who_may_see_a_statement_and_does_not_only_read_comments_on_it(council, statement, role, code, may):
    if may:
        assert say(council, statement, role=role, code=code).written_by == council.person(role, code)
    else:
        with pytest.raises(PermissionDenied):
            say(council, statement, role=role, code=code)


def test_a_draft_is_commented_on_by_those_who_see_drafts(council):
    draft = factories.draft(council).statements.get()
    say(council, draft)
    for role, code in (("manager", "BDC"), ("verifier", "CBC")):
        with pytest.raises(PermissionDenied):
            say(council, draft, role=role, code=code)


def test_comments_are_read_by_whoever_sees_the_statement(council, statement):
    say(council, statement, "<script>alert(1)</script>\nLook at page 2.")
    page = words(signed_in(council.person("viewer", "CBC")).get(at("statement", council, pk=statement.pk)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Look at page 2." in page
    assert "Add a comment" not in page
    seen = [Comment.objects.visible_to(council.person("officer", code)).count() for code in ("BDC", "CBC", "NEDDC")]
    assert seen == [1, 1, 0]


def test_a_comment_is_written_on_the_page_and_a_bad_one_is_kept_for_mending(council, statement):
    client = signed_in(council.person("officer"))
    address = at("statement-comment", council, pk=statement.pk)
    assert problems(client.post(address, {"text": "  "})) == {"text": ["Enter the comment."]}
    long = client.post(address, {"text": "x" * 2_001})
    assert "text" in problems(long) and "x" * 2_001 in words(long)
    assert not Comment.objects.exists()
    answer = client.post(address, {"text": " It is attached. "})
    assert answer["Location"] == f"{at('statement', council, pk=statement.pk)}#comments"
    assert Comment.objects.get().text == "It is attached."


def test_an_action_refuses_what_the_form_would(council, statement):
    for text in ("  ", "x" * 2_001):
        with pytest.raises(ValidationError):
            say(council, statement, text)


@pytest.mark.parametrize("sql", ["UPDATE savings_comment SET text = 'another'", "DELETE FROM savings_comment"])
def test_a_comment_on_a_submitted_statement_stays(council, statement, sql):
    comment = say(council, statement)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(TypeError):
        comment.delete()
    comment.text = "another"
    with pytest.raises(TypeError):
        comment.save()


def test_a_comment_goes_with_the_draft_that_is_withdrawn(council):
    saving = factories.draft(council)
    say(council, saving.statements.get())
    actions.withdraw_draft(by=council.person("officer"), saving=saving)
    assert not Comment.objects.exists()


def test_the_api_reads_comments(council, statement):
    comment = say(council, statement)
    program = Program(council.person("viewer", "CBC"))
    (row,) = program.rows("comments/", statement=statement.pk)
    assert row.pop("written_at").endswith("Z")
    assert row == {
        "id": comment.pk,
        "partnership": "three-councils",
        "statement": statement.pk,
        "text": "Where is the invoice?",
        "written_by": council.person("verifier").name,
    }
    assert Program(council.person("viewer", "NEDDC")).rows("comments/") == []
    assert Program(council.person("viewer", "NEDDC")).get(f"comments/{comment.pk}/").status_code == 404
