"""The open edition of a pack holds nothing that is exempt, anywhere in the file; the exempt edition is there for nobody
else. Each search is tried on the exempt edition too: it would find what it looks for."""

import hashlib
import io
import json
from datetime import timedelta

import pikepdf
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from governance import actions
from governance.actions import appendices, reports
from governance.models import Pack
from governance.waiting import packs_to_release
from partnership import clock
from partnership.models import Grant, Notice
from partnership.permissions import ROLES
from tests import meetings, packs
from tests.api import Program
from tests.governance.test_packs_appendices import pdf
from tests.pages import at, signed_in, words
from tests.reports import cleared, complete, published, route, sent, wrote

pytestmark = pytest.mark.django_db
REASON = "Paragraph 3: business affairs."
SECRETS = ("Zanzibar", "Quetzal", "Xylophone", "Wolverine", "Yosemite", "Vladivostok", "Ullapool", "Samarkand", "Tonga")
NAMES = ("matter", "part", "title", "page", "decision", "report", "version", "action", "use")
WITHHELD = dict(zip(NAMES, SECRETS, strict=True))
NOT_PRINTED = {"version"}  # not even in the exempt edition
SECTIONS = ["agenda", "report", "savings", "decisions", "ratifications", "actions"]


def secret_page() -> bytes:
    def write(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = made.make_stream(b"BT /A 24 Tf 40 100 Td (%s) Tj ET" % WITHHELD["page"].encode())

    return pdf(change=write)


@pytest.fixture
def meeting(council):
    """In progress, with an exempt item that was decided, and reports of which a part, a file, or all is exempt."""
    by = council.person("manager")
    body = meetings.board(council)
    route(council)
    made = meetings.opened(council, body)
    facts = {"is_exempt": True, "exempt_reason": REASON, "matter": f"The bid of {WITHHELD['matter']}."}
    item = actions.add_agenda_item(by=by, meeting=made, title="Choice of a supplier", **facts)
    with clock.travel(made.starts_at):
        decision = meetings.decided(council, made, f"That {WITHHELD['decision']} is chosen.", item=item)
        facts = {"title": f"Sign with {WITHHELD['action']}", "owner_title": "Solicitor", "due_on": made.on}
        actions.add_meeting_action(by=by, meeting=made, decision=decision, **facts)
        given = {"matter": "The contract.", "post": "Chief Executive", "from_on": made.on}
        delegated = actions.delegate(by=by, decision=decision, **given)
        actions.use_delegation(by=by, delegation=delegated, on=made.on, what=f"{WITHHELD['use']} was paid.")
        asking = actions.Asking("members", made.on + timedelta(days=30))
        waiting = meetings.decided(council, made, f"That {WITHHELD['decision']} may go on.", item=item)
        actions.ask_to_ratify(by=by, decision=waiting, asking=asking)
        facts |= {"title": "Tell the public", "due_on": made.on + timedelta(days=1)}
        actions.add_meeting_action(by=by, meeting=made, **facts)
    mixed = complete(council)
    wrote(council, mixed, "hr", f"{WITHHELD['part']}: {{{{ figure: target cashable }}}}.", exempt_reason=REASON)
    cleared(council, mixed, "hr")
    file = SimpleUploadedFile(f"{WITHHELD['title']}.pdf", secret_page())
    appendices.attach_appendix(by=by, report=mixed, upload=file, title=WITHHELD["title"], exempt_reason=REASON)
    appendices.attach_appendix(by=by, report=mixed, upload=SimpleUploadedFile("plan.pdf", pdf()), title="Open plan")
    reports.keep_version(by=by, report=mixed, called=WITHHELD["version"])
    sent(council, mixed, "Joint Board", reason="Urgent.")
    whole = published(council, title=f"On {WITHHELD['report']}", exempt_reason=REASON)
    actions.add_agenda_item(by=by, meeting=made, title="Audit", report=mixed)
    facts = {"is_exempt": True, "exempt_reason": REASON}
    staff = actions.add_agenda_item(by=by, meeting=made, title="Staff", report=whole, **facts)
    type(staff).objects.filter(pk=staff.pk).update(is_exempt=False, exempt_reason="")  # its report closed only later
    return made


def everything(pack: Pack) -> str:
    """What can be read from the file in any way, and from what the pack has frozen."""
    with pack.file.open("rb") as stored:
        file = stored.read()
    reader = pypdf.PdfReader(io.BytesIO(file))
    told = [page.extract_text() for page in reader.pages]
    told += [str(reader.outline), str(reader.metadata), str(reader.named_destinations), str(list(reader.attachments))]
    with pikepdf.open(io.BytesIO(file)) as read:
        plain = io.BytesIO()
        read.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    told += [plain.getvalue().decode("latin-1"), plain.getvalue().decode("utf-16-be", "replace")]
    told += [json.dumps(pack.frozen()), str(list(pack.sections.values()))]
    return "\n".join(told)


def found(told: str) -> set[str]:
    return {name for name, word in WITHHELD.items() if word.lower() in told.lower()}


def both(council, meeting) -> tuple[Pack, Pack]:
    """Released, the open and the exempt edition."""
    made = [packs.make(council, meeting, sections=SECTIONS, is_exempt=exempt) for exempt in (False, True)]
    for pack in made:
        assert pack.state == "finished", pack.problem
        actions.release_pack(by=council.person("steering"), pack=pack)
    return made[0], made[1]


def test_nothing_exempt_is_in_the_open_file_in_any_way(council, meeting):
    openly, exempt = both(council, meeting)
    told = everything(openly)
    assert found(told) == set()
    assert found(everything(exempt)) == set(WITHHELD) - NOT_PRINTED
    assert told.count("Exempt from publication: " + REASON) and "Choice of a supplier" in told and "Open plan" in told
    frozen = next(each["content"] for each in openly.frozen()["sections"] if "document" in each["content"])
    assert frozen["figures"] == {}  # the only one stands in the part that is withheld
    assert (openly.version, exempt.version) == (1, 1)
    assert exempt.filename.endswith("-exempt-edition-v1.pdf")
    assert "Exempt edition: not for publication" in everything(exempt)


def test_of_exempt_decisions_and_their_actions_the_open_edition_says_that_there_are_some(council, meeting):
    made = packs.make(council, meeting, sections=["decisions", "actions"])
    decided, undertaken = (
        each["content"] for each in made.frozen()["sections"] if each["key"] in ("decisions", "actions")
    )
    row = [cell["text"] for cell in decided["taken"]["rows"][0]]
    assert row == [
        "JB 2007/2",
        "31 July 2007",
        "Joint Board",
        "Choice of a supplier",
        "Exempt from publication",
        "Carried. 3 votes to none",
    ]
    assert (decided["since"], decided["used"]) == ("", None)
    row = [cell["text"] for cell in undertaken["table"]["rows"][0]]
    assert row == ["Tell the public", "Solicitor", "–", f"{meeting}", "1 August 2007", "Overdue"]
    assert {key: undertaken[key] for key in ("open", "overdue", "withheld")} == {"open": 1, "overdue": 1, "withheld": 1}


@pytest.mark.parametrize("role", ["viewer", "officer", "verifier"])
def test_whoever_may_not_see_what_is_exempt_does_not_find_the_edition(council, meeting, role):
    openly, exempt = both(council, meeting)
    user = council.person(role)
    client, program = signed_in(user), Program(user)
    lists = [at("pack-list", council), at("pack-list", council) + "?format=csv", at("meeting", council, pk=meeting.pk)]
    answers = [client.get(address) for address in lists]
    told = "\n".join(b"".join(each).decode() for each in answers) + str(program.rows("packs/"))
    assert found(told) == set() and "Exempt edition" not in told and exempt.sha256 not in told
    assert [row["id"] for row in program.rows("packs/")] == [openly.pk]
    for name in ("pack", "pack-file", "pack-progress", "pack-release", "pack-cancel"):
        assert client.get(at(name, council, pk=exempt.pk)).status_code == 404, name
    for address in (f"packs/{exempt.pk}/", f"packs/{exempt.pk}/file/"):
        assert program.get(address).status_code == 404


def test_those_who_may_find_it_beside_the_open_one(council, meeting):
    openly, exempt = both(council, meeting)
    user = council.person("auditor")
    assert "Exempt edition" in words(signed_in(user).get(at("pack-list", council)))
    rows = Program(user).rows("packs/")
    assert [(row["id"], row["exempt"]) for row in rows] == [(openly.pk, False), (exempt.pk, True)]
    file = signed_in(user).get(at("pack-file", council, pk=exempt.pk))
    assert hashlib.sha256(b"".join(file.streaming_content)).hexdigest() == exempt.sha256


def test_nobody_else_is_told_that_it_was_released(council, meeting):
    openly, exempt = both(council, meeting)
    rows = {pack: Notice.objects.filter(path=pack.get_absolute_url()) for pack in (openly, exempt)}
    told = {pack: set(found.values_list("to", flat=True)) for pack, found in rows.items()}
    assert council.person("viewer").pk in told[openly] - told[exempt]
    assert {council.person(role).pk for role in ("manager", "steering", "chief", "auditor")} <= told[exempt]


def test_whoever_may_not_read_it_does_nothing_with_it(council, meeting, monkeypatch):
    pack = packs.ask(council, meeting, is_exempt=True)
    for role in ("manager", "steering"):
        monkeypatch.delitem(ROLES[role].permissions, "governance.view_exempt")
    page = words(signed_in(council.person("manager")).get(at("pack-request", council, pk=meeting.pk)))
    assert "Figures as at" in page and "Exempt" not in page
    acts = [
        lambda: packs.ask(council, meeting, is_exempt=True),
        lambda: actions.cancel_pack(by=council.person("manager"), pack=pack),
        lambda: actions.retry_pack(by=council.person("manager"), pack=pack),
        lambda: actions.release_pack(by=council.person("steering"), pack=pack),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_a_role_lost_while_it_waits_makes_no_pack(council, meeting):
    pack = packs.ask(council, meeting, sections=SECTIONS, is_exempt=True)
    Grant.objects.filter(user=pack.requested_by).delete()
    packs.build.build(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.frozen()) == ("failed", {"document": {}, "sections": []})


def test_what_became_exempt_while_the_pack_waited_is_withheld_with_its_title(council, meeting):
    by = council.person("manager")
    report = complete(council, title="Depot")
    file = SimpleUploadedFile("depot.pdf", secret_page())
    row = appendices.attach_appendix(by=by, report=report, upload=file, title=WITHHELD["page"])
    reports.keep_version(by=by, report=report, called="Before")
    sent(council, report, "Joint Board", reason="Urgent.")
    actions.add_agenda_item(by=by, meeting=meeting, title="Depot", report=report)
    pack = packs.ask(council, meeting, sections=SECTIONS)
    assert WITHHELD["page"] in str(list(pack.sections.values()))
    type(row).objects.filter(pk=row.pk).update(exempt_reason=REASON)
    packs.build.build(pack.pk)
    assert found(everything(Pack.objects.get(pk=pack.pk))) == set()


def test_the_newest_of_each_edition_waits_for_its_release(council, meeting):
    first = packs.finished(council, meeting)
    for _ in range(2):
        last = packs.finished(council, meeting, is_exempt=True)
    waiting = [duty.what for duty in packs_to_release(council.person("steering"), council.partnership)]
    assert waiting == [str(first), str(last)]
