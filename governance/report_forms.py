"""The forms of reports and their route. Every choice is of the one partnership."""

from typing import Any

from django import forms

from governance.models import BackgroundPaper, Body, Meeting, Report, ReportPart, ReportRecommendation, RouteRule
from governance.models.reports import LONGEST_LINE, LONGEST_PART, LONGEST_REASON, ROUTE, WRITE
from governance.models.routes import OUTCOMES, RouteStep, glance
from governance.reports.references import CHART_WORDS, Asked
from partnership import clock
from partnership.dated import period_of_slug
from partnership.files import ACCEPTED, check_file
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, FactsForm, year_choices
from partnership.permissions import reach
from savings import figures
from savings.forms.fields import Needed
from savings.models.words import MONEY_KINDS, Kind
from workstreams.models import Workstream


class _Revealed:
    """A field that stands under the option of another: needed there, so not marked as optional."""

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        return Needed(form, self, field_name)  # type: ignore[arg-type]


class ShownField(_Revealed, forms.CharField):
    pass


class ShownChoice(_Revealed, forms.ChoiceField):
    pass


class _Reasoned:
    """Pairs of radio buttons whose second answer needs a reason: an empty reason is the first answer."""

    def reasoned(self, choice: str, reason: str, missing: str) -> None:
        """Clean one pair: the reason is left out under the first answer, and asked for under the second."""
        data = self.cleaned_data
        if data.get(choice) == "no":
            if not data.get(reason, "").strip() and reason not in self.errors:
                self.add_error(reason, missing)
        else:
            data[reason] = ""
        data.pop(choice, None)


def _openness(thing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Open or exempt",
        choices=[("yes", "Open"), ("no", "Exempt")],
        widget=Radios(
            hints={
                "yes": f"All readers see {thing} once it is published.",
                "no": "Only those who may see exempt matter.",
            },
            reveals={"no": ["exempt_reason"]},
        ),
    )


def _exempt_field() -> ShownField:
    return ShownField(
        label="Reason for exemption",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Everybody sees the reason: name the ground, not the matter.",
    )


_WHY_EXEMPT = "Give the reason for exemption, or choose open."


class ReportForm(_Reasoned, FactsForm):
    """Title, author, workstream; open or exempt; consulted or not."""

    openness = _openness("it")
    exempt_reason = _exempt_field()
    consultation = forms.ChoiceField(
        label="Consultation of employees and unions",
        choices=[("yes", "Needed"), ("no", "Not needed")],
        widget=Radios(
            hints={"yes": "It does not reach the deciding body without it."},
            reveals={"no": ["no_consultation_reason"]},
        ),
    )
    no_consultation_reason = ShownField(label="Reason for not consulting", required=False, max_length=LONGEST_REASON)

    class Meta(FactsForm.Meta):
        model = Report
        fields = ["title", "author_post", "workstream"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        streams = self.fields["workstream"]
        streams.queryset = Workstream.objects.visible_to(user).filter(partnership=partnership)
        streams.empty_label, streams.help_text = "The programme as a whole", ""
        if not (user.has_perm(ROUTE, partnership) or user.organisations_for(WRITE, partnership)):
            streams.queryset = streams.queryset.filter(reach(user, WRITE, workstream="pk"))
            streams.required, streams.empty_label = True, "Choose a workstream"
        self.initial["openness"] = "no" if self.instance.exempt_reason else "yes"
        self.initial["exempt_reason"] = self.instance.exempt_reason
        self.initial["consultation"] = "no" if self.instance.no_consultation_reason else "yes"
        self.initial["no_consultation_reason"] = self.instance.no_consultation_reason
        if not self.instance.pk:
            self.initial.setdefault("author_post", user.post_title)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.reasoned("openness", "exempt_reason", _WHY_EXEMPT)
        self.reasoned("consultation", "no_consultation_reason", "Give the reason for not consulting, or choose needed.")
        return cleaned


class NewReportForm(ReportForm):
    """An officer writes for an organisation; a lead for a workstream; the programme manager for anything."""

    organisation = forms.ModelChoiceField(
        Workstream.objects.none(), label="Written for", required=False, empty_label="The partnership"
    )

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, user=user, **kwargs)
        own = user.organisations_for(WRITE, partnership)
        field = self.fields["organisation"]
        field.queryset = partnership.organisations.filter(pk__in=[each.pk for each in own]).distinct()
        if not own:
            del self.fields["organisation"]
        elif not user.has_perm(ROUTE, partnership):
            field.required, field.empty_label = True, None
            field.initial = own[0]


class PartForm(_Reasoned, ActionForm):
    """One part, with the stamp that it was read at."""

    text = LongTextField(
        label="Text",
        required=False,
        max_length=LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="In Markdown: an empty line begins a paragraph, # a heading, - a list, **bold**.",
    )
    is_none = forms.BooleanField(label="None: there is nothing to say under this heading", required=False)
    openness = _openness("this part")
    exempt_reason = _exempt_field()
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: ReportPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not part.heading.may_be_none:
            del self.fields["is_none"]
        self.fields["text"].label = part.heading.title
        self.fields["text"].help_text = f"{part.heading.hint} {self.fields['text'].help_text}"
        if part.report.exempt_reason:
            del self.fields["openness"], self.fields["exempt_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "openness" in self.fields:
            self.reasoned("openness", "exempt_reason", _WHY_EXEMPT)
        return cleaned


class DraftForm(ActionForm):
    """What the browser keeps by itself every few seconds."""

    text = LongTextField(required=False, strip=False)
    base = forms.IntegerField(min_value=0)


class ClearForm(ActionForm):
    post = forms.CharField(
        label="Cleared by", max_length=120, help_text="The post that cleared it, for example Head of Legal Services."
    )


class RecommendationForm(ActionForm):
    text = LongTextField(
        label="Recommendation",
        max_length=LONGEST_LINE,
        help_text="What the body is asked to do: begins with a small letter, after “That”.",
    )
    position = forms.TypedChoiceField(label="Number", coerce=int, help_text="Those behind it move on.")

    def __init__(self, *args: Any, report: Report, row: ReportRecommendation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = report.recommendations.count() + (row is None)
        self.fields["position"].choices = [(number, str(number)) for number in range(1, count + 1)]
        self.initial |= {"position": row.order, "text": row.text} if row else {"position": count}


class PaperForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = BackgroundPaper
        fields = ["title", "where"]


class AppendixFactsForm(_Reasoned, ActionForm):
    title = forms.CharField(max_length=200, help_text="What it is; not shown to others where it is exempt.")
    openness = _openness("it")
    exempt_reason = _exempt_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.reasoned("openness", "exempt_reason", _WHY_EXEMPT)
        return cleaned


class AppendixForm(AppendixFactsForm):
    upload = forms.FileField(label="File", help_text=f"{ACCEPTED}. At most 20 MB.")

    field_order = ["upload", "title", "openness", "exempt_reason"]

    def clean_upload(self) -> Any:
        check_file(self.cleaned_data["upload"])
        return self.cleaned_data["upload"]


class VersionForm(ActionForm):
    called = forms.CharField(
        label="Name", max_length=150, help_text="What this version is, for example “after legal advice”."
    )


class ReasonForm(ActionForm):
    reason = LongTextField(label="Reason", max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 3}))


class FigureForm(ActionForm):
    """The picker: what to insert, of what."""

    sort = forms.ChoiceField(
        label="What to insert",
        choices=[("figure", "A figure"), ("chart", "A chart")],
        initial="figure",
        widget=Radios(reveals={"figure": ["measure", "year"], "chart": ["chart"]}),
    )
    measure = ShownChoice(choices=[(each.value, each.label) for each in figures.Measure], required=False)
    year = ShownChoice(label="Financial year", required=False)
    chart = ShownChoice(choices=list(CHART_WORDS.items()), required=False)
    kind = forms.ChoiceField(choices=[(str(kind), kind.label) for kind in MONEY_KINDS])
    workstream = forms.ChoiceField(required=False)
    organisation = forms.ChoiceField(required=False)

    def __init__(self, data: Any = None, *, names: Any) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", "All years"), *[(name, name) for _, name in year_choices()[1:]]]
        self.fields["workstream"].choices = [("", "All workstreams"), *_named(names.workstreams)]
        self.fields["organisation"].choices = [("", "All organisations"), *_named(names.organisations)]

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        is_figure = data["sort"] == "figure"
        return Asked(
            data["sort"],
            data["measure"] or "target" if is_figure else data["chart"] or "years",
            Kind(data["kind"]),
            period_of_slug(data["year"]) if is_figure and data["year"] else None,
            data["workstream"],
            data["organisation"],
        )


def _named(names: Any) -> list[tuple[str, str]]:
    return [(name.code, name.text) for name in names.values()]


# --- The route --------------------------------------------------------------------------------------------------------
class _DayField(DateInputField):
    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class SendForm(ActionForm):
    body = forms.ModelChoiceField(Body.objects.none(), label="To", empty_label=None)
    on = _DayField("Sent on")
    reason = LongTextField(
        label="Reason for going on without",
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only if a body before it is passed over, or a consultation that it points to is not closed.",
    )

    def __init__(self, *args: Any, report: Report, rule: RouteRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report.rule = rule
        at = glance(report)
        ahead = [stop.number for stop in at.ahead]
        bodies = Body.objects.filter(pk__in=rule.stops.filter(order__in=ahead).values("body"))
        self.fields["body"].queryset = bodies.order_by("pk")
        order = {stop.body_id: stop for stop in rule.stops.all()}
        self.fields["body"].choices = [
            (body.pk, f"{order[body.pk].order}. {body.name}")
            for body in sorted(bodies, key=lambda body: order[body.pk].order)
        ]
        self.fields["on"].initial = clock.today()


class OutcomeForm(ActionForm):
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[(word.value, word.label) for word in OUTCOMES],
        widget=Radios(
            hints={
                RouteStep.Word.AMENDED: "It goes on once its author has made the amendments.",
                RouteStep.Word.SENT_BACK: "It is a draft again, and comes back to this body.",
            }
        ),
    )
    remarks = LongTextField(
        label="Remarks", required=False, max_length=LONGEST_LINE, help_text="Needed when it is amended or sent back."
    )
    on = _DayField("Date")
    meeting = forms.ModelChoiceField(Meeting.objects.none(), required=False, empty_label="Outside a meeting")

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.going_on().filter(body=report.stands_before, starts_at__lte=clock.end_of(clock.today()))
        self.fields["meeting"].queryset = rows.select_related("body")
        self.fields["on"].initial = clock.today()


class ReplyForm(ActionForm):
    reply = LongTextField(label="Reply", max_length=LONGEST_LINE)
    on = _DayField("Date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class AgendaOfReportForm(ActionForm):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), empty_label="Choose a meeting")
    title = forms.CharField(
        label="Title on the agenda", max_length=200, help_text="Everybody reads it, also where the report is exempt."
    )
    minutes = forms.IntegerField(
        label="Minutes planned",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_agenda = (Meeting.State.DRAFT, Meeting.State.PUBLISHED, Meeting.State.OPEN)
        rows = Meeting.objects.filter(partnership=report.partnership, state__in=with_agenda)
        rows = rows.filter(body=report.stands_before) if report.stands_before else rows
        self.fields["meeting"].queryset = rows.select_related("body").order_by("starts_at")
        if not report.exempt_reason:
            self.fields["title"].initial = report.title


MOST_STOPS = 8


class RouteForm(ActionForm):
    """The bodies of a route in their order, one choice for each place."""

    workstream = forms.ModelChoiceField(
        Workstream.objects.none(), required=False, empty_label="All that have no route of their own"
    )
    from_on = DateInputField(label="From")
    reason = forms.CharField(label="Decision behind it", max_length=300)

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workstream"].queryset = Workstream.objects.visible_to(user).filter(partnership=partnership)
        bodies = partnership.bodies.all()
        for number in range(1, MOST_STOPS + 1):
            self.fields[f"body_{number}"] = forms.ModelChoiceField(
                bodies,
                label=f"Body {number}",
                required=number == 1,
                empty_label="None" if number > 1 else "Choose a body",
            )
        self.fields["body_1"].help_text = "In order. The last body decides; bodies that are consulted only consult."

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        chosen = [facts.pop(f"body_{number}") for number in range(1, MOST_STOPS + 1)]
        return facts | {"bodies": [body for body in chosen if body]}
