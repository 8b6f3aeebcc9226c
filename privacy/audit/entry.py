"""One entry of the audit: who read or wrote what, under which policy, and how it ended. Never a value."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

MOST_ENTITIES = 1_000
"""Ids that one entry names; of more it says how many there were."""
LONGEST = 200
"""Characters of what a token says of somebody."""
START = "0" * 64
"""What the first entry of a log follows."""


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody's access, as it is put down.

    `operation` is the fingerprint of what was asked, without any literal or variable. `classes` are the classes of
    sensitivity that were touched, `masked` what was shown of properties that were not shown as they are. `outcome` is
    `ok` or the code of the first error, `agent` the one that acted for them.
    """

    who: str
    roles: Sequence[str]
    purposes: Sequence[str]
    door: str
    kind: str
    operation: str
    policy: str
    outcome: str = "ok"
    entities: Sequence[str] = ()
    classes: Sequence[str] = ()
    masked: Mapping[str, str] = field(default_factory=dict)
    agent: str = ""

    def said(self) -> dict[str, Any]:
        """The entry as it is written: everything capped."""
        by_agent = {"agent": self.agent[:LONGEST]} if self.agent else {}
        return by_agent | {
            "who": self.who[:LONGEST],
            "roles": [role[:LONGEST] for role in self.roles[:20]],
            "purposes": [purpose[:LONGEST] for purpose in self.purposes[:20]],
            "door": self.door,
            "kind": self.kind,
            "operation": self.operation,
            "policy": self.policy,
            "outcome": self.outcome,
            "entities": list(self.entities[:MOST_ENTITIES]),
            "count": len(self.entities),
            "classes": list(self.classes),
            "masked": dict(self.masked),
        }


def fingerprint(fields: Sequence[str], statement: str) -> str:
    """What names an operation, by its root fields and the statement that it becomes: neither holds a literal."""
    digest = hashlib.blake2b(statement.encode(), digest_size=8, person=b"operation").hexdigest()
    return f"{','.join(fields)}#{digest}" if statement else ",".join(fields)


def sealed(key: bytes, previous: str, number: int, at: str, said: Mapping[str, Any]) -> tuple[bytes, str]:
    """The line of an entry, and its head, which the next one follows: HMAC-SHA-256 over all before and all in it."""
    body = {"n": number, "at": at, **said}
    text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    head = hmac.new(key, previous.encode() + text, hashlib.sha256).hexdigest()
    return text[:-1] + b',"head":"' + head.encode() + b'"}\n', head


def opened(key: bytes, previous: str, line: bytes) -> tuple[dict[str, Any], str]:
    """An entry and its head. Raises `ValueError` where it is not as it was written after `previous`."""
    entry = orjson.loads(line)
    if not isinstance(entry, dict):
        raise ValueError("no entry")
    head = entry.pop("head", "")
    text = orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)
    wanted = hmac.new(key, previous.encode() + text, hashlib.sha256).hexdigest()
    if not isinstance(head, str) or not hmac.compare_digest(head, wanted):
        raise ValueError("changed")
    return entry, head
