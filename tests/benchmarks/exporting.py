"""The same file as the portal's list of statements, made by django-import-export as its documentation shows it: a
resource with fields by their paths, the rows joined and prefetched."""

from functools import cache

from import_export import fields, resources
from import_export.widgets import DateTimeWidget, DateWidget

from partnership.models import Partnership, User
from partnership.money import pounds
from savings.models import Statement

_PATHS = {
    "Statement": "pk",
    "Saving": "saving_id",
    "Title": "saving__title",
    "Workstream": "saving__workstream__name",
    "Stated by": "organisation__code",
    "Kind": "saving__kind",
    "Category": "saving__category",
    "Recurrence": "saving__recurrence",
    "Stage": "stage",
    "Period": "period",
    "Year": "year",
    "Quarter": "quarter",
    "Measure": "measure_hundredths",
    "Unit": "saving__unit",
    "Shared": "basis",
    "State": "state",
    "Baseline": "saving__baseline",
    "Baseline source": "saving__baseline_source",
    "How it was worked out": "saving__method",
    "Sequence": "sequence",
    "Note": "note",
}


def plain_export(partnership: Partnership, user: User, code: str) -> bytes:
    """All that the user may see, as CSV or XLSX."""
    rows = Statement.objects.visible_to(user).filter(partnership=partnership).order_by("-pk")
    rows = rows.select_related("saving__workstream", "organisation").prefetch_related("shares")
    made = _resource(tuple(partnership.organisations.distinct().order_by("code").values_list("pk", "code")))
    exported = made(chunk_size=2_000).export(rows).export(code)
    return exported.encode() if isinstance(exported, str) else exported


@cache
def _resource(members: tuple[tuple[int, str], ...]) -> type[resources.ModelResource]:
    """With two columns for each organisation."""
    body: dict[str, object] = {
        name: fields.Field(attribute=path, column_name=name, readonly=True) for name, path in _PATHS.items()
    }
    body["Stated on"] = fields.Field(attribute="stated_on", column_name="Stated on", widget=DateWidget())
    body["Submitted"] = fields.Field(attribute="submitted_at", column_name="Submitted", widget=DateTimeWidget())
    body |= _computed("amount", "Amount", lambda row: None if row.is_qualitative else pounds(row.amount_pence))
    body |= _computed(
        "cost", "Baseline cost", lambda row: row.saving.baseline_pence and pounds(row.saving.baseline_pence)
    )
    for pk, code in members:
        body |= _computed(f"share_{pk}", f"Share of {code}", _of(pk, lambda share: pounds(share.pence)))
        body |= _computed(f"state_{pk}", f"State of {code}", _of(pk, lambda share: share.state))
    meta = type("Meta", (), {"model": Statement, "fields": list(body)})
    return resources.modelresource_factory(
        Statement, resource_class=type("Plain", (resources.ModelResource,), body | {"Meta": meta})
    )


def _computed(name: str, heading: str, value) -> dict[str, object]:
    return {
        name: fields.Field(column_name=heading),
        f"dehydrate_{name}": lambda self, row: value(row),
    }


def _of(organisation: int, cell):
    def value(statement: Statement):
        shares = (share for share in statement.shares.all() if share.organisation_id == organisation)
        return next((cell(share) for share in shares), None)

    return value
