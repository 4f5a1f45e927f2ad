"""What the portal costs, measured: `python -m tests.benchmarks`. Ratios count; milliseconds are this machine's.

Partnerships of 1,000, 10,000 and 100,000 statements are generated in a database of the benchmark's own, measured, and
measured again with 20 others of 10,000 beside them. Floors are measured in the same rounds, in turn with what they are
compared with, so that a busy machine slows both. What was generated is kept for the next run.
"""
