"""Reversals: who may ask for one and approve it, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from partnership import clock
from savings import actions, figures, trail
from savings.models import Statement
from tests import factories
from tests.pages import at, signed_in, words


def ask(council, statement, reason="Claimed twice.", by=None):
    return actions.request_reversal(by=by or council.person("officer"), statement=statement, reason=reason)


def approve(council, statement, **given):
    return actions.approve_reversal(by=council.person("verifier"), statement=statement, **given)


def amounts(council, kind="cashable"):
    now = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    return now.total(kind).amounts


# --- Who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["viewer", "verifier", "manager", "steering", "chief", "auditor"])
def test_only_an_officer_or_the_lead_asks(council, role):
    statement = factories.verified(council)
    with pytest.raises(PermissionDenied):
        ask(council, statement, by=council.person(role))
    with pytest.raises(PermissionDenied):
        ask(council, statement, by=council.person("officer", "CBC"))
    assert ask(council, statement, by=council.person("lead")).drafted_by == council.person("lead")


def also_verifier(council, user):
    factories.Grant.objects.create(
        user=user,
        role="verifier",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    return type(user).objects.get(pk=user.pk)


def test_who_asked_may_not_approve(council):
    statement = factories.verified(council)
    lead = also_verifier(council, council.person("lead"))
    ask(council, statement, by=lead)

    for act in (actions.approve_reversal, actions.refuse_reversal):
        with pytest.raises(PermissionDenied):
            act(by=lead, statement=statement, **({"reason": "No."} if act is actions.refuse_reversal else {}))


def test_who_drafted_may_not_approve_what_another_asked_for(council):
    statement = factories.verified(council)
    ask(council, statement, by=council.person("lead"))
    officer = also_verifier(council, council.person("officer"))

    with pytest.raises(PermissionDenied):
        actions.approve_reversal(by=officer, statement=statement)
    assert "so another finance officer approves it" in words(
        signed_in(officer).get(at("statement", council, pk=statement.pk))
    )
    approve_at = at("statement-reverse-approve", council, pk=statement.pk)
    assert signed_in(officer).get(approve_at).status_code == 403
    asked = Statement.objects.all().reversals_waiting_for(officer, council.partnership)
    assert not asked.exists()


def test_another_councils_finance_officer_may_not_approve(council):
    statement = factories.verified(council)
    ask(council, statement)
    with pytest.raises(PermissionDenied):
        actions.approve_reversal(by=council.person("verifier", "CBC"), statement=statement)


# --- What is refused --------------------------------------------------------------------------------------------------
def test_only_what_is_verified_is_reversed_and_once(council):
    waiting = factories.submitted(council)
    with pytest.raises(ValidationError, match="No share of this statement is verified"):
        ask(council, waiting)
    statement = factories.verified(council)
    with pytest.raises(ValidationError, match="Nobody asks to reverse"):
        approve(council, statement)
    with pytest.raises(ValidationError, match="Enter the reason"):
        ask(council, statement, "  ")
    ask(council, statement)
    with pytest.raises(ValidationError, match="asked for the reversal of this statement already"):
        ask(council, statement)
    opposite = approve(council, statement)
    for again in (ask, approve):
        with pytest.raises(ValidationError, match="reversed already"):
            again(council, statement)
    with pytest.raises(ValidationError, match="A reversal is not reversed again"):
        ask(council, opposite)


def test_a_request_is_neither_edited_nor_submitted_nor_replaced(council):
    statement = factories.verified(council)
    opposite, officer = ask(council, statement), council.person("officer")
    with pytest.raises(ValidationError, match="approved, refused or withdrawn"):
        actions.submit_statement(by=officer, statement=opposite)
    with pytest.raises(ValidationError, match="approved, refused or withdrawn"):
        actions.edit_statement(by=officer, statement=opposite, details=factories.stating())
    with pytest.raises(ValidationError, match="no draft to submit"):
        actions.submit_saving(by=officer, saving=statement.saving)
    opposite = approve(council, statement)
    given = {"saving": statement.saving, "organisation": statement.organisation, "details": factories.stating()}
    with pytest.raises(ValidationError, match="A reversal is never replaced"):
        actions.draft_statements(by=officer, replaces=opposite, **given)
    with pytest.raises(ValidationError, match="This statement was reversed"):
        actions.draft_statements(by=officer, replaces=statement, **given)


def test_a_refused_request_leaves_the_statement_and_its_reason_behind(council):
    statement = factories.verified(council)
    ask(council, statement)
    reason = "The saving is real: the post was deleted in April, as the payroll shows. " * 5
    with pytest.raises(ValidationError, match="Enter the reason"):
        actions.refuse_reversal(by=council.person("verifier"), statement=statement, reason=" ")
    actions.refuse_reversal(by=council.person("verifier"), statement=statement, reason=reason)

    assert not Statement.objects.filter(reverses=statement).exists()
    told = [(e.sentence, e.reason) for e in trail.of_statement(statement, trail.postings_of(statement))][:2]
    assert told == [
        ("refused to reverse the realised statement for 2025-26", reason.strip()),
        ("asked for the reversal of the realised statement for 2025-26", "Claimed twice."),
    ]
    actions.withdraw_statement(by=council.person("officer"), statement=ask(council, statement))
    told = trail.of_statement(statement, trail.postings_of(statement))
    assert told[0].sentence == "withdrew the request to reverse the realised statement for 2025-26"


SQL = "UPDATE savings_statement SET sequence = 1, submitted_at = %s, submitted_by_id = %s WHERE id = %s"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE savings_statement SET note = note",
        "UPDATE savings_statement SET amount_pence = amount_pence + 1",
        "UPDATE savings_share SET pence = pence + (CASE WHEN organisation_id = {} THEN 1 ELSE -1 END)",
    ],
)
def test_the_database_refuses_a_reversal_that_is_not_the_opposite(council, change):
    """The first change is none: there what is wrong is that the statement's own shares still stand as verified."""
    sharing = factories.Sharing("equal", frozenset(council.organisations[code].pk for code in ("BDC", "CBC")))
    statement = factories.verified(council, sharing=sharing)
    opposite = ask(council, statement)
    which = "statement_id" if "share" in change else "id"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        sql = change.format(council.organisations["BDC"].pk)
        cursor.execute(f"{sql} WHERE {which} = %s", [opposite.pk])
        cursor.execute(SQL, [str(clock.now()), council.person("verifier").pk, opposite.pk])
