"""Highlight reports: what the portal fills in beside them, what it would say itself, and which months wait for one."""
