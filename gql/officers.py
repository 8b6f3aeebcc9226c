"""`graph-platform privacy`: everything about who may see what; here what takes a signed token, and the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_platform.errors import EXIT_UNEXPECTED, UsageError
from privacy.commands import app
from privacy.policy import commands as policy

if TYPE_CHECKING:
    from graph_platform.database import Database
    from graph_platform.settings import Settings
    from privacy.policy.force import Officer

__all__ = ["app"]
Token = Annotated[str, typer.Option(help="Who does it: a signed token.", envvar="OFFICER_TOKEN")]
Development = Annotated[bool, typer.Option("--development", help="Take a token of `graph-platform token`.")]
Why = Annotated[str, typer.Option(help="Why.")]
Version = Annotated[str, typer.Argument(help="The version; its first six characters are enough.")]
audit = typer.Typer(no_args_is_help=True, help="Who saw what: verify, search, export, remove what is old.")
app.add_typer(audit, name="audit")
for command in (policy.check, policy.explain, policy.versions):
    app.command()(command)


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="The policy.")],
    token: Token,
    why: Why,
    development: Development = False,
) -> None:
    """Propose a policy, for another officer to approve.

    Example: graph-platform privacy propose policy.yaml --why "partners read contacts" --token "$TOKEN"
    """
    from privacy.policy.force import propose as propose_policy

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file.name} cannot be read", "Name a policy in UTF-8.") from None
    with _officer(token, development) as (database, officer):
        version = propose_policy(database, text, officer, why).version
    typer.echo(f"Proposed as {version}. Another officer puts it into force: privacy approve {version[:12]}")


@app.command()
def approve(version: Version, token: Token, development: Development = False) -> None:
    """Put a policy into force that another officer has proposed. It is active at once, everywhere.

    Example: graph-platform privacy approve 72365307ff90 --token "$TOKEN"
    """
    from graph_platform.settings import read_settings
    from privacy.policy.force import approve as approve_policy

    with _officer(token, development) as (database, officer):
        number = approve_policy(database, read_settings().home, version, officer)
    typer.echo(f"In force: {version} (activation {number}).")


@app.command()
def rollback(version: Version, token: Token, why: Why, development: Development = False) -> None:
    """Put an earlier policy into force that shows nobody more than the one in force; by one person.

    Example: graph-platform privacy rollback 72365307ff90 --why "too much was shown" --token "$TOKEN"
    """
    from graph_platform.settings import read_settings
    from privacy.policy.force import roll_back

    with _officer(token, development) as (database, officer):
        number = roll_back(database, read_settings().home, version, officer, why)
    typer.echo(f"In force: {version} (activation {number}).")


@app.command()
def preview(
    file: Annotated[Path, typer.Argument(help="File with a GraphQL operation; - reads it from the input.")],
    role: Annotated[list[str], typer.Option(help="The role; may be given again.")],
    chosen: Annotated[
        str, typer.Option("--policy", help="A file, a version, or `force`: the one in force.")
    ] = "force",
    variables: Annotated[str, typer.Option(help="The operation's variables, as JSON.")] = "{}",
    scopes: Annotated[str, typer.Option(help="Scopes of the rows to see, with commas between.")] = "*",
    purpose: Annotated[list[str] | None, typer.Option(help="The purpose; may be given again.")] = None,
) -> None:
    """Answer a GraphQL operation as somebody with this role would read it, under a policy that need not be in force.

    Example: graph-platform privacy preview page.graphql --role partner --policy policy.yaml
    """
    from gql.commands import answer
    from gql.viewers import Viewer

    viewer = Viewer("preview", tuple(role), tuple(scopes.split(",")), purposes=tuple(purpose or ()))
    answer(file, variables, None, viewer, "en", chosen)


@app.command()
def diff(
    old: policy.Which,
    new: policy.Which,
    on_recorded: Annotated[
        bool,
        typer.Option("--recorded", help="Answer the recorded operations under both, and tell what differs."),
    ] = False,
    as_json: policy.Json = False,
) -> None:
    """Say what changes from one policy to another, for each role: what is shown more, and what less.

    Example: graph-platform privacy diff force policy.yaml
    Example: graph-platform privacy diff force policy.yaml --recorded
    """
    if not on_recorded:
        policy.tell_differences(old, new, as_json)
        return
    from gql.replaying import replay
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from privacy.recording import recorded

    settings = read_settings()
    with connect(settings) as database:
        one, other = policy.policy_of(old, database), policy.policy_of(new, database)
        found = replay(database, settings.home, recorded(settings.home), one, other)
    if as_json:
        policy.print_json(found)
        return
    typer.echo(f"{found.operations:,} operations; {found.differing:,} answers differ.")
    for change in found.changes:
        sign = "+" if change.opens else "-"
        typer.echo(f"{sign} {change.times:>6}  {','.join(change.roles)}  {change.place}")


@app.command()
def record(
    what: Annotated[str, typer.Argument(help="on, off, or erase: remove everything that is recorded.")],
    token: Token,
    days: Annotated[int, typer.Option(min=1, max=30, help="For how long to record.")] = 7,
    development: Development = False,
) -> None:
    """Record operations with their variables, for `diff --recorded`: encrypted, for some days, apart from the audit.

    Example: graph-platform privacy record on --days 3 --token "$OFFICER_TOKEN"
    """
    from datetime import UTC, timedelta

    from graph_platform.settings import read_settings
    from privacy.audit.doors import put_down
    from privacy.policy.force import check_role, in_force
    from privacy.recording import erase, switch_off, switch_on

    if what not in ("on", "off", "erase"):
        raise UsageError(f"{what!r} is none of on, off and erase", "Say which.")
    settings = read_settings()
    with _officer(token, development) as (database, officer):
        check_role(officer, in_force(database))
        put_down(settings, f"record {what}", database)
    if what == "on":
        until = datetime.now(UTC) + timedelta(days=days)
        switch_on(settings.home, until, officer.subject)
        typer.echo(f"Operations are recorded until {until:%Y-%m-%d %H:%M} UTC.")
    elif what == "off":
        switch_off(settings.home)
        typer.echo("Nothing is recorded any more.")
    else:
        typer.echo(f"Removed {erase(settings.home)} files, and the key that opened them.")


@audit.command()
def verify() -> None:
    """Find out whether the audit is as it was written: no entry changed, removed or moved. Ends with 1 if it is not.

    Example: graph-platform privacy audit verify
    """
    from graph_platform.database import connect
    from graph_platform.managed.home import private_key
    from graph_platform.settings import read_settings
    from privacy.audit.reading import verify as verified
    from privacy.audit.seals import read_seals

    settings = read_settings()
    with connect(settings) as database:
        seals = read_seals(database)
    count, problems = verified(_folder(settings), private_key(settings.home / "audit-key"), seals)
    typer.echo(f"{count:,} entries in {len(list(_folder(settings).glob('*.jsonl'))):,} logs.")
    for problem in problems:
        typer.echo(f"{problem.segment}:{problem.line}: {problem.what}")
    if problems:
        raise typer.Exit(EXIT_UNEXPECTED)
    typer.echo("Everything is as it was written.")


@audit.command()
def search(
    who: Annotated[str | None, typer.Option(help="Only accesses of this subject.")] = None,
    node: Annotated[str | None, typer.Option(help="Only accesses in which this node was shown.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Only those that ended so: ok, FORBIDDEN, …")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only those from this day on (UTC).")] = None,
    form: Annotated[str, typer.Option("--format", help="jsonl or ocsf.")] = "jsonl",
) -> None:
    """Write the accesses that are looked for, a JSON object a line; as events of OCSF 1.3 with --format ocsf.

    Example: graph-platform privacy audit search --node 0f3a… --since 2026-11-01 --format ocsf
    """
    from datetime import UTC

    import orjson

    from graph_platform.settings import read_settings
    from privacy.audit.reading import entries, matching, ocsf, printable

    if form not in ("jsonl", "ocsf"):
        raise UsageError(f"{form!r} is no format", "Say jsonl or ocsf.")
    start = since.replace(tzinfo=UTC) if since else None
    for entry in entries(_folder(read_settings())):
        if matching(entry, who, node, outcome, start):
            said: Any = ocsf(entry) if form == "ocsf" else entry
            typer.echo(printable(orjson.dumps(said).decode()))


@audit.command()
def prune(
    before: Annotated[datetime, typer.Argument(help="The day (UTC) before which whole logs are removed.")],
    token: Token,
    development: Development = False,
) -> None:
    """Remove logs that ended before a day, when the time for which they are kept is over. That is put down itself.

    Example: graph-platform privacy audit prune 2025-01-01 --token "$TOKEN"
    """
    from datetime import UTC

    from graph_platform.managed.home import private_key
    from graph_platform.settings import read_settings
    from privacy.audit.entry import Access
    from privacy.audit.log import AuditLog
    from privacy.audit.reading import ended_before
    from privacy.audit.seals import drop_seals, sealing
    from privacy.policy.force import in_force

    settings = read_settings()
    with _officer(token, development) as (database, officer):
        now = in_force(database)
        if not set(officer.roles) & set(now.policy.auditors):
            raise UsageError("this is for auditors", f"Roles: {', '.join(now.policy.auditors)}.")
        old = ended_before(_folder(settings), before.replace(tzinfo=UTC))
        log = AuditLog(_folder(settings), private_key(settings.home / "audit-key"), sealing(database))
        names = [path.stem for path in old]
        log.append(
            Access(
                officer.subject, officer.roles, (), "cli", "prune", "audit prune", now.version, entities=names
            )
        )
        log.close()
        for path in old:
            path.unlink()
        drop_seals(database, names)
    typer.echo(f"Removed {len(names)} logs.")


def _folder(settings: Settings) -> Path:
    return settings.home / "audit"


@contextmanager
def _officer(token: str, development: bool) -> Iterator[tuple[Database, Officer]]:
    """The database, and who a token stands for. Raises `UsageError` for a token that is not good here."""
    from gql.errors import ApiError
    from gql.tokens import tokens_of
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from privacy.policy.force import officer_of

    settings = read_settings()
    tokens = tokens_of(settings, development)
    try:
        viewer = asyncio.run(tokens.viewer({"authorization": f"Bearer {token}"}))
    except ApiError as error:
        raise UsageError(error.message, "Give a token that is good here.") from None
    with connect(settings) as database:
        yield database, officer_of(viewer.subject, viewer.email, viewer.roles)
