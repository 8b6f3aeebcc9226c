"""Ten times the clients that one process can serve: those that are served keep their time, the others are told to wait.

    python -m benchmarks.flood

As many can be served as read at the same time or wait for their turn. Who is refused waits for a
second, as `Retry-After` says.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.drilldown import Served, our_server
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from benchmarks.soak import load_world
from gql.server import AT_ONCE, WAITING

TIMES = 10
NO_ANSWER = 0
QUERY = """query($id: ID!) { node(id: $id) { ... on Organization { name
  holdings(first: 20) { totalCount nodes { name } }
  staff(first: 20) { nodes { name timeline(first: 5) { nodes { name } } } } } } }"""


@dataclass
class Flooded:
    """Milliseconds of those that were served and of those that were refused, and the codes of all."""

    served: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)


async def _flood(served: Served, ids: Sequence[str], clients: int, seconds: float) -> Flooded:
    found = Flooded()
    until = time.monotonic() + seconds

    async def client(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        while time.monotonic() < until:
            number += clients
            began = time.perf_counter()
            try:
                status = await _ask(served, ids[number % len(ids)], reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                found.codes[NO_ANSWER] += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
                continue
            found.codes[status] += 1
            (found.served if status == 200 else found.refused).append((time.perf_counter() - began) * 1000)
            if status != 200:
                await asyncio.sleep(1)
        writer.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return found


async def _ask(served: Served, id_: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Ask for one, by hand: a client library costs more than the server does. The status."""
    body = json.dumps({"query": QUERY, "variables": {"id": id_}}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}{served.headers}\r\n".encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    await reader.readexactly(int(answer.split(b"content-length:")[1].split(b"\r\n")[0]))
    return int(answer.split()[1])


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)] if taken else float("nan")


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure with as many clients as can be served, and with ten times as many."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args(arguments)
    made = section("flood", "19. Ten times the clients that can be served")
    able = AT_ONCE + WAITING
    with scratch_folder() as scratch, scratch_home() as settings:
        ids = load_world(settings, scratch, options.nodes)
        with our_server(settings, 8442) as served:
            asyncio.run(_flood(served, ids, able, 5.0))
            usual = asyncio.run(_flood(served, ids, able, options.seconds))
            flooded = asyncio.run(_flood(served, ids, able * TIMES, options.seconds))
    before, after = _p99(usual.served), _p99(flooded.served)
    made.add(
        f"p99 of {able} clients",
        f"{before:.0f} ms; {len(usual.served):,} served, {len(usual.refused):,} refused",
    )
    said = f"{after:.0f} ms: {after / before:.1f}×; {len(flooded.served):,} served, {len(flooded.refused):,} refused"
    made.add(f"p99 of those served of {able * TIMES} clients", said, "≤ 2×", after <= 2 * before)
    others = set(flooded.codes) - {200, 429, 503}
    made.add(
        "the rest are told to wait", f"p99 {_p99(flooded.refused):.0f} ms", "503 or 429 alone", not others
    )
    made.note("The load client shares the machine's cores with the server and the database.")
    return [made]


if __name__ == "__main__":
    main()
