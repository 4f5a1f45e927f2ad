"""Pages of workstreams as projects. A workstream's own page shows its figures and is served by `savings`."""
