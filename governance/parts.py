"""What the governance of a partnership has pages about."""

from partnership.parts import Part

OF_GOVERNANCE = (
    Part("Meetings", "meeting-list"),
    Part("Forward plan", "meeting-plan"),
    Part("Reports", "report-list", "governance.read_report"),
    Part("Decisions", "decision-list"),
    Part("Ratifications", "decision-ratifications"),
    Part("Delegations", "delegation-list"),
    Part("Bodies", "body-list"),
    Part("Seats", "seat-list"),
    Part("Public register", "register-publication", "governance.publish_register"),
    Part("Board packs", "pack-list", "governance.download_pack"),
)
