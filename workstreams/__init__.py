"""Shared services as projects: who takes part, who hosts, stage, milestones, baseline."""
