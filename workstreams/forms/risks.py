"""The forms of risks and issues, their reviews, their escalation, and what is done about them."""

from typing import Any

from django import forms

from partnership import clock
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, FactsForm
from workstreams.actions import MAY_EDIT
from workstreams.forms.owners import OwnerField
from workstreams.models import Risk
from workstreams.models.risks import LONGEST_TEXT, RATED
from workstreams.ratings import IMPACTS, LIKELIHOODS

_WORDS = ["title", "cause", "event", "effect"]
_HANDLING = ["proximity", "response", "owner", "owner_post"]
_RATING_HINTS = {
    "inherent_likelihood": "Before anything is done about it.",
    "residual_likelihood": "As it is now, with what has been done.",
    "target_likelihood": "As it should become.",
}


def _rating(name: str) -> forms.TypedChoiceField:
    words = LIKELIHOODS if name.endswith("likelihood") else IMPACTS
    choices = [("", "Choose"), *((number, f"{number} {word}") for number, word in words.items())]
    label = name.replace("_", " ").capitalize()
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        help_text=_RATING_HINTS.get(name, ""),
    )


class _RatedForm:
    """Six choices from 1 to 5, handed to the action as `ratings`. Of an issue the likelihood is not asked for."""

    def add_ratings(self, now: Risk | None = None) -> None:
        for name in RATED:
            self.fields[name] = _rating(name)
            self.fields[name].initial = getattr(now, name) if now else None
            if name.endswith("likelihood") and self.data.get("kind") == Risk.Kind.ISSUE:
                self.fields[name].required = False

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        given = {name: facts.pop(name, None) for name in RATED}
        return facts | {"ratings": {name: value for name, value in given.items() if value}}


def _choose(form: forms.BaseForm) -> None:
    for name in ("proximity", "response"):
        form.fields[name].choices = [("", "Choose"), *form.fields[name].choices[1:]]


class RiskForm(FactsForm):
    """The words of a risk, who answers for it and how; not its ratings."""

    owner = OwnerField()

    class Meta(FactsForm.Meta):
        model = Risk
        fields = [*_WORDS, *_HANDLING]

    field_order = Meta.fields

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(partnership)
        _choose(self)


class NewRiskForm(_RatedForm, FactsForm):
    """The workstreams offered are those that the user may edit; the programme as a whole too, if that is."""

    owner = OwnerField()
    kind = forms.ChoiceField(
        label="What it is",
        choices=Risk.Kind.choices,
        widget=Radios(hints={"risk": "It may happen.", "issue": "It has happened: its likelihood is 5."}),
        initial=Risk.Kind.RISK,
    )
    raised_on = DateInputField(label="Raised", help_text="The day on which it was seen.")
    remark = LongTextField(label="Remark on the ratings", max_length=LONGEST_TEXT, required=False)

    class Meta(FactsForm.Meta):
        model = Risk
        fields = ["kind", "workstream", *_WORDS, *_HANDLING, "raised_on", "review_on"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        self.fields["owner"].offer(partnership)
        _choose(self)
        self.fields["raised_on"].initial = clock.today()
        self.fields["review_on"].help_text = "When the ratings are looked at again."
        streams = self.fields["workstream"]
        streams.queryset = partnership.workstreams.editable_by(user)
        streams.help_text = ""
        if user.has_perm(MAY_EDIT, Risk(partnership=partnership)):
            streams.empty_label = "The programme as a whole"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"
        self.add_ratings()
        self.order_fields(["kind", "workstream", *_WORDS, *RATED, "remark", *_HANDLING, "raised_on", "review_on"])

    def _post_clean(self) -> None:
        """The action checks the whole record, ratings included: here it would miss what the form does not hold."""


class RiskReviewForm(_RatedForm, ActionForm):
    on = DateInputField(label="Reviewed")
    remark = LongTextField(
        label="Remark",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="What has changed, and why the ratings are what they are.",
    )
    next_on = DateInputField(label="Next review")

    def __init__(self, *args: Any, risk: Risk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        self.add_ratings(risk)
        if risk.kind == Risk.Kind.ISSUE:
            for name in RATED:
                if name.endswith("likelihood"):
                    del self.fields[name]
        self.order_fields(["on", *RATED, "remark", "next_on"])


class RiskReasonForm(ActionForm):
    reason = LongTextField(label="Reason", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class IssueForm(ActionForm):
    reason = LongTextField(label="What happened", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    impact = forms.TypedChoiceField(
        label="Impact now",
        coerce=int,
        choices=[("", "Choose"), *((number, f"{number} {word}") for number, word in IMPACTS.items())],
    )
    next_on = DateInputField(label="Next review")
