"""The pages of docs/sources and the schemas of mappings and connections, written from the modules themselves.

python -m ingestors.documents

A test fails where they are not current.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from pydantic import BaseModel

from graph_platform.facts import Formats
from graph_platform.source import Source
from graph_platform.sources import GROUP, source
from ingestors.live.model import Connection
from ingestors.mapping import mapping_source, shipped_mappings
from ingestors.mapping.model import Mapping
from ingestors.tables import Table

DOCS = Path(__file__).parents[1] / "docs"


def pages() -> dict[Path, str]:
    """Every generated file, by its path below docs/."""
    found = {
        Path("mapping.schema.json"): _schema(Mapping, "A mapping from tables to facts"),
        Path("connection.schema.json"): _schema(Connection, "A source that is fetched"),
    }
    index = ["# Sources", "", "| source | what it is | kind |", "|---|---|---|"]
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        if not point.module.startswith("ingestors."):
            continue
        described = source(point.name)
        found[Path("sources") / f"{point.name}.md"] = _page(described, import_module(point.module).TABLES)
        index.append(f"| [{point.name}]({point.name}.md) | {described.title} | {described.kind} |")
    index += ["", "Mappings that come with the platform (`load mapping FILE --mapping NAME`):", ""]
    index += ["| name | what it is | licence of the data | columns |", "|---|---|---|---|"]
    for name in shipped_mappings():
        index.append(_mapped(name))
    index += ["", "A source of your own: [a new source in ten minutes](../new-source.md).", ""]
    found[Path("sources") / "README.md"] = "\n".join(index)
    return found


def write() -> None:
    """Write every generated file that is not current."""
    for path, text in pages().items():
        target = DOCS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def _page(described: Source, tables: Sequence[Table]) -> str:
    lines = [f"# {described.name}: {described.title}", "", described.description, ""]
    lines += ["```", f"graph-platform load {described.name} FILE…", "```", ""]
    lines += [f"Trust: {described.trust:g}. {_formats(described.formats)}", "", "## Tables", ""]
    for table in tables:
        lines += _table(table)
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table) -> Iterator[str]:
    yield from (f"### {table.name}", "")
    if table.description:
        yield from (table.description, "")
    yield f"- Required: {_names(table.required)}"
    if table.optional:
        yield f"- Used where present: {_names(dict.fromkeys(c for c in table.optional if c not in table.required))}"
    if table.aliases:
        yield "- Other names: " + ", ".join(
            f"`{other}` for `{name}`" for other, name in table.aliases.items()
        )
    yield ""


def _names(columns: Sequence[str] | dict[str, None]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _formats(formats: Formats) -> str:
    said = [f"Dates: ISO 8601{', or ' + _names(formats.dates) if formats.dates else ''}"]
    said.append(f"times without a zone: {formats.timezone}")
    if formats.country:
        said.append(f"phone numbers without a country: {formats.country}")
    if formats.currency:
        said.append(f"bare sums: {formats.currency}")
    return "; ".join(said) + "."


def _mapped(name: str) -> str:
    described = mapping_source(name)
    licence = described.licence or "not stated"
    model = _model(name)
    columns = "; ".join(f"{table}: {_names(part.columns)}" for table, part in model.tables.items())
    return f"| `{name}` | {described.description} | {licence} | {columns} |"


def _model(name: str) -> Mapping:
    from graph_platform.strict_yaml import Document
    from ingestors.mapping.check import checked

    return checked(Document(shipped_mappings()[name]))


def _schema(model: type[BaseModel], title: str) -> str:
    schema = model.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = title
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    write()
