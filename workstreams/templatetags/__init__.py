"""Tags for the pages of workstreams."""
