"""Every worked example of the facts, and the facts of both partnerships, against the loaded demonstration."""
