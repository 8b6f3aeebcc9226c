"""Resources: the graph's own pages, and an entity or a finding by its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mcp import MCPError
from mcp.types import INVALID_PARAMS

from gql.mcp import pages
from gql.tools.calling import Called, Caller, Desk, as_text, call
from graph_platform.ontology import ONTOLOGY

TEXT, JSON = "text/plain", "application/json"
BUDGET = 6_000
"""Tokens that an entity or a finding may take where it is read as a resource."""
_ADDRESS = re.compile(r"graph://(entity|finding)/([0-9a-f]{32})")
_PAGE = re.compile(r"graph://(ontology|dictionary)(?:/(\w{1,40}))?")


@dataclass(frozen=True, slots=True)
class Page:
    """A resource or a template of resources: what it is called and what it is."""

    uri: str
    name: str
    description: str
    kind: str = TEXT


RESOURCES = (
    Page("graph://ontology", "ontology", "What the graph holds: labels, relationships, dimensions."),
    Page("graph://dictionary", "dictionary", "Labels in English and Chinese."),
)
TEMPLATES = (
    Page("graph://ontology/{label}", "label", "A label and its relationships."),
    Page("graph://dictionary/{label}", "properties", "The properties of a label."),
    Page("graph://entity/{id}", "entity", "An entity with its values.", JSON),
    Page("graph://finding/{id}", "finding", "A finding with its evidence.", JSON),
)
_TOOLS: Mapping[str, str] = {"entity": "drill_down", "finding": "hidden_connections"}
_PAGES: Mapping[str, tuple[Callable[[], str], Callable[[str], str]]] = {
    "ontology": (pages.ontology, pages.about_label),
    "dictionary": (pages.dictionary, pages.properties),
}


async def read(desk: Desk, uri: str, caller: Caller) -> tuple[str, str]:
    """Text and kind of a resource. Raises `MCPError`; what is hidden is not told from what is not there."""
    if found := _PAGE.fullmatch(uri):
        whole, of_label = _PAGES[found[1]]
        if found[2] is None:
            return whole(), TEXT
        if found[2] in ONTOLOGY.labels:
            return of_label(found[2]), TEXT
    if found := _ADDRESS.fullmatch(uri):
        called: Called = await call(desk, _TOOLS[found[1]], {"id": found[2], "budget": BUDGET}, caller)
        if not called.is_error:
            return as_text(called.content), JSON
        if called.content["code"] != "NOT_FOUND":
            raise MCPError(INVALID_PARAMS, str(called.content["message"]), {"code": called.content["code"]})
    raise MCPError(INVALID_PARAMS, "there is no such resource", {"code": "NOT_FOUND"})
