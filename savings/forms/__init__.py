"""The forms of savings: what is typed, checked by the same rules as the actions, and turned into what they take."""

from savings.forms.agreements import AgreementForm
from savings.forms.confirming import CommentForm, ConfirmForm, EvidenceForm, RefusalForm, ReturnForm, ReversalForm
from savings.forms.contracts import BasketForm, ContractForm, PlaceForm
from savings.forms.describing import DescriptionForm
from savings.forms.duplicates import DecisionForm
from savings.forms.imports import ConfirmImportForm, UploadForm
from savings.forms.resharing import ResharingForm
from savings.forms.savings import SavingForm
from savings.forms.statements import StatementForm

__all__ = [
    "AgreementForm",
    "BasketForm",
    "CommentForm",
    "ConfirmForm",
    "ConfirmImportForm",
    "ContractForm",
    "DecisionForm",
    "DescriptionForm",
    "EvidenceForm",
    "RefusalForm",
    "PlaceForm",
    "ResharingForm",
    "ReturnForm",
    "ReversalForm",
    "SavingForm",
    "StatementForm",
    "UploadForm",
]
