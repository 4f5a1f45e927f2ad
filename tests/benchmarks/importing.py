"""Importing a file of savings, beside django-import-export doing the same work.

That is a saving, its statement, shares, authors and history for each row; looked at first and then written, as both do
it on their pages.
"""

import csv
import io
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from partnership import history
from partnership.dated import Period, financial_year_of
from savings import actions, tasks
from savings.models import Import, Saving, Share, Statement
from savings.models.words import Basis
from savings.sharing import Sharing, shares_of
from tests.benchmarks.cases import Case
from tests.benchmarks.measuring import seconds
from workstreams.models import Workstream

OURS, AT_ONCE, PLAIN = "import", "import submitted", "django-import-export"
SOME_ROWS = 10_000
PLAIN_ROWS = 2_000  # what the plain way takes does not depend on how many rows there are
TARGET = 10
HEADINGS = (
    *("Workstream", "Title", "Kind", "Category", "How it was worked out", "Baseline", "Recurrence", "Stage of claim"),
    *("First financial year", "Amount", "Shared", "Stated on"),
)


class Importing:
    """One officer's file of so many rows, imported both ways."""

    def __init__(self, case: Case) -> None:
        self.case, self.partnership = case, case.partnership
        self.officer = case.person("officer-01")
        self.organisation = self.officer.grants.get().organisation
        taking_part = case.partnership.workstreams.filter(participations__organisation=self.organisation)
        self.workstreams = list(taking_part.distinct())

    def rows(self, number: int, mark: str) -> str:
        year = financial_year_of(self.partnership.started_on) + 2
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(HEADINGS)
        for n in range(number):
            workstream = self.workstreams[n % len(self.workstreams)]
            writer.writerow(
                (workstream.name, f"{mark} {n}", "Cashable", "Staff", f"Posts of team {n} are shared.", "None")
                + ("One-off", "Realised", str(year + n % 5), f"{1_000 + n}.{n % 100:02d}", "Equally")
                + (f"{year + n % 5 + 1}-03-31",)
            )
        return written.getvalue()

    def ours(self, number: int, *, at_once: bool = False) -> None:
        """Uploaded, checked, confirmed and written, as the page and a worker do it."""
        imported = actions.upload_import(
            by=self.officer,
            partnership=self.partnership,
            organisation=self.organisation,
            upload=SimpleUploadedFile("savings.csv", self.rows(number, uuid4().hex[:6]).encode()),
            request_key=uuid4(),
        )
        tasks.run_import(imported.pk)
        actions.confirm_import(by=self.officer, imported=imported, at_once=at_once)
        tasks.run_import(imported.pk)
        imported = Import.objects.get(pk=imported.pk)
        assert imported.state == Import.State.FINISHED and imported.written == number, imported.problem

    def plain(self, number: int) -> None:
        """A dry run, then the import."""
        import tablib  # noqa: PLC0415 - of the benchmark alone

        data = tablib.Dataset().load(self.rows(number, uuid4().hex[:6]), format="csv")
        resource = _resource(self)
        for dry_run in (True, False):
            result = resource.import_data(data, dry_run=dry_run, raise_errors=True, use_transactions=True)
            assert result.totals["new"] == number


def _resource(importing: Importing):
    """As a Django developer would write it: a resource of statements that makes the saving before and shares after."""
    from import_export import fields, resources, widgets  # noqa: PLC0415 - of the benchmark alone

    class StatementResource(resources.ModelResource):
        stage = fields.Field("stage", "Stage of claim", widgets.CharWidget())
        year = fields.Field("year", "First financial year", widgets.IntegerWidget())
        stated_on = fields.Field("stated_on", "Stated on", widgets.DateWidget("%Y-%m-%d"))

        class Meta:
            model = Statement
            fields = ("stage", "year", "stated_on")
            import_id_fields = ()
            skip_diff = True
            clean_model_instances = False  # asked below, when the row is whole

        def before_save_instance(self, instance, row, **kwargs):
            _state(importing, instance, row)

        def after_save_instance(self, instance, row, **kwargs):
            _share(importing, instance)

    return StatementResource()


def _state(importing: Importing, instance: Statement, row) -> None:
    """The saving of a row, and its statement as far as it can be before it is saved."""
    officer, pence = importing.officer, int(row["Amount"].replace(".", ""))
    workstream = Workstream.objects.get(partnership=importing.partnership, name=row["Workstream"])
    saving = Saving(
        partnership=importing.partnership,
        workstream=workstream,
        organisation=importing.organisation,
        title=row["Title"],
        kind=row["Kind"].lower(),
        category=row["Category"].lower(),
        method=row["How it was worked out"],
        baseline=row["Baseline"].lower(),
        recurrence="one_off",
        created_by=officer,
    )
    saving.full_clean()
    history.save(saving, by=officer)
    instance.partnership, instance.saving, instance.organisation = saving.partnership, saving, saving.organisation
    instance.amount_pence, instance.basis, instance.drafted_by = pence, Basis.EQUAL, officer
    instance.stage = instance.stage.lower()
    instance.full_clean(exclude=["authors"])
    instance._history_user = officer


def _share(importing: Importing, instance: Statement) -> None:
    instance.authors.add(importing.officer)
    workstream, period = instance.saving.workstream, Period(instance.year)
    for split in shares_of(instance.amount_pence, Sharing(Basis.EQUAL), workstream, period):
        Share.objects.create(
            statement=instance,
            partnership=importing.partnership,
            organisation_id=split.party,
            weight=split.weight,
            pence=split.pence,
        )


def rates(case: Case, rows: int) -> dict[str, float]:
    """Rows a second, of each way."""
    importing = Importing(case)
    some, few = min(rows, SOME_ROWS), min(rows, PLAIN_ROWS)
    return {
        OURS: rows / seconds(lambda: importing.ours(rows)),
        AT_ONCE: some / seconds(lambda: importing.ours(some, at_once=True)),
        PLAIN: few / seconds(lambda: importing.plain(few)),
    }
