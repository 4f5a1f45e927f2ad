"""What is measured: one partnership, seen by those who work with it."""

import json
import re
from functools import cached_property
from html import unescape
from uuid import uuid4

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from governance import actions as governance
from governance.models import Meeting, Pack
from governance.packs import build, sections
from partnership import clock
from partnership.dated import Period, financial_year_of
from partnership.demo.ground import MAIL
from partnership.models import Partnership, User
from savings import actions, figures, proof
from savings.actions import SavingDetails, StatementDetails
from savings.models import Saving
from savings.models.words import Basis
from savings.sharing import Sharing
from tests.benchmarks import exporting, floors

PULL = 1_000  # rows a page of a full pull
VERSION = re.compile('name="version" value="([^"]*)"')
NEXT = re.compile(rb'"next":\s*(null|"[^"]*")')


class Case:
    """A partnership with signed-in browsers. Every method does one thing that is measured, or gives what it did."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.slug = partnership.slug
        self._browsers: dict[str, Client] = {}
        self._year = financial_year_of(clock.today())

    def person(self, key: str) -> User:
        return User.objects.get(email=f"{key}.{self.slug}@{MAIL}")

    def browser(self, key: str = "manager") -> Client:
        if key not in self._browsers:
            self._browsers[key] = Client(SERVER_NAME="localhost", raise_request_exception=True)
            self._browsers[key].force_login(self.person(key))
        return self._browsers[key]

    def get(self, address: str, key: str = "manager") -> bytes:
        response = self.browser(key).get(address)
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        return response.getvalue()

    def at(self, name: str, **named: object) -> str:
        return reverse(name, kwargs={"partnership": self.slug, **named})

    # --- Pages --------------------------------------------------------------------------------------------------------
    def bare(self) -> None:
        self.get("/bare/")

    def empty(self) -> None:
        self.get(self.at("empty"))

    def dashboard(self) -> None:
        self.get(self.at("overview"))

    def statements(self) -> None:
        self.get(self.at("saving-list"))

    def statements_of_an_officer(self) -> None:
        self.get(self.at("saving-list"), "officer-01")

    @cached_property
    def chart_addresses(self) -> list[str]:
        page = self.get(self.at("overview")).decode()
        return sorted({unescape(found) for found in re.findall(r'src(?:set)?="([^" ]*/charts/[^" ]*)', page)})

    def charts(self) -> None:
        for address in self.chart_addresses:
            self.get(address)

    def charts_cold(self) -> None:
        cache.clear()
        self.charts()

    # --- API ----------------------------------------------------------------------------------------------------------
    def api_page(self) -> None:
        self.get(f"/api/v1/statements/?partnership={self.slug}")

    def pull(self) -> int:
        """Everything the reader may see. Gives the number of bytes."""
        return self._pull(f"/api/v1/statements/?partnership={self.slug}&page_size={PULL}")

    def plain_pull(self) -> int:
        return self._pull(f"/plain/?partnership={self.slug}&page_size={PULL}")

    def _pull(self, address: str) -> int:
        """Page by page. What the caller's own program does with a page is not measured: only `next` is read of it."""
        taken = 0
        while address:
            page = self.get(address)
            taken += len(page)
            (following,) = NEXT.findall(page[:1_000])
            address = json.loads(following)
        return taken

    # --- Exports ------------------------------------------------------------------------------------------------------
    def export(self, code: str) -> int:
        """Every statement with each organisation's share as a file, from the page. Gives the number of bytes."""
        return len(self.get(f"{self.at('saving-list')}?format={code}"))

    def plain_export(self, code: str) -> int:
        return len(exporting.plain_export(self.partnership, self.person("manager"), code))

    # --- Ledger -------------------------------------------------------------------------------------------------------
    @cached_property
    def span(self) -> tuple[figures.AsAt, figures.AsAt]:
        """The second half of the ledger."""
        now = figures.now(self.partnership)
        return figures.AsAt(now.sequence // 2, now.on), now

    @cached_property
    def manager(self) -> User:
        """Who asks for bridges; found once, as the floor needs nobody."""
        return self.person("manager")

    def bridge(self) -> None:
        figures.bridge_between(self.partnership, *self.span, figures.Measure.REALISED, "cashable", user=self.manager)

    def bridge_by_sql(self) -> None:
        floors.between(self.partnership, *(end.sequence for end in self.span))

    def prove(self) -> None:
        assert not proof.prove(self.partnership).problems

    # --- Writing ------------------------------------------------------------------------------------------------------
    @cached_property
    def _workstream(self):
        officer = self.person("officer-01")
        organisation = officer.grants.get().organisation
        taking_part = self.partnership.workstreams.filter(participations__organisation=organisation)
        return taking_part.first(), organisation

    def log_by_form(self) -> None:
        """The form sent; the page after it, where the saving is submitted, looked at and sent."""
        workstream, _ = self._workstream
        typed = {
            "baseline": "none",
            "workstream": workstream.slug,
            "title": "Measured saving",
            "kind": "cashable",
            "category": "staff",
            "recurrence": "one_off",
            "method": "Measured.",
            "stage": "realised",
            "first_year": str(self._year - 1),
            "amount": "100,000.00",
            "basis": "equal",
        }
        answer = self.browser("officer-01").post(self.at("saving-add"), typed)
        assert answer.status_code == 302, "the form was refused"
        newest = Saving.objects.filter(partnership=self.partnership).latest("pk")
        address = self.at("saving-submit", pk=newest.pk)
        (version,) = VERSION.findall(self.get(address, "officer-01").decode())
        answer = self.browser("officer-01").post(address, {"version": version})
        assert answer.status_code == 302, "the saving was not submitted"

    def log_by_action(self) -> None:
        workstream, organisation = self._workstream
        officer = self.person("officer-01")
        words = {"title": "Measured saving", "kind": "cashable", "category": "staff", "recurrence": "one_off"}
        saving = actions.draft_saving(
            by=officer,
            workstream=workstream,
            organisation=organisation,
            saving=SavingDetails(**words, method="Measured.", baseline="none"),
            statement=StatementDetails("realised", [Period(self._year - 1)], Sharing(Basis.EQUAL), 100_000_00),
        )
        actions.submit_saving(by=officer, saving=saving)

    def pack(self) -> Pack:
        """A pack with every section, from the request to the stored file, in this process."""
        meeting = Meeting.objects.filter(partnership=self.partnership).first()
        asked = governance.request_pack(
            by=self.person("manager"), meeting=meeting, sections=sections.CHOICES, request_key=uuid4()
        )
        build.build(asked.pk)
        asked.refresh_from_db()
        assert asked.state == Pack.State.FINISHED, asked.problem
        return asked
