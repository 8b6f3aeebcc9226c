"""`graph-platform resolve`: who is who."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from graph_platform.resolution.evaluation import Labels
    from graph_platform.resolution.resolving import Resolution

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find out which records are about the same person or organization, say why, and take it back.",
)


@app.command()
def evaluate(
    records: Annotated[Path, typer.Option(help="Records as JSONL; docs/resolution.md says what they hold.")],
    labels: Annotated[
        Path, typer.Option(help="CSV: pairs (left,right,same) or clusters (record_id,entity_id).")
    ],
    relationships: Annotated[
        Path | None, typer.Option(help="CSV of what joins the records: source,target,type.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write what was decided to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Try resolution on your own labelled records. The graph is not touched.

    Example: graph-platform resolve evaluate --records people.jsonl --labels pairs.csv
    """
    from graph_platform.resolution import evaluation
    from graph_platform.resolution.resolving import resolve

    parties = evaluation.read_parties(records)
    ids = [party.id for party in parties]
    known = evaluation.read_labels(labels, ids)
    related = evaluation.read_related(relationships, ids) if relationships else []
    began = time.perf_counter()
    found = resolve(parties, related, asked=known.pairs)
    figures = evaluation.evaluate(found, parties, known) | {"seconds": round(time.perf_counter() - began, 2)}
    figures |= {f"threshold for {schema}": model.same for schema, model in found.models.items()}
    if out:
        _write(out, found, known, ids)
    if as_json:
        import orjson

        typer.echo(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console(highlight=False)
    for name, value in figures.items():
        console.print(f"{name:<24}{value:,.4f}" if isinstance(value, float) else f"{name:<24}{value:,}")


def _write(out: Path, found: Resolution, known: Labels, ids: list[str]) -> None:
    entity = found.entity_of_each()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not known.pairs:
            writer.writerow(("record_id", "entity_id"))
            writer.writerows((id_, entity.get(id_, id_)) for id_ in ids)
            return
        writer.writerow(("left", "right", "decision", "probability"))
        for pair in known.pairs:
            judged = found.judged.get(pair)
            merged = entity.get(pair[0], pair[0]) == entity.get(pair[1], pair[1])
            decision = "same" if merged else judged.decision.value if judged else "different"
            writer.writerow((*pair, decision, f"{judged.probability:.6f}" if judged else "0"))
