"""The section “Partners and shared services”: which service is shared by whom, who joins or leaves, and what follows
when a partner leaves."""

from functools import partial

from governance.packs import tables
from governance.packs.content import Content, Source
from governance.packs.moves import since_last
from partnership import clock
from partnership.templatetags.portal import date_words
from savings.models import WithdrawalAnalysis
from savings.tables import Cell, money
from workstreams.directory import services
from workstreams.models import PartnerChange

MOST = 15  # analyses, the newest: the portal lists all
_SHARED = ("Service", "Shared by", "Hosted by", "Legal basis", "Since")
_CHANGED = ("Change", "Day", "Shares of savings", "Contributions", "Staff", "Contracts")
_ANALYSED = ("Withdrawal analysis", "Made", "What the leaver gains", "What the others lose")
_frozen = partial(tables.listed, "partners")


def section(source: Source, what: str) -> Content:
    """As at the pack's day: changes since the day of the last pack and those to come. About nine queries."""
    since, words = since_last(source)
    here = {"workstream__partnership": source.partnership}
    changes = PartnerChange.objects.visible_to(source.user).filter(**here, effective_on__gt=since.on)
    changes = changes.select_related("workstream", "organisation").order_by("effective_on", "pk")
    end = clock.end_of(source.at.on)
    made = WithdrawalAnalysis.objects.visible_to(source.user).filter(partnership=source.partnership, made_at__lt=end)
    analyses = list(made.select_related("workstream", "organisation").order_by("-made_at", "-pk")[:MOST])
    shared = [
        (each.name, each.shared_by, each.hosted_by, each.basis, date_words(each.since_on))
        for each in services(source.partnership, source.at.on)
    ]
    return {
        "as_at": source.day,
        "since": words,
        "shared": _frozen("Services that are shared", _SHARED, shared, (24, 26, 20, 18, 12)),
        "changed": _frozen("Changes of partners and hosts", _CHANGED, map(_change, changes), (24, 12, 16, 16, 16, 16)),
        "analysed": _frozen("Withdrawal analyses", _ANALYSED, map(_analysis, analyses), (46, 18, 18, 18)),
    }


def _change(row: PartnerChange) -> tuple[str, ...]:
    return (str(row), date_words(row.effective_on), *(_agreed(*rest) for _, *rest in row.consequences))


def _agreed(choice: str, more: str) -> str:
    return f"{choice}. {more}" if more else choice


def _analysis(row: WithdrawalAnalysis) -> tuple[str | Cell, ...]:
    amounts = (money(row.results[name]) for name in ("gain", "loss"))
    return (str(row), date_words(row.made_at), *amounts)
