"""The forms of workstreams. Choices of organisations are those that are or were members of the partnership."""

from workstreams.forms.baselines import BaselineForm
from workstreams.forms.money import ContributionForm, FundingForm
from workstreams.forms.parties import HostingForm, ParticipationForm
from workstreams.forms.plan import MilestoneForm
from workstreams.forms.workstreams import StageForm, WorkstreamForm

__all__ = [
    "BaselineForm",
    "ContributionForm",
    "FundingForm",
    "HostingForm",
    "MilestoneForm",
    "ParticipationForm",
    "StageForm",
    "WorkstreamForm",
]
