"""Random operations for half an hour, a tenth of them hostile: does anything break, and does memory grow?

    python -m benchmarks.soak --minutes 30

One server as a user starts it, a graph of invented companies, eight clients. Nine operations of ten come
again and again, as an application's do; the tenth is new, and has to be planned first.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from benchmarks.drilldown import Served, our_server
from benchmarks.drilldown_world import fill_world
from benchmarks.random_operations import Made
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from gql.schema import schema
from graph_platform.database import connect
from graph_platform.settings import Settings

CLIENTS = 8
HOSTILE = 0.1
NEW = 0.1
KNOWN = 200
"""Operations that come again and again."""
SETTLED = 5.0
"""Minutes after which memory is compared."""
GROWTH = 1.05


@dataclass
class Soaked:
    """What was met: seconds of each answer, codes of errors, the server's memory in MB by minute."""

    taken: list[float] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.taken) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    def memory_at(self, minute: float) -> float:
        """Memory in MB when so many minutes had passed, as a median around it."""
        near = sorted(mb for at, mb in self.memory if abs(at - minute) <= 0.25)
        return near[len(near) // 2] if near else float("nan")


def load_world(settings: Settings, scratch: Path, nodes: int) -> list[str]:
    """Load a graph of so many nodes; some ids."""
    fill_world(settings.home, scratch, nodes)
    with connect(settings) as database:
        rows = database.read("MATCH (n:Entity) WITH n LIMIT 5000 RETURN n.id AS id")
    return [row["id"] for row in rows]


async def _client(
    served: Served, made: Made, known: list[bytes], seed: int, until: float, soaked: Soaked
) -> None:
    chance = random.Random(seed)
    head, _, value = served.headers.strip().partition(": ")
    headers = {head: value, "content-type": "application/json"}
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{served.port}", timeout=60, headers=headers
    ) as http:
        while time.monotonic() < until:
            hostile = chance.random() < HOSTILE
            usual = chance.choice(known) if chance.random() > NEW else made.operation()
            began = time.perf_counter()
            try:
                response = await http.post("/graphql", content=made.hostile() if hostile else usual)
            except httpx.HTTPError as error:
                soaked.codes[f"no answer ({type(error).__name__})"] += 1
                continue
            if not hostile:
                soaked.taken.append(time.perf_counter() - began)
            soaked.codes[_code(response)] += 1


def _code(response: httpx.Response) -> str:
    try:
        errors = response.json().get("errors")
        return str(errors[0]["extensions"]["code"]) if errors else "answered"
    except (ValueError, LookupError, AttributeError):
        return f"odd answer ({response.status_code})"


async def _soak(served: Served, ids: Sequence[str], minutes: float) -> Soaked:
    soaked, core = Soaked(), schema()._schema
    began = time.monotonic()
    first = Made(core, ids, 0)
    known = [first.operation() for _ in range(KNOWN)]

    async def watch() -> None:
        while True:
            used = served.process.memory_info().rss / 1e6
            soaked.memory.append(((time.monotonic() - began) / 60, used))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    until = began + minutes * 60
    await asyncio.gather(
        *(_client(served, Made(core, ids, 1 + n), known, n, until, soaked) for n in range(CLIENTS))
    )
    watching.cancel()
    if not psutil.pid_exists(served.process.pid):
        soaked.codes["server gone"] += 1
    return soaked


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Soak for as long as is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--nodes", type=int, default=20_000)
    options = parser.parse_args(arguments)
    made = section("soak", "18. Random operations, a tenth of them hostile")
    with scratch_folder() as scratch, scratch_home() as settings:
        ids = load_world(settings, scratch, options.nodes)
        with our_server(settings, 8441) as served:
            soaked = asyncio.run(_soak(served, ids, options.minutes))
    bad = {
        code: many
        for code, many in soaked.codes.items()
        if code.startswith(("INTERNAL", "no ", "odd ", "server"))
    }
    made.add("requests", f"{sum(soaked.codes.values()):,} in {options.minutes:g} min, {CLIENTS} clients")
    made.add("internal errors, and requests without an answer", str(bad or 0), "0", not bad)
    settled = min(SETTLED, options.minutes / 2)
    before, after = soaked.memory_at(settled), soaked.memory_at(options.minutes - 0.25)
    said = f"{before:.0f} MB after {settled:g} min, {after:.0f} MB at the end: {after / before - 1:+.1%}"
    made.add("the server's memory", said, "+5 % at most", after <= before * GROWTH)
    made.add(
        "p50, p99 of the operations that are not hostile",
        f"{soaked.percentile(0.5):.0f}, {soaked.percentile(0.99):.0f} ms",
    )
    made.note(
        "Answers by code: " + ", ".join(f"{code} {many:,}" for code, many in soaked.codes.most_common()) + "."
    )
    return [made]


if __name__ == "__main__":
    main()
