"""`graph-platform demo`: the shipped sample into the graph, and one question that no single source answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.load import files_in, run_load, source_of, tell
from graph_platform.errors import GraphPlatformError

if TYPE_CHECKING:
    from graph_platform.database import Database
    from graph_platform.questions.battery_swaps import Answer, Said

SYNTHETIC = "Apache-2.0"


class Load(NamedTuple):
    """One command of the demo: source, file or folder of the sample, mapping, data set's name, licence."""

    source: str
    path: str
    mapping: str | None = None
    name: str | None = None
    licence: str = SYNTHETIC


LOADS = (
    Load("cn-register", "cn-register"),
    Load("cn-register", "cn-register-public", name="cn-register-public", licence="MIT"),
    Load("bods", "bods"),
    Load("hubspot", "hubspot"),
    Load("zendesk", "zendesk"),
    Load("mapping", "diagnostics.csv", "diagnostics"),
    Load("mapping", "dispatches.csv", "dispatches"),
    Load("jobposting", "jobposting"),
)


def demo(
    only_ask: Annotated[bool, typer.Option("--only-ask", help="Load nothing; ask what is there.")] = False,
) -> None:
    """Load the shipped sample and ask which customer is about to need battery swaps.

    Run again, it changes nothing.

    Example: graph-platform demo
    """
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    console = Console(highlight=False)
    begun = time.monotonic()
    settings = read_settings()
    sample = Path(str(files("graph_platform").joinpath("sample")))
    if not only_ask:
        Thread(target=_read_first_rows, args=(sample,), daemon=True).start()
    with connect(settings):
        started = time.monotonic()
    summaries = []
    for each in () if only_ask else LOADS:
        options = f" --mapping {each.mapping}" if each.mapping else ""
        options += f" --as {each.name}" if each.name else ""
        console.print(
            f"[dim]$ graph-platform load {each.source} sample/{each.path}{options}[/]", soft_wrap=True
        )
        summaries.append(run_load(each.source, [sample / each.path], each.mapping, each.name, each.licence))
    if summaries:
        tell(summaries)
    with connect(settings) as database:
        _tell_nodes(console, database)
        from graph_platform.questions.battery_swaps import ask

        asked = time.monotonic()
        answers = ask(database)
        _tell_answers(console, answers, time.monotonic() - asked)
    _tell_next(console, answers)
    took = time.monotonic() - begun
    console.print(f"[dim]{took:.1f} s in all, {started - begun:.1f} s of it until the database answered[/]")


def _read_first_rows(sample: Path) -> None:
    """Have Python import what the sources need while Neo4j starts: spaCy alone takes seconds."""
    for each in LOADS:
        # what is wrong with a file, its load will say
        with suppress(GraphPlatformError):
            chosen = source_of(each.source, each.mapping)
            for path in files_in([sample / each.path]):
                next(iter(chosen.open(path)), None)


def _tell_nodes(console: Console, database: Database) -> None:
    from graph_platform.ontology import ONTOLOGY
    from graph_platform.statements import statement

    rows = database.read(statement("questions/nodes_by_dimension"), {"labels": list(ONTOLOGY.labels)})
    counts = {row["label"]: row["count"] for row in rows}
    table = Table("dimension", "nodes", "of these", title="Nodes by dimension", title_justify="left")
    table.columns[1].justify = "right"
    for dimension in ONTOLOGY.dimensions:
        finer = [
            f"{label} {counts[label]:,}"
            for label in ONTOLOGY.labels
            if label != dimension and ONTOLOGY.dimension(label) == dimension and counts[label]
        ]
        table.add_row(dimension, f"{counts[dimension]:,}", ", ".join(finer))
    console.print(table)


def _tell_answers(console: Console, answers: Sequence[Answer], seconds: float) -> None:
    console.print()
    console.print("[bold]Which customer is about to need battery swaps?[/]  哪个客户快要换电池了？")
    if not answers:
        console.print("None, as far as the graph knows.")
    for answer in answers:
        console.print()
        _tell_answer(console, answer)
    console.print(
        f"\n[dim]{len(answers)} found in {seconds:.2f} s, by a statement with no name and no id in it[/]"
    )


def _tell_answer(console: Console, answer: Answer) -> None:
    console.print(
        f"[bold green]{escape(answer.fleet[1])}[/] — talk to {escape(answer.manager[1])}, {escape(answer.title)}"
    )
    table = Table("because", "says the record", box=None, padding=(0, 2), show_header=False)
    table.add_row(
        f"{escape(answer.dealer[1])} had {answer.recent} battery diagnostics in twelve weeks; "
        f"its own past lets one expect {answer.expected:.0f}",
        _places(answer.evidence.get("surge", ())),
    )
    table.add_row(
        "… of batteries that it brought to our service desk", _places(answer.evidence.get("tickets", ()))
    )
    for owner, owned, said in answer.owned:
        table.add_row(f"{escape(owner[1])} owns {escape(owned[1])}", _places(said))
    table.add_row(
        f"{escape(answer.fleet[1])} ran {answer.dispatches} dispatches in half a year",
        _places(answer.evidence.get("dispatches", ())),
    )
    table.add_row("it, or its owner, hires for battery swaps", _places(answer.evidence.get("hiring", ())))
    table.add_row(
        f"{escape(answer.manager[1])} works there: {escape(answer.title)}",
        _places(answer.evidence.get("manager", ())),
    )
    console.print(table)


def _places(said: Sequence[Said]) -> str:
    files: dict[str, list[int]] = {}
    for each in said:
        files.setdefault(f"{each.data_set} {each.file}", []).append(each.line)
    return "[dim]" + "; ".join(f"{file}:{','.join(map(str, lines))}" for file, lines in files.items()) + "[/]"


def _tell_next(console: Console, answers: Sequence[Answer]) -> None:
    console.print("\nWhat to try next:")
    if answers:
        console.print(f"  graph-platform show {answers[0].fleet[0]}   [dim]# every value, and who says so[/]")
    console.print("  graph-platform sources                     [dim]# what is loaded, what can be[/]")
    console.print(
        "  graph-platform forget bods                 [dim]# then `demo --only-ask`: no answer is left[/]"
    )
    console.print("  graph-platform load hubspot YOUR-EXPORT/   [dim]# your own data: docs/tutorial.md[/]")
    console.print("  graph-platform db shell                    [dim]# Cypher[/]")
