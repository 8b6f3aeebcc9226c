"""`graph-platform agents`: declare agents, approve and stop them, decide what they write, and look at what they did."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph_platform.cli.as_json import echo_json
from graph_platform.errors import NotThere, UsageError

if TYPE_CHECKING:
    from gql.agents.tracing import Step
    from gql.viewers import Viewer
    from graph_platform.database import Database
    from graph_platform.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="Agents: declare, approve, stop them; what they did and want to write.\n\n"
    "Example: graph-platform agents list",
)
Token = Annotated[str, typer.Option(help="Who does it: a signed token.", envvar="GRAPH_PLATFORM_TOKEN")]
Development = Annotated[bool, typer.Option("--development", help="Take a token of `graph-platform token`.")]
Name = Annotated[str, typer.Argument(help="The agent.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
RunId = Annotated[str, typer.Argument(help="The run; its first eight characters are enough.")]


@app.command()
def declare(
    file: Annotated[Path, typer.Argument(help="The declaration, YAML.")],
    token: Token,
    development: Development = False,
) -> None:
    """Declare an agent of one's own, for an officer to approve. What was approved before goes on acting until then.

    Example: graph-platform agents declare visit-prep.yaml --token "$TOKEN"
    """
    from gql.agents.checking import check
    from gql.agents.runs import GRAPHQL
    from gql.tools.catalogue import TOOLS
    from graph_platform.agents.keeping import declare as keep
    from graph_platform.agents.reading import read_agent
    from privacy.policy.force import in_force

    declared, document = read_agent(file)
    with _signed_in(token, development) as (_, database, owner):
        check(declared, document, owner, in_force(database), (*TOOLS, GRAPHQL))
        kept = keep(database, declared, owner.roles, owner.scopes)
    typer.echo(f"{kept.name} waits for an officer: graph-platform agents approve {kept.name} {kept.waiting}")


@app.command()
def approve(
    name: Name,
    version: Annotated[str, typer.Argument(help="The version that waits, as `agents list` shows it.")],
    token: Token,
    development: Development = False,
) -> None:
    """Let an agent act as it is declared now: an officer does, who is not its owner.

    Example: graph-platform agents approve visit-prep 1f0c3a5b7d9e2f40 --token "$TOKEN"
    """
    from graph_platform.agents.keeping import approve as let

    with _signed_in(token, development) as (_, database, viewer):
        _check_officer(database, viewer)
        let(database, name, version, viewer.subject)
    typer.echo(f"{name} acts as version {version} says.")


@app.command()
def stop(
    name: Name,
    token: Token,
    why: Annotated[str, typer.Option(help="Why.")] = "",
    development: Development = False,
) -> None:
    """Stop an agent within a second, on every server: its owner or an officer does. Approving it again lets it act.

    Example: graph-platform agents stop visit-prep --why "asks for too much" --token "$TOKEN"
    """
    from graph_platform.agents.keeping import read
    from graph_platform.agents.keeping import stop as end

    with _signed_in(token, development) as (_, database, viewer):
        if read(database, name).declaration.owner != viewer.subject:
            _check_officer(database, viewer)
        end(database, name, viewer.subject, why)
    typer.echo(f"{name} is stopped.")


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """List agents: who answers for them, whether they act, what they may read; and what waits to be approved.

    Example: graph-platform agents list
    """
    from graph_platform.agents.keeping import WAITS, every

    with _database() as (_, database):
        found = every(database)
    if as_json:
        echo_json(
            [
                each.declaration.model_dump(mode="json")
                | {"state": each.state, "version": each.version, "waiting": each.waiting or None}
                | {"proposed": each.proposed.model_dump(mode="json") if each.proposed else None}
                for each in found
            ]
        )
        return
    table = Table("agent", "state", "version", "owner", "reads", "writes", "tools")
    for each in found:
        shown = [(each.state, each.version, each.declaration)]
        if each.proposed and each.version != each.waiting:
            shown.append((WAITS, each.waiting, each.proposed))
        for state, version, said in shown:
            listed = (", ".join(names) for names in (said.reads, said.writes, said.tools))
            table.add_row(each.name, state, version, said.owner, *listed)
    Console().print(table)


@app.command()
def runs(
    agent: Annotated[str | None, typer.Option(help="Of this agent alone.")] = None,
    first: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List runs of agents: how many calls, how long, how many were refused.

    Example: graph-platform agents runs --agent visit-prep
    """
    from graph_platform.settings import read_settings

    told = [
        {
            "run": run,
            "agent": steps[0].agent,
            "person": steps[0].person,
            "at": steps[0].at,
            "calls": len(steps),
            "refused": sum(step.outcome != "ok" for step in steps),
            "seconds": round(sum(step.seconds for step in steps), 2),
            "tokens": sum(step.tokens for step in steps),
        }
        for run, steps in reversed(_runs(read_settings(), agent).items())
    ][:first]
    if as_json:
        echo_json(told)
        return
    table = Table("run", "agent", "for", "began", "calls", "refused", "seconds", "tokens")
    for each in told:
        table.add_row(str(each["run"])[:12], *(str(each[key]) for key in list(each)[1:]))
    Console().print(table)


@app.command()
def show(run: RunId, as_json: AsJson = False) -> None:
    """Show a run step by step: which tool, what came of it, which entities were met. Texts are told by their length.

    Example: graph-platform agents show 3f9a01bc
    """
    from gql.agents.tracing import described
    from graph_platform.settings import read_settings

    steps = _run(read_settings(), run)
    if as_json:
        echo_json(
            [
                {
                    "at": step.at,
                    "tool": step.tool,
                    "arguments": described(step.arguments),
                    "outcome": step.outcome,
                    "entities": step.entities,
                    "tokens": step.tokens,
                    "seconds": step.seconds,
                }
                for step in steps
            ]
        )
        return
    table = Table("at", "tool", "arguments", "outcome", "entities", "tokens", "seconds")
    for step in steps:
        told = ", ".join(f"{name}: {value}" for name, value in described(step.arguments).items())
        table.add_row(
            step.at[11:23],
            step.tool,
            told,
            step.outcome,
            str(len(step.entities)),
            str(step.tokens),
            str(step.seconds),
        )
    Console().print(table)


@app.command()
def replay(run: RunId, as_json: AsJson = False) -> None:
    """Call a run's tools again with today's rights and today's graph, and say where it comes out otherwise.

    What wrote is not called again.

    Example: graph-platform agents replay 3f9a01bc
    """
    from gql.agents.replaying import replayed

    with _database() as (settings, database):
        told = replayed(database, settings.home, _run(settings, run))
    if as_json:
        echo_json(told)
        return
    table = Table("tool", "then", "now", "entities then", "entities now", "same")
    for each in told:
        table.add_row(*(str(value) for value in each.values()))
    Console().print(table)


@app.command()
def writes(as_json: AsJson = False) -> None:
    """List what agents want to write and nobody has decided about, as it would be written.

    Example: graph-platform agents writes
    """
    from gql.tools.untrusted import cleaned
    from graph_platform.agents.writes import held

    with _database() as (_, database):
        found = held(database)
    if as_json:
        echo_json(
            [
                {"id": each.id, "agent": each.agent, "for": each.person, "tool": each.tool}
                | {"writes": each.variables["input"]}
                for each in found
            ]
        )
        return
    table = Table("write", "agent", "for", "tool", "since", "writes")
    for each in found:
        # whoever decides reads it as people see it; brackets in it are no markup
        said = "\n".join(f"{name}: {value}" for name, value in cleaned(each.variables["input"]).items())
        row = (each.id, each.agent, each.person, each.tool, f"{each.at:%Y-%m-%d %H:%M}")
        table.add_row(*row, Text(said))
    Console().print(table)


@app.command()
def decide(
    write: Annotated[str, typer.Argument(help="The write, by its whole id.")],
    decision: Annotated[str, typer.Argument(help="approve or reject.")],
    token: Token,
    development: Development = False,
) -> None:
    """Decide about a write: approved, it is written at once, in the agent's name; its owner or an officer decides.

    Example: graph-platform agents decide 5e1f… approve --token "$TOKEN"
    """
    from gql.agents.deciding import decided

    if decision not in ("approve", "reject"):
        raise UsageError("a write is approved or rejected", "Say approve, or reject.")
    chosen: Literal["approve", "reject"] = "approve" if decision == "approve" else "reject"
    with _signed_in(token, development) as (settings, database, viewer):
        said = decided(database, settings.home, write, chosen, viewer)
    typer.echo(said)


def _runs(settings: Settings, agent: str | None = None) -> dict[str, list[Step]]:
    from gql.agents.tracing import steps

    found: dict[str, list[Step]] = defaultdict(list)
    for step in steps(settings.home):
        if agent is None or step.agent == agent:
            found[step.run].append(step)
    return found


def _run(settings: Settings, run: str) -> list[Step]:
    found = [steps for id_, steps in _runs(settings).items() if len(run) >= 8 and id_.startswith(run)]
    if len(found) != 1:
        raise NotThere("there is no such run", "`graph-platform agents runs` lists them.")
    return found[0]


def _check_officer(database: Database, viewer: Viewer) -> None:
    from privacy.policy.force import check_role, in_force, officer_of

    check_role(officer_of(viewer.subject, viewer.email, viewer.roles), in_force(database))


@contextmanager
def _database() -> Iterator[tuple[Settings, Database]]:
    from graph_platform.database import connect
    from graph_platform.schema import ensure_schema
    from graph_platform.settings import read_settings

    settings = read_settings()
    with connect(settings) as database:
        ensure_schema(database)
        yield settings, database


@contextmanager
def _signed_in(token: str, development: bool) -> Iterator[tuple[Settings, Database, Viewer]]:
    """The database, and who a token stands for. Raises `UsageError` for one that is not good here, or an agent's."""
    from gql.errors import ApiError
    from gql.tokens import tokens_of
    from graph_platform.settings import read_settings

    tokens = tokens_of(read_settings(), development)
    try:
        viewer = asyncio.run(tokens.viewer({"authorization": f"Bearer {token}"}))
    except ApiError as error:
        raise UsageError(error.message, "Give a token that is good here.") from None
    if viewer.agent:
        raise UsageError("people decide about agents", "Give a person's token.")
    with _database() as (settings, database):
        yield settings, database, viewer
