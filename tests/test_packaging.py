"""The wheel holds everything that the platform needs: it is built, installed elsewhere, and used there."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="builds a wheel: needs the locked development packages")

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph_platform", "ingestors", "cypher", "gql", "privacy")
LEFT_OUT = {"__pycache__", ".gitattributes"}


def pip(*arguments: str) -> None:
    call = [sys.executable, "-m", "pip", "--quiet", "--isolated", "--disable-pip-version-check", *arguments]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT))
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel, and what it depends on by borrowing it from this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    pip("--python", str(folder / "env" / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel))
    (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
    # behind its own, and as a plain path: the checkout that is installed there is not found through it
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def run(installed: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"GRAPH_PLATFORM_HOME": str(installed / "home"), "COLUMNS": "120"}
    done = subprocess.run(
        [installed / "env" / "bin" / arguments[0], *arguments[1:]],
        cwd=installed,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }
    with zipfile.ZipFile(wheel) as archive:
        assert there <= set(archive.namelist())


def test_the_wheel_holds_the_licence_and_nothing_but_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_command_line_works_outside_the_checkout(installed: Path) -> None:
    assert "doctor" in run(installed, "graph-platform", "--help")
    assert "Battery" in run(installed, "graph-platform", "ontology")
    assert "serial_number" in run(installed, "graph-platform", "ontology", "Battery")


def test_statements_sample_mappings_and_sources_are_found_outside_the_checkout(installed: Path) -> None:
    code = """if True:
        from importlib.resources import files
        from pathlib import Path
        import graph_platform
        from graph_platform.cli.demo import LOADS
        from graph_platform.cli.load import source_of
        from graph_platform.managed.lock import locked_jars
        from graph_platform.statements import statement
        from ingestors.mapping import mapping_source
        sample = Path(str(files("graph_platform").joinpath("sample")))
        assert all((sample / load.path).exists() for load in LOADS)
        assert all(source_of(load.source, load.mapping) for load in LOADS)
        assert locked_jars() and statement("questions/battery_swaps")
        print(graph_platform.__file__)
        """
    assert run(installed, "python", "-c", code).startswith(str(installed))
