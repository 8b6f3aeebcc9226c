"""How fast a customer is drilled down: our server beside the same reads in hand-written Cypher, and beside the peer.

    python -m benchmarks.drilldown --peer ../shared/peers/neo4j-graphql

A million nodes and three million relationships are loaded through the bulk door. One load client sends to all, in
windows that alternate; medians of the windows are compared. Raw is the Python driver in threads of this process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

from benchmarks.drilldown_operations import OPERATIONS, Operation
from benchmarks.drilldown_world import fill_world
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from graph_platform.database import Database, connect, endpoint_of
from graph_platform.settings import PREFIX, Settings

HERE = Path(__file__).parent
IDS = 3_000
WARM = 3.0
SCOPES = ("set:drilldown", "public")
"""The viewer's; the row scope is on, and what was loaded is in it."""


@dataclass
class Window:
    """What one window gave: seconds of each request, and the server's CPU seconds."""

    taken: list[float] = field(default_factory=list)
    cpu: float = 0.0
    failed: int = 0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.taken)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else float("nan")


@dataclass(frozen=True)
class Served:
    """A server over HTTP: how an operation is sent to it, and its process."""

    name: str
    port: int
    headers: str
    texts: dict[str, str]
    process: psutil.Process


async def _client(
    served: Served, operation: Operation, ids: Iterator[str], until: float, window: Window
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    text = served.texts[operation.name]
    while time.perf_counter() < until:
        body = json.dumps({"query": text, "variables": {"id": next(ids), **operation.variables}}).encode()
        head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        began = time.perf_counter()
        writer.write(f"{head}{served.headers}\r\n".encode() + body)
        answer = await _answer(reader)
        window.taken.append(time.perf_counter() - began)
        window.failed += b'"errors"' in answer[:200]
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        parts = []
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(parts)
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


def over_http(
    served: Served, operation: Operation, ids: Sequence[str], clients: int, seconds: float
) -> Window:
    """A window of one server: so many clients, each sending when it has its answer."""
    window = Window()
    asked = _endless(ids)

    async def run() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_client(served, operation, asked, until, window) for _ in range(clients)))

    before = _cpu(served.process)
    asyncio.run(run())
    window.cpu = _cpu(served.process) - before
    return window


def raw(database: Database, operation: Operation, ids: Sequence[str], clients: int, seconds: float) -> Window:
    """A window of the driver alone, in threads."""
    window = Window()
    asked = _endless(ids)
    until = time.perf_counter() + seconds

    def run() -> None:
        with database.session("read") as session:
            while time.perf_counter() < until:
                began = time.perf_counter()
                parameters = {"id": next(asked), **operation.variables}
                record = session.run(operation.cypher, parameters).single()  # type: ignore[arg-type]
                record[0] if record else None
                window.taken.append(time.perf_counter() - began)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return window


def _endless(ids: Sequence[str]) -> Iterator[str]:
    while True:
        yield from ids


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def our_server(settings: Settings, port: int) -> Iterator[Served]:
    """Our server as a user starts it, with sign-in and row scope."""
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    program = [str(Path(sys.executable).with_name("graph-platform"))]
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    token = subprocess.run(
        [*program, "token", *scopes], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    headers = f"Authorization: Bearer {token.stdout.strip()}\r\n"
    with started([*program, "serve", "--development", "--port", str(port)], environment, port) as process:
        yield Served("ours", port, headers, {each.name: each.ours for each in OPERATIONS}, process)


@contextmanager
def peer_server(settings: Settings, folder: Path, scratch: Path, port: int) -> Iterator[Served]:
    """The peer over the same database."""
    home = scratch / "peer"
    if not home.exists():
        shutil.copytree(folder, home, ignore=shutil.ignore_patterns("node_modules"))
        subprocess.run(["npm", "ci", "--silent"], cwd=home, check=True)
    shutil.copy(HERE / "drilldown_peer.graphql", home / "schema.graphql")
    endpoint = endpoint_of(settings)
    environment = os.environ | {
        "NEO4J_URI": endpoint.uri, "NEO4J_USER": endpoint.user, "NEO4J_PASSWORD": endpoint.password,
        "PORT": str(port), "NODE_ENV": "production",
    }  # fmt: skip
    with started(["node", "server.mjs"], environment, port, home) as process:
        yield Served("peer", port, "", {each.name: each.peer for each in OPERATIONS}, process)


@contextmanager
def started(
    command: list[str], environment: dict[str, str], port: int, folder: Path | None = None
) -> Iterator[psutil.Process]:
    """A server's process, once it listens; ended at the end."""
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def measure(settings: Settings, peer: Path | None, scratch: Path, seconds: float, times: int) -> Section:
    """All contenders in windows that alternate."""
    made = section("drilldown", "16. Drill-down: a million nodes, four operations")
    with ExitStack() as stack:
        database = stack.enter_context(connect(settings))
        ids = some_ids(database)
        run: dict[str, Callable[[Operation, int, float], Window]] = {
            "raw": lambda operation, clients, length: raw(database, operation, ids, clients, length)
        }
        for served in [
            stack.enter_context(our_server(settings, 8431)),
            *([stack.enter_context(peer_server(settings, peer, scratch, 8432))] if peer else []),
        ]:
            run[served.name] = lambda operation, clients, length, served=served: over_http(  # type: ignore[misc]
                served, operation, ids, clients, length
            )
        found: dict[tuple[str, int, str], list[Window]] = {}
        for operation in OPERATIONS:
            for each in run.values():
                each(operation, 4, WARM)
            for _ in range(times):
                for clients in (1, 16):
                    for name, each in run.items():
                        found.setdefault((operation.name, clients, name), []).append(
                            each(operation, clients, seconds)
                        )
    _tell(made, found, bool(peer))
    made.note(f"{times} windows of {seconds:g} s each, in turns; p50 and p99 in ms, medians of the windows.")
    return made


def some_ids(database: Database) -> list[str]:
    """Ids of organizations, always the same ones of one graph."""
    rows = database.read("MATCH (o:Organization) WITH o LIMIT 60000 RETURN o.id AS id")
    return random.Random(3).sample([row["id"] for row in rows], min(IDS, len(rows)))


def _tell(made: Section, found: dict[tuple[str, int, str], list[Window]], with_peer: bool) -> None:
    def of(operation: str, clients: int, name: str, share: float) -> float:
        return median(window.percentile(share) for window in found[operation, clients, name])

    names = ["raw", "ours", *(["peer"] if with_peer else [])]
    for operation in OPERATIONS:
        for clients in (1, 16):
            figures = {
                name: [of(operation.name, clients, name, share) for share in (0.5, 0.99)] for name in names
            }
            _compare(made, operation, clients, figures)
        windows = found[operation.name, 16, "ours"]
        cpu = median(window.cpu / max(len(window.taken), 1) * 1000 for window in windows)
        what = f"{operation.name}, server's CPU a request"
        made.add(what, f"{cpu:.2f} ms", f"≤ {operation.cpu:g} ms", cpu <= operation.cpu)
    failed = sum(window.failed for windows in found.values() for window in windows)
    made.add("answers with errors", str(failed), "0", failed == 0)


def _compare(made: Section, operation: Operation, clients: int, figures: dict[str, list[float]]) -> None:
    what = f"{operation.name}, {clients} client{'s' if clients > 1 else ''}"
    said = "; ".join(f"{name} {p50:.2f} / {p99:.1f}" for name, (p50, p99) in figures.items())
    ours, plain = figures["ours"], figures["raw"]
    if clients == 1:
        made.add(what, f"{said}: {ours[0] - plain[0]:+.2f} ms", "≤ raw + 2 ms", ours[0] <= plain[0] + 2)
    else:
        ratio = ours[0] / plain[0]
        made.add(what, f"{said}: {ratio:.2f}× raw", f"≤ {operation.times:g}×", ratio <= operation.times)
    if peer := figures.get("peer"):
        ratio, tail = ours[0] / peer[0], ours[1] / peer[1]
        most = operation.peer_times
        made.add(f"{what}, beside the peer", f"{ratio:.2f}×", f"≤ {most:g}×", ratio <= most)
        made.add(f"{what}, p99 beside the peer's", f"{tail:.2f}×", "≤ 1×", tail <= 1)


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="A home that holds the graph already, or is to keep it.")
    parser.add_argument("--peer", type=Path, help="Folder of the peer.")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    with scratch_folder() as scratch, scratch_home(options.home) as settings:
        if not (settings.home / "neo4j" / "data" / "databases").exists():
            fill_world(settings.home, scratch, options.nodes)
        peer = options.peer if options.peer and options.peer.is_dir() else None
        return [measure(settings, peer, scratch, options.seconds, options.times)]


if __name__ == "__main__":
    main()
