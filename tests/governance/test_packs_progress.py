"""How far each section of a pack is while it is made: gathered, being printed, printed, or kept from an earlier one."""

import pytest

from governance import actions
from governance.models import AgendaItem, Pack
from governance.packs import build, progress, workers
from tests import packs
from tests.pages import at, signed_in, words

pytestmark = pytest.mark.django_db
KEYS = ("cover", "contents", "agenda", "savings", "method")


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)


def states(pack: Pack) -> dict[str, str]:
    return dict(pack.sections.values_list("key", "state"))


def watched(monkeypatch, pack: Pack, each) -> None:
    """After each section that is printed."""
    printed = workers._printed

    def then(document, most):
        made = printed(document, most)
        each(document)
        return made

    monkeypatch.setattr(workers, "_printed", then)


def test_every_section_is_gathered_then_printed_one_by_one(council, monkeypatch):
    pack, seen = packs.ask(council, sections=["agenda", "savings"]), []
    watched(monkeypatch, pack, lambda document: seen.append(states(pack)))
    client, address = signed_in(council.person("manager")), at("pack", council, pk=pack.pk)
    assert "Waiting for a worker: 0 of 5 sections done" in words(client.get(address))
    build.build(pack.pk)
    assert seen[0] == dict.fromkeys(KEYS, "frozen")  # the first one is told of when it is printed
    told = [list(each.values()).count("ready") for each in seen]
    assert told == sorted(told) and told[-1] == 4  # the contents come last
    assert states(pack) == dict.fromkeys(KEYS, "ready")
    assert "5 printed" in words(client.get(address))


def test_what_did_not_change_is_kept_from_an_earlier_pack(council):
    first = packs.make(council, sections=["agenda", "savings"])
    AgendaItem.objects.filter(meeting=first.meeting, order=2).update(title="Any other business")
    again = packs.make(council, first.meeting, sections=["agenda", "savings"])
    told = states(again)
    assert (told["savings"], told["agenda"], told["cover"]) == ("reused", "ready", "ready")
    page = words(signed_in(council.person("manager")).get(at("pack", council, pk=again.pk)))
    kept = list(told.values()).count("reused")  # the contents too; and how it was made, in the same minute
    assert f"{kept} reused from earlier packs, {5 - kept} printed" in page


def test_the_page_says_what_is_being_done(council):
    pack = packs.ask(council, sections=["agenda", "savings"])
    client, address = signed_in(council.person("manager")), at("pack-progress", council, pk=pack.pk)
    Pack.objects.update(state="rendering")
    rows = list(pack.sections.all())

    def page(*told: str) -> str:
        for row, state in zip(rows, told, strict=True):
            row.state = state
            row.save()
        return words(client.get(address, headers={"HX-Request": "true"}))

    said = page("frozen", "frozen", "waiting", "waiting", "waiting")
    assert "Gathering what it prints: 2 of 5 sections done" in said and "Gathered" in said
    said = page("ready", "frozen", "reused", "printing", "printing")
    assert "Being printed: 2 of 5 sections done" in said
    assert "Reused" in said and said.count("Being printed") == 4  # title, bar and two sections


def test_cancelling_stops_the_printing_at_the_next_look(council, monkeypatch):
    pack, printed = packs.ask(council, sections=["agenda", "savings"]), []

    def cancel(document):
        printed.append(document.key)
        actions.cancel_pack(by=council.person("manager"), pack=Pack.objects.get(pk=pack.pk))

    watched(monkeypatch, pack, cancel)
    build.build(pack.pk)
    assert (Pack.objects.get(pk=pack.pk).state, len(printed)) == ("cancelled", 1)


def test_another_worker_begins_with_what_is_gathered(council):
    pack = packs.ask(council, sections=["agenda", "savings"])
    pack.sections.filter(key="agenda").update(state="printing")
    progress.Progress(pack)
    assert states(pack)["agenda"] == "frozen"
