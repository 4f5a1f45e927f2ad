"""The public register as an Atom feed: agendas and reports as they are published, decisions once their meeting is over,
and minutes once they are agreed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from governance import register
from governance.models import Decision, Meeting
from partnership.models import Partnership
from partnership.templatetags.portal import date_words, moment_words

NEWEST = 50


@dataclass(frozen=True)
class Entry:
    title: str
    text: str
    link: str
    at: datetime


def entries(partnership: Partnership) -> list[Entry]:
    """The newest on top. Two queries, and one for each part of the register."""
    published = register.meetings(partnership).filter(published_at__isnull=False).order_by("-published_at", "-pk")
    taken = register.decisions(partnership).order_by("-meeting__ended_at", "-pk")
    found = [_agenda(each) for each in published[:NEWEST]] + [_decision(each) for each in taken[:NEWEST]]
    of_parts = register.papers(register.meetings(partnership), NEWEST)
    found += [_paper(part, each) for part, papers in of_parts for each in papers]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:NEWEST]


def _agenda(meeting: Meeting) -> Entry:
    link = reverse("public-register-meeting", args=[meeting.partnership.slug, meeting.pk])
    when = f"{meeting.body} meets on {moment_words(meeting.starts_at)}, {meeting.place_name}."
    gone = meeting.state in (Meeting.State.CANCELLED, Meeting.State.POSTPONED)
    text = f"{when} This meeting is {meeting.get_state_display().lower()}." if gone else when
    assert meeting.published_at is not None
    return Entry(f"Agenda: {meeting}", text, link, meeting.published_at)


def _decision(row: Any) -> Entry:
    link = reverse("public-register-decision", args=[row.partnership.slug, row.pk])
    text = f"{row.shown_motion} {row.result}" if row.may_read else row.exempt_words
    return Entry(f"{row.reference}: {row.subject}", text, link, _ended(row))


def _paper(part: register.Part, paper: register.Paper) -> Entry:
    address = [paper.meeting.partnership.slug, paper.meeting.pk, part.key, paper.key]
    return Entry(paper.called, paper.summary, reverse("public-register-paper", args=address), paper.at)


def _ended(row: Decision) -> datetime:
    assert row.meeting.ended_at is not None
    return row.meeting.ended_at


class RegisterFeed(Feed):
    feed_type = Atom1Feed
    language = "en-GB"
    item_guid_is_permalink = True

    def __init__(self, partnership: Partnership, since: datetime) -> None:
        self.partnership = partnership
        self.title = f"Meetings and decisions of {partnership.name}"
        self.subtitle = f"Agendas, reports, decisions and agreed minutes, published since {date_words(since)}."
        self.link = reverse("public-register", args=[partnership.slug])
        self.feed_url = reverse("public-register-feed", args=[partnership.slug])
        self.author_name = partnership.name

    def items(self) -> list[Entry]:
        return entries(self.partnership)

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.text

    def item_link(self, item: Entry) -> str:
        return item.link

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.at
