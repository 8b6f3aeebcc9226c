"""What a tool costs beside the operation that it is: time over the protocol, and tokens of what a model has to read.

    python -m benchmarks.mcp

One server, one viewer, one database; calls over MCP and the same operations over GraphQL, in windows that alternate.
Tokens are counted by tiktoken's cl100k where it is installed with its vocabulary, and estimated otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from benchmarks.drilldown import SCOPES, Served, Window, _answer, _endless, our_server, some_ids
from benchmarks.drilldown_world import fill_world
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from gql.mcp.server import INSTRUCTIONS, described
from gql.schema import schema
from gql.tools import tokens as estimated
from gql.tools.catalogue import TOOLS
from gql.tools.tool import Asked
from graph_platform.database import connect
from graph_platform.settings import Settings

VERSION = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
}
CLIENTS = 16
WARM = 3.0


@dataclass(frozen=True)
class Call:
    """A tool's call; `{id}` stands for an organization's id."""

    name: str
    tool: str
    arguments: dict[str, Any]

    def given(self, id_: str) -> dict[str, Any]:
        """Its arguments for one organization."""
        return {name: id_ if value == "{id}" else value for name, value in self.arguments.items()}

    def asked(self, id_: str) -> Asked:
        """The operation that it is."""
        tool = TOOLS[self.tool]
        checked = tool.takes.model_validate(self.given(id_))
        asked = tool.asks(checked)
        if not isinstance(asked, Asked):
            asked = asked.then({"node": {"__typename": "Organization"}})
        return asked


CALLS = (
    Call("drill down", "drill_down", {"id": "{id}"}),
    Call("staff", "drill_down", {"id": "{id}", "into": "staff", "first": 20, "budget": 5_000}),
    Call(
        "installed base", "drill_down", {"id": "{id}", "into": "installedBase", "first": 20, "budget": 5_000}
    ),
    Call("timeline", "timeline", {"id": "{id}", "first": 20, "budget": 5_000}),
    Call("provenance", "provenance", {"id": "{id}"}),
)
Body = Callable[[Call, str], tuple[str, str, bytes]]


def over_mcp(call: Call, id_: str) -> tuple[str, str, bytes]:
    """Path, headers and body of a call over the protocol."""
    params = {"name": call.tool, "arguments": call.given(id_), "_meta": META}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = (
        f"Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: {VERSION}\r\n"
        f"Mcp-Method: tools/call\r\nMcp-Name: {call.tool}\r\n"
    )
    return "/mcp", headers, json.dumps(message).encode()


def over_graphql(call: Call, id_: str) -> tuple[str, str, bytes]:
    """The same of its operation."""
    asked = call.asked(id_)
    body = {"query": asked.operation.text, "variables": dict(asked.variables)}
    return "/graphql", "Accept: application/json\r\n", json.dumps(body).encode()


async def _client(
    served: Served, call: Call, body: Body, ids: Iterator[str], until: float, window: Window
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    while time.perf_counter() < until:
        path, more, content = body(call, next(ids))
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{more}"
        began = time.perf_counter()
        writer.write(f"{head}Content-Length: {len(content)}\r\n{served.headers}\r\n".encode() + content)
        answer = await _answer(reader)
        window.taken.append(time.perf_counter() - began)
        window.failed += (
            b'"errors"' in answer[:200] or b'"isError":true' in answer or b'"error"' in answer[:60]
        )
    writer.close()


def windowed(served: Served, call: Call, body: Body, ids: Sequence[str], seconds: float) -> Window:
    """One window: so many clients, each sending when it has its answer."""
    window, asked = Window(), _endless(ids)

    async def run() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_client(served, call, body, asked, until, window) for _ in range(CLIENTS)))

    asyncio.run(run())
    return window


def times(made: Section, served: Served, ids: Sequence[str], seconds: float, repeats: int) -> None:
    """Both ways in turns."""
    ways: dict[str, Body] = {"mcp": over_mcp, "graphql": over_graphql}
    failed = 0
    for call in CALLS:
        found: dict[str, list[Window]] = {name: [] for name in ways}
        for body in ways.values():
            windowed(served, call, body, ids, WARM)
        for turn in range(repeats):
            for name in sorted(ways, reverse=bool(turn % 2)):
                found[name].append(windowed(served, call, ways[name], ids, seconds))
        mcp, plain = (median(window.percentile(0.5) for window in found[name]) for name in ("mcp", "graphql"))
        tail = median(window.percentile(0.99) for window in found["mcp"])
        failed += sum(window.failed for windows in found.values() for window in windows)
        said = f"{mcp:.2f} ms beside {plain:.2f}: {mcp / plain:.2f}×; p99 {tail:.1f} ms"
        made.add(f"{call.name}, {CLIENTS} clients, p50", said, "≤ 1.2×", mcp / plain <= 1.2)
    made.add("answers with errors", str(failed), "0", failed == 0)


def counter() -> tuple[str, Callable[[str], float]]:
    """What counts tokens, and its name."""
    try:
        import tiktoken

        encoding = tiktoken.get_encoding("cl100k_base")
    except Exception:
        # it is not installed, or its vocabulary cannot be fetched here: each in an error of its own
        return "estimated", estimated.tokens
    return "cl100k", lambda text: float(len(encoding.encode(text, disallowed_special=())))


def sizes(made: Section, served: Served, ids: Sequence[str]) -> None:
    """Tokens of what a model reads."""
    how, count = counter()
    listed = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in described()]
    tools = count(json.dumps({"tools": listed}, ensure_ascii=False, separators=(",", ":")))
    made.add(f"tools/list, {len(listed)} tools", f"{tools:,.0f} tokens ({how})", "≤ 3,500", tools <= 3_500)
    headers = dict([line.split(": ", 1) for line in served.headers.strip().splitlines()])
    with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", headers=headers, timeout=120) as client:
        page = count(_read(client, "graph://ontology")) + count(INSTRUCTIONS)
        made.add(
            "instructions and the ontology's page", f"{page:,.0f} tokens ({how})", "≤ 1,500", page <= 1_500
        )
        for call in CALLS:
            pairs = [_pair(client, call, id_, count) for id_ in ids[:20]]
            ours, raw, bare = (sum(pair[place] for pair in pairs) for place in range(3))
            said = f"{ours / len(pairs):,.0f} beside {raw / len(pairs):,.0f} tokens ({how}): {ours / raw:.2f}"
            said += f"; without cursors {ours / bare:.2f}"
            made.add(f"{call.name}, an answer beside GraphQL's JSON", said, "≤ 0.50", ours / raw <= 0.5)


def _read(client: httpx.Client, uri: str) -> str:
    params = {"uri": uri, "_meta": META}
    message = {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": params}
    headers = {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": VERSION,
        "mcp-method": "resources/read",
        "mcp-name": uri,
    }
    answer = client.post("/mcp", json=message, headers=headers).json()
    return str(answer["result"]["contents"][0]["text"])


def _pair(
    client: httpx.Client, call: Call, id_: str, count: Callable[[str], float]
) -> tuple[float, float, float]:
    """Tokens of an answer, of the same as GraphQL's JSON, and of that without its cursors."""
    _, head, content = over_mcp(call, id_)
    headers = dict([line.split(": ", 1) for line in head.strip().splitlines()])
    answer = client.post(
        "/mcp", content=content, headers=headers | {"content-type": "application/json"}
    ).json()
    (text,) = (part["text"] for part in answer["result"]["content"])
    asked = call.asked(id_)
    raw = client.post(
        "/graphql", json={"query": asked.operation.text, "variables": dict(asked.variables)}
    ).json()
    data = {"data": raw["data"]}
    without = json.dumps(_bare(data), ensure_ascii=False, separators=(",", ":"))
    return count(text), count(json.dumps(data, ensure_ascii=False, separators=(",", ":"))), count(without)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items() if name != "cursor"}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def measure(settings: Settings, seconds: float, repeats: int) -> Section:
    """Both, on one server."""
    # operations are made of the schema's types
    schema()
    made = section("mcp", "27. Tools over MCP beside the operations that they are")
    with connect(settings) as database:
        ids = some_ids(database)
        # of those who have a page of something: short answers are short either way
        most = "MATCH (o:Organization) RETURN o.id AS id ORDER BY COUNT { (o)--() } DESC LIMIT 20"
        busy = [row["id"] for row in database.read(most)]
    with our_server(settings, 8441) as served:
        sizes(made, served, busy)
        times(made, served, ids, seconds, repeats)
    made.note(
        f"Protocol {VERSION}; {repeats} windows of {seconds:g} s each way, in turns; scopes {', '.join(SCOPES)}."
    )
    made.note(
        "The tool `drill_down` without `into` asks first of which type something is: two reads beside one."
    )
    return made


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="A home that holds the graph already, or is to keep it.")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args(arguments)
    with scratch_folder() as scratch, scratch_home(options.home) as settings:
        if not (settings.home / "neo4j" / "data" / "databases").exists():
            fill_world(settings.home, scratch, options.nodes)
        return [measure(settings, options.seconds, options.times)]


if __name__ == "__main__":
    main()
