"""The folders and small files of a managed database, and who may read them.

<home>/                    0700; every file below is readable for its owner alone
├── password               the managed database's password
└── neo4j/
    ├── conf/  plugins/    written anew at each start
    ├── data/              the store
    ├── logs/              neo4j.log, debug.log, console.log
    ├── tmp/               emptied at each start
    └── run/               process.json, lock, java.args
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from graph_platform.errors import EnvironmentProblem, SettingsError
from graph_platform.settings import Settings, password_from_file

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
USER = "neo4j"
DATABASE = "neo4j"


@dataclass(frozen=True)
class ProcessRecord:
    """What is remembered of the process that serves this home."""

    pid: int
    created: float
    port: int
    ready: bool


@dataclass(frozen=True)
class Home:
    """The places in one home; makes none of them by itself."""

    root: Path

    @property
    def neo4j(self) -> Path:
        return self.root / "neo4j"

    @property
    def conf(self) -> Path:
        return self.neo4j / "conf"

    @property
    def plugins(self) -> Path:
        return self.neo4j / "plugins"

    @property
    def data(self) -> Path:
        return self.neo4j / "data"

    @property
    def logs(self) -> Path:
        return self.neo4j / "logs"

    @property
    def tmp(self) -> Path:
        return self.neo4j / "tmp"

    @property
    def run(self) -> Path:
        return self.neo4j / "run"

    @property
    def lock_file(self) -> Path:
        return self.run / "lock"

    @property
    def process_file(self) -> Path:
        return self.run / "process.json"

    @property
    def port_file(self) -> Path:
        return self.run / "port"

    @property
    def password_file(self) -> Path:
        return self.root / "password"

    @property
    def initialized(self) -> bool:
        """Whether Neo4j was started here before, so that its users are in the store."""
        return (self.data / "databases" / "system").exists()


def home_of(settings: Settings) -> Home:
    """Give the home that the settings mean."""
    return Home(settings.home)


def prepare(home: Home) -> None:
    """Make the folders, for their owner alone. Raises `EnvironmentProblem` where that is not allowed."""
    folders = (home.root, home.neo4j, home.conf, home.plugins, home.data, home.logs, home.tmp, home.run)
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        # a folder that was there before, or a umask, may have left it open
        home.root.chmod(PRIVATE_FOLDER)
        home.neo4j.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise EnvironmentProblem(
            f"the home {home.root} cannot be made or kept private ({error.strerror})",
            "Set GRAPH_PLATFORM_HOME to a folder of your own.",
        ) from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def private_key(path: Path, size: int = 32) -> bytes:
    """A key of this installation of so many bytes, made when it is first asked for, and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, secrets.token_hex(size))
    return bytes.fromhex(path.read_text("ascii"))


def open_private(path: Path) -> BinaryIO:
    """Open a file that only its owner can read, to add to its end."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE), "ab")


def password_of(home: Home) -> str:
    """Give the managed database's password, made at the first call. Raises `SettingsError` if it is lost."""
    if home.password_file.exists():
        return password_from_file(home.password_file)
    if home.initialized:
        raise SettingsError(
            f"the managed database has a password, but its file {home.password_file} is gone",
            "Put the file back, or move the whole home away and load your sources again.",
        )
    password = secrets.token_hex(24)
    write_private(home.password_file, password + "\n")
    return password


def read_process(home: Home) -> ProcessRecord | None:
    """Give what is remembered of the serving process; nothing where it is absent or damaged."""
    try:
        return ProcessRecord(**json.loads(home.process_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_process(home: Home, record: ProcessRecord) -> None:
    """Remember the serving process, and its port for the next start."""
    write_private(home.process_file, json.dumps(asdict(record)))
    write_private(home.port_file, f"{record.port}\n")


def read_port(home: Home) -> int | None:
    """Give the port of the last start."""
    try:
        return int(home.port_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
