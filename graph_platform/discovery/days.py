"""The day that "now" means: the newest on which something happened, for a graph whose sources end before today."""

from __future__ import annotations

from datetime import UTC, date, datetime

from graph_platform.database import Database
from graph_platform.ontology import ONTOLOGY
from graph_platform.statements import statement


def newest_day(database: Database) -> date:
    """The day of the newest event that is not in the future; today where there is none."""
    text, now = statement("signals/newest"), datetime.now(UTC)
    found: list[date] = []
    for label in ONTOLOGY.labels:
        if label != "Event" and ONTOLOGY.is_a(label, "Event"):
            for row in database.read(text.format(label=label), {"now": now}):
                found.append(row["at"].to_native().date())
    return max(found, default=date.today())
