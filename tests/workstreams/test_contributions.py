"""What sharing costs each organisation: who records it, what is refused, and what is kept of a change."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tests import factories, files
from tests.api import Program, places
from tests.pages import at, problems, signed_in, words
from workstreams import actions
from workstreams.models import Contribution, Workstream


def add(world, role="manager", code="BDC", **facts):
    given = {
        "organisation": world.organisations[code],
        "year": 2025,
        "kind": "contribution",
        "amount_pence": 12_000_00,
        "purpose": "Programme office",
    }
    return actions.add_contribution(by=world.person(role), partnership=world.partnership, **given | facts)


def typed(world, **changes):
    given = {
        "organisation": world.organisations["BDC"].pk,
        "year": "2025",
        "workstream": "",
        "kind": "own_cost",
        "amount_pence": "£1,234.50",
        "purpose": "Moving the office",
    }
    return given | changes


def test_it_is_recorded_changed_and_removed_and_its_history_stays(council):
    client = signed_in(council.person("manager"))
    client.post(at("contribution-add", council), typed(council))
    row = Contribution.objects.get()
    assert (row.amount_pence, row.year, row.workstream, row.get_kind_display()) == (1_234_50, 2025, None, "Own cost")

    client.post(at("contribution-edit", council, pk=row.pk), typed(council, amount_pence="1,300"))
    row.refresh_from_db()
    assert row.amount_pence == 1_300_00
    shown = words(client.get(at("contribution-history", council, pk=row.pk)))
    assert "£1,234.50" in shown and "£1,300.00" in shown

    client.post(at("contribution-remove", council, pk=row.pk))
    assert not Contribution.objects.exists()
    kinds = Contribution.history.order_by("history_id").values_list("history_type", flat=True)
    assert list(kinds) == ["+", "~", "-"]
    assert Contribution.history.last().history_user == council.person("manager")


def test_removing_asks_first(council):
    row = add(council)
    asked = words(signed_in(council.person("manager")).get(at("contribution-remove", council, pk=row.pk)))
    assert "Remove “Programme office, 2025-26”" in asked
    assert Contribution.objects.exists()


def test_the_link_of_an_organisation_names_it_in_the_form(council):
    page = signed_in(council.person("manager")).get(at("contribution-add", council) + "?organisation=CBC")
    assert page.context["form"]["organisation"].value() == council.organisations["CBC"].pk


def test_all_mistakes_come_back_at_once(council):
    response = signed_in(council.person("manager")).post(
        at("contribution-add", council), typed(council, organisation="", amount_pence="0", purpose="", kind="gift")
    )
    assert set(problems(response)) == {"organisation", "purpose", "kind", "__all__"}
    assert not Contribution.objects.exists()


def test_an_amount_of_nothing_is_refused_by_form_action_and_database(council):
    response = signed_in(council.person("manager")).post(
        at("contribution-add", council), typed(council, amount_pence="0.00")
    )
    assert problems(response) == {"__all__": ["Enter an amount above £0.00."]}
    with pytest.raises(ValidationError, match="above £0.00"):
        add(council, amount_pence=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.bulk_create(
            [
                Contribution(
                    partnership=council.partnership,
                    organisation=council.organisations["BDC"],
                    year=2025,
                    kind="own_cost",
                    amount_pence=-1,
                    purpose="x",
                )
            ]
        )


def test_only_organisations_and_workstreams_of_the_partnership(council):
    far = factories.three_councils(slug="far", prefix="F-")
    with pytest.raises(ValidationError, match="an organisation of this partnership"):
        add(council, organisation=far.organisations["BDC"])
    with pytest.raises(ValidationError, match="a workstream of this partnership"):
        add(council, workstream=far.workstream)


def test_a_lead_records_for_the_own_workstream_alone(council):
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    mine, theirs = add(council, "lead", workstream=council.workstream), add(council, workstream=other)
    client = signed_in(council.person("lead"))
    form = client.get(at("contribution-add", council)).context["form"]
    assert list(form.fields["workstream"].queryset) == [council.workstream]
    assert problems(client.post(at("contribution-add", council), typed(council))).keys() == {"workstream"}
    assert client.get(at("contribution-edit", council, pk=theirs.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        add(council, "lead")
    with pytest.raises(PermissionDenied):
        actions.edit_contribution(by=council.person("lead"), contribution=mine, workstream=other)
    listed = words(client.get(at("contribution-list", council)))
    assert at("contribution-edit", council, pk=mine.pk) in listed
    assert at("contribution-edit", council, pk=theirs.pk) not in listed


def test_the_list_filters_and_is_downloaded(council):
    add(council)
    add(council, code="CBC", year=2024, kind="own_cost", amount_pence=99, workstream=council.workstream)
    client = signed_in(council.person("viewer"))
    page = words(client.get(at("contribution-list", council) + "?organisation=CBC"))
    assert "£0.99" in page and "£12,000.00" not in page
    response = client.get(at("contribution-list", council) + "?format=csv")
    assert [",".join(row[:6]) for row in files.csv_rows(files.content(response))] == [
        "What it is,Organisation,Financial year,Workstream,Kind,Amount",
        "Programme office,Bolsover,2025-26,The programme as a whole,Contribution to the partnership,12000.00",
        "Programme office,Chesterfield,2024-25,Internal audit,Own cost,0.99",
    ]


def test_the_list_costs_the_same_for_one_and_for_three(council, django_assert_num_queries):
    client, address = signed_in(council.person("viewer")), at("contribution-list", council)
    for number in (1, 2):
        for _ in range(number):
            add(council, workstream=council.workstream)
        with django_assert_num_queries(8):
            client.get(address)


def test_it_is_read_over_the_api(council, django_assert_num_queries):
    far = factories.three_councils(slug="far", prefix="F-")
    add(far)
    row, other = add(council), add(council, code="CBC", year=2024, workstream=council.workstream)
    program = Program(council.person("api"))
    assert [each["id"] for each in program.rows("contributions/")] == [row.pk, other.pk]
    assert program.get(f"contributions/{other.pk}/").json() == {
        "id": other.pk,
        "partnership": "three-councils",
        "organisation": "CBC",
        "workstream": "internal-audit",
        "year": 2024,
        "kind": "contribution",
        "amount": "12000.00",
        "purpose": "Programme office",
    }
    assert [each["id"] for each in program.rows("contributions/", year=2025, organisation="BDC")] == [row.pk]
    assert places(program.get("contributions/", organisation="F-BDC")) == {"organisation"}
    with django_assert_num_queries(3):  # token, grants, rows
        program.get("contributions/")
    assert Program(council.person("administrator")).rows("contributions/") == []
