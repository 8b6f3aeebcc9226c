"""The layout of the project: what lies where, who may import whom, and what is public."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from graph_platform import errors
from graph_platform.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph_platform", "ingestors", "cypher", "gql", "privacy")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 400
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_everything_is_where_the_readme_says() -> None:
    expected = {*PACKAGES, "tests", "benchmarks", "docs"}
    assert {name for name in expected if not (ROOT / name).is_dir()} == set()
    files = (
        "docker-compose.yml",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CONTRIBUTING.md",
        "requirements.lock",
    )
    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_the_import_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command as main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_has_one_idea_and_says_which(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert not source or ast.get_docstring(ast.parse(source)) or module.name == "__main__.py"


def test_every_package_that_is_imported_is_declared() -> None:
    declared = {canonical(re.split(r"[<>=\[; ]", line)[0]) for line in PROJECT["project"]["dependencies"]}
    provided = packages_distributions()
    missing = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for top in {name.partition(".")[0] for name in names}:
                if top in sys.stdlib_module_names or top in PACKAGES:
                    continue
                if not declared & {canonical(name) for name in provided.get(top, [])}:
                    missing[named(module)] = top
    assert missing == {}


def test_the_lock_pins_every_dependency_by_hash_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = {canonical(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert {canonical(re.split(r"[<>=\[; ]", line)[0]) for line in wanted} <= pinned
    blocks = re.split(r"^(?=\S+==)", lock, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = dict(re.findall(r"(\w+) +(\d+)  ", errors.__doc__ or ""))
    classes = inspect.getmembers(errors, lambda it: inspect.isclass(it) and issubclass(it, Exception))
    assert drawn == {name: str(kind.exit_code) for name, kind in classes}


def test_every_command_stands_in_its_own_module() -> None:
    modules = {path.stem for path in (ROOT / "graph_platform" / "cli").glob("*.py")}
    # what serves the graph is no part of the core, and named there by its place alone
    for part in ("gql", "privacy"):
        for path in (ROOT / part).rglob("*.py"):
            modules.add(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert {entry.module for entry in COMMANDS.values()} <= modules
