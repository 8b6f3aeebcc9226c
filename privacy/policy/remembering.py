"""Which policy is in force, beside the graph: so that a dump from before does not bring an older one back.

The installation's home holds the text of the policy that came into force last. When a dump was loaded, it is put back
into force before anybody is answered.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from graph_platform.database import Database
from graph_platform.errors import PolicyError
from graph_platform.managed.home import write_private
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement
from privacy.policy.reading import hash_of, read_policy

FILE = "policy-in-force.json"


def remember(home: Path, version: str, text: str) -> None:
    """Keep the policy that came into force."""
    write_private(home / FILE, json.dumps({"version": version, "text": text}))


def restore(database: Database, home: Path) -> str | None:
    """Put the policy back into force that came into force last, where another one is; its version then.

    Raises `PolicyError` where what is remembered is no policy.
    """
    path = home / FILE
    if not path.exists():
        return None
    ensure_schema(database)
    try:
        said = json.loads(path.read_text("utf-8"))
        version, text = str(said["version"]), str(said["text"])
    except (ValueError, KeyError, TypeError):
        raise PolicyError(f"{FILE} cannot be read", "Remove it, and approve a policy again.") from None
    policy = read_policy(path, text)
    if hash_of(policy) != version:
        raise PolicyError(f"{FILE} is not what was approved", "Remove it, and approve a policy again.")
    (row,) = database.read(statement("policy/in_force"))
    if row["version"] == version:
        return None
    now = datetime.now(UTC)
    proposed = {
        "version": version,
        "name": policy.name,
        "text": text,
        "base": "",
        "by": "",
        "person": [],
        "ground": "",
    }
    database.write(statement("policy/propose"), {**proposed, "why": "a dump was loaded", "at": now})
    activated = {"version": version, "by": "", "why": "a dump was loaded", "how": "restored", "at": now}
    database.write(statement("policy/activate"), activated)
    return version
