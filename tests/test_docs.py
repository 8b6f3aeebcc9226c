"""Documents cannot rot: what they name is there, what is there they name, and what they show works."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from graph_platform import errors
from graph_platform.cli import COMMANDS, app
from graph_platform.database import Database
from graph_platform.managed.lock import GDS_VERSION, NEO4J_VERSION, locked_jars
from graph_platform.ontology.reference import page
from graph_platform.ontology.system import SYSTEM_LABELS, SYSTEM_RELATIONSHIPS
from graph_platform.settings import PREFIX, Settings, current_settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorial"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
STATEMENTS = sorted((ROOT / "cypher").rglob("*.cypher"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    return FENCE.sub("", text(path))


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_links_lead_somewhere(document: Path) -> None:
    for link in LINK.findall(prose(document)):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_index() -> None:
    index = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(text(DOCS / "README.md"))}
    pages = {page for page in PAGES if page.parent == DOCS and page.name != "README.md"}
    assert pages <= index


def commands() -> Iterator[tuple[str, str]]:
    """Every command line of the platform that a page shows in a block, with the page's name."""
    for document in PAGES:
        for language, block in FENCE.findall(text(document)):
            if language not in ("", "sh"):
                continue
            for line in block.splitlines():
                line = line.removeprefix("$ ").partition("  #")[0]
                if line.startswith("graph-platform "):
                    yield named(document), re.sub(r"\s<\s.*", "", line)


def parse(command: Any, arguments: list[str]) -> None:
    context = command.make_context(command.name, list(arguments))
    if not isinstance(command, TyperGroup):
        return
    words = [*context._protected_args, *context.args]
    if words or not command.invoke_without_command:
        name, inner, rest = command.resolve_command(context, words)
        assert inner is not None, name
        parse(inner, rest)


@pytest.mark.parametrize(("document", "line"), sorted(set(commands())))
def test_command_lines_in_the_documents_are_understood(document: str, line: str) -> None:
    parse(typer.main.get_command(app), shlex.split(line)[1:])


def all_commands() -> Iterator[str]:
    for name in COMMANDS:
        root: Any = typer.main.get_command(app)
        command = root.resolve_command(root.make_context("graph-platform", [name]), [name])[1]
        if isinstance(command, TyperGroup):
            yield from (f"{name} {inner}" for inner in command.commands)
        if not isinstance(command, TyperGroup) or command.invoke_without_command:
            yield name


@pytest.mark.parametrize("line", ["load hubspot", "load hubspot x --bogus", "db frobnicate", "frobnicate"])
def test_a_wrong_command_line_would_be_found(line: str) -> None:
    with pytest.raises(Exception, match=r"Missing|No such"):
        parse(typer.main.get_command(app), line.split())


@pytest.mark.parametrize("command", list(all_commands()))
def test_every_command_is_shown_in_some_document(command: str) -> None:
    shown = [line for _, line in commands()]
    assert any(f"{line} ".startswith(f"graph-platform {command} ") for line in shown)


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    variables = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert (
        set(re.findall(rf"^\| `({PREFIX}\w+)` \|", text(DOCS / "operations.md"), re.MULTILINE)) == variables
    )
    for document in PAGES:
        assert set(re.findall(rf"{PREFIX}[A-Z0-9_]+", text(document))) <= variables, named(document)


def test_every_exit_code_is_documented() -> None:
    codes = {str(value) for name, value in vars(errors).items() if name.startswith("EXIT_")}
    section = text(DOCS / "operations.md").partition("## Exit codes")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| (\d+) \|", section, re.MULTILINE)) == codes


def test_the_page_of_the_ontology_is_current() -> None:
    assert text(DOCS / "ontology.md") == page(), "run make docs"


def test_the_architecture_names_what_the_platform_stores() -> None:
    architecture = text(DOCS / "architecture.md")
    assert [name for name in (*SYSTEM_LABELS, *SYSTEM_RELATIONSHIPS) if name not in architecture] == []


def test_the_architecture_draws_the_layers_that_are_checked() -> None:
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    drawn = "\n".join(re.sub(r"[()]", "", layer).replace(" : ", " · ") for layer in layers)
    assert f"```\n{drawn}\n```" in text(DOCS / "architecture.md")


def test_the_versions_in_the_documents_are_the_locked_ones() -> None:
    architecture = text(DOCS / "architecture.md")
    assert f"Neo4j Community {NEO4J_VERSION} with OpenGDS {GDS_VERSION}" in architecture
    assert f"{len(locked_jars())} jars" in architecture


def test_make_does_what_the_documents_say() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        assert set(re.findall(r"^make (\w+)", text(document), re.MULTILINE)) <= targets


@pytest.mark.parametrize("path", STATEMENTS, ids=named)
def test_a_statement_begins_with_its_question_its_parameters_and_its_answer(path: Path) -> None:
    lines = text(path).splitlines()
    head = "\n".join(lines[: next(i for i, line in enumerate(lines) if not line.startswith("//"))])
    body = "\n".join(line.partition("//")[0] for line in lines)
    assert re.search(r"[Pp]arameters|Filled in", head)
    assert "Returns" in head
    assert set(re.findall(r"\$\w+", body)) == set(re.findall(r"\$\w+", head))


# --- the README ---


def test_the_readme_shows_the_answer_that_the_sample_gives() -> None:
    sample = ROOT / "graph_platform" / "sample" / "truth.jsonl"
    truth = [json.loads(line) for line in text(sample).splitlines()]
    names = {each["id"]: each["name"] for each in truth if "name" in each}
    stories = [each for each in truth if each["kind"] == "story" and each["story"] == "battery_demand"]
    whole = [each["expected"] for each in stories if each["expected"]]
    assert len(whole) == 2
    assert any(names[expected["fleet"]] in text(ROOT / "README.md") for expected in whole)


# --- the tutorial ---


def blocks(language: str) -> list[str]:
    return [block for found, block in FENCE.findall(text(DOCS / "tutorial.md")) if found == language]


def test_the_tutorial_shows_its_files_as_they_are() -> None:
    assert blocks("csv") == [text(TUTORIAL / "complaints.csv")]
    assert blocks("yaml") == [text(TUTORIAL / "complaints.yaml")]
    (shown,) = blocks("cypher")
    assert text(TUTORIAL / "hidden_links.cypher").endswith(shown)


@pytest.fixture
def tutorial(
    settings: Settings, clean_database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CliRunner]:
    """A command line in the tutorial's folder, over an empty graph."""
    monkeypatch.setenv(f"{PREFIX}HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(TUTORIAL)
    current_settings.cache_clear()
    yield CliRunner()
    current_settings.cache_clear()


def test_the_tutorial_ends_with_the_hidden_link(tutorial: CliRunner, settings: Settings) -> None:
    def run(*arguments: str) -> Any:
        return tutorial.invoke(app, list(arguments), catch_exceptions=False)

    def hidden_links() -> list[dict[str, str]]:
        output = run(
            "db", "shell", text(TUTORIAL / "hidden_links.cypher").strip().rstrip(";"), "--json"
        ).stdout
        return [json.loads(line) for line in output.splitlines()]

    mapping = ("--mapping", "complaints.yaml")
    assert run("load", "mapping", "complaints.csv", *mapping, "--dry-run").exit_code == errors.EXIT_REJECTED
    assert run("load", "mapping", "complaints.csv", *mapping).exit_code == errors.EXIT_REJECTED
    (rejects,) = (settings.home / "rejects").glob("complaints-*.rejects.jsonl")
    rejects.write_text(text(rejects).replace('"Case":""', '"Case":"C-104"'), encoding="utf-8")
    assert run("load", "mapping", str(rejects), *mapping).exit_code == 0
    shown = run("show", "北辰物流").output
    for line in ("9f00450ac40ef016e1cae518bbbe10db", "complaints complaints.csv:2", "raised (RAISED): 2"):
        assert line in shown
        assert line in text(DOCS / "tutorial.md")
    assert hidden_links() == []
    assert run("load", "cn-register", "股东信息.csv").exit_code == 0
    assert "not Harbour Cold Chain (Suzhou) Co., Ltd." in run("show", "Harbour Cold Chain").output
    (found,) = hidden_links()
    assert f"| {' | '.join(found.values())} |" in text(DOCS / "tutorial.md")
    assert run("forget", "cn-register", "--yes").exit_code == 0
    assert hidden_links() == []
