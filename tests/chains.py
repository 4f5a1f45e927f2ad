"""What must hold of every ledger, for tests that read one."""

from savings import proof


def assert_chained(partnership):
    """Gapless, each hash from the one before, and what is stored beside the postings agrees with them (files apart,
    which a test may have put elsewhere)."""
    checks = [check for check in proof.CHECKS if check is not proof.evidence_files]
    problems = [problem for check in checks for problem in check(partnership)]
    assert problems == []
