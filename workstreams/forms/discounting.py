"""The form of a discount rate."""

from typing import Any

from partnership.forms import DateInputField, LongTextField, PercentField
from partnership.page_forms import ActionForm


class DiscountRateForm(ActionForm):
    from_on = DateInputField(label="From")
    rate = PercentField(label="Discount rate a year", help_text="The Green Book’s standard rate is 3.5.")
    reason = LongTextField(label="Why this rate?", max_length=300)

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"from_on": said["from_on"], "rate_hundredths": said["rate"], "reason": said["reason"]}
