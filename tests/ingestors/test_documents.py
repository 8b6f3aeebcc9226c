"""Documents about sources: generated ones are current, and examples in written ones work."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from source_checks import read

from ingestors import documents
from ingestors.mapping import mapping_source

NEW_SOURCE = (documents.DOCS / "new-source.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", NEW_SOURCE, re.DOTALL)[1]


def test_generated_pages_are_current() -> None:
    for path, text in documents.pages().items():
        written = documents.DOCS / path
        assert written.is_file(), f"run python -m ingestors.documents: {path} is missing"
        assert written.read_text(encoding="utf-8") == text, (
            f"run python -m ingestors.documents: {path} is not current"
        )


def test_every_table_is_described() -> None:
    for path, text in documents.pages().items():
        if path.parts[0] == "sources" and path.name != "README.md":
            for section in text.split("\n### ")[1:]:
                assert len(section.splitlines()[2]) > 3, (path, section.splitlines()[0])


def test_the_mapping_of_the_tutorial_works(make: Callable[..., Path]) -> None:
    source = mapping_source(make("machines.yaml", block("yaml")))
    (row,), bad = read(source, make("machines.csv", block("csv")))
    assert not bad
    assert [record.label for record in row.records] == ["Machine", "Company"]
    assert row.claims[0].valid_from == "03.02.2024"


def test_the_source_of_the_tutorial_works(make: Callable[..., Path]) -> None:
    module = ModuleType("desk")
    exec(compile(block("python"), "new-source.md", "exec"), module.__dict__)
    (row,), bad = read(
        module.source, make("t.csv", "Number,Customer no,Title,Opened\n1,4711,Noise,03.02.2024\n,1,x,\n")
    )
    assert row.records[0].values == {"title": "Noise", "at": "03.02.2024"}
    assert bad[0].reason == "column 'Number' is empty"


def test_ingestors_know_no_database() -> None:
    import ingestors

    folder = Path(ingestors.__file__).parent
    for path in folder.rglob("*.py"):
        assert not re.search(r"^\s*(from|import) neo4j", path.read_text(encoding="utf-8"), re.MULTILINE), path
    assert "ingestors.mapping" in sys.modules
