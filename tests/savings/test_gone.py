"""What somebody withdrew between a page's look at it and the lock: the page says so, and nothing is written."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from savings import actions
from savings.models import Contract, Evidence, Saving, SharingAgreement, Statement
from tests import contracts, factories
from tests.pages import at, signed_in, words

STATED = {"stage": "realised", "first_year": "2025", "amount": "60,000.00", "basis": "equal"}
SAID = {
    **{"title": "Plan", "category": "staff", "method": "Posts.", "baseline": "none"},
    **{"kind": "cashable", "recurrence": "one_off", "workstream": "internal-audit"},
}
GONE = "is gone: somebody withdrew or refused it meanwhile."


def overtaken(monkeypatch, action, withdraw):
    """The next time that a page calls this action, it is withdrawn just before."""
    act = getattr(actions, action)

    def after_the_other(**given):
        withdraw()
        return act(**given)

    monkeypatch.setattr(actions, action, after_the_other)


@pytest.mark.parametrize(
    ("name", "action", "body"),
    [
        ("statement-submit", "submit_statement", {}),
        ("statement-edit", "edit_statement", STATED),
        ("statement-withdraw", "withdraw_statement", {}),
        ("saving-edit", "edit_saving", SAID | STATED),
        ("saving-withdraw", "withdraw_draft", {}),
        ("statement-add", "draft_statements", STATED),
        ("evidence-add", "attach_evidence", {"evidence": SimpleUploadedFile("proof.txt", b"Invoice 1")}),
    ],
)
def test_a_draft_withdrawn_in_another_tab_is_said_to_be_gone(council, monkeypatch, name, action, body):
    saving, officer = factories.draft(council), council.person("officer")
    pk = saving.statements.get().pk if name.startswith("statement-") and name != "statement-add" else saving.pk
    client, withdraw = signed_in(officer), actions.withdraw_draft
    overtaken(monkeypatch, action, lambda: withdraw(by=officer, saving=Saving.objects.get(pk=saving.pk)))

    page = client.post(at(name, council, pk=pk), body)

    assert page.status_code == 200 and f"This draft {GONE}" in words(page)
    assert not Statement.objects.exclude(saving=saving).exists() and not Evidence.objects.exists()
    # Where the page's own transaction held the withdrawal too, that is undone with it; else it is on record once.
    assert Saving.history.filter(history_type="-").count() == (not Saving.objects.exists())


def test_a_contract_whose_saving_was_withdrawn_is_gone(council):
    contract, officer = contracts.draft(council), council.person("officer")
    actions.withdraw_draft(by=officer, saving=Saving.objects.get(pk=contract.saving_id))
    with pytest.raises(ValidationError, match=f"This draft {GONE}"):
        actions.edit_contract(
            by=officer, contract=contract, workstream=council.workstream, details=contracts.details(council)
        )
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("name", "action", "role"),
    [
        ("agreement-approve", "approve_agreement", "verifier"),
        ("agreement-withdraw", "withdraw_agreement", "manager"),
    ],
)
def test_a_proposal_withdrawn_in_another_tab_is_said_to_be_gone(council, monkeypatch, name, action, role):
    proposal, manager = factories.proposed(council), council.person("manager")
    client, withdraw = signed_in(council.person(role)), actions.withdraw_agreement
    mine = SharingAgreement.objects.get(pk=proposal.pk)
    overtaken(monkeypatch, action, lambda: withdraw(by=manager, agreement=mine))

    page = client.post(at(name, council, pk=proposal.pk), follow=True)

    assert page.redirect_chain == [(at("agreement-list", council), 302)]
    assert f"This proposal {GONE}" in words(page)
