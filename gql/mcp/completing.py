"""Completion of arguments: names and ids are offered as far as the viewer would find them, by the same search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphql import GraphQLError

from gql.agents.runs import Call
from gql.mcp.prompts import LONGEST
from gql.tools.calling import Caller, Desk, ask
from gql.tools.operations import operation
from gql.tools.tool import Asked
from gql.tools.untrusted import seen
from graph_platform.ontology import ONTOLOGY

MOST = 10
LANGUAGES = ("en", "zh")
OFFERED: Mapping[tuple[str, str], str] = {
    ("prepare_visit", "customer"): "name",
    ("who_decides", "organization"): "name",
    ("explain_finding", "finding"): "finding",
    ("graph://entity/{id}", "id"): "entity",
    ("graph://finding/{id}", "id"): "finding",
    ("graph://ontology/{label}", "label"): "label",
    ("graph://dictionary/{label}", "label"): "label",
}
"""What each argument of a prompt or a template is offered."""
TOOLS: Mapping[str, str] = {
    "name": "search_entities",
    "entity": "search_entities",
    "finding": "hidden_connections",
}
"""The tool that each is a call of: who may not call it is offered nothing, and it counts and is traced as one."""


async def completed(desk: Desk, of: str, argument: str, typed: str, caller: Caller) -> list[str]:
    """Values for what somebody has typed of an argument; none for what there is not, and none for what fails."""
    if argument == "language":
        return [each for each in LANGUAGES if each.startswith(typed)]
    what = OFFERED.get((of, argument))
    if what == "label":
        return [label for label in ONTOLOGY.labels if label.lower().startswith(typed.lower())][:100]
    if what is None or len(typed) > LONGEST or not (what == "finding" or typed.strip()):
        return []
    runs = desk.service.runs
    try:
        caller = replace(caller, viewer=await runs.bounded(caller.viewer))
        arguments = {} if what == "finding" else {"text": typed}
        async with runs.call(caller.viewer, TOOLS[what], arguments, caller.run) as made:
            if what == "finding":
                return await _findings(desk, typed, caller, made)
            return await _entities(desk, what, typed, caller, made)
    except GraphQLError:
        return []


async def _entities(desk: Desk, what: str, typed: str, caller: Caller, made: Call) -> list[str]:
    variables: dict[str, Any] = {"text": typed, "first": MOST}
    if what == "name":
        variables["kinds"] = ["Organization"]
    found = (await ask(desk, Asked(operation("search_entities"), variables), caller, made))["search"]
    nodes = [edge["node"] for edge in found["edges"]]
    if what == "entity":
        return [node["id"] for node in nodes]
    return list(dict.fromkeys(seen(node["name"], LONGEST) for node in nodes if node["name"]))


async def _findings(desk: Desk, typed: str, caller: Caller, made: Call) -> list[str]:
    found = await ask(desk, Asked(operation("findings"), {"first": 100}), caller, made)
    ids = [each["id"] for each in found["discovery"]["findings"]]
    return [id_ for id_ in ids if id_.startswith(typed)][:MOST]
