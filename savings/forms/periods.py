"""The forms of closing and reopening a period: a reason, which some steps need and one may have."""

from partnership.forms import LongTextField
from partnership.page_forms import ActionForm

LENGTH = 1000


class AskToCloseForm(ActionForm):
    reason = LongTextField(
        label="Anything the verifiers should know",
        required=False,
        max_length=LENGTH,
        help_text="Everybody who sees the figures can read it.",
    )


class WhyForm(ActionForm):
    reason = LongTextField(
        label="Reason",
        max_length=LENGTH,
        help_text="It stays with the period, and everybody who sees the figures can read it.",
    )
