"""`graph-platform discover rank`: candidates for links that an edge list does not have, with probabilities."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from graph_platform.ranking.edges import Cleaned, Edges
    from graph_platform.ranking.ranking import Learned, Ranked

GIBIBYTE = 1024**3
SHARE_OF_MEMORY = 0.8
SHOWN = 5
EdgesFile = Annotated[
    Path, typer.Option("--edges", metavar="FILE", help="CSV: source,target and, if known, date,weight,type.")
]
QueriesFile = Annotated[
    Path, typer.Option("--queries", metavar="FILE", help="CSV: source and, with several types, type.")
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where source,target,score are written.")]
Top = Annotated[
    int, typer.Option("--top", min=0, help="Candidates for each source; 0 for all that were considered.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same bytes.")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Add the scores that speak most for a candidate, and its best path.")
]


def rank(
    edges: EdgesFile,
    queries: QueriesFile,
    out: Out,
    top: Top = 100,
    seed: Seed = 0,
    as_json: Json = False,
    explain: Explain = False,
) -> None:
    """Rank the targets that sources may be linked to, out of any list of edges; a score is a probability.

    Columns other than these are not read. Nothing but the edges is learned from: a part of them is hidden, and what
    finds it best is chosen. A score supposes that a source has something to be found.

    Example: graph-platform discover rank --edges train.csv --queries queries.csv --out ranked.csv
    """
    from graph_platform.ranking.edges import edges_of
    from graph_platform.ranking.reading import read_edges, read_queries

    begun = perf_counter()
    asked = read_queries(queries)
    known = edges_of(read_edges(edges))
    if not len(known):
        raise UsageError(
            f"{edges.name} has no edge between two nodes", _left_out(known.cleaned) or "Give at least one."
        )
    tasks = _tasks(asked, known, queries)
    _check_memory(known, tasks)
    results = {kind: _rank(known, sources, kind, seed, top) for kind, sources in tasks.items()}
    rows = _write(out, results, known if explain else None)
    seconds = perf_counter() - begun
    if as_json:
        typer.echo(_report(known, results, rows, seconds))
        return
    console = Console(highlight=False, soft_wrap=True)
    if left_out := _left_out(known.cleaned):
        console.print(escape(left_out))
    for kind, result in results.items():
        _tell(console, kind, len(tasks[kind]), result)
    console.print(f"{rows:,} candidates written to {escape(str(out))} in {seconds:.1f} s.")


def _tasks(asked: pd.DataFrame, known: Edges, file: Path) -> dict[str, list[str]]:
    """The sources to ask about, by the type of edge to find."""
    if "type" not in asked:
        if len(known.kinds) > 1:
            raise UsageError(
                f"the edges have {len(known.kinds)} types, and {file.name} does not say which to find",
                f"Add a column `type` with one of: {_some(known.kinds)}.",
            )
        return {known.kinds[0]: list(dict.fromkeys(asked["source"].str.strip()))}
    tasks = {
        str(kind): list(dict.fromkeys(rows["source"].str.strip()))
        for kind, rows in asked.groupby(asked["type"].str.strip())
    }
    for kind in tasks:
        if kind not in known.kinds:
            raise UsageError(
                f"{file.name} asks for a type that no edge has", f"The edges have: {_some(known.kinds)}."
            )
    return tasks


def _some(kinds: Sequence[str]) -> str:
    shown = ", ".join(f"`{kind}`" for kind in kinds[:10])
    return f"{shown} and {len(kinds) - 10} more" if len(kinds) > 10 else shown


def _check_memory(known: Edges, tasks: dict[str, list[str]]) -> None:
    """Refuse before anything is begun what would not fit, and say what would."""
    import psutil

    from graph_platform.ranking.memory import memory_needed

    free = psutil.virtual_memory().available * SHARE_OF_MEMORY
    for kind in tasks:
        needed = memory_needed(known, kind)
        if needed > free:
            fits = int(len(known) * free / needed)
            raise UsageError(
                f"ranking needs about {needed / GIBIBYTE:.1f} GiB of memory, and {free / GIBIBYTE:.1f} may be used",
                f"About {fits:,} edges would fit: leave out types that do not matter, or use a larger machine.",
            )


def _rank(known: Edges, sources: list[str], kind: str, seed: int, top: int) -> Ranked:
    from graph_platform.cli.progress import steps_progress
    from graph_platform.ranking.ranking import rank as rank_edges

    with steps_progress() as advance:
        return rank_edges(known, sources, kind, seed=seed, top=top, advance=advance)


def _write(out: Path, results: dict[str, Ranked], explained: Edges | None) -> int:
    """Write the candidates, whole or not at all."""
    import pandas as pd

    frames = []
    for kind, result in results.items():
        frame = pd.DataFrame({"source": result.source, "target": result.target, "score": result.score})
        if len(results) > 1:
            frame["type"] = kind
        if explained is not None:
            frame["why"] = list(result.reasons())
            frame["path"] = [
                _path(explained, source, target)
                for source, target in zip(result.source, result.target, strict=True)
            ]
        frames.append(frame)
    table = pd.concat(frames)
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        table.to_csv(half, index=False, float_format="%.9g", lineterminator="\n")
        half.replace(out)
    except OSError:
        half.unlink(missing_ok=True)
        raise UsageError(f"{out.name} cannot be written", "Name a file in a folder that there is.") from None
    return len(table)


def _path(known: Edges, source: str, target: str) -> str:
    from graph_platform.ranking.evidence import evidence

    best = evidence(known, source, target, limit=1)
    return " – ".join(best[0].nodes) if best else ""


def _left_out(cleaned: Cleaned) -> str:
    said = {
        "without both ends": cleaned.incomplete,
        "from a node to itself": cleaned.loops,
        "repeated": cleaned.repeated,
        "with a weight that is no number above 0 (taken as 1)": cleaned.bad_weights,
        "with a date that cannot be read": cleaned.bad_dates,
    }
    parts = [f"{count:,} {what}" for what, count in said.items() if count]
    return f"Of {cleaned.rows:,} rows: {', '.join(parts)}." if parts else ""


def _tell(console: Console, kind: str, asked: int, result: Ranked) -> None:
    learned = result.learned
    named = f"`{kind}`" if kind else "Links"
    console.print(escape(f"{named}: {asked:,} sources asked about."))
    if result.unknown:
        console.print(f"{len(result.unknown):,} of them are in no edge: nothing can be said about these.")
    if not learned.figures:
        console.print(
            "Nothing could be hidden to learn from (no source has two links), so scores are no more than an order: "
            f"{learned.chosen}."
        )
        return
    console.print(
        f"Learned from {learned.splits} inner splits: {learned.hidden:,} hidden links of {learned.asked:,} sources."
    )
    _tell_ways(console, learned)
    if telling := [(name, loss) for name, loss in learned.brought.items() if loss > 0][:SHOWN]:
        console.print("What a part brings (MRR that is lost when its scores are shuffled):")
        for name, loss in telling:
            console.print(f"  {name:24} {loss:+.4f}")
    if (held := learned.calibration) is not None:
        error = (
            f", expected calibration error {held.error:.3f} where 0.1 or more"
            if held.error is not None
            else ""
        )
        console.print(f"Probabilities on inner splits: Brier skill {held.brier_skill:+.3f}{error}.")


def _tell_ways(console: Console, learned: Learned) -> None:
    """The chosen way of ranking, and the best single scores beside it."""
    singles = sorted(learned.singles(), key=lambda name: -learned.figures[name].mrr)[:SHOWN]
    console.print("On these:                   MRR  Hits@10")
    for name in dict.fromkeys([learned.chosen, *singles]):
        figures = learned.figures[name]
        mark = "  ← ranks" if name == learned.chosen else ""
        console.print(f"  {name:24} {figures.mrr:.3f}  {figures.hits:.3f}{mark}")


def _report(known: Edges, results: dict[str, Ranked], rows: int, seconds: float) -> str:
    import orjson

    tasks: dict[str, Any] = {}
    for kind, result in results.items():
        learned = asdict(result.learned)
        learned["figures"] = {name: asdict(each) for name, each in result.learned.figures.items()}
        tasks[kind] = {
            "unknown_queries": len(result.unknown),
            "candidates": len(result.source),
            "learned": learned,
        }
    report = {
        "edges": len(known),
        "cleaned": asdict(known.cleaned),
        "rows": rows,
        "seconds": seconds,
        "tasks": tasks,
    }
    return orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY).decode()
