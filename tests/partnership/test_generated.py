"""A generated partnership is what the actions would have made of the same story, row by row."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from random import Random

import pytest

from partnership import clock
from partnership.demo import generated as ground
from partnership.demo.generate import YEARS, generate
from partnership.models import Organisation, Partnership, User
from savings import actions
from savings.actions import SavingDetails, StatementDetails
from savings.models import Cause, Posting, Saving, Share, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests.chains import assert_chained

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SEED, PARTNERS, WORKSTREAMS = 28, 5, 3  # a seed whose story has everything: see the end
FACTS = [field.name for field in Saving._meta.fields if field.name in SavingDetails.__dataclass_fields__]


@dataclass
class Replay:
    """The story of a generated partnership, told again in an empty one on the same ground by the actions of pages."""

    model: Partnership
    copy: Partnership
    savings: dict[int, Saving] = field(default_factory=dict)
    statements: dict[int, Statement] = field(default_factory=dict)

    def play(self) -> None:
        drafts = [(statement.drafted_at, self._draft, statement) for statement in self.model.statements.order_by("pk")]
        entries = [
            (at, self._post, list(postings))
            for (at, _, _), postings in groupby(
                Posting.objects.filter(partnership=self.model).order_by("sequence").select_related("share"),
                lambda posting: (posting.at, posting.cause, posting.by_id),
            )
        ]
        for at, do, what in sorted([*drafts, *entries], key=lambda event: event[0]):
            with clock.travel(at):
                do(what)

    def user(self, pk: int) -> User:
        return User.objects.get(email=User.objects.get(pk=pk).email.replace(self.model.slug, self.copy.slug))

    def organisation(self, pk: int) -> Organisation:
        code = Organisation.objects.get(pk=pk).code.replace(f"G{self.model.pk}-", f"G{self.copy.pk}-")
        return Organisation.objects.get(code=code)

    def _draft(self, old: Statement) -> None:
        details = StatementDetails(
            old.stage, [old.period], self._sharing(old), old.amount_pence, old.measure_hundredths, old.stated_on
        )
        told = {"by": self.user(old.drafted_by_id), "organisation": self.organisation(old.organisation_id)}
        if old.saving_id in self.savings:
            saving, replaces = self.savings[old.saving_id], self.statements.get(old.replaces_id)
            (new,) = actions.draft_statements(saving=saving, details=details, replaces=replaces, **told)
        else:
            workstream = self.copy.workstreams.get(slug=old.saving.workstream.slug)
            facts = SavingDetails(**{name: getattr(old.saving, name) for name in FACTS})
            saving = actions.draft_saving(workstream=workstream, saving=facts, statement=details, **told)
            self.savings[old.saving_id], new = saving, saving.statements.get()
        self.statements[old.pk] = new

    def _sharing(self, old: Statement) -> Sharing:
        weights = {self.organisation(share.organisation_id).pk: share.weight for share in old.shares.all()}
        return Sharing(old.basis, frozenset(weights), weights if old.basis == Basis.AGREED else {})

    def _post(self, postings: list[Posting]) -> None:
        last = postings[-1]
        by, statement = self.user(last.by_id), self.statements[last.statement_id]
        if last.cause in (Cause.SUBMITTED, Cause.RESTATED):
            actions.submit_statement(by=by, statement=statement)
            return
        share = Share.objects.get(statement=statement, organisation=self.organisation(last.organisation_id))
        if last.cause == Cause.VERIFIED:
            actions.verify_share(by=by, share=share)
        else:
            actions.return_share(by=by, share=share, reason=last.reason)


def person(user: User) -> str:
    return user.email.split(".")[0]


def told(statement: Statement) -> tuple:
    """A statement in words that do not depend on its partnership."""
    shares = [
        (share.organisation.code[-2:], share.weight, share.pence, share.state)
        for share in statement.shares.select_related("organisation")
    ]
    history = [
        (row.history_type, row.history_date, person(row.history_user), row.sequence)
        for row in statement.history.order_by("history_id")
    ]
    authors = [person(user) for user in statement.authors.order_by("email")]
    names = ("stage", "year", "quarter", "amount_pence", "measure_hundredths", "basis", "stated_on", "note")
    own = [getattr(statement, name) for name in (*names, "drafted_at", "submitted_at", "sequence")]
    return (*own, shares, history, authors)


def posted(partnership: Partnership) -> list[tuple]:
    columns = ("year", "quarter", "kind", "category", "stage", "state", "entering", "pence", "measure_hundredths")
    rows = Posting.objects.filter(partnership=partnership).order_by("sequence")
    return [
        (row.workstream.slug, row.saving.title, row.organisation.code[-2:], person(row.by), row.cause, row.reason)
        + (row.at, *(getattr(row, name) for name in columns))
        for row in rows.select_related("workstream", "saving", "organisation", "by")
    ]


def test_it_is_what_the_actions_would_have_made():
    made = generate("Made", statements=80, seed=SEED, partners=PARTNERS, workstreams=WORKSTREAMS, now=NOW)
    again = ground.prepare(
        "Told",
        Random(SEED),
        partners=PARTNERS,
        workstreams=WORKSTREAMS,
        founded_on=date(NOW.year - YEARS, 4, 1),
    )
    replay = Replay(made, again.partnership)
    replay.play()
    for old, new in replay.statements.items():
        assert told(Statement.objects.get(pk=old)) == told(Statement.objects.get(pk=new.pk))
    for old, new in replay.savings.items():
        (row,), (other,) = Saving.objects.get(pk=old).history.all(), new.history.all()
        assert (row.history_type, row.history_date) == (other.history_type, other.history_date)
        assert person(row.history_user) == person(other.history_user)
    assert posted(made) == posted(again.partnership)
    for partnership in (made, again.partnership):
        assert_chained(partnership)
    causes = Posting.objects.filter(partnership=made).values_list("cause", flat=True).distinct().order_by()
    assert set(causes) == {Cause.SUBMITTED, Cause.VERIFIED, Cause.RETURNED, Cause.RESTATED}
    settled = Posting.objects.filter(partnership=made, cause=Cause.RESTATED, pence=0).exclude(kind="qualitative")
    assert settled.exists()  # a returned share of a statement that was replaced
