"""What an address may say that no database takes."""

import pytest

from tests.pages import at, signed_in

NAMING = (
    "lesson-add",
    "communication-add",
    "consultation-add",
    "action-add",
    "budget-add",
    "risk-add",
    "withdrawal-add",
)


@pytest.mark.parametrize("name", NAMING)
@pytest.mark.parametrize("typed", ["%00", "no such", ""])
def test_a_form_asked_for_with_no_slug_is_about_no_workstream(council, name, typed):
    assert signed_in(council.person("manager")).get(at(name, council) + f"?workstream={typed}").status_code == 200


def test_a_contribution_asked_for_with_no_code_is_of_no_organisation(council):
    client = signed_in(council.person("manager"))
    assert client.get(at("contribution-add", council) + "?organisation=%00").status_code == 200
