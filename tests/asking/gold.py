"""Compute the gold answers again from what stands beside each, and say where they differ.

    python tests/asking/gold.py            # against the running database
    python tests/asking/gold.py --id tickets-of-elmfield
    python tests/asking/gold.py --set blind

`by` is Cypher, or several statements with `;` between for the sides of a comparison. What takes more than a statement
(strength, influence, introductions, strongest paths, some dimensions) is `$ strength A B`, `$ influence A`,
`$ introduce A`, `$ path A B`, `$ dimension A name`: the functions that the command line and the API call, as of the
fixed day. The database holds the shipped sample, resolved and discovered: `graph-platform demo`, `resolve run`,
`discover`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import frozen

from graph_platform.database import Database, connect
from graph_platform.discovery.influence import at_customer
from graph_platform.discovery.introductions import introduce, strongest_path
from graph_platform.discovery.strength import strength
from graph_platform.discovery.ties import Looking
from graph_platform.settings import read_settings

LOOKING = Looking(frozen.TODAY)


def main() -> int:
    """The command line; ends with 1 where an answer or an id differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--id", action="append", default=[], help="Only this question.")
    parser.add_argument("--set", choices=frozen.SETS, action="append", help="Only this set.")
    options = parser.parse_args()
    questions = [question for of in options.set or frozen.SETS for question in frozen.answerable(of)]
    with connect(read_settings()) as database:
        wrong = sum(
            _differs(database, question)
            for question in questions
            if not options.id or question.id in options.id
        )
    print(f"{wrong} differ")
    return bool(wrong)


def _differs(database: Database, question: frozen.Question) -> bool:
    """Whether the answer is another one now, or a plan names an id that is not there; says so."""
    plans = [plan.model_dump(mode="json") for plan in question.all_plans]
    missing = [id_ for id_ in sorted(set(ids_in(plans))) if not there(database, id_)]
    computed = answer(database, question.plan.ask, question.by)
    if not missing and computed == question.answer:
        return False
    print(f"{question.id}: ids that are not there: {missing}; now {computed!r}, gold {question.answer!r}")
    return True


def answer(database: Database, ask: str, by: str) -> Any:
    """The answer that `by` gives, in the form that gold answers to plans of this kind have."""
    if by.startswith("$"):
        command, *arguments = by[1:].split()
        return COMMANDS[command](database, *arguments)
    statements = [text for text in by.split(";") if text.strip()]
    if ask == "comparison":
        return [_shaped([dict(row) for row in database.read(text, {})]) for text in statements]
    rows = [dict(row) for row in database.read(statements[0], {})]
    if ask == "path":
        # a path is gold only where no other is as short
        return rows[0]["path"] if len(rows) == 1 else [row["path"] for row in rows]
    return _shaped(rows, in_order=ask == "ranking")


def _shaped(rows: list[dict[str, Any]], in_order: bool = False) -> Any:
    """Rows in the form of an answer, which their columns tell."""
    columns = set(rows[0]) if rows else {"id"}
    if in_order:
        return [[row["id"], row["n"]] for row in rows]
    if "id" in columns:
        return sorted(row["id"] for row in rows)
    if columns == {"n"}:
        return rows[0]["n"]
    if columns == {"value", "n"}:
        return {str(row["value"]): row["n"] for row in rows}
    if columns == {"currency", "value"}:
        return {row["currency"]: row["value"] for row in rows}
    return rows[0]


def there(database: Database, id_: str) -> bool:
    """Whether an entity has this id."""
    return bool(list(database.read("MATCH (node:Entity {id: $id}) RETURN 1 AS one", {"id": id_})))


def ids_in(value: Any) -> list[str]:
    """All ids in a plan."""
    if isinstance(value, dict):
        own = [value["id"]] if value.get("id") else []
        return own + [id_ for each in value.values() for id_ in ids_in(each)]
    if isinstance(value, list):
        return [id_ for each in value for id_ in ids_in(each)]
    return []


def _strength(database: Database, one: str, other: str) -> float:
    return strength(database, LOOKING, one, other).value


def _first_influential(database: Database, organization: str) -> str:
    return at_customer(database, LOOKING, organization).ranked[0].id


def _first_introduction(database: Database, to: str) -> str:
    # of chains through equal ties to an organization's people any may come: who of ours leads there is what counts
    return introduce(database, LOOKING, to, 3)[0].nodes[0]


def _strongest_path(database: Database, one: str, other: str) -> list[str] | None:
    found = strongest_path(database, LOOKING, one, other)
    return list(found.nodes) if found else None


def _dimension(_: Database, organization: str, name: str) -> dict[str, Any]:
    asked = f"{{ {name} {{ state value }} }}"
    question = f'{{ organization(id: "{organization}", asOf: "{frozen.TODAY}") {{ dimensions {asked} }} }}'
    line = [sys.executable, "-c", "from graph_platform.cli import main; main()", "query", "-"]
    done = subprocess.run(line, input=question, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)["data"]["organization"]["dimensions"][name]
    return {"state": found["state"].lower(), "value": found["value"]}


COMMANDS: dict[str, Callable[..., Any]] = {
    "strength": _strength,
    "influence": _first_influential,
    "introduce": _first_introduction,
    "path": _strongest_path,
    "dimension": _dimension,
}

if __name__ == "__main__":
    sys.exit(main())
