"""The lessons-learned log: for members, for those who keep it and, once it is switched on, for anybody."""

from functools import partial
from itertools import chain
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.listing import Column, Listing
from partnership.models import Partnership
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.public import published
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import LessonForm
from workstreams.models import Lesson, LessonsPublication, LessonTag, Workstream
from workstreams.models.lessons import STAGES
from workstreams.views.finding import find_workstream, form_methods, named_workstream
from workstreams.views.logs import (
    Log,
    OfProgrammeFilter,
    SearchFilter,
    day_filter,
    find_row,
    find_to_edit,
    rows_of,
)
from workstreams.views.publishing import Publishing, public_csv

_WORDS = ("title", "situation", "learned", "recommendation")


def _tags(request: Any) -> list[tuple[str, str]]:
    if request is None:
        return []
    rows = LessonTag.objects.visible_to(request.user).filter(lesson__partnership=request.partnership)
    return [(name, name) for name in rows.words()]


class LessonFilter(OfProgrammeFilter):
    stage = django_filters.ChoiceFilter(choices=STAGES, label="Stage", empty_label="All")
    tag = django_filters.ChoiceFilter(label="Tag", empty_label="All", method="of_tag")
    public = django_filters.ChoiceFilter(
        "is_public", choices=[("True", "Yes"), ("False", "No")], label="May be told to anybody", empty_label="All"
    )
    since = day_filter("Learned from", "learned_on", "gte")
    until = day_filter("Learned until", "learned_on", "lte")
    q = SearchFilter(*_WORDS)

    class Meta:
        model = Lesson
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["tag"].extra["choices"] = _tags(self.request)

    def of_tag(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.tagged(value)


_TITLE = Column("Lesson", lambda row: row.title, sort="title", link=Lesson.get_absolute_url)
_STAGE = Column("Stage", lambda row: row.get_stage_display(), sort="stage", shown=lambda value: value or "–")
_WHERE = Column("Workstream", lambda row: row.where, sort="workstream__name")
_RECOMMENDED = Column("Recommendation", lambda row: row.recommendation)
_TAGS = Column("Tags", lambda row: row.tag_words, shown=lambda value: value or "–")
_LEARNED = Column("Learned", lambda row: row.learned_on, sort="learned_on")
_COLUMNS = (
    _TITLE,
    _WHERE,
    _STAGE,
    _RECOMMENDED,
    _TAGS,
    _LEARNED,
    Column(
        "Public",
        lambda row: "yes" if row.is_public else "no",
        sort="is_public",
        shown=lambda value: tag("public", "Public") if value == "yes" else "–",
    ),
)
_FILE = (
    _TITLE,
    _WHERE,
    _STAGE,
    Column("Situation", lambda row: row.situation),
    Column("What was learned", lambda row: row.learned),
    _RECOMMENDED,
    _TAGS,
    _LEARNED,
    Column("Public", lambda row: row.is_public),
)

LOG = Log("lesson", "Lessons", _COLUMNS, _FILE, LessonFilter, sort="-learned")


# --- Reading ----------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership()
def lesson_log(request: ScopedRequest) -> HttpResponseBase:
    """All lessons of the partnership, the newest first."""
    return _log(request, None)


@require_safe
@in_partnership()
def lesson_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    return _log(request, find_workstream(request, workstream))


def _log(request: ScopedRequest, stream: Workstream | None) -> HttpResponseBase:
    return LOG.page(
        request,
        rows_of(request, Lesson, stream).prefetch_related("tags"),
        stream,
        may_publish=stream is None and PUBLISHING.may(request),
        publication=PUBLISHING.current(request.partnership),
    )


@require_safe
@in_partnership()
def lesson(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, Lesson, pk)
    context = {
        "lesson": row,
        "workstream": row.workstream,
        "tags": [(each.name, _tagged(request, each.name)) for each in row.tags.all()],
        "events": _events(row) if request.user.has_perm("partnership.view_history", row) else None,
        "may_edit": request.user.has_perm(MAY_EDIT, row),
        "trail": LOG.trail(request, row.workstream),
    }
    return render(request, "workstreams/lessons/lesson.html", context)


def _tagged(request: ScopedRequest, name: str) -> str:
    """All lessons with this tag."""
    return reverse("lesson-log", args=[request.partnership.slug], query={"tag": name})


def _events(row: Lesson) -> list[history.Event]:
    tags = history.events_of(LessonTag, called=lambda each: f"tag “{each.name}”", lesson=row)
    return history.newest_first([*history.events(row), *tags])


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership(MAY_EDIT)
def lesson_add(request: ScopedRequest) -> HttpResponse:
    named = named_workstream(request)
    form = _form(request, initial={"workstream": named})
    act = partial(actions.record_lesson, by=request.user, partnership=request.partnership)
    steps = LOG.trail(request, named)
    page = Page("Record a lesson", back=steps[-1].url, trail=steps, action="Record it", done="The lesson was recorded.")
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def lesson_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Lesson, pk)
    act = partial(actions.edit_lesson, by=request.user, lesson=row)
    more = [Step("Remove this lesson", reverse("lesson-remove", args=[request.partnership.slug, pk]))]
    page = LOG.page_of(request, row, "Change the lesson", done="The lesson was changed.", more=more)
    return form_page(request, _form(request, instance=row), act, page)


@form_methods
@in_partnership()
def lesson_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Lesson, pk)
    steps = LOG.trail(request, row.workstream)
    words = {"action": "Remove lesson", "done": "The lesson was removed.", "text": "Its history stays."}
    page = Page(f"Remove the lesson “{row}”", back=steps[-1].url, trail=steps, danger=True, **words)
    return confirm_page(request, partial(actions.remove_lesson, by=request.user, lesson=row), page)


def _form(request: ScopedRequest, **given: Any) -> LessonForm:
    return LessonForm(request.POST or None, partnership=request.partnership, user=request.user, **given)


# --- The public page, and its switch ----------------------------------------------------------------------------------
PUBLISHING = Publishing(
    of=LessonsPublication,
    heading="Public page of lessons",
    called="the public page of lessons",
    family="lesson",
    public="public-lessons",
    switch_on=actions.publish_lessons,
    switch_off=actions.withdraw_lessons,
)


@require_safe
@in_partnership()
def lesson_publication(request: ScopedRequest) -> HttpResponse:
    number = _public(request.partnership).count()
    text = (
        f"{number} lesson{' is' if number == 1 else 's are'} marked as one that may be told to anybody. The page shows "
        "them and no other, each with the name of its workstream, its stage and its tags; no person and no paper is on "
        "it."
    )
    return PUBLISHING.page(request, LOG.trail(request), text)


@form_methods
@in_partnership()
def lesson_publish(request: ScopedRequest) -> HttpResponse:
    text = (
        "the lessons that are marked as such, each with the name of its workstream, its stage and its tags; from now "
        "on also each that is marked later. Read them once more: none should name a person or a supplier that has not "
        "agreed."
    )
    return PUBLISHING.on_page(request, LOG.trail(request), text)


@form_methods
@in_partnership()
def lesson_withdraw(request: ScopedRequest) -> HttpResponse:
    return PUBLISHING.off_page(request, LOG.trail(request))


class PublicFilter(django_filters.FilterSet):
    """Of the public lessons alone: also the tags that it offers are theirs."""

    q = SearchFilter(*_WORDS)
    stage = django_filters.ChoiceFilter(choices=STAGES, label="Stage", empty_label="All")
    tag = django_filters.ChoiceFilter(label="Tag", empty_label="All", method="of_tag")

    class Meta:
        model = Lesson
        fields: list[str] = []

    def __init__(self, *args: Any, tags: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["tag"].extra["choices"] = [(name, name) for name in tags]

    of_tag = LessonFilter.of_tag


def _public(partnership: Partnership) -> QuerySet:
    return Lesson.objects.filter(partnership=partnership, is_public=True)


@published(LessonsPublication, "lessons")
def public_lessons(request: HttpRequest, publication: LessonsPublication) -> HttpResponse:
    """What may be told to anybody, the newest first. Five queries."""
    rows = _public(publication.partnership)
    tags = LessonTag.objects.filter(lesson__in=rows.order_by().values("pk")).words()
    found = rows.select_related("workstream").prefetch_related("tags")
    listing = Listing(request, found, (_LEARNED,), filterset=PublicFilter, sort="-learned", tags=tags)
    context = {"listing": listing, "publication": publication, "since": date_words(publication.published_at)}
    return render(request, "workstreams/lessons/public.html", context)


@published(LessonsPublication, "lessons")
def public_lessons_file(request: HttpRequest, publication: LessonsPublication) -> HttpResponse:
    """The CSV, with the partnership in each row."""
    here = publication.partnership
    columns = _FILE[:-1]
    rows = _public(here).select_related("workstream").prefetch_related("tags")
    lines = ([here.name, *(column.value(row) for column in columns)] for row in rows)
    return public_csv(f"{here.slug}-lessons", chain([["Partnership", *(column.heading for column in columns)]], lines))
