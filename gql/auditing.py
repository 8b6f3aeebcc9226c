"""Every answer is put down in the audit before it goes out, whichever door it leaves by."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

import structlog
from graphql import GraphQLError

from gql.errors import Unavailable, own_error
from gql.execution import Request
from graph_platform.errors import AuditError

log = structlog.get_logger(__name__)


def put_down(request: Request, errors: Sequence[GraphQLError]) -> None:
    """Put an access down before its answer goes out. Raises `Unavailable` where that cannot be."""
    outcome = next((own.code if (own := own_error(each)) else "BAD_REQUEST" for each in errors), "ok")
    try:
        request.service.audit.append(request.access(outcome))
    except AuditError as error:
        log.error("audit", reason=error.message)
        raise Unavailable("the audit log cannot be written", "审计日志无法写入") from None


def note_unexpected(errors: Sequence[GraphQLError]) -> None:
    """Log where somebody else's error came from that an operation ran into."""
    for each in errors:
        if each.original_error and not isinstance(each.original_error, GraphQLError | RecursionError):
            note(each.original_error)


def note(error: Exception) -> None:
    """Log where something unexpected happened; its own text could quote a value."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in last]
    log.error("unexpected", kind=type(error).__name__, place=place)
