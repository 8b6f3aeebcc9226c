"""An agent out of its file: every error with its line and, where a name is near, a suggestion."""

from __future__ import annotations

import hashlib
from pathlib import Path

import orjson
from pydantic import ValidationError

from graph_platform.agents.model import Declaration
from graph_platform.errors import AgentError
from graph_platform.ontology.model import Domain
from graph_platform.strict_yaml import Document, first_error

HELP = "docs/agents.md"


def read_agent(path: Path, text: str | None = None) -> tuple[Declaration, Document]:
    """The declaration in a file, or in `text` that the file had, and the document, for errors of what is checked later.

    Raises `AgentError`, which names the line.
    """
    document = Document(path, AgentError, HELP, text)
    if not isinstance(document.data, dict):
        raise document.error((), "an agent begins with `agent: 1`", f"See {HELP}.")
    try:
        declared = Declaration.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, Declaration) from None
    for key in ("reads", "writes"):
        if Domain.GENERAL in getattr(declared, key):
            raise document.error((key,), "general is of every part, and need not be named", "Leave it out.")
    if outside := set(declared.writes) - set(declared.reads):
        raise document.error(
            ("writes",),
            f"it may not read what it writes: {', '.join(sorted(outside))}",
            "Name it under reads too.",
        )
    return declared, document


def version_of(declared: Declaration) -> str:
    """What names a declaration by all that it says, whatever its file looks like."""
    said = orjson.dumps(declared.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=8, person=b"agent").hexdigest()
