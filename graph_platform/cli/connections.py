"""`graph-platform influence`, `introduce`, `path` and `strength`: how people and organizations hang together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.as_json import echo_json
from graph_platform.cli.discover_run import day_of
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.database import Database
    from graph_platform.discovery.ties import Looking
    from graph_platform.findings.model import Step
    from graph_platform.settings import Settings

A = Annotated[str, typer.Argument(help="Id of an entity, or a name.")]
B = Annotated[str, typer.Argument(help="Id of another, or a name.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As it was on this day; by default today.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Most = Annotated[int, typer.Option("--most", min=1, max=100, help="How many at most.")]


def influence(
    organization: Annotated[str | None, typer.Argument(help="Id of an organization, or its name.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="A skill or field, in words.")] = None,
    most: Most = 10,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say who moves decisions at an organization, or who is influential in a topic.

    Example: graph-platform influence 华强汽车集团
    Example: graph-platform influence --topic "battery swapping"
    """
    from graph_platform.database import connect
    from graph_platform.discovery.influence import at_customer, of_topic
    from graph_platform.settings import read_settings

    if (organization is None) == (topic is None):
        raise UsageError("name an organization, or a --topic", "One of the two.")
    settings = read_settings()
    with connect(settings) as database:
        looking = _looking(as_of)
        if organization is not None:
            found = at_customer(database, looking, _found(database, organization), most=most)
        else:
            found = of_topic(database, looking, _topic(database, topic or ""), most=most)
        names = _named(
            settings, database, (id_ for each in found.ranked for id_ in (each.id, *_ends(each.because)))
        )
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    if not found.ranked:
        console.print("Nobody is known.")
        return
    table = Table("who", "share of influence", "because")
    for each in found.ranked:
        because = _said(each.because, names) if each.because else "one of those it begins from"
        table.add_row(escape(names.get(each.id, each.id)), f"{each.share:.1%}", escape(because))
    console.print(table)
    begins = "known deciders" if found.from_deciders else "officers, staff, skills or works"
    console.print(f"{found.people:,} people ranked, beginning from {found.seeds:,} {begins}.")


def communities(
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the communities of people and organizations, the largest first, and what has changed in them.

    Example: graph-platform communities --most 50
    """
    from graph_platform.database import connect
    from graph_platform.discovery.standings import communities as read
    from graph_platform.settings import read_settings

    settings = read_settings()
    with connect(settings) as database:
        found = read(database, most)
        names = _named(settings, database, (id_ for each in found for id_ in each.leaders))
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    if not found:
        console.print("None is known; `graph-platform discover` looks for them.")
        return
    table = Table("id", "size", "name", "leads", "since the last run")
    for each in found:
        leads = ", ".join(names.get(id_, id_) for id_ in each.leaders[:3])
        changed = "new" if each.before is None else f"+{each.joined} −{each.left}"
        table.add_row(each.id, f"{each.size:,}", escape(each.name), escape(leads), changed)
    console.print(table)
    console.print(f"Computed {found[0].computed:%Y-%m-%d %H:%M} UTC.")


def introduce(
    to: Annotated[str, typer.Argument(help="Id of a person or an organization, or a name.")],
    most: Most = 3,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Find the strongest ways from our people to a person, or to anybody of an organization.

    Example: graph-platform introduce 华强汽车集团
    """
    from graph_platform.database import connect
    from graph_platform.discovery.introductions import introduce as find
    from graph_platform.settings import read_settings

    settings = read_settings()
    with connect(settings) as database:
        found = find(database, _looking(as_of), _found(database, to), most)
        names = _named(settings, database, (id_ for chain in found for id_ in chain.nodes))
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    if not found:
        console.print("Nobody of ours is known to lead there.")
    for chain in found:
        console.print(f"[bold]{chain.strength:.2f}[/bold]  {escape(_said(chain.steps, names, chain.nodes))}")


def path(a: A, b: B, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Find the strongest path between two entities.

    Example: graph-platform path 陈丽华 华强汽车集团
    """
    from graph_platform.database import connect
    from graph_platform.discovery.introductions import strongest_path
    from graph_platform.settings import read_settings

    settings = read_settings()
    with connect(settings) as database:
        found = strongest_path(database, _looking(as_of), _found(database, a), _found(database, b))
        names = _named(settings, database, found.nodes if found else ())
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    if found is None:
        console.print("No path was met.")
        return
    console.print(f"[bold]{found.strength:.2f}[/bold]  {escape(_said(found.steps, names, found.nodes))}")


def strength(a: A, b: B, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Say how strongly two entities are associated, 0.00 to 1.00, and by which ways.

    Example: graph-platform strength 陈丽华 华强汽车集团
    """
    from graph_platform.database import connect
    from graph_platform.discovery.strength import strength as measure
    from graph_platform.settings import read_settings

    settings = read_settings()
    with connect(settings) as database:
        found = measure(database, _looking(as_of), _found(database, a), _found(database, b))
        names = _named(settings, database, (id_ for way in found.ways for id_ in way.nodes))
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    console.print(f"[bold]{found.value:.2f}[/bold]  over {found.count:,} ways of at most three ties")
    for way in found.ways:
        console.print(f"  {way.worth:.3f}  {escape(_said(way.steps, names, way.nodes))}")


def _named(settings: Settings, database: Database, ids: Iterable[str]) -> dict[str, str]:
    """What entities are called; that they were shown is put down before."""
    from graph_platform.findings.telling import names_of
    from privacy.audit.doors import put_down

    shown = sorted(set(ids))
    put_down(settings, "connections", database, shown)
    return names_of(database, shown)


def _looking(as_of: str | None) -> Looking:
    from graph_platform.discovery.ties import Looking

    return Looking(day_of(as_of) or date.today())


def _found(database: Database, said: str) -> str:
    """The id of what was named: an id as it is, of a name the one entity that is called so."""
    from graph_platform.show import find

    found = find(database, said)
    if not found:
        raise UsageError("nothing in the graph is called that", "Give an id, or another spelling.")
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} entities are called so", "Give an id: `graph-platform show` lists them."
        )
    return found[0].id


def _topic(database: Database, words: str) -> list[str]:
    """The skills and works that words find."""
    from graph_platform.discovery.topics import topic

    found = topic(database, words)
    if not found:
        raise UsageError("no skill, patent or publication is called so", "Try another word for it.")
    return found


def _ends(steps: Iterable[Step]) -> Iterable[str]:
    return (id_ for step in steps for id_ in (step.start, step.end))


def _said(steps: Sequence[Step], names: dict[str, str], nodes: Sequence[str] = ()) -> str:
    """Steps in words: along the nodes where these are given, else one after the other."""
    if not nodes:
        return ", ".join(
            f"{names.get(step.start, step.start)} -[{step.relation}]-> {names.get(step.end, step.end)}"
            for step in steps
        )
    said = names.get(nodes[0], nodes[0])
    for at, (step, node) in enumerate(zip(steps, nodes[1:], strict=False)):
        arrow = f"-[{step.relation}]->" if step.start == nodes[at] else f"<-[{step.relation}]-"
        said += f" {arrow} {names.get(node, node)}"
    return said
