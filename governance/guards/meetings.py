"""What is known of meetings, agendas and minutes stays known; who was there is written once."""

from partnership.guards import Guard, append_only

_AGREED = "Agreed minutes never change."
_IS_AGREED = (
    "EXISTS (SELECT 1 FROM governance_minutesedition e WHERE e.meeting_id = OLD.meeting_id"
    " AND (e.agreed_by_id IS NOT NULL OR e.agreement_id IS NOT NULL))"
)

GUARDS = (
    *append_only("governance_attendance"),
    *append_only("governance_interest"),
    *append_only("governance_presiding"),
    *append_only("governance_historicalmeeting"),
    *append_only("governance_historicalagendaitem"),
    *append_only("governance_minutesagreement"),
    *append_only("governance_minutesedition"),
    *append_only("governance_minutescorrection"),
    *append_only("governance_correctionanswer"),
    *append_only("governance_historicalminutespart"),
    Guard("governance_minutespart", "UPDATE", "frozen", _AGREED, _IS_AGREED),
    Guard("governance_minutespart", "DELETE", "kept", _AGREED, _IS_AGREED),
    Guard("governance_minutesfile", "UPDATE", "frozen", "A finished file never changes.", "OLD.state = 'finished'"),
    Guard("governance_minutesfile", "DELETE", "kept", "A file of minutes is never deleted."),
)
