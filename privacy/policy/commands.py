"""`graph-platform privacy check`, `explain` and `versions`: what a policy comes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.errors import EXIT_REJECTED, UsageError

if TYPE_CHECKING:
    from graph_platform.database import Database
    from privacy.policy.deciding import InForce

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Which = Annotated[str, typer.Argument(help="A file, a version, or `force`: the one in force.")]


def check(
    file: Annotated[Path, typer.Argument(help="The policy.")],
    as_json: Json = False,
) -> None:
    """Say what is wrong with a policy: misspelt names, gaps, contradictions, rules that never decide, what is inferred.

    Ends with 3 for a policy that cannot be used, and with 4 where there is something to look at.

    Example: graph-platform privacy check policy.yaml
    """
    from privacy.policy.checking import check as remarks_of
    from privacy.policy.checking import refuse_lockout
    from privacy.policy.reading import hash_of, read_policy

    policy = read_policy(file)
    refuse_lockout(policy)
    remarks = remarks_of(policy)
    if as_json:
        print_json({"version": hash_of(policy), "remarks": remarks})
    else:
        for remark in remarks:
            typer.echo(f"{remark.kind}: {remark.message}")
        typer.echo(f"{file.name} can be used; it is version {hash_of(policy)}.")
    if remarks:
        raise typer.Exit(EXIT_REJECTED)


def explain(
    field: Annotated[str, typer.Argument(help="The property: Person.phone, OWNS.share.")],
    role: Annotated[list[str], typer.Option(help="The viewer's role; may be given again.")],
    purpose: Annotated[list[str] | None, typer.Option(help="Their purpose; may be given again.")] = None,
    policy: Annotated[str, typer.Option(help="A file, a version, or `force`: the one in force.")] = "force",
    as_json: Json = False,
) -> None:
    """Say what viewers with a role see of a property, by which rules, and why.

    Example: graph-platform privacy explain Person.phone --role sales
    """
    from privacy.policy.deciding import Asking
    from privacy.policy.explaining import explain as explained

    with _database(policy) as database:
        found = explained(policy_of(policy, database), Asking(tuple(role), tuple(purpose or ())), field)
    if as_json:
        print_json(found)
        return
    console = Console(highlight=False)
    where = ", and its rows are not there" if found.hidden else ""
    console.print(f"{found.field} ({found.sensitivity}, {found.domain}): {escape(found.shows)}{where}")
    console.print(
        "Rows are found, ordered and counted by it." if found.found_by else "Nothing is found by it."
    )
    for say in found.says:
        when = f" when {say.when}" if say.when else ""
        console.print(escape(f"  {say.effect} {say.rule}: {say.shows}{when}. {say.why}"), soft_wrap=True)
    if not found.says:
        console.print("  No rule speaks of it: it is masked.")


def tell_differences(old: str, new: str, as_json: bool) -> None:
    """Print what changes from one policy to another, role by role."""
    from privacy.policy.comparing import differences

    with _database(old, new) as database:
        found = differences(policy_of(old, database), policy_of(new, database))
    if as_json:
        print_json(found)
        return
    table = Table("", "role", "purpose", "what", "before", "after", box=None, padding=(0, 2, 0, 0))
    for each in found:
        sign = "+" if each.opens else "-"
        table.add_row(sign, each.role, each.purpose, escape(each.subject), each.before, each.after)
    console = Console(highlight=False)
    console.print(table if found else "Nothing changes.")
    if any(each.opens for each in found):
        console.print("+ shows more than before: it needs a second person.")


def versions(as_json: Json = False) -> None:
    """List the versions of the policy, and when each came into force.

    Example: graph-platform privacy versions
    """
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from graph_platform.statements import statement
    from privacy.policy.force import shipped

    with connect(read_settings()) as database:
        kept = [dict(row) for row in database.read(statement("policy/list"))]
        activations = [dict(row["activation"]) for row in database.read(statement("policy/activations"))]
    if as_json:
        print_json({"versions": kept, "activations": activations})
        return
    console = Console(highlight=False)
    if not any(row["in_force"] for row in kept):
        console.print(f"{shipped().version[:12]}  in force   shipped with the platform")
    for row in kept:
        said = row["policy"]
        state = "in force" if row["in_force"] else said["state"]
        approved = f", approved by {said['approved_by']}" if said.get("approved_by") else ""
        line = (
            f"{said['version'][:12]}  {state:9}  {said['name']}, proposed by {said['proposed_by']}{approved}"
        )
        console.print(escape(line))
    for each in activations:
        came = f"{each['at']}  {each['version'][:12]} {each['how']} by {each['by']}"
        console.print(escape(f"{each['number']:>4}  {came}"))


@contextmanager
def _database(*policies: str) -> Iterator[Database | None]:
    """A connection, where one of the policies is not a file."""
    if all(Path(each).is_file() for each in policies):
        yield None
        return
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        yield database


def policy_of(which: str, database: Database | None) -> InForce:
    """The policy in a file, of a version, or in `force`. Raises `PolicyError`, `NotThere`."""
    from privacy.policy.deciding import InForce
    from privacy.policy.force import in_force, version_of
    from privacy.policy.reading import hash_of, read_policy

    if Path(which).is_file():
        policy = read_policy(Path(which))
        return InForce(hash_of(policy), policy)
    if database is None:
        raise UsageError(f"{which!r} is no file", "Name a policy's file, a version, or force.")
    return in_force(database) if which == "force" else version_of(database, which)


def print_json(value: Any) -> None:
    """Print something for programs."""
    import orjson

    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode())
