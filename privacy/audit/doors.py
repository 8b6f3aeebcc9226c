"""Putting down what an operator does at the database itself, past the policy: it is seen, though nothing is masked."""

from __future__ import annotations

import getpass
from collections.abc import Sequence

from graph_platform.database import Database
from graph_platform.managed.home import private_key
from graph_platform.settings import Settings
from privacy.audit.entry import Access
from privacy.audit.log import AuditLog
from privacy.audit.seals import sealing


def put_down(
    settings: Settings, kind: str, database: Database | None = None, entities: Sequence[str] = ()
) -> None:
    """Put down that the user of this machine did something, before they see what it gave.

    Without a database (it is stopped for a dump) the entry is not sealed. Raises `AuditError`.
    """
    seal = sealing(database) if database else _unsealed
    log = AuditLog(settings.home / "audit", private_key(settings.home / "audit-key"), seal)
    log.append(Access(getpass.getuser(), ("operator",), (), "cli", kind, kind, "", entities=entities))
    log.close()


def _unsealed(segment: str, count: int, head: str) -> None:
    return
