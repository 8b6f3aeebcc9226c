"""How fast the platform is: a script for each figure that it promises, each beside its baseline.

    python -m benchmarks --quick
    python -m benchmarks.load --facts 100000

Every figure is a ratio to its baseline in the same run: both take turns, on a warm database, and medians are
compared. Nothing here is a test, and no test looks at a clock.
"""
