"""What is done to the store while Neo4j is stopped: first password, dump, load, fill, check."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from graph_platform.errors import AdminFailed, UsageError
from graph_platform.managed.home import DATABASE, PRIVATE_FILE, Home, open_private
from graph_platform.managed.java import FLAGS, class_path, run_java

MAIN_CLASS = "org.neo4j.cli.AdminTool"
PARTS = ("databases", "transactions")


def set_initial_password(home: Home, jars: Sequence[Path], password: str) -> None:
    """Set the password that Neo4j begins with; only before its first start. Raises `AdminFailed`."""
    _admin(
        home,
        jars,
        ["dbms", "set-initial-password", "--", password],
        "the first password could not be set",
        # too short a run for the better compiler to be worth it
        flags=("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    )


def check_target(target: Path, *, overwrite: bool) -> None:
    """Refuse a target for a dump before anything is stopped for it. Raises `UsageError`."""
    if target.is_dir() or (target.exists() and not overwrite):
        raise UsageError(f"{target} is there already", "Name another file, or add --overwrite.")
    if not os.access(target.parent, os.W_OK):
        raise UsageError(f"{target.parent} cannot be written to", "Name a file in another folder.")


def check_source(source: Path) -> None:
    """Refuse a source for a load before anything is stopped for it. Raises `UsageError`."""
    if not source.is_file() or not os.access(source, os.R_OK):
        raise UsageError(f"{source} is no file that can be read", "Name a file that `db dump` wrote.")


def dump(home: Home, jars: Sequence[Path], target: Path) -> None:
    """Write the whole stopped database to `target`, readable for its owner alone. Raises `AdminFailed`."""
    # beside the target, so that the last step is a rename: a dump is there whole or not at all
    with tempfile.TemporaryDirectory(prefix=".graph-platform-dump-", dir=target.parent) as folder:
        _admin(home, jars, ["database", "dump", DATABASE, f"--to-path={folder}"], "the dump failed")
        made = Path(folder, f"{DATABASE}.dump")
        made.chmod(PRIVATE_FILE)
        made.replace(target)


def load(home: Home, jars: Sequence[Path], source: Path) -> None:
    """Put a dump in the place of the stopped database; what was there stays until the dump is read whole.

    Raises `AdminFailed` for a file that is no dump.
    """
    staging = home.tmp / "load"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    with source.open("rb") as file:
        _admin(
            home,
            jars,
            ["database", "load", DATABASE, "--from-stdin", "--overwrite-destination=true"],
            "the dump could not be loaded, and the database is as it was",
            data=staging,
            stdin=file,
        )
    put_in_place(home, staging)


def fill(home: Home, jars: Sequence[Path], options: Sequence[str], folder: Path) -> Path:
    """Make a store of CSV files, beside the one that there is: the folder for `put_in_place`. Raises `AdminFailed`.

    `options` are the import's own, the files among them; everything that it writes goes into `folder`.
    """
    made = folder / "store"
    made.mkdir()
    arguments = [
        "database",
        "import",
        "full",
        DATABASE,
        f"--report-file={folder / 'import.report'}",
        *options,
    ]
    _admin(home, jars, arguments, "the database could not be filled, and is as it was", data=made)
    return made


def put_in_place(home: Home, made: Path) -> None:
    """Put a store that was made beside it in the place of the stopped database's."""
    # one rename makes it certain; everything after it can be finished by the next start
    made.replace(_incoming(home))
    finish_load(home)


def finish_load(home: Home) -> None:
    """Move a loaded database to its place, also one whose load was interrupted between two moves."""
    incoming = _incoming(home)
    for part in PARTS:
        source, target = incoming / part / DATABASE, home.data / part / DATABASE
        if source.exists():
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    shutil.rmtree(incoming, ignore_errors=True)


def check(home: Home, jars: Sequence[Path]) -> None:
    """Check that the stopped store is whole. Raises `AdminFailed` where it is not."""
    reports = home.tmp / "check"
    reports.mkdir(parents=True, exist_ok=True)
    _admin(
        home,
        jars,
        ["database", "check", DATABASE, f"--report-path={reports}"],
        "the store is damaged, or could not be checked",
    )


def _incoming(home: Home) -> Path:
    return home.data / "incoming"


def _admin(
    home: Home,
    jars: Sequence[Path],
    arguments: Sequence[str],
    failure: str,
    data: Path | None = None,
    stdin: BinaryIO | None = None,
    flags: Sequence[str] = (),
) -> None:
    conf = home.conf
    with tempfile.TemporaryDirectory(dir=home.tmp) as scratch:
        if data is not None:
            conf = Path(scratch)
            (conf / "neo4j.conf").write_text(f"server.directories.data={data}\n", encoding="utf-8")
        result = run_java(
            home,
            [*FLAGS, "-Xmx1g", *flags, *class_path(jars), MAIN_CLASS, *arguments],
            {"NEO4J_HOME": str(home.neo4j), "NEO4J_CONF": str(conf)},
            None if stdin is None else stdin.fileno(),
        )
    if result.returncode != 0:
        log = home.logs / "admin.log"
        with open_private(log) as file:
            file.write(result.stdout.encode())
        raise AdminFailed(f"{failure} (status {result.returncode})", f"Neo4j's reasons are in {log}.")
