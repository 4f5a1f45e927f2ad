"""Tags of the savings pages."""
