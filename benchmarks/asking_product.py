"""The product's `ask`, on the shipped sample, resolved and discovered; its answers in the form of the gold ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from typer.testing import CliRunner

from benchmarks.asking_verdicts import Asked, Asking
from gql.declared import camel
from gql.execution import Request
from gql.limits import Limits
from gql.server import operations_schema, service_of
from gql.viewers import Viewer
from graph_platform.cli import app
from graph_platform.database import connect
from graph_platform.settings import Settings

QUERY = """query Ask($question: String!, $today: Date, $after: JSON) {
  ask(question: $question, today: $today, after: $after) {
    plan answer asks { text choices { text } } refused { part text }
  }
}"""
STEPS = (("demo",), ("resolve", "run"), ("discover",))


def prepare(settings: Settings) -> None:
    """Load, resolve and discover the shipped sample in a home of its own."""
    runner = CliRunner(env={"GRAPH_PLATFORM_HOME": str(settings.home)})
    for step in STEPS:
        result = runner.invoke(app, list(step))
        if result.exit_code:
            raise SystemExit(f"{' '.join(step)} ended with {result.exit_code}: {result.output[-500:]}")


@contextmanager
def product(settings: Settings) -> Iterator[Asking]:
    """The product's `ask` for an analyst who sees every row."""
    with connect(settings) as database, asyncio.Runner() as runner:
        service = service_of(database, settings.home, Limits(), at_once=1)
        schema = operations_schema(service.limits)

        def asked(question: str, today: date, after: Any = None) -> Asked:
            request = Request(service, Viewer("analyst", ("analyst",), ("*",)), "en", door="cli")
            given = {"question": question, "today": str(today), "after": after}
            result = runner.run(schema.execute(QUERY, given, request))
            if result.errors or result.data is None:
                return Asked(refused=str(result.errors))
            said = result.data["ask"]
            answer = None if said["answer"] is None else as_gold(said["plan"], said["answer"])
            return Asked(said["plan"], answer, said["asks"], said["refused"])

        yield asked
        service.close()


def as_gold(plan: dict[str, Any], answer: dict[str, Any]) -> Any:
    """An answer in the form that gold answers have."""
    match plan["ask"]:
        case "list":
            return _listing(plan, answer)
        case "number":
            return (
                {each["currency"]: each["number"] for each in answer["sums"]}
                if "sums" in answer
                else answer["number"]
            )
        case "groups":
            return {each["value"]: each["number"] for each in answer["groups"]}
        case "ranking":
            return [[each["id"], each["number"]] for each in answer["rows"]]
        case "comparison":
            return [as_gold(*pair) for pair in zip(plan["sides"], answer["sides"], strict=True)]
        case "path":
            return None if answer["path"] is None else [each["id"] for each in answer["path"]["nodes"]]
        case "strength":
            return round(answer["value"], 2)
        case "dimension":
            return {"state": answer["state"].lower(), "value": answer["value"]}
        case "signals":
            return [each["id"] for each in answer["findings"]]
        case "influence":
            return answer["ranked"][0]["id"] if answer["ranked"] else None
        case "introductions":
            return answer["chains"][0]["ids"][0] if answer["chains"] else None
        case "timeline":
            return [each["id"] for each in answer["rows"]]
        case "provenance":
            return [each["id"] for each in answer["records"]]
    raise ValueError(plan["ask"])


def _listing(plan: dict[str, Any], answer: dict[str, Any]) -> Any:
    if not (plan["nodes"]["id"] and plan["properties"]):
        return [each["id"] for each in answer["rows"]]
    (row,) = answer["rows"]
    return {name: _value(row.get(camel(name))) for name in plan["properties"]}


def _value(value: Any) -> Any:
    return {value["currency"]: value["amount"]} if isinstance(value, dict) else value
