"""`graph-platform ask`: a question in Chinese or English, answered out of the graph."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from graph_platform.cli.as_json import echo_json
from graph_platform.errors import EXIT_USAGE, UsageError

QUERY = """query Ask($question: String!, $after: JSON, $only: Boolean!) {
  ask(question: $question, after: $after, planOnly: $only) {
    understood plan operation variables answer evidence { kind id name }
    asks { text choices { text plan } } refused { part text }
  }
}"""
MOST_ROWS = 20


def ask(
    questions: Annotated[list[str], typer.Argument(help="The question; further ones may refer back to it.")],
    role: Annotated[list[str] | None, typer.Option(help="Ask as somebody with this role.")] = None,
    scopes: Annotated[str, typer.Option(help="Scopes of the rows to see, with commas between.")] = "*",
    plan_only: Annotated[bool, typer.Option("--plan-only", help="Say what is understood, and stop.")] = False,
    chinese: Annotated[bool | None, typer.Option("--zh/--en", help="Language; the question's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Ask the graph in Chinese or English. What is not clear is asked back, what cannot be asked is refused; then it
    ends with 2.

    Example: graph-platform ask "Which customers have raised no tickets this year?"
    Example: graph-platform ask "工单最多的五家公司" "其中哪些在上海？" --json
    """
    told = asyncio.run(
        _asked(questions, tuple(role or ("operator",)), tuple(scopes.split(",")), plan_only, chinese)
    )
    if as_json:
        echo_json(told[-1] if len(told) == 1 else told)
    else:
        for each in told:
            _show(each)
    if any(each["refused"] or each["asks"] for each in told):
        raise typer.Exit(EXIT_USAGE)


async def _asked(
    questions: list[str],
    roles: tuple[str, ...],
    scopes: tuple[str, ...],
    plan_only: bool,
    chinese: bool | None,
) -> list[dict[str, Any]]:
    from gql.errors import own_error
    from gql.execution import Request
    from gql.limits import Limits
    from gql.server import configured, operations_schema
    from gql.viewers import Viewer
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    settings = read_settings()
    told: list[dict[str, Any]] = []
    with connect(settings) as database:
        service = configured(database, settings, Limits(), at_once=1)
        schema = operations_schema(service.limits)
        after = None
        for question in questions:
            is_chinese = any("一" <= each <= "鿿" for each in question) if chinese is None else chinese
            request = Request(
                service, Viewer("operator", roles, scopes), "zh" if is_chinese else "en", door="cli"
            )
            given = {"question": question, "after": after, "only": plan_only}
            result = await schema.execute(QUERY, given, request)
            own = own_error(result.errors[0]) if result.errors else None
            service.audit.append(
                request.access((own.code if own else "BAD_REQUEST") if result.errors else "ok")
            )
            if result.errors or result.data is None:
                service.close()
                raise UsageError(own.message if own else "this cannot be asked", own.hint[0] if own else "")
            told.append(result.data["ask"])
            after = result.data["ask"]["plan"] or after
        service.close()
    return told


def _show(said: dict[str, Any]) -> None:
    console = Console()
    if said["refused"]:
        console.print(f"[yellow]?[/] {said['refused']['text']}", highlight=False)
        return
    if said["asks"]:
        console.print(f"[yellow]?[/] {said['asks']['text']}", highlight=False)
        for number, choice in enumerate(said["asks"]["choices"], 1):
            console.print(f"  {number}. {choice['text']}", highlight=False, markup=False)
        return
    console.print(said["understood"], style="dim", highlight=False, markup=False)
    answer = said["answer"]
    if answer is None:
        console.print(said["operation"], highlight=False, markup=False)
    elif isinstance(answer.get("rows"), list):
        _table(console, answer["rows"], answer.get("total", answer.get("of")))
    elif "groups" in answer:
        _table(console, answer["groups"], answer["total"])
    elif "number" in answer:
        console.print(f"{answer['number']:,}" if answer["number"] is not None else "–")
    else:
        echo_json(answer)


def _table(console: Console, rows: list[dict[str, Any]], total: int | None) -> None:
    shown = rows[:MOST_ROWS]
    if not shown:
        console.print("0")
        return
    table = Table(*(name for name in shown[0] if name != "labels"))
    for row in shown:
        table.add_row(*(_cell(value) for name, value in row.items() if name != "labels"))
    console.print(table)
    if total is not None and total > len(shown):
        console.print(f"{len(shown)} of {total:,}", style="dim")


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "amount" in value:
        return f"{value['amount']:,} {value['currency'] or ''}"
    return "–" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
