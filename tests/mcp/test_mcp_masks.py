"""What somebody may not see comes out by no message of the protocol: the transport is listened to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from agent import Agent
from client import Client
from planted import MAIL, PHONE

Ids = dict[str, str]
GROUP, HIDDEN, FLEET = "天东产业集团有限公司", "隐测控股", "Swift Ride-Hailing Ltd"
ABSENT = "0" * 32


def test_a_hidden_node_is_in_no_page_count_path_or_search(north: Agent, south: Agent, planted: Ids) -> None:
    assert HIDDEN in {row["name"] for row in south.rows("search_entities", text=HIDDEN)}
    assert north.rows("search_entities", text=HIDDEN) == []
    owners = north.rows("drill_down", id=planted[GROUP], into="owners")
    assert [row["name"] for row in owners] == ["Chen Lihua"]
    counted = {row["into"]: row["count"] for row in north.rows("drill_down", id=planted[GROUP])}
    assert counted["owners"] == 1
    found = north.call("path_between", **{"from": planted[GROUP]}, to=planted[HIDDEN])
    assert found["untrusted"] == {}


@pytest.mark.parametrize("tool", ["drill_down", "timeline", "provenance"])
def test_a_hidden_node_is_not_told_from_none(north: Agent, planted: Ids, tool: str) -> None:
    hidden, absent = (north.refused(tool, id=id_) for id_ in (planted[HIDDEN], ABSENT))
    assert hidden == absent
    assert hidden["code"] == "NOT_FOUND"


def test_a_hidden_node_is_no_resource_and_is_not_offered(north: Agent, south: Agent, planted: Ids) -> None:
    hidden, absent = (north.failed(north.read, f"graph://entity/{id_}") for id_ in (planted[HIDDEN], ABSENT))
    assert (hidden.error.code, hidden.error.message) == (absent.error.code, absent.error.message)
    assert planted[HIDDEN] in south.read(f"graph://entity/{planted[HIDDEN]}")
    assert south.completed("who_decides", "organization", HIDDEN) == [HIDDEN]
    assert north.completed("who_decides", "organization", HIDDEN) == []
    assert south.completed("graph://entity/{id}", "id", HIDDEN) == [planted[HIDDEN]]
    assert north.completed("graph://entity/{id}", "id", HIDDEN) == []


def test_a_finding_about_others_is_no_finding_for_who_does_not_see_them(
    north: Agent, south: Agent, planted: Ids
) -> None:
    seen = {row["id"] for row in north.rows("hidden_connections", kinds=["interest/circular_holding"])}
    assert seen
    for id_ in seen:
        assert south.refused("hidden_connections", id=id_) == south.refused("hidden_connections", id=ABSENT)
        assert north.call("hidden_connections", id=id_)["untrusted"]["rows"]
        assert north.completed("graph://finding/{id}", "id", id_[:6]) == [id_]
        assert south.completed("graph://finding/{id}", "id", id_[:6]) == []


@pytest.fixture
def tapped(address: str, token: Callable[..., str]) -> Iterator[Callable[..., str]]:
    """Everything that the server sends for one message: head and body, as it comes over the wire."""
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}
    with Client(address, token("region:north", "public")) as client:

        def sent(method: str, **params: Any) -> str:
            message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            answer = client.http.post("/mcp", json=message, headers=headers)
            return f"{answer.headers!r}{json.dumps(json.loads(answer.content), ensure_ascii=False)}"

        yield sent


def test_no_method_of_the_protocol_sends_a_hidden_name_or_a_masked_value(
    tapped: Callable[..., str], planted: Ids
) -> None:
    hidden, group, person = planted[HIDDEN], planted[GROUP], planted["欧阳测试"]
    organization = {"type": "ref/prompt", "name": "who_decides"}
    entity = {"type": "ref/resource", "uri": "graph://entity/{id}"}
    everything = [
        tapped("initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo={"name": "x", "version": "1"}),
        *(tapped(f"{each}/list") for each in ("tools", "resources", "prompts", "resources/templates")),
        *(
            tapped("resources/read", uri=uri)
            for uri in (f"graph://entity/{group}", f"graph://entity/{person}", "graph://ontology", "graph://dictionary")
        ),
        *(
            tapped("completion/complete", ref=ref, argument={"name": name, "value": typed})
            for ref, name in ((organization, "organization"), (entity, "id"))
            for typed in (HIDDEN[:2], "隐", PHONE, MAIL, "天东")
        ),
        *(
            tapped("tools/call", name=name, arguments=arguments)
            for name, arguments in (
                ("search_entities", {"text": HIDDEN[:2]}),
                ("search_entities", {"text": PHONE}),
                ("drill_down", {"id": group}),
                ("drill_down", {"id": person}),
                ("drill_down", {"id": group, "into": "owners"}),
                ("drill_down", {"id": hidden}),
                ("dimensions", {"id": group}),
                ("dimensions", {"id": group, "only": "ownershipStructure"}),
                ("timeline", {"id": group, "first": 50}),
                ("provenance", {"id": person, "property": "phone"}),
                ("hidden_connections", {}),
                ("hidden_connections", {"about": hidden}),
                ("influence", {"at": hidden}),
                ("introduce", {"to": hidden}),
                ("path_between", {"from": group, "to": hidden, "max_length": 8}),
            )
        ),
        tapped("logging/setLevel", level="debug"),
        tapped("resources/subscribe", uri=f"graph://entity/{hidden}"),
        tapped("nothing/known"),
    ]  # fmt: skip
    said = "\n".join(everything)
    # it is no empty pass: what the viewer may see is there
    assert "Chen Lihua" in said
    assert "•••" in said
    for secret in (HIDDEN, "Dealer South", PHONE, PHONE.removeprefix("+86"), MAIL):
        assert secret not in said
    # an id that was sent comes back in no answer but that of its sender's own
    assert said.count(hidden) == 0
