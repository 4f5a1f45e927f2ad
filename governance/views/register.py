"""The public register of meetings and decisions: its pages for anybody, and those that switch it on and off."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from governance import actions, register
from governance.actions.publications import MAY_PUBLISH, MAY_WITHDRAW
from governance.models import AgendaItem, Body, Decision, GovernancePublication, Meeting, Report
from governance.models.decisions import EXEMPT_WORDS
from governance.models.meetings import timed
from governance.register_papers import report_items
from governance.views.finding import form_methods, to_meetings
from governance.views.register_feed import RegisterFeed
from partnership import clock
from partnership.context import Place
from partnership.listing import Column, Listing
from partnership.models import Partnership
from partnership.parts import Row
from partnership.search import LONGEST, words_of
from partnership.templatetags.portal import date_words, moment_words, tag
from partnership.views.files import download
from partnership.views.public import published
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams.views.publishing import Publishing, public_csv

# --- The switch -------------------------------------------------------------------------------------------------------
PUBLISHING = Publishing(
    of=GovernancePublication,
    heading="Public register of meetings and decisions",
    called="the public register",
    family="register",
    public="public-register",
    switch_on=actions.publish_register,
    switch_off=actions.withdraw_register,
    may_on=MAY_PUBLISH,
    may_off=MAY_WITHDRAW,
)


@require_safe
@in_partnership()
def register_publication(request: ScopedRequest) -> HttpResponse:
    text = (
        "The register shows meetings from when notice is given, agendas once they are published with the open reports "
        "that stand on them and their open appendices, decisions with the votes by organisation once a meeting is over "
        "and agreed minutes. Of what is exempt it shows the title and the reason alone. Drafts are not in it, and it "
        "names nobody who is not named in minutes, reports or files themselves."
    )
    return PUBLISHING.page(request, to_meetings(request), text)


@form_methods
@in_partnership()
def register_publish(request: ScopedRequest) -> HttpResponse:
    text = (
        "what is open of meetings, agendas, reports, decisions and agreed minutes, of former years too and from now on "
        "as it comes. Read the titles of items, and the reasons for exemption, once more: none should name a person, "
        "or tell what is exempt."
    )
    return PUBLISHING.on_page(request, to_meetings(request), text)


@form_methods
@in_partnership()
def register_withdraw(request: ScopedRequest) -> HttpResponse:
    return PUBLISHING.off_page(request, to_meetings(request))


# --- For anybody: meetings --------------------------------------------------------------------------------------------
def _bodies(request: HttpRequest | None) -> QuerySet[Body]:
    """Those whose meetings are public."""
    found = register.meetings(request.partnership_shown) if request else Meeting.objects.none()  # type: ignore[attr-defined]
    return Body.objects.filter(pk__in=found.order_by().values("body"))


class MeetingFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(queryset=_bodies, empty_label="All", label="Body")
    time = django_filters.ChoiceFilter(
        method="of_time", label="When", choices=[("ahead", "Still to come"), ("past", "Past")], empty_label="All"
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def of_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        now = clock.now()
        return rows.filter(starts_at__gte=now) if value == "ahead" else rows.filter(starts_at__lt=now)


def _state(row: Meeting) -> str:
    """How it stands, for the public: minutes that are not agreed are nobody's business yet."""
    if row.state == Meeting.State.DRAFT:
        return "Notice given"
    return "Held" if row.state in (Meeting.State.MINUTES, Meeting.State.CLOSED) else row.get_state_display()


_MEETINGS = (
    Column(
        "When",
        lambda row: row.starts_at,
        sort="starts_at",
        link=lambda row: reverse("public-register-meeting", args=[row.partnership.slug, row.pk]),
        shown=moment_words,
    ),
    Column("Body", lambda row: row.body.name, sort="body__name"),
    Column("Place", lambda row: row.place_name),
    Column("State", _state, shown=lambda text: tag(text.lower(), text)),
)


@published(GovernancePublication, "register")
def public_meetings(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """Every meeting of which notice was given, the latest on top. Four queries."""
    here = request.partnership_shown = publication.partnership  # type: ignore[attr-defined]
    listing = Listing(request, register.meetings(here), _MEETINGS, filterset=MeetingFilter, sort="-when")
    listing.caption = "Meetings"
    return _page(request, publication, "meetings", {"listing": listing})


@published(GovernancePublication, "register")
def public_meeting(request: HttpRequest, publication: GovernancePublication, pk: int) -> HttpResponse:
    """The agenda, what was decided, and what else is public of it."""
    here = publication.partnership
    found = get_object_or_404(register.meetings(here), pk=pk)
    instead = register.meetings(here).filter(instead_of=found).first()
    papers = register.by_item(register.papers(register.meetings(here).filter(pk=found.pk)))
    items = timed(found, list(register.items(found)))
    context = {
        "meeting": found,
        "state": _state(found),
        "items": [(item, begins, papers.get(item.pk, [])) for item, begins in items],
        "decisions": register.decisions(here).filter(meeting=found).order_by("pk"),
        "papers": papers.get(None, []),
        "instead": instead,
    }
    return _page(request, publication, "meeting", context)


def _paper(publication: GovernancePublication, pk: int, kind: str, key: str) -> tuple[register.Part, register.Paper]:
    found = register.paper(register.meetings(publication.partnership).filter(pk=pk), kind, key)
    if found is None:
        raise Http404
    return found


@published(GovernancePublication, "register")
def public_paper(
    request: HttpRequest, publication: GovernancePublication, pk: int, kind: str, key: str
) -> HttpResponse:
    """Minutes, a report: whatever a part shows of a meeting."""
    part, paper = _paper(publication, pk, kind, key)
    context = {"meeting": paper.meeting, "part": part, "paper": paper, "files": part.files(paper)}
    return _page(request, publication, "paper", context | part.show(paper))


@published(GovernancePublication, "register")
def public_paper_file(
    request: HttpRequest, publication: GovernancePublication, pk: int, kind: str, key: str, file: str
) -> HttpResponseBase:
    """One of the files of a paper."""
    part, paper = _paper(publication, pk, kind, key)
    found = next((each for each in part.files(paper) if each.key == file), None)
    if found is None:
        raise Http404
    return download(found.file, found.name, found.content_type)


@published(GovernancePublication, "register")
def public_meetings_file(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """The CSV of all meetings. One query."""
    here = publication.partnership
    headings = ["Partnership", "Body", "Starts", "Place", "State", "Notice given", "Agenda published", "Address"]
    lines = (
        [here.name, row.body.name, row.starts_at, row.place_name, _state(row), row.noticed_at, row.published_at]
        + [request.build_absolute_uri(reverse("public-register-meeting", args=[here.slug, row.pk]))]
        for row in register.meetings(here).order_by("-starts_at", "-pk")
    )
    return public_csv(f"{here.slug}-meetings", chain([headings], lines))


def _search() -> django_filters.CharFilter:
    """Anybody may send anything: more words than a search takes are refused."""
    return django_filters.CharFilter(label="Search", method="of_words", max_length=LONGEST, validators=[words_of])


# --- For anybody: reports ---------------------------------------------------------------------------------------------
class ReportFilter(django_filters.FilterSet):
    q = _search()
    body = django_filters.ModelChoiceFilter("meeting__body", queryset=_bodies, empty_label="All", label="Body")
    year = django_filters.NumberFilter("meeting__starts_at__year", label="Year", min_value=1990, max_value=2100)

    class Meta:
        model = AgendaItem
        fields: list[str] = []

    def of_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In what is shown, and nowhere else: else a search would tell what is exempt."""
        for word in words_of(value):
            rows = rows.filter(report__in=Report.objects.public().openly_about(word))
        return rows


def _report_address(row: AgendaItem) -> str:
    assert row.report is not None
    arguments = [row.meeting.partnership.slug, row.meeting_id, "reports", row.report.number]
    return reverse("public-register-paper", args=arguments)


_REPORTS = (
    Column("Report", lambda row: row.report.title, sort="report__title", link=_report_address),
    Column("Meeting", lambda row: row.meeting.starts_at, sort="meeting__starts_at", shown=date_words),
    Column("Body", lambda row: row.meeting.body.name, sort="meeting__body__name"),
    Column("Workstream", lambda row: row.report.workstream.name if row.report.workstream else "Programme"),
    Column("Report of", lambda row: row.report.author_post),
    Column("Published", lambda row: row.at, sort="at", shown=date_words),
)


def _report_items(here: Partnership) -> QuerySet[AgendaItem]:
    return report_items(register.meetings(here).filter(published_at__isnull=False))


@published(GovernancePublication, "register")
def public_reports(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """Every open report of a public agenda, the latest on top. Four queries."""
    here = request.partnership_shown = publication.partnership  # type: ignore[attr-defined]
    listing = Listing(request, _report_items(here), _REPORTS, filterset=ReportFilter, sort="-meeting")
    listing.caption = "Reports"
    return _page(request, publication, "reports", {"listing": listing})


@published(GovernancePublication, "register")
def public_reports_file(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """The CSV of all open reports. One query."""
    here = publication.partnership
    headings = ["Partnership", "Report", "Title", "Report of", "Workstream", "Body", "Meeting", "Item", "Published"]
    lines = (
        [here.name, row.report.number, row.report.title, row.report.author_post]
        + [row.report.workstream.name if row.report.workstream else "", row.meeting.body.name, row.meeting.on]
        + [row.order, row.at, request.build_absolute_uri(_report_address(row))]
        for row in _report_items(here).order_by("-meeting__starts_at", "order", "-pk")
    )
    return public_csv(f"{here.slug}-reports", chain([[*headings, "Address"]], lines))


# --- For anybody: decisions -------------------------------------------------------------------------------------------
class DecisionFilter(django_filters.FilterSet):
    q = _search()
    body = django_filters.ModelChoiceFilter("meeting__body", queryset=_bodies, empty_label="All", label="Body")
    year = django_filters.NumberFilter("year", label="Year", min_value=1990, max_value=2100)

    class Meta:
        model = Decision
        fields: list[str] = []

    def of_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In what is shown, and nowhere else: else a search would tell what is exempt."""
        for word in words_of(value):
            rows = rows.filter(
                Q(shown_motion__icontains=word) | Q(item__title__icontains=word) | Q(reference__icontains=word)
            )
        return rows


_DECISIONS = (
    Column(
        "Decision",
        lambda row: row.reference,
        sort="number",
        link=lambda row: reverse("public-register-decision", args=[row.partnership.slug, row.pk]),
    ),
    Column("Taken", lambda row: row.taken_at, sort="taken_at", shown=date_words),
    Column("Body", lambda row: row.meeting.body.name, sort="meeting__body__name"),
    Column("Subject", lambda row: row.subject),
    Column(
        "Decided",
        lambda row: row.shown_motion if row.may_read else EXEMPT_WORDS,
        shown=lambda text: Truncator(text).chars(200),
    ),
    Column("Outcome", lambda row: row.outcome if row.may_read else "", shown=lambda word: tag(word) if word else "–"),
)


@published(GovernancePublication, "register")
def public_decisions(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """Every decision of a meeting that is over, the latest on top. Four queries."""
    here = request.partnership_shown = publication.partnership  # type: ignore[attr-defined]
    listing = Listing(request, register.decisions(here), _DECISIONS, filterset=DecisionFilter, sort="-taken")
    listing.caption = "Decisions"
    return _page(request, publication, "decisions", {"listing": listing})


@published(GovernancePublication, "register")
def public_decision(request: HttpRequest, publication: GovernancePublication, pk: int) -> HttpResponse:
    """The motion, how it came out and how each organisation voted; of an exempt one its reference and subject."""
    found = get_object_or_404(register.decisions(publication.partnership), pk=pk)
    votes = register.votes([found]).get(found.pk, [])
    context = {"decision": found, "votes": votes, "corrected_by": register.corrected_by(found)}
    return _page(request, publication, "decision", context)


# --- For programs -----------------------------------------------------------------------------------------------------
_HEADINGS = ["Partnership", "Reference", "Taken", "Body", "Subject", "Exempt", "Why exempt"]
_HEADINGS += ["Binding", "Motion", "As recommended"]
_HEADINGS += ["Outcome", "For", "Against", "Abstained", "By organisation", "Corrects", "Corrected by", "Address"]


@published(GovernancePublication, "register")
def public_decisions_file(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """The CSV of all decisions. Three queries."""
    here = publication.partnership
    rows = list(register.decisions(here).order_by("-taken_at", "-pk"))
    return public_csv(f"{here.slug}-decisions", chain([_HEADINGS], _lines(request, here, rows)))


def _lines(request: HttpRequest, here: Partnership, rows: list[Any]) -> Iterator[list[Any]]:
    by_decision = register.votes(rows)
    for row in rows:
        votes = "; ".join(f"{one.name}: {one.words.lower()}" for one in by_decision.get(row.pk, []))
        open_ = [row.is_binding, row.shown_motion, row.shown_original, row.get_outcome_display()]
        open_ += [row.votes_for, row.votes_against, row.abstentions, votes, *_corrections(row)]
        address = request.build_absolute_uri(reverse("public-register-decision", args=[here.slug, row.pk]))
        named = [here.name, row.reference, row.taken_at, row.meeting.body.name, row.subject, row.is_exempt]
        named.append(row.why_exempt)
        yield [*named, *(open_ if row.may_read else [""] * len(open_)), address]


def _corrections(row: Any) -> list[str]:
    return [each.reference if each else "" for each in (row.corrects, register.corrected_by(row))]


@published(GovernancePublication, "register")
def public_feed(request: HttpRequest, publication: GovernancePublication) -> HttpResponse:
    """Atom (RFC 4287). Five queries."""
    response = RegisterFeed(publication.partnership, publication.published_at)(request)
    response["Access-Control-Allow-Origin"] = "*"
    return response


# --- What its pages share ---------------------------------------------------------------------------------------------
_FAMILIES = {"meeting": "public-register", "paper": "public-register", "decision": "public-register-decisions"}
_ADDRESSES = {
    "Meetings": "public-register",
    "Reports": "public-register-reports",
    "Decisions": "public-register-decisions",
}


def _page(request: HttpRequest, publication: GovernancePublication, name: str, context: dict[str, Any]) -> HttpResponse:
    slug = publication.partnership.slug
    own = request.resolver_match.url_name if request.resolver_match else ""
    here = _FAMILIES.get(name, own)
    places = [Place(text, reverse(each, args=[slug]), each == here) for text, each in _ADDRESSES.items()]
    shared = {
        "publication": publication,
        "since": date_words(publication.published_at),
        "rows": [Row("Parts of the register", places)],
        "path": request.path,
    }
    return render(request, f"governance/register/{name}.html", shared | context)
