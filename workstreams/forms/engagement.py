"""The forms of lessons, communications and consultations."""

from typing import Any

from django import forms

from partnership import clock
from partnership.file_forms import HINT, FilesField
from partnership.forms import Checkboxes, LongTextField
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, EditedForm, FactsForm
from workstreams import stages
from workstreams.actions import MAY_EDIT, tags_from
from workstreams.models import Communication, Consultation, Consultee, Lesson
from workstreams.models.consultations import LONGEST_TEXT
from workstreams.models.programme import OfProgramme


class OfProgrammeForm(EditedForm):
    """The workstreams offered are those that the user may edit; the programme as a whole too, if that is."""

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        if "workstream" not in self.fields:
            return
        streams: Any = self.fields["workstream"]
        streams.queryset = partnership.workstreams.editable_by(user)
        streams.help_text = ""
        model: type[OfProgramme] = self._meta.model
        if user.has_perm(MAY_EDIT, model(partnership=partnership)):
            streams.empty_label = "The programme as a whole"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"


def _labelled(form: forms.BaseForm, **labels: str) -> None:
    """What a form asks: the words of a history would make no question."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label


class LessonForm(OfProgrammeForm):
    tags = forms.CharField(
        label="Tags", required=False, max_length=400, help_text="Words to find it by, with commas between them."
    )

    class Meta(FactsForm.Meta):
        model = Lesson
        fields = [
            *("title", "workstream", "stage", "situation", "learned", "recommendation", "tags", "learned_on"),
            "is_public",
        ]

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, stage="Learned at the stage", learned="What was learned", is_public="It may be told to anybody")
        self.fields["stage"].choices = [("", "No stage of its own"), *self.fields["stage"].choices[1:]]
        if self.instance.pk:
            self.fields["tags"].initial = self.instance.tag_words
        else:
            self.fields["learned_on"].initial = clock.today()

    def clean_tags(self) -> list[str]:
        return tags_from(self.cleaned_data["tags"].split(","))

    def value_of(self, saved: Lesson, name: str) -> Any:
        return saved.tag_words if name == "tags" else super().value_of(saved, name)

    def words_of(self, saved: Lesson, name: str) -> str:
        return saved.tag_words or "None" if name == "tags" else super().words_of(saved, name)


class CommunicationForm(OfProgrammeForm):
    class Meta(FactsForm.Meta):
        model = Communication
        fields = ["kind", "title", "workstream", "audience", "on", "said"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, kind="What it was", audience="For whom", on="Day", said="What was said, or learned")
        for name in ("kind", "audience"):
            self.fields[name].choices = [("", "Choose"), *self.fields[name].choices[1:]]


class NewCommunicationForm(CommunicationForm):
    files = FilesField(label="Papers", required=False, help_text=HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class ConsultationForm(OfProgrammeForm):
    class Meta(FactsForm.Meta):
        model = Consultation
        fields = ["title", "stage", "proposal", "opened_on", "closes_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, stage="For the gate before", opened_on="Opens")
        self.fields["stage"].choices = [("", "None: it is about something else"), *self.fields["stage"].choices[1:]]
        self.fields["proposal"] = LongTextField(
            label="What is proposed",
            max_length=LONGEST_TEXT,
            help_text="As it is put to those who are consulted. It stays once somebody has answered.",
        )


class NewConsultationForm(ConsultationForm):
    groups = forms.MultipleChoiceField(
        label="Who is asked on the day it opens",
        choices=[(each.value, each.label) for each in Consultee.Group if each not in ("organisation", "other")],
        required=False,
        widget=Checkboxes,
        help_text="Organisations and others are added afterwards, by name.",
    )
    files = FilesField(label="Papers", required=False, help_text=HINT)

    class Meta(ConsultationForm.Meta):
        fields = ["title", "workstream", *ConsultationForm.Meta.fields[1:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stream = self.initial.get("workstream")
        self.fields["opened_on"].initial = clock.today()
        self.fields["stage"].initial = stages.following(stream.stage) if stream else None
        self.order_fields(["title", "workstream", "stage", "proposal", "opened_on", "closes_on", "groups", "files"])


class ConsulteeForm(EditedForm):
    """Who is asked; of one who was, also what they answered and what was done."""

    class Meta(FactsForm.Meta):
        model = Consultee
        fields = ["group", "organisation", "name", "asked_on", "answered_on", "response", "done"]

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consultation = consultation
        _labelled(self, group="Who is consulted", name="Called", done="What was done about it")
        self.fields["group"].choices = [("", "Choose"), *self.fields["group"].choices[1:]]
        organisations: Any = self.fields["organisation"]
        organisations.queryset = consultation.partnership.organisations.distinct()
        organisations.empty_label = "No one organisation"
        if not self.instance.pk:
            self.fields["asked_on"].initial = max(consultation.opened_on, clock.today())
            for name in ("answered_on", "response", "done"):
                del self.fields[name]
            return
        for name in ("response", "done"):
            kept = self.fields[name]
            self.fields[name] = LongTextField(
                label=kept.label, help_text=kept.help_text, max_length=LONGEST_TEXT, required=False
            )


class CloseConsultationForm(ActionForm):
    result = forms.ChoiceField(label="What became of it", choices=[("", "Choose"), *Consultation.Result.choices])
    outcome = LongTextField(
        label="What was done",
        max_length=LONGEST_TEXT,
        help_text="With what was said, as a whole: for the report to the board.",
    )


class PapersForm(ActionForm):
    files = FilesField(label="Papers", help_text=HINT)
