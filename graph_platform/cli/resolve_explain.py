"""`graph-platform resolve explain` and `resolve why`: what speaks for it that two records are one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.cli.resolve_options import A, B, ModelFile
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.resolution.explanation import Explanation
    from graph_platform.resolution.membership import Membership
    from graph_platform.resolution.provenance import Standing

Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page, in Chinese and English.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]


def explain(a: A, b: B, html: Html = None, model: ModelFile = None, as_json: Json = False) -> None:
    """Say why two records are one or are not: the weight of each field in bits, guards, neighbours.

    Example: graph-platform resolve explain 0a1b… 2c3d… --html pair.html
    """
    from graph_platform.database import connect
    from graph_platform.resolution.changes import records_of
    from graph_platform.resolution.explanation import explain as explain_pair
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.provenance import standings
    from graph_platform.resolution.reading import read_stored
    from graph_platform.settings import read_settings

    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database:
        left, right = records_of(database, a)[0], records_of(database, b)[0]
        if left == right:
            raise UsageError("both ids stand for one record", "Name two records, or two entities.")
        found = explain_pair(read_stored(database), left, right, models)
        if found is None:
            raise UsageError("a person and an organization are never one", "Name two of a kind.")
        standing = standings(database, found.names)
    if html:
        from graph_platform.resolution.pages import pair_page

        _write(html, pair_page(found, standing, _chinese()))
    if as_json:
        import orjson

        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    elif not html:
        _tell_pair(Console(highlight=False), found, standing)


def why(
    record: Annotated[str, typer.Argument(help="Id of a record, or of an entity: its first record.")],
    html: Html = None,
    model: ModelFile = None,
    as_json: Json = False,
) -> None:
    """Say why a record is in its entity: the chains to the others, the weakest link, what would be without it.

    Example: graph-platform resolve why 0a1b…
    """
    from graph_platform.database import connect
    from graph_platform.resolution.changes import records_of
    from graph_platform.resolution.hearing import told
    from graph_platform.resolution.membership import membership
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.provenance import standings
    from graph_platform.resolution.reading import read_stored
    from graph_platform.settings import read_settings

    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database:
        found = membership(read_stored(database), records_of(database, record)[0], models)
        if found is None:
            raise UsageError(
                "the record says nothing of a person or an organization",
                "`graph-platform show` says what it says.",
            )
        standing = standings(database, found.names)
        holding = {frozenset(pair[:2]) for pair in found.judged}
        spoken = [each for each in told(database) if frozenset((each.left, each.right)) in holding]
    if html:
        from graph_platform.resolution.pages import record_page

        _write(html, record_page(found, standing, spoken, _chinese()))
    if as_json:
        import orjson

        said = {"membership": found, "settled": found.settled, "judgements": spoken}
        typer.echo(orjson.dumps(said, option=orjson.OPT_INDENT_2).decode())
    elif not html:
        console = Console(highlight=False)
        _tell_record(console, found, standing)
        for each in spoken:
            line = f"{each.day} {each.by} judged {_short(each.left)} and {_short(each.right)}: {each.verdict}"
            console.print(escape(f"{line}. {each.why}".strip()), soft_wrap=True)


def _tell_pair(console: Console, found: Explanation, standing: Mapping[str, Standing]) -> None:
    console.print(escape(f"{found.decision}: {found.reason}"))
    console.print(f"They are {'one' if found.together else 'not one'}; probability {found.probability:.4f}.")
    for record in (found.left, found.right):
        console.print(escape(_called(record, found.names, standing)), soft_wrap=True)
    console.print(f"{found.prior:+7.1f} bits  before anything is compared")
    for step in found.steps:
        said = f"({step.left or '-'} | {step.right or '-'})"
        console.print(
            escape(f"{step.bits:+7.1f} bits  {step.comparison}: {step.level} {said}"), soft_wrap=True
        )
    if found.graph:
        console.print(f"{found.graph:+7.1f} bits  {', '.join(found.neighbours)}")
    console.print(
        f"{found.total:+7.1f} bits  together; the same from {found.same:+.1f}, to be reviewed from {found.review:+.1f}"
    )
    if len(found.chain) > 1 and found.weakest:
        console.print(f"Joined through {len(found.chain) - 1} others:")
        _tell_chain(console, found.chain, found.names, found.weakest)


def _tell_record(console: Console, found: Membership, standing: Mapping[str, Standing]) -> None:
    console.print(escape(_called(found.record, found.names, standing)), soft_wrap=True)
    console.print(
        f"One of {len(found.members) + 1} records of its entity." if found.members else "Alone in its entity."
    )
    if not found.settled:
        console.print(f"A run would change this now: to an entity of {len(found.cluster)}.")
    for chain in found.chains:
        _tell_chain(console, chain, found.names, found.weakest)
    if found.weakest:
        link = f"The weakest link is {_short(found.weakest[0])} and {_short(found.weakest[1])}"
        if len(found.without) == 1:
            console.print(f"{link}; without it the entity would stay as it is: others hold it.")
        else:
            sizes = " and ".join(str(len(part)) for part in found.without)
            console.print(f"{link}; without it the entity would fall into parts of {sizes} records:")
            for part in found.without:
                console.print(escape("  " + ", ".join(_named(record, found.names) for record in part)))
    if found.nearest:
        console.print("Compared, and not joined:")
    for other, judged in found.nearest:
        bits = judged.pair.weight + judged.graph
        line = (
            f"{bits:+7.1f} bits  {_called(other, found.names, standing)}: {judged.decision}, {judged.reason}"
        )
        console.print(escape(line), soft_wrap=True)


def _tell_chain(
    console: Console,
    chain: Sequence[tuple[str, str, float]],
    names: Mapping[str, str],
    weakest: tuple[str, str, float] | None,
) -> None:
    parts = [_named(chain[0][0], names)] if chain else []
    for link in chain:
        bits = "judged" if isinf(link[2]) else f"{link[2]:+.1f} bits"
        mark = ", the weakest" if link == weakest and len(chain) > 1 else ""
        parts.append(f"—({bits}{mark})— {_named(link[1], names)}")
    console.print(escape("  " + " ".join(parts)), soft_wrap=True)


def _called(record: str, names: Mapping[str, str], standing: Mapping[str, Standing]) -> str:
    where = f" ({standing[record]})" if record in standing else ""
    return f"{record} {names.get(record, '')}{where}".strip()


def _named(record: str, names: Mapping[str, str]) -> str:
    return f"{names.get(record) or '-'} {_short(record)}"


def _short(record: str) -> str:
    # all ids of a data set begin alike
    return f"…{record[-8:]}"


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError:
        raise UsageError(f"{path.name} cannot be written", "Name a file in a folder that there is.") from None
    typer.echo(f"Written to {path}.")


def _chinese() -> bool:
    """Whether the user's language is Chinese, as the shell says."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return said.casefold().startswith("zh")
