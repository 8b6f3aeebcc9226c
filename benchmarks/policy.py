"""What the policy and the audit cost: a decision, an entry, and a drill-down with both beside one without.

python -m benchmarks.policy
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.drilldown import SCOPES, Served, Window, our_server, over_http, some_ids, started
from benchmarks.drilldown_operations import OPERATIONS
from benchmarks.drilldown_world import fill_world
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from graph_platform.database import connect
from graph_platform.ontology import ONTOLOGY
from graph_platform.settings import PREFIX, Settings
from privacy.audit.entry import Access
from privacy.audit.log import AuditLog
from privacy.policy.deciding import Asking, InForce, sight_of
from privacy.policy.force import shipped
from privacy.policy.model import Rule, Values, Viewers

RULES = 1_000
ENTRIES = 20_000


def decisions(made: Section) -> None:
    """One decision out of a policy of a thousand rules over every property, once it was made."""
    fields = [f"{owner}.{declared.name}" for owner, declared in ONTOLOGY.every_property()]
    roles = shipped().policy.roles
    rules = tuple(
        Rule(
            id=f"r{number}",
            effect="permit" if number % 3 else "forbid",
            to=Viewers(roles=(roles[number % len(roles)],)),
            on=Values(fields=tuple(fields[number % len(fields) :: 97])),
        )
        for number in range(RULES)
    )
    sight = sight_of(
        InForce("made", shipped().policy.model_copy(update={"rules": rules})), Asking(("sales",))
    )
    pairs = [tuple(field.split(".")) for field in fields]
    began = time.perf_counter()
    for owner, name in pairs:
        sight.decision(owner, name)
    first = time.perf_counter() - began
    rounds = 200
    began = time.perf_counter()
    for _ in range(rounds):
        for owner, name in pairs:
            sight.decision(owner, name)
    each = (time.perf_counter() - began) / rounds / len(pairs) * 1e6
    made.add(f"one decision, {RULES:,} rules × {len(pairs)} fields", f"{each:.2f} µs", "< 5 µs", each < 5)
    made.add("every field for one kind of viewer, the first time", f"{first * 1000:.0f} ms")


def entries(made: Section, folder: Path) -> None:
    """Putting accesses down, with 20 nodes each."""
    log = AuditLog(folder / "audit", b"k" * 32, lambda *said: None)
    access = Access("rep_a", ("sales",), (), "http", "query", "organization#0", "v1")
    access = replace(access, entities=[f"{n:032x}" for n in range(20)])
    began = time.perf_counter()
    for _ in range(ENTRIES):
        log.append(access)
    each = (time.perf_counter() - began) / ENTRIES * 1e6
    log.close()
    made.add("an entry of the audit", f"{each:.0f} µs")


@contextmanager
def without(settings: Settings, like: Served, port: int) -> Iterator[Served]:
    """Our server with everything shown and nothing put down."""
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    command = [sys.executable, "-m", "benchmarks.policy_off", str(port)]
    with started(command, environment, port) as process:
        yield Served("off", port, like.headers, like.texts, process)


def drilldown(made: Section, settings: Settings, seconds: float, times: int) -> None:
    """Windows of both servers in turns."""
    with ExitStack() as stack:
        ids = some_ids(stack.enter_context(connect(settings)))
        on = stack.enter_context(our_server(settings, 8433))
        off = stack.enter_context(without(settings, on, 8434))
        for operation in OPERATIONS:
            found: dict[tuple[int, str], list[Window]] = {}
            for served in (on, off):
                over_http(served, operation, ids, 4, 2.0)
            for _ in range(times):
                for clients in (1, 16):
                    for served in (on, off):
                        window = over_http(served, operation, ids, clients, seconds)
                        found.setdefault((clients, served.name), []).append(window)
            for clients in (1, 16):
                ours, plain = (
                    median(window.percentile(0.5) for window in found[clients, name])
                    for name in ("ours", "off")
                )
                more = (ours / plain - 1) * 100
                what = f"{operation.name}, {clients} client{'s' if clients > 1 else ''}, p50"
                made.add(what, f"{ours:.2f} ms beside {plain:.2f}: {more:+.0f} %", "≤ +10 %", more <= 10)


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=50_000)
    parser.add_argument("--home", type=Path, help="A home that holds the graph already, or is to keep it.")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    made = section("policy", "21. What the policy and the audit cost")
    decisions(made)
    with scratch_folder() as scratch, scratch_home(options.home) as settings:
        entries(made, scratch)
        if not (settings.home / "neo4j" / "data" / "databases").exists():
            fill_world(settings.home, scratch, options.nodes)
        drilldown(made, settings, options.seconds, options.times)
    made.note(
        f"Viewer of one role and the scopes {', '.join(SCOPES)}; {options.times} windows of each, in turns."
    )
    return [made]


if __name__ == "__main__":
    main()
