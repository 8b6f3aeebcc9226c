"""Invented companies in the formats of real systems: exports with planted stories, and the truth about them.

    generate(customers=200, seed=7, folder=Path("exports"))

Nothing here is imported by the rest of the platform but its command line, and it imports nothing of theirs: what it
writes is met as files only, like any customer's.
"""

from graph_platform.generator.run import AS_OF, SYSTEMS, Report, generate

__all__ = ["AS_OF", "SYSTEMS", "Report", "generate"]
