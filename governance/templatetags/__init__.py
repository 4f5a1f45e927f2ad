"""Tags of the pages of governance."""
