"""The text of Atlassian documents (ADF), in which Jira's cloud writes descriptions and comments."""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = {"paragraph", "heading", "codeBlock", "rule", "listItem", "tableRow", "blockquote", "mediaSingle"}
_SPACES = re.compile(r"\s*\n\s*")


def text_of(document: Any) -> str:
    """What a document says, a line for each of its blocks; text that is none is handed back as it is."""
    if document is None or document.__class__ is str:
        return document or ""
    parts: list[str] = []
    _walk(document, parts)
    return _SPACES.sub("\n", "".join(parts)).strip()


def _walk(node: Any, parts: list[str]) -> None:
    kind = node["type"]
    attributes = node.get("attrs") or {}
    if kind == "text":
        parts.append(node["text"])
    elif kind == "hardBreak":
        parts.append("\n")
    else:
        # a mention, an emoji and a state have their words, a card has its address
        parts.append(str(attributes.get("text") or attributes.get("url") or ""))
    for inner in node.get("content") or ():
        _walk(inner, parts)
    if kind in _BLOCKS:
        parts.append("\n")
