"""`graph-platform doctor`: what is wrong here, and what to do."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from graph_platform import doctor as questions
from graph_platform.settings import current_settings

STYLES = {
    questions.State.OK: ("✓", "green"),
    questions.State.WARN: ("!", "yellow"),
    questions.State.FAIL: ("✗", "red"),
}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="A JSON list, for programs.")] = False,
) -> None:
    """Check Python, memory, disk, Java, Neo4j's files, port and database; exit code 0 if nothing failed.

    Example: graph-platform doctor --json
    """
    findings = questions.examine(current_settings())
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _show(findings)
    raise typer.Exit(questions.exit_code_of(findings))


def _show(findings: list[questions.Finding]) -> None:
    console = Console(soft_wrap=True)
    for finding in findings:
        sign, style = STYLES[finding.state]
        console.print(Text(f"{sign} {finding.state:4} {finding.name:<10} {finding.text}", style=style))
        if finding.state is not questions.State.OK and finding.advice:
            console.print(Text(f"       {'':<10} {finding.advice}"))
