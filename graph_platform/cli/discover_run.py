"""`graph-platform discover`: run the analyses, and say what is new."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph_platform.database import Database
    from graph_platform.discovery.running import Ran
    from graph_platform.discovery.standings import Standings
    from graph_platform.findings.kind import Kind
    from graph_platform.findings.model import Finding

SHOWN = 10


def run(kinds: Sequence[str], as_of: str | None, seed: int | None, dry_run: bool, as_json: bool) -> None:
    """Run the analyses of these kinds, and print what they found."""
    from graph_platform.cli.progress import steps
    from graph_platform.database import connect
    from graph_platform.discovery.analyses import analyses
    from graph_platform.discovery.running import discover
    from graph_platform.findings.telling import names_of
    from graph_platform.settings import read_settings
    from privacy.audit.doors import put_down

    settings = read_settings()
    day = day_of(as_of)
    every = analyses(settings.home)
    with connect(settings) as database:
        with steps() as tell:
            ran = discover(database, every, kinds, day, seed, not dry_run, tell)
            whole = not kinds and ran.kept is not None
            standings = _standings(database, ran.day, seed, tell) if whole else None
        shown = ran.found if as_json else ran.found[:SHOWN]
        ids = {id_ for each in shown for some in each.roles.values() for id_ in some}
        put_down(settings, "discover", database, sorted(ids))
        names = names_of(database, ids)
    words = {kind.name: kind for analysis in every for kind in analysis.kinds}
    if as_json:
        typer.echo(orjson.dumps(_as_json(ran, words, names), option=orjson.OPT_INDENT_2).decode())
        return
    _print(ran, words, names)
    if isinstance(standings, str):
        Console(highlight=False).print(standings)
    elif standings is not None:
        Console(highlight=False).print(
            f"Influence of {standings.parties:,} parties, {len(standings.communities):,} communities:"
            " `graph-platform communities`."
        )


def _standings(
    database: Database, day: date, seed: int | None, tell: Callable[[str, int], None]
) -> Standings | str:
    """Influence and communities, or why they could not be computed: what was found stands without them."""
    from graph_platform.discovery.analysis import SEED
    from graph_platform.discovery.standings import compute

    try:
        return compute(database, day, SEED if seed is None else seed, tell)
    except UsageError as error:
        return f"No influence and communities: {error.message}. {error.suggestion}"


def day_of(said: str | None) -> date | None:
    """A day as it was typed. Raises `UsageError`."""
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UsageError(f"{said!r} is no day", "Write it as 2026-03-31.") from None


def _print(ran: Ran, words: Mapping[str, Kind], names: Mapping[str, str]) -> None:
    console = Console(highlight=False)
    counts: dict[str, int] = {}
    for finding in ran.found:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    if not counts:
        console.print(f"As of {ran.day}, nothing was found.")
    else:
        table = Table("kind", "found")
        for name, count in sorted(counts.items()):
            table.add_row(name, f"{count:,}")
        console.print(f"As of {ran.day}:")
        console.print(table)
        console.print(_listed(ran.found[:SHOWN], words, names))
    if ran.kept:
        kept = ran.kept
        console.print(
            f"{kept.new:,} new, {kept.changed:,} changed, {kept.returned:,} come back, {kept.again:,} as before,"
            f" {kept.gone:,} gone."
        )
        console.print("`graph-platform discover show ID` says why.")
    else:
        console.print("Nothing of it was kept.")
    console.print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in ran.seconds.items()))


def _listed(found: Iterable[Finding], words: Mapping[str, Kind], names: Mapping[str, str]) -> Table:
    from graph_platform.findings.telling import claim_of

    table = Table("id", "score", "claim")
    for each in found:
        claim = claim_of(words[each.kind], "en", each.roles, each.measures, names)
        table.add_row(each.id[:8], f"{each.score:.2f}", escape(claim))
    return table


def _as_json(ran: Ran, words: Mapping[str, Kind], names: Mapping[str, str]) -> dict[str, object]:
    from graph_platform.findings.telling import claim_of

    return {
        "day": ran.day.isoformat(),
        "seconds": ran.seconds,
        "kept": ran.kept,
        "found": [
            {
                "id": each.id,
                "kind": each.kind,
                "score": each.score,
                "claim": {
                    language: claim_of(words[each.kind], language, each.roles, each.measures, names)
                    for language in ("en", "zh")
                },
                "roles": {role: list(ids) for role, ids in each.roles.items()},
                "measures": dict(each.measures),
                "evidence": each.evidence,
            }
            for each in ran.found
        ],
    }
