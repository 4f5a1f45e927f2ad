"""Evidence: what may be attached, who may download it, how it is sent, and when it can be taken away."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from savings import actions
from savings.models import Evidence, Saving
from savings.sharing import Sharing
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def at(name, council, **named):
    return reverse(name, kwargs={"partnership": council.partnership.slug, **named})


def attached(council, saving, content=PDF, name="workings.pdf"):
    upload = SimpleUploadedFile(name, content)
    return factories.attached(council, saving, upload)


def zipped(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.fixture
def upload(council, client):
    """Posts files to a draft as its officer; gives the saving and the response."""

    def posted(*files):
        saving = factories.draft(council)
        client.force_login(council.person("officer"))
        response = client.post(at("evidence-add", council, pk=saving.pk), {"evidence": files})
        return saving, response

    return posted


def test_several_files_at_once(upload):
    saving, response = upload(SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.csv", b"a,b\n1,2\n"))
    assert response.status_code == 302
    assert [(file.name, file.content_type) for file in saving.evidence.all()] == [
        ("a.pdf", "application/pdf"),
        ("b.csv", "text/csv"),
    ]
    assert saving.evidence.first().sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "empty.pdf is empty."),
        ("page.pdf", b"<html><script>alert(1)</script></html>", "page.pdf is not a PDF"),
        ("program.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "program.pdf is not a PDF"),
        ("archive.docx", zipped("anything.txt"), "archive.docx is not a PDF"),
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture.svg is not a PDF"),
    ],
)
def test_a_file_that_is_not_evidence_is_refused_by_its_content(upload, name, content, sentence):
    saving, response = upload(SimpleUploadedFile(name, content))
    assert response.status_code == 200
    (problem,) = response.context["form"]["evidence"].problems
    assert problem.startswith(sentence)
    assert not Evidence.objects.exists()


def test_one_bad_file_among_good_ones_keeps_all_of_them_out(upload):
    _, response = upload(
        SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", b""), SimpleUploadedFile("c.pdf", b"\x00\x01")
    )
    problems = response.context["form"]["evidence"].problems
    assert [problem[:5] for problem in problems] == ["b.pdf", "c.pdf"]
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_refused(upload, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    _, response = upload(SimpleUploadedFile("big.txt", b"x" * (1024 * 1024 + 1)))
    assert response.context["form"]["evidence"].problems == [
        "big.txt is larger than 1 MB. Make it smaller or split it."
    ]


def test_no_file_chosen_is_said(upload):
    _, response = upload()
    assert response.context["form"]["evidence"].problems == ["Choose at least one file."]


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "..\\..\\x.pdf", "/etc/passwd", 'a"b\r\nX: y.pdf', "…", "x" * 300 + ".pdf"]
)
def test_a_name_is_only_a_name(council, client, settings, name):
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = name
    evidence = factories.attached(council, factories.draft(council), upload)
    assert evidence.file.name == f"evidence/{council.partnership.pk}/{evidence.sha256[:2]}/{evidence.sha256}"
    assert "/" not in evidence.name and "\\" not in evidence.name and evidence.name.endswith(".pdf")
    client.force_login(council.person("officer"))
    response = client.get(at("evidence", council, pk=evidence.pk))
    disposition = response["Content-Disposition"]
    response.close()
    assert disposition.startswith("attachment") and "\n" not in disposition


def test_files_come_with_a_new_saving_or_not_at_all(council, client):
    client.force_login(council.person("officer"))
    typed = {
        "baseline": "none",
        "workstream": "internal-audit",
        "title": "With proof",
        "kind": "cashable",
        "category": "staff",
        "recurrence": "one_off",
        "method": "Counted.",
        "stage": "realised",
        "first_year": "2025",
        "amount": "10",
        "basis": "equal",
    }
    bad = client.post(at("saving-add", council), typed | {"evidence": [SimpleUploadedFile("x.pdf", b"")]})
    assert "evidence" in bad.context["form"].errors and not Saving.objects.exists()
    client.post(at("saving-add", council), typed | {"evidence": [SimpleUploadedFile("x.pdf", PDF)]})
    assert Saving.objects.get().evidence.get().name == "x.pdf"


def test_the_page_of_a_statement_leads_its_officer_to_attaching_a_file(council, client):
    statement = factories.submitted(council)
    pages = []
    for role in ("officer", "verifier"):
        client.force_login(council.person(role))
        pages.append(client.get(at("statement", council, pk=statement.pk)).content.decode())
    assert [at("evidence-add", council, pk=statement.saving_id) in page for page in pages] == [True, False]


def test_a_download_is_never_opened_in_the_page(council, client):
    evidence = attached(council, factories.draft(council))
    client.force_login(council.person("officer"))
    response = client.get(at("evidence", council, pk=evidence.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="workings.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_lost_from_the_storage_is_not_found(council, client):
    evidence = attached(council, factories.draft(council))
    evidence.file.storage.delete(evidence.file.name)
    client.force_login(council.person("officer"))
    assert client.get(at("evidence", council, pk=evidence.pk)).status_code == 404


EVERYONE = {
    **{
        f"{role} {code}": (role, code)
        for role in ("viewer", "officer", "verifier", "chief", "api")
        for code in ("BDC", "CBC")
    },
    **{role: (role, "") for role in ("lead", "manager", "steering", "auditor", "administrator")},
}


def who_may_download(council, client, evidence):
    may = set()
    for name, person in EVERYONE.items():
        client.force_login(council.person(*person))
        response = client.get(at("evidence", council, pk=evidence.pk))
        assert response.status_code in (200, 404)
        if response.status_code == 200:
            assert b"".join(response.streaming_content) == PDF
            may.add(name)
    return may


def test_evidence_of_a_draft_is_for_its_own_council_the_lead_and_the_auditor(council, client):
    evidence = attached(council, factories.draft(council))
    assert who_may_download(council, client, evidence) == {"officer BDC", "verifier BDC", "lead", "auditor"}


def test_evidence_of_a_joint_statement_is_also_for_those_who_verify_a_share(council, client):
    statement = factories.submitted(council)
    evidence = attached(council, statement.saving)
    assert who_may_download(council, client, evidence) == {
        "officer BDC",
        "verifier BDC",
        "verifier CBC",
        "lead",
        "manager",
        "auditor",
    }


def test_a_verifier_without_a_share_does_not_see_the_evidence(council, client):
    alone = Sharing("equal", frozenset({council.organisations["BDC"].pk}))
    evidence = attached(council, factories.submitted(council, sharing=alone).saving)
    assert "verifier CBC" not in who_may_download(council, client, evidence)


def test_pages_name_no_file_that_the_reader_may_not_open(council, client):
    statement = factories.submitted(council)
    attached(council, statement.saving, name="confidential.pdf")
    client.force_login(council.person("officer", "CBC"))
    for url in (statement.get_absolute_url(), statement.saving.get_absolute_url()):
        page = client.get(url)
        assert page.status_code == 200 and "confidential" not in page.content.decode()


def test_another_partnership_finds_no_evidence(council, client):
    other = factories.three_councils("others", "X")
    evidence = attached(council, factories.submitted(council).saving)
    client.force_login(other.person("auditor"))
    assert client.get(at("evidence", council, pk=evidence.pk)).status_code == 404
    assert client.get(at("evidence", other, pk=evidence.pk)).status_code == 404


def test_removing_asks_first_and_ends_with_submission(council, client):
    saving = factories.draft(council)
    first, second = attached(council, saving), attached(council, saving, b"a,b\n", "b.csv")
    client.force_login(council.person("officer"))
    assert "Remove this file?" in client.get(at("evidence-remove", council, pk=first.pk)).content.decode()
    client.post(at("evidence-remove", council, pk=first.pk))
    assert [file.pk for file in saving.evidence.all()] == [second.pk]
    actions.submit_saving(by=council.person("officer"), saving=saving)
    page = client.post(at("evidence-remove", council, pk=second.pk)).content.decode()
    assert "A statement of this saving was submitted, so its evidence stays." in page
    assert saving.evidence.count() == 1


def test_only_the_own_officers_attach_and_remove(council, client):
    statement = factories.submitted(council)
    evidence = attached(council, statement.saving)
    for person, status in ((("verifier", "CBC"), 403), (("auditor", ""), 403), (("officer", "CBC"), 404)):
        client.force_login(council.person(*person))
        assert client.post(at("evidence-remove", council, pk=evidence.pk)).status_code == status
    client.force_login(council.person("officer", "CBC"))
    assert client.get(at("evidence-add", council, pk=statement.saving_id)).status_code == 403


@pytest.mark.parametrize("damage", ["stream", "name"])
def test_a_damaged_archive_gets_a_sentence(upload, damage):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 3)
        archive.writestr("Ärger.xml", "x")
    content = bytearray(file.getvalue())
    if damage == "stream":
        at_data = content.index(b"mimetype") + len("mimetype")
        content[at_data : at_data + 4] = b"\xff\xff\xff\xff"
    else:
        content = content.replace("Ä".encode(), b"\xff\xff")
    _, response = upload(SimpleUploadedFile("proof.odt", bytes(content)))
    assert response.status_code == 200
    assert "is not a PDF" in str(response.context["form"].errors)


def test_a_file_whose_row_is_not_written_leaves_the_storage(council):
    saving = factories.draft(council)
    upload = SimpleUploadedFile("proof.txt", b"Invoice 1")
    with (
        pytest.raises(PermissionDenied),
        actions.stored_files(council.partnership, [upload]) as (evidence,),
    ):
        stored = evidence.file.name
        assert evidence.file.storage.exists(stored)
        actions.attach_evidence(by=council.person("viewer"), saving=saving, evidence=evidence)
    assert not evidence.file.storage.exists(stored)
    assert not Evidence.objects.exists()
