"""`graph-platform discover list`, `show` and `judge`: what was found, why, and what people say to it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.as_json import echo_json
from graph_platform.cli.discover_run import day_of
from graph_platform.cli.resolve_options import By, Why, author
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph_platform.findings.kind import Kind
    from graph_platform.findings.reading import StoredFinding
    from graph_platform.findings.telling import Place

Id = Annotated[str, typer.Argument(metavar="FINDING", help="Id of a finding, or how it begins.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Only findings of this kind or family; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
JUDGED = {"any": None, "no": ("",), "yes": ("confirmed", "rejected", "opportunity")}


def list_(
    kind: Kinds = None,
    about: Annotated[str | None, typer.Option("--about", help="Only those about this entity (id).")] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Only those that are new, changed or back since this day.")
    ] = None,
    judged: Annotated[str, typer.Option("--judged", help="no, yes, any, or one verdict.")] = "no",
    gone: Annotated[bool, typer.Option("--gone", help="Those too that were not found again.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="How many at most.")] = 50,
    language: Annotated[str, typer.Option("--language", help="en or zh.")] = "en",
    as_json: AsJson = False,
) -> None:
    """List what was found and is not judged yet, the surest first.

    Example: graph-platform discover list --kind interest --since 2026-03-01
    """
    from graph_platform.database import connect
    from graph_platform.discovery.analyses import kinds as every_kind
    from graph_platform.discovery.running import families_of
    from graph_platform.findings.judging import VERDICTS
    from graph_platform.findings.reading import list_findings
    from graph_platform.findings.telling import names_of
    from graph_platform.settings import read_settings
    from privacy.audit.doors import put_down

    if judged not in JUDGED and judged not in VERDICTS.values():
        raise UsageError(
            f"--judged {judged} is not understood", f"Say {', '.join((*JUDGED, *VERDICTS.values()))}."
        )
    settings = read_settings()
    words = every_kind(settings.home)
    day = day_of(since)
    with connect(settings) as database:
        found = list_findings(
            database,
            families_of(words, kind or ()),
            verdicts=JUDGED.get(judged, (judged,)),
            gone=gone,
            since=datetime.combine(day, time(), UTC) if day else None,
            entity=about,
            most=most,
        )
        shown = {id_ for each in found for ids in each.roles.values() for id_ in ids}
        put_down(settings, "discover", database, sorted(shown))
        names = names_of(database, shown)
    if as_json:
        echo_json([_as_json(each, words, names) for each in found])
        return
    console = Console(highlight=False)
    if not found:
        console.print("Nothing; `graph-platform discover` looks for something.")
        return
    table = Table("id", "score", "state", "claim")
    for each in found:
        table.add_row(
            each.id[:8], f"{each.score:.2f}", _state(each), escape(_claim(each, words, names, language))
        )
    console.print(table)


def show(
    finding: Id,
    language: Annotated[str, typer.Option("--language", help="en or zh.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Show one finding: the claim, its evidence step by step with the records, and what would refute it.

    Example: graph-platform discover show 3f2a91c0
    """
    from graph_platform.database import connect
    from graph_platform.discovery.analyses import kinds as every_kind
    from graph_platform.findings.reading import read_finding
    from graph_platform.findings.telling import everything_in, names_of, places_of
    from graph_platform.settings import read_settings
    from privacy.audit.doors import put_down

    settings = read_settings()
    words = every_kind(settings.home)
    with connect(settings) as database:
        found = read_finding(database, finding)
        put_down(settings, "discover", database, sorted(everything_in(found)))
        names = names_of(database, everything_in(found))
        places = places_of(database, found.facts)
    if as_json:
        echo_json(_as_json(found, words, names) | {"facts": list(places.values())})
        return
    _print(found, words, names, places, language)


def judge(
    finding: Id,
    verdict: Annotated[str, typer.Argument(metavar="confirm|reject|opportunity", help="What you decide.")],
    by: By = None,
    why: Why = "",
) -> None:
    """Say whether a finding is right. From then on it is not listed as new.

    Example: graph-platform discover judge 3f2a91c0 confirm --why "the group told us"
    """
    from graph_platform.database import connect
    from graph_platform.findings.judging import VERDICTS
    from graph_platform.findings.judging import judge as put_down
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        id_ = put_down(database, finding, verdict, author(by), why)
    Console(highlight=False).print(f"{id_[:8]} is {VERDICTS[verdict]}.")


def _print(
    found: StoredFinding,
    words: Mapping[str, Kind],
    names: Mapping[str, str],
    places: Mapping[str, Place],
    language: str,
) -> None:
    from graph_platform.findings.telling import lines_of

    console = Console(highlight=False, soft_wrap=True)
    kind = words.get(found.kind)
    console.print(f"[bold]{escape(_claim(found, words, names, language))}[/bold]")
    console.print(f"{found.kind} · {found.id} · score {found.score:.2f} · {_state(found)}")
    for name, value in found.measures.items():
        console.print(f"  {name}: {escape(str(value))}")
    for leg in found.evidence:
        console.print(f"\n{escape(leg.part)}")
        for line, facts in lines_of(leg, names, places):
            said = "; ".join(
                f"{fact.data_set} {fact.file or ''}:{fact.line or ''}{' (not said any more)' if fact.closed else ''}"
                for fact in facts[:3]
            )
            console.print(f"  {escape(line)}  [dim]{escape(said)}[/dim]")
    if missing := len(set(found.facts) - places.keys()):
        console.print(f"\n{missing} facts that it rested on have been forgotten since.")
    if kind:
        console.print(f"\nWhat it means: {kind.meaning.in_(language)}")
        console.print(f"What would refute it: {kind.refuted.in_(language)}")
        console.print(f"How it was computed: {kind.computed.in_(language)}")
    console.print(
        f"As of {found.as_of}; first found {found.found:%Y-%m-%d}, last {found.last_found:%Y-%m-%d}."
    )
    if found.before:
        console.print(f"Before it changed: {escape(orjson.dumps(found.before).decode())}")
    for verdict in found.verdicts:
        console.print(
            f"{verdict.verdict} by {escape(verdict.by)} on {verdict.at:%Y-%m-%d}: {escape(verdict.why)}"
        )


def _claim(found: StoredFinding, words: Mapping[str, Kind], names: Mapping[str, str], language: str) -> str:
    from graph_platform.findings.telling import claim_of

    kind = words.get(found.kind)
    # a kind that a user declared, and has taken away since
    return claim_of(kind, language, found.roles, found.measures, names) if kind else found.kind


def _state(found: StoredFinding) -> str:
    if found.verdict:
        return found.verdict
    if found.gone:
        return f"gone since {found.gone:%Y-%m-%d}"
    if found.changed:
        return f"changed {found.changed:%Y-%m-%d}"
    return "found"


def _as_json(found: StoredFinding, words: Mapping[str, Kind], names: Mapping[str, str]) -> dict[str, object]:
    claim = {language: _claim(found, words, names, language) for language in ("en", "zh")}
    return {
        "id": found.id,
        "kind": found.kind,
        "claim": claim,
        "score": found.score,
        "state": _state(found),
        "roles": found.roles,
        "measures": found.measures,
        "evidence": found.evidence,
        "as_of": found.as_of,
        "found": found.found,
        "last_found": found.last_found,
        "changed": found.changed,
        "gone": found.gone,
        "verdicts": found.verdicts,
    }
