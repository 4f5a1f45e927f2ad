"""The pages of savings: what is shown to whom, and that each step does what the ledger says."""

import pytest
from django.urls import reverse

from partnership import clock
from partnership.dated import Period
from savings import actions
from savings.models import Posting, Saving, Share, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.pages import confirm

TYPED = {
    "baseline": "none",
    "workstream": "internal-audit",
    "title": "Joint audit plan",
    "kind": "cashable",
    "category": "staff",
    "recurrence": "one_off",
    "method": "Posts no longer filled.",
    "stage": "realised",
    "first_year": "2025",
    "amount": "100,000.00",
    "basis": "equal",
}


@pytest.fixture
def sign_in(client):
    def signed(user):
        client.force_login(user)
        return client

    return signed


def at(name, council, **named):
    return reverse(name, kwargs={"partnership": council.partnership.slug, **named})


def share_of(statement, code):
    return statement.shares.get(organisation__code=code)


def text(response):
    """The page's words, with spaces made one."""
    return " ".join(response.content.decode().split())


# --- Logging ------------------------------------------------------------
def test_the_page_asks_for_the_baseline_first_and_presets_nothing_there(council, sign_in):
    page = text(sign_in(council.person("officer")).get(at("saving-add", council)))
    assert page.index('name="baseline"') < page.index('name="workstream"')
    baseline = page[page.index('name="baseline"') : page.index('name="workstream"')]
    assert "checked" not in baseline


def test_who_the_officer_is_fills_in_what_can_be_known(council, sign_in):
    form = sign_in(council.person("officer")).get(at("saving-add", council)).context["form"]
    assert form["organisation"].is_hidden
    assert form["organisation"].value() == "BDC"
    assert form["workstream"].value() == "internal-audit"
    assert form["basis"].value() == "equal"
    assert [code for code, _ in form.fields["organisations"].choices] == ["BDC", "CBC", "NEDDC"]


def test_an_officer_of_two_councils_is_asked_for_which_one(council, sign_in):
    officer = council.person("officer")
    officer.grants.create(
        role="officer",
        partnership=council.partnership,
        organisation=council.organisations["CBC"],
        from_on=factories.FOUNDED,
    )
    client = sign_in(officer)
    form = client.get(at("saving-add", council)).context["form"]
    assert not form["organisation"].is_hidden and form["organisation"].value() is None
    client.post(at("saving-add", council), TYPED | {"organisation": "CBC"})
    assert Saving.objects.get().organisation.code == "CBC"


def test_a_draft_is_saved_with_its_shares_and_counts_in_nothing(council, sign_in):
    response = sign_in(council.person("officer")).post(at("saving-add", council), TYPED | {"next": "draft"})
    saving = Saving.objects.get()
    assert response.url == at("saving", council, pk=saving.pk)
    assert list(Share.objects.values_list("organisation__code", "pence")) == [
        ("BDC", 33_333_34),
        ("CBC", 33_333_33),
        ("NEDDC", 33_333_33),
    ]
    assert not Posting.objects.exists()


def test_continue_shows_every_share_before_anything_is_submitted(council, sign_in):
    client = sign_in(council.person("officer"))
    response = client.post(at("saving-add", council), TYPED | {"next": "submit"}, follow=True)
    page = text(response)
    assert response.redirect_chain[-1][0] == at("saving-submit", council, pk=Saving.objects.get().pk)
    assert page.count("£33,333.33") == 2 and page.count("£33,333.34") == 1 and "£100,000.00" in page
    assert "None taken" in page
    assert not Posting.objects.exists()


def test_submitting_says_what_it_did_to_the_total(council, sign_in):
    factories.submitted(council, pence=1_000_00)
    saving = factories.draft(council)
    client = sign_in(council.person("officer"))
    page = text(confirm(client, at("saving-submit", council, pk=saving.pk)))
    assert "Realised cashable savings of Three councils: £101,000.00. Before: £1,000.00." in page
    assert saving.statements.get().sequence == 4


def test_submitting_twice_submits_once_and_says_so(council, sign_in):
    saving = factories.draft(council)
    client = sign_in(council.person("officer"))
    confirm(client, at("saving-submit", council, pk=saving.pk))
    page = text(confirm(client, at("saving-submit", council, pk=saving.pk)))
    assert "This saving has no draft to submit. It may have been submitted already." in page
    assert Posting.objects.count() == 3


def test_a_recurring_saving_makes_one_statement_a_year(council, sign_in):
    typed = TYPED | {"recurrence": "recurring", "first_year": "2024", "last_year": "2026", "stage": "forecast"}
    sign_in(council.person("officer")).post(at("saving-add", council), typed)
    assert [statement.period for statement in Statement.objects.order_by("year")] == [
        Period(2024),
        Period(2025),
        Period(2026),
    ]
    assert set(Statement.objects.values_list("amount_pence", flat=True)) == {100_000_00}


def test_editing_a_draft_starts_from_what_it_says_and_keeps_its_authors(council, sign_in):
    saving = factories.draft(council, sharing=Sharing(Basis.AGREED, frozenset(), _agreed(council)))
    client = sign_in(council.person("officer"))
    form = client.get(at("saving-edit", council, pk=saving.pk)).context["form"]
    assert form["percentage_BDC"].value() == "50" and form["amount"].value() == "100,000.00"
    client.post(at("saving-edit", council, pk=saving.pk), TYPED | {"title": "Other", "amount": "300"})
    statement = Statement.objects.get()
    assert (statement.saving.title, statement.amount_pence, statement.basis) == ("Other", 300_00, "equal")
    assert [share.pence for share in statement.shares.all()] == [100_00, 100_00, 100_00]


def _agreed(council):
    shares = {"BDC": 50_00, "CBC": 30_00, "NEDDC": 20_00}
    return {council.organisations[code].pk: weight for code, weight in shares.items()}


def test_a_submitted_saving_can_not_be_edited(council, sign_in):
    statement = factories.submitted(council)
    response = sign_in(council.person("officer")).post(at("saving-edit", council, pk=statement.saving_id), TYPED)
    assert response.status_code == 302
    statement.refresh_from_db()
    assert statement.amount_pence == 100_000_00


def test_withdrawing_asks_first(council, sign_in):
    saving = factories.draft(council)
    client = sign_in(council.person("officer"))
    assert "Withdraw this draft?" in text(client.get(at("saving-withdraw", council, pk=saving.pk)))
    assert Saving.objects.exists()
    client.post(at("saving-withdraw", council, pk=saving.pk))
    assert not Saving.objects.exists()


# --- The shares while typing ------------------------------------------------------------
def test_the_preview_shows_shares_and_saves_nothing(council, sign_in):
    client = sign_in(council.person("officer"))
    page = text(client.post(at("saving-preview", council), TYPED))
    assert page.count("£33,333.33") == 2 and page.count("£33,333.34") == 1
    assert not Saving.objects.exists()
    assert client.get(at("saving-preview", council)).status_code == 405


def test_the_preview_of_an_empty_form_complains_of_nothing(council, sign_in):
    page = text(sign_in(council.person("officer")).post(at("saving-preview", council), {}))
    assert "error" not in page and "They appear here" in page


def test_the_preview_says_why_there_are_no_shares(council, sign_in):
    typed = TYPED | {"basis": "agreed", "percentage_BDC": "50", "percentage_CBC": "30", "percentage_NEDDC": "10"}
    page = text(sign_in(council.person("officer")).post(at("saving-preview", council), typed))
    assert "The agreed percentages add up to 90.00. They must add up to 100.00." in page


def test_the_preview_of_a_further_statement_asks_that_saving(council, sign_in):
    saving = factories.draft(council)
    typed = {"saving": saving.pk, "stage": "forecast", "first_year": "2026", "amount": "10.00", "basis": "equal"}
    assert "£3.34" in text(sign_in(council.person("officer")).post(at("saving-preview", council), typed))
    assert sign_in(council.person("officer", "CBC")).post(at("saving-preview", council), typed).status_code == 404


# --- Saving and statement ------------------------------------------------------------
def test_the_missing_baseline_is_marked_on_saving_statement_and_list(council, sign_in):
    statement = factories.submitted(council)
    client = sign_in(council.person("viewer"))
    assert "None taken" in text(client.get(at("saving", council, pk=statement.saving_id)))
    assert "No baseline was taken" in text(client.get(at("statement", council, pk=statement.pk)))
    assert 'govuk-tag--orange">None<' in text(client.get(at("saving-list", council)))


def test_a_statement_tells_its_whole_chain(council, sign_in):
    statement = factories.verified(council)
    page = text(sign_in(council.person("auditor")).get(at("statement", council, pk=statement.pk)))
    assert "<strong>Verifier, Bolsover,</strong> verified £33,333.34 for 2025-26." in page
    assert "<strong>Officer, Bolsover,</strong> submitted £33,333.33 for 2025-26, the share of Chesterfield." in page
    assert "created the realised statement for 2025-26" in page
    assert "ledger sequence 1" in page


def test_history_is_shown_to_those_who_may_see_it_alone(council, sign_in):
    statement = factories.submitted(council)
    assert "What happened" in text(sign_in(council.person("officer")).get(at("statement", council, pk=statement.pk)))
    assert "What happened" not in text(sign_in(council.person("viewer")).get(at("statement", council, pk=statement.pk)))
    assert "What happened" not in text(
        sign_in(council.person("officer", "CBC")).get(at("statement", council, pk=statement.pk))
    )


def test_a_draft_statement_of_a_visible_saving_is_not_shown_to_others(council, sign_in):
    statement = factories.submitted(council)
    (draft,) = actions.draft_statements(
        by=council.person("officer"),
        saving=statement.saving,
        organisation=council.organisations["BDC"],
        details=factories.stating(777_00, 2024),
    )
    for person in (council.person("viewer"), council.person("steering"), council.person("officer", "CBC")):
        page = text(sign_in(person).get(at("saving", council, pk=statement.saving_id)))
        assert "£777.00" not in page and "2024-25" not in page
        assert sign_in(person).get(at("statement", council, pk=draft.pk)).status_code == 404
    assert "£777.00" in text(sign_in(council.person("officer")).get(at("saving", council, pk=statement.saving_id)))


def test_another_partnership_does_not_exist_here(council, sign_in):
    other = factories.three_councils("other", "X")
    saving = factories.draft(council)
    client = sign_in(other.people["officer-BDC"])
    for name in ("saving", "saving-edit", "saving-submit", "saving-withdraw", "statement-add", "evidence-add"):
        assert client.get(at(name, council, pk=saving.pk)).status_code == 404
        assert client.get(at(name, other, pk=saving.pk)).status_code == 404


def test_a_further_statement_is_drafted_and_submitted_alone(council, sign_in):
    statement = factories.submitted(council)
    client = sign_in(council.person("officer"))
    typed = {"stage": "forecast", "first_year": "2026", "amount": "90", "basis": "equal", "next": "submit"}
    page = text(client.post(at("statement-add", council, pk=statement.saving_id), typed, follow=True))
    assert page.count("£30.00") == 3
    draft = Statement.objects.drafts().get()
    confirm(client, at("statement-submit", council, pk=draft.pk))
    draft.refresh_from_db()
    assert draft.sequence == 4


def test_only_the_savings_own_officers_add_statements(council, sign_in):
    statement = factories.submitted(council)
    client = sign_in(council.person("officer", "CBC"))
    assert client.get(at("statement-add", council, pk=statement.saving_id)).status_code == 403


# --- Verify and return ------------------------------------------------------------
def test_a_verifier_verifies_the_own_share_and_no_other(council, sign_in):
    statement = factories.submitted(council)
    client = sign_in(council.person("verifier", "CBC"))
    mine, theirs = share_of(statement, "CBC"), share_of(statement, "BDC")
    assert "Verify £33,333.33 for Chesterfield, 2025-26" in text(client.get(at("share-verify", council, pk=mine.pk)))
    assert client.post(at("share-verify", council, pk=theirs.pk)).status_code == 403
    client.post(at("share-verify", council, pk=mine.pk))
    assert [share.state for share in statement.shares.all()] == ["submitted", "verified", "submitted"]


def test_verifying_twice_says_who_was_first(council, sign_in):
    statement = factories.verified(council)
    client = sign_in(council.person("verifier", "CBC"))
    page = text(client.post(at("share-verify", council, pk=share_of(statement, "CBC").pk)))
    assert "it is verified by Verifiercbc" in page
    assert Posting.objects.count() == 9


def test_a_return_needs_a_reason_and_keeps_it(council, sign_in):
    statement = factories.submitted(council)
    share = share_of(statement, "CBC")
    client = sign_in(council.person("verifier", "CBC"))
    assert "Enter the reason" in text(client.post(at("share-return", council, pk=share.pk), {"reason": " "}))
    share.refresh_from_db()
    assert share.state == "submitted"
    client.post(at("share-return", council, pk=share.pk), {"reason": "The post is ours."})
    officer = sign_in(council.person("officer"))
    assert "Chesterfield returned its share: The post is ours." in text(
        officer.get(at("statement", council, pk=statement.pk))
    )


def test_four_eyes_hides_the_button_and_says_why(council, sign_in):
    both = council.person("officer")
    both.grants.create(
        role="verifier",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    statement = factories.submitted(council, by=council.person("officer"))
    share = share_of(statement, "BDC")
    client = sign_in(council.person("officer"))
    page = text(client.get(at("statement", council, pk=statement.pk)))
    assert "another finance officer verifies it" in page
    assert at("share-verify", council, pk=share.pk) not in page
    response = client.post(at("share-verify", council, pk=share.pk))
    assert response.status_code == 403
    assert "You drafted or edited this statement" in text(response)
    assert not Posting.objects.filter(cause="verified").exists()


def test_a_returned_statement_is_replaced_and_both_point_at_each_other(council, sign_in):
    statement = factories.submitted(council)
    actions.return_share(by=council.person("verifier"), share=share_of(statement, "BDC"), reason="Too much.")
    client = sign_in(council.person("officer"))
    form = client.get(at("statement-replace", council, pk=statement.pk)).context["form"]
    assert form["amount"].value() == "100,000.00"
    typed = {"amount": "90,000.00", "basis": "equal", "next": "draft", "stage": "target", "first_year": "2020"}
    client.post(at("statement-replace", council, pk=statement.pk), typed)
    new = Statement.objects.drafts().get()
    assert (new.stage, new.year, new.replaces) == ("realised", 2025, statement)
    confirm(client, at("statement-submit", council, pk=new.pk))
    assert [share.state for share in statement.shares.all()] == ["restated"] * 3
    assert at("statement", council, pk=new.pk) in text(client.get(at("statement", council, pk=statement.pk)))
    assert at("statement", council, pk=statement.pk) in text(client.get(at("statement", council, pk=new.pk)))


def test_a_verified_share_stands_and_the_replacement_leaves_it_out(council, sign_in):
    statement = factories.submitted(council)
    actions.verify_share(by=council.person("verifier"), share=share_of(statement, "BDC"))
    client = sign_in(council.person("officer"))
    response = client.get(at("statement-replace", council, pk=statement.pk))
    typed = {"replaces": statement.pk, "amount": "66,666.66", "basis": "equal", "organisations": ["CBC", "NEDDC"]}
    assert text(client.post(at("saving-preview", council), typed)).count("£33,333.33") == 2
    form = response.context["form"]
    assert form["amount"].value() == "66,666.66"
    assert form["organisations"].value() == ["CBC", "NEDDC"]
    assert "Bolsover District Council stands" in text(response)
    page = text(client.post(at("statement-replace", council, pk=statement.pk), {"amount": "1", "basis": "equal"}))
    assert "The verified share of Bolsover District Council stands. Choose only the other organisations" in page


# --- The queue ------------------------------------------------------------
def test_the_queue_of_a_verifier_has_the_own_shares_with_their_age(council, sign_in):
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.submitted(council)
    with clock.travel(factories.moment(2026, 5, 13)):
        response = sign_in(council.person("verifier", "CBC")).get(at("queue", council))
    page = text(response)
    assert "£33,333.33" in page and "£33,333.34" not in page and "12 days" in page


def test_the_queue_of_an_officer_has_returned_shares_and_drafts(council, sign_in):
    statement = factories.submitted(council)
    actions.return_share(by=council.person("verifier", "CBC"), share=share_of(statement, "CBC"), reason="Not ours.")
    factories.draft(council, saving={"title": "A draft of mine"})
    factories.draft(council, "CBC", saving={"title": "A draft of others"})
    page = text(sign_in(council.person("officer")).get(at("queue", council)))
    assert "Not ours." in page and "A draft of mine" in page and "A draft of others" not in page
    assert "Nothing was returned" in text(sign_in(council.person("officer", "CBC")).get(at("queue", council)))


@pytest.mark.parametrize("role", ["officer", "verifier", "viewer"])
def test_an_empty_queue_says_so(council, sign_in, role):
    page = text(sign_in(council.person(role)).get(at("queue", council)))
    expected = {"officer": "No drafts", "verifier": "No share waits for you", "viewer": "Nothing waits for you"}
    assert expected[role] in page


def test_the_queue_costs_the_same_for_one_and_for_three(council, sign_in, django_assert_num_queries):
    client = sign_in(council.person("verifier"))
    factories.submitted(council, by=council.person("officer"))
    with django_assert_num_queries(18):
        client.get(at("queue", council))
    for _ in range(2):
        factories.submitted(council)
    with django_assert_num_queries(18):
        client.get(at("queue", council))


def test_a_realised_claim_of_a_year_to_come_is_refused(council, sign_in):
    year = clock.today().year + 2
    page = text(sign_in(council.person("officer")).post(at("saving-add", council), TYPED | {"first_year": str(year)}))
    assert "has not begun, so nothing can be realised in it yet" in page


def test_the_same_form_sent_twice_drafts_once(council, sign_in):
    client = sign_in(council.person("officer"))
    key = client.get(at("saving-add", council)).context["request_key"]
    first, second = (client.post(at("saving-add", council), TYPED | {"request_key": key}) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert Saving.objects.count() == 1
    other = sign_in(factories.person(council, "officer", council.organisations["BDC"], "second@council.example"))
    assert other.post(at("saving-add", council), TYPED | {"request_key": key}).status_code == 404
