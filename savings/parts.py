"""What the savings of a partnership have pages about."""

from partnership.parts import Part

OF_SAVINGS = (
    Part("Statements", "saving-list", "savings.view_statement"),
    Part("Contracts", "contract-list", "savings.view_statement"),
    Part("Joint procurements", "basket-list", "savings.view_statement"),
    Part("Sharing agreements", "agreement-list", "savings.view_figures"),
    Part("Imports", "import-list", "savings.view_import"),
    Part("Look-alikes", "duplicate-list", "savings.view_duplicate"),
    Part("Withdrawn drafts", "withdrawn-list", "savings.view_draft"),
)
