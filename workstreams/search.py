"""What of workstreams is found by the search."""

from django.db.models import QuerySet

from partnership.models import Partnership, User
from partnership.search import Hit, Kind, Words, having, text_of
from workstreams.models import Communication, Consultation, Lesson, Risk, Workstream


def _here(rows: QuerySet, user: User, partnership: Partnership) -> QuerySet:
    return rows.visible_to(user).filter(partnership=partnership).select_related("partnership")


def workstreams(user: User, partnership: Partnership, words: Words) -> QuerySet:
    return having(_here(Workstream.objects.all(), user, partnership), words, "name", "purpose").order_by("name", "pk")


def risks(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = _here(Risk.objects.all(), user, partnership)
    return having(rows, words, "title", "cause", "event", "effect").order_by("-pk")


def lessons(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = _here(Lesson.objects.all(), user, partnership)
    return having(rows, words, "title", "situation", "learned", "recommendation").order_by("-learned_on", "-pk")


def consultations(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = _here(Consultation.objects.all(), user, partnership)
    return having(rows, words, "title", "proposal", "outcome").order_by("-opened_on", "-pk")


def communications(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = _here(Communication.objects.all(), user, partnership)
    return having(rows, words, "title", "said").order_by("-on", "-pk")


KINDS = (
    Kind(
        "workstreams",
        "Workstreams",
        workstreams,
        lambda row: Hit(row.name, row.get_absolute_url(), row.purpose),
    ),
    Kind(
        "risks",
        "Risks and issues",
        risks,
        lambda row: Hit(row.title, row.get_absolute_url(), text_of(row.cause, row.event, row.effect)),
        "savings.view_figures",
    ),
    Kind(
        "lessons",
        "Lessons",
        lessons,
        lambda row: Hit(
            row.title,
            row.get_absolute_url(),
            text_of(row.situation, row.learned, row.recommendation),
            row.learned_on,
        ),
    ),
    Kind(
        "consultations",
        "Consultations",
        consultations,
        lambda row: Hit(row.title, row.get_absolute_url(), text_of(row.proposal, row.outcome), row.opened_on),
    ),
    Kind(
        "communications",
        "Communications",
        communications,
        lambda row: Hit(row.title, row.get_absolute_url(), row.said, row.on),
    ),
)
