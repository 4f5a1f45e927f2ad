"""Partners join and leave, hosts move, organisations are dissolved: recorded and done together, or not at all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import actions as of_ground
from partnership.models import Membership, Succession
from savings import figures
from tests import factories
from tests.api import Program
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import Hosting, Participation, PartnerChange

LAST = date(2013, 6, 30)
FIRST = date(2013, 7, 1)
AGREED = {"shares": "basis", "contributions": "to_day", "staff": "transfer", "contracts": "novated"}


def change(world, action, code, day, role="lead", **words):
    facts = {"workstream": world.workstream, "organisation": world.organisations[code], "effective_on": day}
    return action(by=world.person(role), **facts | AGREED | words)


def test_the_host_moves_then_a_partner_leaves_and_another_joins(council):
    newcomer = factories.organisation("Bassetlaw District Council", "BASSETLAW")
    council.organisations["BASSETLAW"] = newcomer
    Membership.objects.create(partnership=council.partnership, organisation=newcomer, from_on=FIRST, votes=False)
    change(council, actions.move_host, "BDC", date(2007, 5, 1))

    with pytest.raises(ValidationError, match="Record first who becomes host"):
        change(council, actions.leave_partner, "BDC", LAST)
    moved = change(council, actions.move_host, "BASSETLAW", FIRST)
    left = change(council, actions.leave_partner, "BDC", LAST, notice_on=date(2013, 1, 7), posts=3)
    joined = change(council, actions.join_partner, "BASSETLAW", FIRST, form_signed_on=date(2013, 6, 24))

    hosts = Hosting.objects.values_list("organisation__code", "from_on", "to_on")
    assert list(hosts) == [("BDC", date(2007, 5, 1), LAST), ("BASSETLAW", FIRST, None)]
    assert left.participation.to_on == LAST
    assert (joined.participation.from_on, joined.participation.form_signed_on) == (FIRST, date(2013, 6, 24))
    assert (moved.hosting.organisation, moved.participation) == (newcomer, None)
    page = words(signed_in(council.person("viewer")).get(left.get_absolute_url()))
    assert "Transfer to the new employer (3 posts)" in page and "7 January 2013" in page


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"notice_on": date(2013, 7, 1)}, "notice_on"),
        ({"shares": "gift"}, "shares"),
    ],
)
def test_what_is_refused_leaves_nothing_half_done(council, facts, field):
    with pytest.raises(ValidationError) as error:
        change(council, actions.leave_partner, "CBC", LAST, **facts)
    assert field in error.value.message_dict
    assert not PartnerChange.objects.exists()
    assert Participation.objects.filter(to_on=None).count() == 3


def test_nobody_leaves_twice_or_what_it_is_not_in(council):
    change(council, actions.leave_partner, "CBC", LAST)
    for day, words_ in ((LAST, "recorded already that"), (date(2014, 1, 1), "does not take part")):
        with pytest.raises(ValidationError, match=words_):
            change(council, actions.leave_partner, "CBC", day)
    with pytest.raises(ValidationError, match="takes part on some of these days already"):
        change(council, actions.join_partner, "BDC", LAST)


def test_only_who_may_edit_the_workstream_records_a_change(council):
    for role in ("officer", "steering", "administrator"):
        with pytest.raises(PermissionDenied):
            change(council, actions.leave_partner, "CBC", LAST, role=role)


def test_the_form_says_all_mistakes_and_then_does_it(council):
    client = signed_in(council.person("manager"))
    wrong = client.post(at("partner-leave", council), typed("effective_on", None))
    assert {"workstream", "organisation", "effective_on", "shares", "contributions", "staff", "contracts"} <= set(
        problems(wrong)
    )
    form = AGREED | {"workstream": council.workstream.pk, "organisation": council.organisations["CBC"].pk}
    client.post(at("partner-leave", council), form | typed("effective_on", LAST) | {"staff_words": "Two auditors"})
    made = PartnerChange.objects.get()
    assert (made.kind, made.staff_words, made.participation.to_on) == ("leaves", "Two auditors", LAST)

    client.post(at("partner-edit", council, pk=made.pk), AGREED | {"shares": "same"})
    made.refresh_from_db()
    assert (made.shares, made.effective_on) == ("same", LAST)


# --- Successors ----------------------------------------------------------------------------------------------------
def dissolved(world, code="NEDDC", role="manager", **parts):
    return of_ground.record_succession(
        by=world.person(role),
        partnership=world.partnership,
        organisation=world.organisations[code],
        dissolved_on=date(2023, 3, 31),
        percentages={world.organisations[name].pk: part for name, part in parts.items()},
        agreement="By population, in the order of 2022.",
    )


def test_a_successor_shows_what_it_carries_on_beside_its_own_figures(council):
    factories.submitted(council, pence=100_000_00)
    client = signed_in(council.person("viewer"))
    before = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    dissolved(council, BDC=62_50, CBC=37_50)

    page = client.get(at("organisation", council, code="BDC"))
    after = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    assert after == before  # nobody's own figures move
    table = page.context["standing"].carried
    assert [(row[0].text, row[4].text) for row in table.rows] == [("North", "£20,833.33")]
    other = client.get(at("organisation", council, code="CBC")).context["standing"].carried
    assert other.total[4].text == "£12,500.00"  # together the £33,333.33 of the old one
    old = words(client.get(at("organisation", council, code="NEDDC")))
    assert "carried on by Bolsover District Council (62.5%), Chesterfield Borough Council (37.5%)" in old
    line = words(client.get(at("succession-list", council)))
    assert "until 31 March 2023, carried on by" in line and "Bolsover District Council, 62.5%" in line
    (row,) = Program(council.person("api")).rows("successions/")
    assert row["successors"] == [{"organisation": "BDC", "part": "62.50"}, {"organisation": "CBC", "part": "37.50"}]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"BDC": 99_99}, "The percentages add up to 99.99%"),
        ({"BDC": 50_00, "NEDDC": 50_00}, "not its own successor"),
    ],
)
def test_percentages_that_do_not_fit_are_refused(council, parts, sentence):
    with pytest.raises(ValidationError, match=sentence):
        dissolved(council, **parts)
    assert not Succession.objects.exists()


def test_the_line_has_no_circle_and_is_the_programme_managers(council):
    made = dissolved(council, CBC=100_00)
    with pytest.raises(ValidationError, match="itself carried on by"):
        dissolved(council, "CBC", NEDDC=100_00)
    with pytest.raises(ValidationError, match="recorded already"):
        dissolved(council, BDC=100_00)
    with pytest.raises(PermissionDenied):
        dissolved(council, "BDC", role="lead", CBC=100_00)
    form = {"percentage_BDC": "40", "percentage_CBC": "60", "agreement": "Agreed anew"}
    client = signed_in(council.person("manager"))
    client.post(at("succession-edit", council, pk=made.pk), form | typed("dissolved_on", date(2023, 3, 31)))
    assert list(made.successors.values_list("organisation__code", "hundredths")) == [("BDC", 40_00), ("CBC", 60_00)]
    assert "changed the part of the part of Chesterfield from “10000” to “6000”" in words(
        client.get(at("succession", council, pk=made.pk))
    )
