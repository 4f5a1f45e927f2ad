"""The demonstration as a whole: its ledgers, its people, what it shows and what it says of itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from governance.models import Meeting, Pack
from partnership.dated import Period
from partnership.demo import sign_ins
from partnership.demo.load import SLUGS
from partnership.models import Grant, Notice, Organisation, OrganisationSize, Partnership, User
from partnership.permissions import ROLES
from savings import duplicates, figures
from savings.models import Contract, Posting, Saving, Share, Statement
from savings.models.words import Basis, State
from tests.chains import assert_chained
from tests.demonstration import TODAY, figures_at, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_ledgers_are_chained_and_told_in_order_of_time():
    for slug in SLUGS:
        assert_chained(Partnership.objects.get(slug=slug))


def test_every_role_can_be_signed_in_to_in_the_three_councils_for_every_council():
    grants = Grant.objects.approved().filter(partnership__slug="three-councils")
    for role in ROLES.values():
        held = grants.filter(role=role.code, user__email__endswith="@demo.example")
        codes = set(held.values_list("organisation__code", flat=True))
        assert codes == ({"BDC", "CBC", "NEDDC"} if role.needs_organisation else {None}), role.code


def test_the_password_signs_in():
    assert User.objects.get(email="officer.bdc@demo.example").check_password(sign_ins.PASSWORD)
    assert not User.objects.filter(password__startswith="!").exists()


def test_people_are_called_by_their_posts():
    for user in User.objects.exclude(post_title=""):
        assert user.name.startswith(user.post_title)


def test_contracts_are_invented_say_so_and_are_what_the_ledger_has(three):
    for contract in Contract.objects.filter(partnership=three).prefetch_related("parts"):
        statements = contract.saving.statements.prefetch_related("shares")
        assert {each.period: each.amount_pence for each in statements} == contract.schedule.amounts
        assert {each.note for each in statements} == {"Demonstration amount: no paper names a contract."}
        assert contract.basket.purpose.startswith("Illustration")
        for year in contract.schedule.years:
            (statement,) = (each for each in statements if each.period == year.period)
            stated = {share.organisation_id: share.pence for share in statement.shares.all()}
            assert stated == {share.party: share.pence for share in year.shares}
    assert Contract.objects.filter(partnership=three).count() == 6
    fuel = Contract.objects.get(reference="PU/08/030")
    assert (fuel.schedule.yearly_pence, fuel.saving.is_frozen) == (-6_650_00, True)


def test_nobody_verified_what_they_drafted():
    verified = Posting.objects.filter(cause="verified").select_related("by", "statement")
    for posting in verified.prefetch_related("statement__authors"):
        assert posting.by not in posting.statement.authors.all()


def test_shares_wait_are_returned_with_a_reason_and_are_restated():
    states = set(Share.objects.values_list("state", flat=True))
    assert states == set(State.values)
    assert all(Posting.objects.filter(cause="returned").values_list("reason", flat=True))
    assert Statement.objects.drafts().exists()
    recent = Posting.objects.filter(at__date__gte=TODAY - timedelta(days=30))
    assert set(recent.values_list("cause", flat=True)) >= {"submitted", "verified", "returned"}


def test_a_meeting_lies_ahead_in_both_partnerships():
    ahead = Meeting.objects.filter(starts_at__date__gt=TODAY, state="published")
    assert set(ahead.values_list("partnership__slug", flat=True)) == set(SLUGS)


def test_sizes_say_that_they_are_estimates_and_amounts_without_a_source_that_they_are_for_demonstration():
    assert all(
        source.startswith("Demonstration estimate")
        for source in OrganisationSize.objects.values_list("source", flat=True)
    )
    later = Statement.objects.filter(stage="realised", measure_hundredths=None).exclude(
        saving__title__startswith="Recruitment"
    )
    assert all(note.startswith("Demonstration amount") for note in later.values_list("note", flat=True))


def test_organisations_are_shared_not_copied():
    bolsover = Organisation.objects.get(name="Bolsover District Council")
    assert bolsover.partnerships.count() == 2
    assert User.objects.get(email="officer.bdc@demo.example").grants.count() == 2


def test_what_was_entered_has_its_history_at_its_own_moment():
    saving = Saving.objects.get(title="Cashable benefits of the whole programme")
    (created,) = saving.history.all()
    assert (created.history_date.year, created.history_user.email) == (2005, "officer.cbc@demo.example")


def test_loading_again_does_nothing(tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    before = Posting.objects.count(), User.objects.count()
    call_command("load_demo")
    assert (Posting.objects.count(), User.objects.count()) == before
    printed = capsys.readouterr().out
    assert "there already" in printed
    assert sign_ins.PASSWORD in printed
    assert "officer.bdc@demo.example" in (tmp_path / sign_ins.FILE).read_text()


def test_the_sign_in_page_lists_everybody_who_can_sign_in(tmp_path, settings, client):
    settings.DATA_DIR = tmp_path
    assert "Demonstration sign-ins" not in client.get("/account/login/").content.decode()

    sign_ins.write(["three-councils", "derbyshire"])

    page = client.get("/account/login/").content.decode()
    assert sign_ins.PASSWORD in page
    assert "Derbyshire Transformational Partnership" in page
    addresses = User.objects.filter(email__endswith="@demo.example").values_list("email", flat=True)
    assert len(addresses) == 69
    assert [address for address in addresses if f">{address}" not in page] == []
    settings.DEMONSTRATION = False
    assert sign_ins.PASSWORD not in client.get("/account/login/").content.decode()


def test_a_verified_claim_was_reversed_and_stated_anew(three):
    wrong = Statement.objects.get(
        saving__title="Audit posts of one council", stage="realised", reversed_by__isnull=False
    )
    assert (wrong.amount_pence, wrong.reversed_by.amount_pence) == (29_000_00, -29_000_00)
    assert (wrong.restated_by.amount_pence, wrong.restated_by.state) == (28_400_00, "verified")
    for day, verified in (("2010-06-15", 29_000_00), ("2010-06-18", 0), ("2010-06-29", 28_400_00)):
        audit = figures_at(three, day, workstream=stream("internal-audit").pk)
        assert audit.by_year("cashable").get(2009, figures.NOTHING).amounts.verified == verified


def test_the_thirteen_share_by_an_agreement_and_a_new_version_is_proposed(derbyshire):
    first, proposed = derbyshire.sharing_agreements.order_by("pk")
    assert (first.version, first.approved_by.email, proposed.version) == (1, "verifier.dcc@demo.example", None)
    statement = Statement.objects.get(saving__title__startswith="Discounts", stage="realised")
    assert (statement.agreement, statement.basis) == (first, Basis.AGREEMENT)
    parts = dict(first.parts.values_list("organisation__code", "hundredths"))
    assert parts == dict(statement.shares.values_list("organisation__code", "weight"))


def test_one_pair_of_the_demonstration_looks_alike(three, derbyshire):
    duplicates.look_through(three)
    duplicates.look_through(derbyshire)
    pair = derbyshire.likely_pairs.get()
    assert (pair.second.saving.title, pair.alike) == ("Own out-of-hours line closed", "share")
    assert not three.likely_pairs.exists()


def test_a_late_claim_is_stated_in_the_open_year_and_belongs_to_the_closed_one(three):
    late = Statement.objects.get(partnership=three, belongs_to_year__isnull=False)
    assert (late.period, late.belongs_to) == (Period(2009), Period(2008))
    assert (late.amount_pence, late.state) == (2_150_00, "verified")


def test_two_annual_statements_are_signed_off_and_one_waits_for_its_worker(three):
    packs = Pack.objects.of_statements().filter(partnership=three).order_by("organisation__code")
    assert [(each.organisation.code, each.state, each.is_released) for each in packs] == [
        ("BDC", "finished", True),
        ("CBC", "finished", True),
        ("NEDDC", "queued", False),
    ]
    for each in packs[:2]:
        assert each.release.released_by.email == f"verifier.{each.organisation.code.lower()}@demo.example"
        assert (each.release.sha256, each.pages) == (each.sha256, 8)


def test_the_register_of_the_three_councils_is_public_with_their_decisions(three, client):
    page = client.get("/register/three-councils/decisions/").content.decode()
    assert "hosted by Chesterfield" in page
    assert client.get("/register/derbyshire/").status_code == 404


def test_what_the_story_told_long_ago_is_not_sent_today():
    told = Notice.objects.filter(kind="agendas", written_at__year__lt=2015)
    assert told.exists()
    assert not told.exclude(state="sent").exists()
