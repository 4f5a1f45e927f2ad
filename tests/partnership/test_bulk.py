"""Many rows at once: written as one by one, and the keys that come after follow on."""

from partnership import bulk
from partnership.models import OrganisationSize
from tests import factories


def _sizes(organisation, *years):
    return [
        OrganisationSize(organisation=organisation, from_on=factories.moment(year, 4, 1).date(), population=year)
        for year in years
    ]


def test_rows_are_written_as_bulk_create_writes_them(council):
    one, other = council.organisations["BDC"], council.organisations["CBC"]
    bulk.insert(_sizes(one, 2010, 2011))
    OrganisationSize.objects.bulk_create(_sizes(other, 2010, 2011))

    columns = ("from_on", "population", "net_budget_pence", "source")
    written, expected = (
        list(each.sizes.filter(from_on__gt="2009-01-01").order_by("from_on").values_list(*columns)[:2])
        for each in (one, other)
    )
    assert written == expected == [(factories.moment(year, 4, 1).date(), year, None, "") for year in (2010, 2011)]


def test_keys_are_given_and_the_next_row_gets_the_next(council):
    rows = _sizes(council.organisations["BDC"], 2010, 2011, 2012)
    bulk.insert(rows)

    (after,) = _sizes(council.organisations["CBC"], 2010)
    after.save()
    first = rows[0].pk
    assert [row.pk for row in rows] == [first, first + 1, first + 2]
    assert after.pk == first + 3
    rows[1].population = 7
    rows[1].save()
    assert OrganisationSize.objects.get(pk=first + 1).population == 7
