"""The forms of savings: what is typed, checked by the same rules as the actions, and turned into what they take."""

from savings.forms.confirming import ConfirmForm, EvidenceForm, ReturnForm
from savings.forms.describing import DescriptionForm
from savings.forms.savings import SavingForm
from savings.forms.statements import StatementForm

__all__ = ["ConfirmForm", "DescriptionForm", "EvidenceForm", "ReturnForm", "SavingForm", "StatementForm"]
