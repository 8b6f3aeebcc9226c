"""What people decide about findings: each word is kept with its author, and the newest counts."""

from __future__ import annotations

from datetime import UTC, datetime

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.findings.reading import read_finding
from graph_platform.statements import statement

VERDICTS = {"confirm": "confirmed", "reject": "rejected", "opportunity": "opportunity"}
"""What may be decided, and what the finding is then."""
LONGEST = 2_000


def judge(database: Database, id_: str, verdict: str, by: str, why: str) -> str:
    """Put a verdict down; the finding's id. Raises `NotThere`, `UsageError`."""
    if verdict not in VERDICTS:
        raise UsageError(f"a finding is judged one of {', '.join(VERDICTS)}", "Say one of these.")
    if len(why) > LONGEST:
        raise UsageError(f"a reason may have {LONGEST:,} characters", "Say it shorter.")
    finding = read_finding(database, id_)
    given = {
        "id": finding.id,
        "verdict": VERDICTS[verdict],
        "by": by,
        "why": why,
        "now": datetime.now(UTC),
    }
    database.write(statement("findings/judge"), given)
    return finding.id
