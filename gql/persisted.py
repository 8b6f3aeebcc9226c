"""Persisted operations: texts that a client names by their SHA-256 (Apollo's convention), and nothing else where asked.

`{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "…"}}}` stands for a text. In the open mode a client
registers one by sending both once; in the closed one only the texts of a file are answered, by hash or in full.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gql.errors import RequestRefused
from gql.kept import Kept
from graph_platform.errors import UsageError

KEPT = 1_000
"""Texts that clients have registered."""


class NotFound(RequestRefused):
    """A hash whose text is not known: the client sends both then."""

    code = "PERSISTED_QUERY_NOT_FOUND"
    hint = ("Send the text with the hash.", "请将文本与哈希一并发送。")

    def __init__(self) -> None:
        # clients go by this very text
        super().__init__("PersistedQueryNotFound")


class NotListed(RequestRefused):
    """An operation that is not among those that are answered here."""

    code = "OPERATION_NOT_LISTED"
    hint = ("Have the operation added to the server's list.", "请将该操作加入服务器列表。")

    def __init__(self) -> None:
        super().__init__("only listed operations are answered here", "此处仅执行已登记的操作")


@dataclass
class Persisted:
    """Texts by their hash. A `closed` list is all that is answered."""

    listed: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    _registered: Kept[str, str] = field(default_factory=lambda: Kept(KEPT))

    def text(self, query: str | None, extensions: Mapping[str, Any] | None) -> str | None:
        """The text that a request means. Raises `NotFound`, `NotListed`, `RequestRefused`."""
        asked = (extensions or {}).get("persistedQuery")
        named = asked.get("sha256Hash") if isinstance(asked, dict) else None
        if self.closed:
            return self._listed(query, named)
        if named is None:
            return query
        if query is None:
            found = self.listed.get(str(named)) or self._registered.get(str(named))
            if found is None:
                raise NotFound
            return found
        if sha256(query) != named:
            raise RequestRefused("the hash is not that of the text", "哈希与文本不符")
        self._registered.put(named, query)
        return query

    def _listed(self, query: str | None, named: Any) -> str:
        found = self.listed.get(str(named) if named else sha256(query or ""))
        if found is None:
            raise NotListed
        return found


def sha256(text: str) -> str:
    """The hash that a text goes by."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_persisted(path: Path) -> Persisted:
    """A closed list out of a file: a JSON object of names (or hashes) to texts. Raises `UsageError`."""
    try:
        said = json.loads(path.read_text("utf-8"))
        texts = [text for text in said.values() if isinstance(text, str)]
    except (OSError, ValueError, AttributeError):
        raise UsageError(
            f"{path.name} is no file of operations", 'It is a JSON object: {"name": "query …"}.'
        ) from None
    return Persisted({sha256(text): text for text in texts}, closed=True)
