"""Who may do what, as it is published: a letter for each role. O own organisation, W the workstream, P everywhere."""

import pytest
from django.core.exceptions import PermissionDenied

from partnership import clock
from partnership.models import Grant, Organisation, Partnership, User
from partnership.permissions import PERMISSIONS, ROLES, Reach, require
from tests import factories
from workstreams.models import Workstream

ORDER = ["viewer", "officer", "verifier", "lead", "manager", "steering", "chief", "api", "auditor", "administrator"]
LETTERS = {"O": Reach.OWN, "W": Reach.WORKSTREAM, "P": Reach.PARTNERSHIP, "-": None}

TABLE = {
    # permission                       vi of ve le ma st ch ap au ad
    "partnership.view_partnership":    "P  P  P  P  P  P  P  P  P  P",
    "savings.view_figures":            "P  P  P  P  P  P  P  P  P  -",
    "savings.view_statement":          "O  O  O  W  P  P  O  O  P  -",
    "savings.view_draft":              "-  O  O  W  -  -  -  -  P  -",
    "savings.view_evidence":           "-  -  O  W  P  -  -  -  P  -",
    "savings.view_checks":             "-  -  -  -  P  -  -  -  P  -",
    "savings.draft_saving":            "-  O  -  -  -  -  -  O  -  -",
    "savings.view_import":             "-  O  -  -  -  -  -  -  P  -",
    "savings.verify_share":            "-  -  O  -  -  -  -  -  -  -",
    "savings.request_closing":         "-  -  -  -  P  -  -  -  -  -",
    "savings.approve_closing":         "-  -  O  -  -  -  -  -  -  -",
    "savings.request_reversal":        "-  O  -  W  -  -  -  -  -  -",
    "savings.approve_reversal":        "-  -  O  -  -  -  -  -  -  -",
    "savings.comment":                 "-  O  O  W  P  P  O  -  -  -",
    "savings.propose_agreement":       "-  -  -  W  P  -  -  -  -  -",
    "savings.approve_agreement":       "-  -  O  -  -  -  -  -  -  -",
    "savings.view_duplicate":          "-  -  -  -  P  P  -  -  P  -",
    "savings.decide_duplicate":        "-  -  -  -  P  -  -  -  -  -",
    "workstreams.edit_workstream":     "-  -  -  W  P  -  -  -  -  -",
    "workstreams.baseline_plan":       "-  -  -  -  P  -  -  -  -  -",
    "workstreams.approve_policy":      "-  -  -  -  -  P  -  -  -  -",
    "workstreams.override_gate":       "-  -  -  -  -  P  -  -  -  -",
    "workstreams.ratify":              "-  -  O  -  -  -  O  -  -  -",
    "workstreams.progress_action":     "-  -  -  W  P  -  -  -  -  -",
    "workstreams.approve_case":        "-  -  -  -  -  P  P  -  -  -",
    "workstreams.record_spend":        "-  O  -  W  P  -  -  O  -  -",
    "workstreams.record_reading":      "-  O  -  W  P  -  -  O  -  -",
    "savings.publish_open_data":       "-  -  -  -  P  -  -  -  -  -",
    "savings.withdraw_open_data":      "-  -  -  -  P  -  -  -  -  P",
    "governance.edit_meeting":         "-  -  -  -  P  -  -  -  -  -",
    "governance.view_exempt":          "-  -  -  -  P  P  P  -  P  -",
    "governance.publish_register":     "-  -  -  -  P  -  -  -  -  -",
    "governance.withdraw_register":    "-  -  -  -  P  -  -  -  -  P",
    "governance.request_pack":         "-  -  -  -  P  -  -  -  -  -",
    "governance.release_pack":         "-  -  -  -  -  P  P  -  -  -",
    "governance.download_pack":        "P  P  P  P  P  P  P  -  P  -",
    "governance.request_statement":    "-  O  -  -  P  -  -  -  -  -",
    "governance.view_statement":       "-  O  O  -  P  -  O  -  P  -",
    "governance.sign_off_statement":   "-  -  O  -  -  -  -  -  -  -",
    "governance.download_statement":   "O  O  O  -  P  P  O  O  P  -",
    "governance.read_report":           "P  P  P  P  P  P  P  P  P  -",
    "governance.view_report":           "-  O  P  W  P  P  P  -  P  -",
    "governance.view_report_draft":      "-  O  P  W  P  -  -  -  P  -",
    "governance.write_report":          "-  O  -  W  P  -  -  -  -  -",
    "governance.clear_finance":         "-  -  P  -  -  -  -  -  -  -",
    "governance.clear_report":          "-  -  -  -  P  -  -  -  -  -",
    "governance.route_report":          "-  -  -  -  P  -  -  -  -  -",
    "partnership.view_history":        "-  O  O  W  P  P  O  -  P  -",
    "partnership.manage_people":       "-  -  -  -  -  -  -  -  -  P",
}  # fmt: skip


def test_the_table_names_every_role_and_every_permission():
    assert list(ROLES) == ORDER
    assert sorted(TABLE) == sorted(PERMISSIONS)


@pytest.mark.parametrize("permission", TABLE)
def test_each_role_reaches_as_far_as_the_table_says(permission):
    found = [ROLES[role].permissions.get(permission) for role in ORDER]
    assert found == [LETTERS[letter] for letter in TABLE[permission].split()]


@pytest.mark.parametrize("role", ORDER)
def test_a_grant_covers_the_objects_within_its_reach_and_no_other(council, role):
    """Asked of a person of Bolsover (or of the workstream), about objects within and without."""
    far = factories.three_councils(slug="far", prefix="F-")
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    person = council.person(role)
    person.token_may_write = True
    stands = {
        "own": Grant(partnership=council.partnership, organisation=council.organisations["BDC"]),
        "others": Grant(partnership=council.partnership, organisation=council.organisations["CBC"]),
        "stream": council.workstream,
        "other stream": other,
        "far": Grant(partnership=far.partnership, organisation=council.organisations["BDC"]),
        "far stream": far.workstream,
    }
    within = {
        Reach.PARTNERSHIP: {"own", "others", "stream", "other stream"},
        Reach.OWN: {"own"},
        Reach.WORKSTREAM: {"stream"},
        None: set(),
    }
    for permission in TABLE:
        reach = ROLES[role].permissions.get(permission)
        reached = {name for name, thing in stands.items() if person.has_perm(permission, thing)}
        assert reached == within[reach], permission
        assert person.has_perm(permission, council.partnership) is (reach is not None)
        assert person.has_perm(permission, far.partnership) is False


def test_a_client_program_writes_only_when_its_token_says_so(council):
    client = council.person("api")
    assert not client.has_perm("savings.draft_saving", council.partnership)
    client.token_may_write = True
    assert client.has_perm("savings.draft_saving", council.partnership)


def test_a_grant_counts_from_its_first_day_to_its_last(council):
    today = clock.today()
    for dates, counts in (
        ({"from_on": today, "to_on": today}, 1),
        ({"from_on": today.replace(year=today.year + 1), "to_on": None}, 0),
        ({"from_on": factories.FOUNDED, "to_on": today.replace(year=today.year - 1)}, 0),
    ):
        Grant.objects.filter(user=council.person("viewer")).update(**dates)
        assert len(council.person("viewer").current_grants) == counts


def test_a_person_who_may_not_sign_in_may_do_nothing(council):
    User.objects.filter(pk=council.person("manager").pk).update(is_active=False)
    assert not council.person("manager").has_perm("savings.view_figures", council.partnership)


def test_a_permission_without_an_object_is_never_given(council):
    assert not council.person("manager").has_perm("savings.view_figures")


def test_rows_are_visible_by_the_same_grants(council):
    far = factories.three_councils(slug="far", prefix="F-")
    for role in ORDER:
        person = council.person(role)
        assert list(Partnership.objects.visible_to(person)) == [council.partnership]
        assert set(Organisation.objects.visible_to(person)) == set(council.organisations.values())
        assert list(Workstream.objects.visible_to(person)) == [council.workstream]
    visible = User.objects.visible_to(council.person("administrator"))
    assert not visible.filter(grants__partnership=far.partnership).exists()
    assert list(User.objects.visible_to(council.person("manager"))) == [council.person("manager")]


def test_refusals_are_in_words(council):
    with pytest.raises(PermissionDenied, match="Your roles do not let you keep bodies, meetings and agendas here."):
        require(council.person("viewer"), "governance.edit_meeting", council.partnership)
