"""`graph-platform resolve review`, `judge` and `judgements`: what people say of two records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.resolve_options import A, B, By, ModelFile, Why, author
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.database import Database
    from graph_platform.resolution.provenance import Standing
    from graph_platform.resolution.review import Asked

VERDICTS: Mapping[str, bool | None] = {"same": True, "different": False, "unknown": None}
KEYS = {"s": "same", "d": "different", "c": "unknown"}
Again = Annotated[
    bool, typer.Option("--again", help="Put it in the place of what somebody else has said of the two.")
]


def review(
    limit: Annotated[int, typer.Option("--limit", help="How many pairs at most.")] = 20,
    as_list: Annotated[bool, typer.Option("--list", help="Only print them; ask nothing.")] = False,
    model: ModelFile = None,
    by: By = None,
) -> None:
    """Go through the pairs that wait for a person, in the order in which an answer teaches most.

    Keys: s same, d different, c can't tell, n next (skip), q quit. What you can't tell is kept and not asked again.

    Example: graph-platform resolve review --limit 10
    """
    from graph_platform.database import connect
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.provenance import standings
    from graph_platform.resolution.reading import read_stored
    from graph_platform.resolution.review import queue
    from graph_platform.settings import read_settings

    console = Console(highlight=False)
    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database:
        waiting = queue(read_stored(database), models)
        console.print(f"{len(waiting):,} pairs wait for review.")
        shown = waiting[:limit]
        standing = standings(database, (record for asked in shown for record in (asked.left, asked.right)))
        for number, asked in enumerate(shown, 1):
            _show(console, asked, standing, f"{number} of {len(shown)}")
            if as_list:
                continue
            key = _asked(console)
            if key == "q":
                break
            if key in KEYS:
                _answer(console, database, asked, VERDICTS[KEYS[key]], author(by))


def judge(
    a: A,
    b: B,
    verdict: Annotated[str, typer.Argument(help="same, different, or unknown: nobody can tell.")],
    by: By = None,
    why: Why = "",
    again: Again = False,
) -> None:
    """Decide about two records. It holds over later runs and outweighs the model.

    Where somebody has said something else of them, you hear it, and say yours with --again.

    Example: graph-platform resolve judge 0a1b… 2c3d… different --why "father and son"
    """
    from graph_platform.database import connect
    from graph_platform.resolution.steering import judge as judge_pair
    from graph_platform.settings import read_settings

    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is none of same, different and unknown", "Say which.")
    with connect(read_settings()) as database:
        numbers = judge_pair(database, a, b, VERDICTS[verdict], author(by), why, again=again)
    if numbers:
        typer.echo(f"Changed: {', '.join(map(str, numbers))}. Take it back with `resolve undo NUMBER`.")
    else:
        typer.echo("Kept. Nothing had to be changed.")


def judgements(
    gone: Annotated[
        bool, typer.Option("--gone", help="Only those of records that are gone; runs leave them out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List what people have said of pairs of records, the newest first.

    Example: graph-platform resolve judgements --gone
    """
    from graph_platform.database import connect
    from graph_platform.resolution.hearing import told
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        found = [each for each in told(database) if each.gone or not gone]
    if as_json:
        import orjson

        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console(highlight=False)
    if not found:
        console.print(
            "Nobody has judged anything." if not gone else "No judgement is of a record that is gone."
        )
    for each in found:
        lost = f"  (gone: {', '.join(each.gone)})" if each.gone else ""
        line = f"{each.day}  {each.left} {each.right}  {each.verdict} by {each.by}: {each.why}{lost}"
        console.print(escape(line), soft_wrap=True)


def _asked(console: Console) -> str:
    while True:
        said: str = typer.prompt(
            "s same, d different, c can't tell, n next, q quit", default="n", show_default=False
        )
        key = said.strip().casefold()[:1]
        if key in (*KEYS, "n", "q"):
            return key
        console.print("None of these keys.")


def _answer(console: Console, database: Database, asked: Asked, verdict: bool | None, by: str) -> None:
    from graph_platform.resolution.steering import judge as judge_pair

    try:
        judge_pair(database, asked.left, asked.right, verdict, by, "reviewed", again=False)
        return
    except UsageError as refused:
        console.print(escape(f"Not kept: {refused.message}."), soft_wrap=True)
    if typer.confirm("Put yours in its place?", default=False):
        try:
            judge_pair(database, asked.left, asked.right, verdict, by, "reviewed", again=True)
        except UsageError as refused:
            console.print(escape(f"Not kept: {refused.message}. {refused.suggestion}"), soft_wrap=True)


def _show(console: Console, asked: Asked, standing: Mapping[str, Standing], place: str) -> None:
    alike = f", {asked.alike:,} like it wait" if asked.alike > 1 else ""
    console.print(f"\n{place}  probability {asked.probability:.2f}{alike}")
    places = [
        f"{standing.get(record, system)}\n{record}"
        for record, system in zip((asked.left, asked.right), asked.systems, strict=True)
    ]
    table = Table("", *map(escape, places), "", "bits", box=None, padding=(0, 2, 0, 0))
    for step in asked.steps:
        table.add_row(
            step.comparison,
            escape(step.left or "-"),
            escape(step.right or "-"),
            escape(step.level),
            f"{step.bits:+.1f}",
        )
    console.print(table)
    console.print(escape(asked.reason))
