"""Neo4j's jars: fetched once, checked against the lock file, shared by every home on this machine.

A jar is fetched into a scratch folder, checked there, and only then moved to its place in the local Maven
repository: whatever is interrupted, no half file is ever found under a right name. Hashing them all at every
start would cost as much as it is worth only once, so what a checked file looked like (size, times, inode) is
remembered, and a file that looks otherwise is hashed again.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_platform.errors import ArtifactError
from graph_platform.managed.lock import Jar, locked_jars, sha256_of
from graph_platform.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

AT_ONCE = 16
TRIES = 3
TIMEOUT_SECONDS = 60
CHECKED_NAME = "checked.json"
SCRATCH = "fetch-"
DAY_SECONDS = 86_400

Looks = dict[str, list[Any]]
"""Per coordinates: the hash that was found, and what the file looked like then."""


def standard_repository() -> Path:
    """Give Maven's own local repository on this machine."""
    from jgo.maven import MavenContext

    return Path(MavenContext().repo_cache)


def repository_of(settings: Settings) -> Path:
    """Give the local Maven repository that the settings mean."""
    return settings.maven_repository or standard_repository()


def own_folder(repository: Path) -> Path:
    """Give the folder for what belongs to the jars and is not one."""
    return repository / ".graph-platform"


def ensure_jars(
    repository: Path, console: "Console | None" = None, jars: Iterable[Jar] | None = None
) -> list[Path]:
    """Fetch what is missing, check all of it, and give the paths in the lock file's order.

    Raises `ArtifactError` where a jar cannot be fetched, or is not the one that was locked: such a file is
    removed.
    """
    wanted = list(locked_jars() if jars is None else jars)
    if missing := missing_jars(repository, wanted):
        _fetch(missing, repository, console)
    _check(wanted, repository)
    return [jar.path_in(repository) for jar in wanted]


def missing_jars(repository: Path, jars: Iterable[Jar] | None = None) -> list[Jar]:
    """Give the locked jars that are not there yet."""
    wanted = locked_jars() if jars is None else jars
    return [jar for jar in wanted if not jar.path_in(repository).exists()]


def _fetch(jars: list[Jar], repository: Path, console: "Console | None") -> None:
    folder = own_folder(repository)
    folder.mkdir(parents=True, exist_ok=True)
    _clear_old_scratch(folder)
    with (
        # in the repository itself, so that the last step is a rename within one file system
        tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch,
        _progress(len(jars), console) as advance,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        futures = [pool.submit(_fetch_one, jar, Path(scratch), repository) for jar in jars]
        try:
            for future in futures:
                future.result()
                advance()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _clear_old_scratch(folder: Path) -> None:
    # left by a command that was killed; a younger one may belong to a command that runs now
    for scratch in folder.glob(f"{SCRATCH}*"):
        with suppress(OSError):
            if scratch.stat().st_mtime < time.time() - DAY_SECONDS:
                shutil.rmtree(scratch, ignore_errors=True)


def _fetch_one(jar: Jar, scratch: Path, repository: Path) -> None:
    fetched = _download(jar, scratch)
    if sha256_of(fetched) != jar.sha256:
        fetched.unlink()
        raise _refused(jar)
    place = jar.path_in(repository)
    place.parent.mkdir(parents=True, exist_ok=True)
    fetched.replace(place)


def _download(jar: Jar, scratch: Path) -> Path:
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=scratch, timeout=TIMEOUT_SECONDS)
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier)
    reason = ""
    for _ in range(TRIES):
        try:
            return Path(artifact.resolve())
        # jgo and the HTTP client below it raise many kinds, and each may be gone at the next try
        except Exception as error:
            reason = type(error).__name__
            jar.path_in(scratch).unlink(missing_ok=True)
    raise ArtifactError(
        f"{jar.coordinates} could not be fetched ({reason})",
        "Check this machine's way to Maven Central (proxy, certificates) and run the command again: "
        "what was fetched is kept.",
    )


def _check(jars: list[Jar], repository: Path) -> None:
    before = _read_checked(repository)
    now: Looks = {}
    for jar in jars:
        looks = [jar.sha256, *_looks(jar.path_in(repository))]
        if before.get(jar.coordinates) != looks:
            _check_one(jar, jar.path_in(repository))
        now[jar.coordinates] = looks
    if any(before.get(coordinates) != looks for coordinates, looks in now.items()):
        _write_checked(repository, before | now)


def _check_one(jar: Jar, path: Path) -> None:
    if sha256_of(path) != jar.sha256:
        path.unlink()
        raise _refused(jar)


def _refused(jar: Jar) -> ArtifactError:
    return ArtifactError(
        f"{jar.coordinates} is not the file that was locked (its SHA-256 differs); it was removed",
        "Run the command again to fetch it anew. If it is refused again, something between you and "
        "Maven Central changes files: do not go on.",
    )


def _looks(path: Path) -> list[int]:
    found = path.stat()
    # the change time cannot be set back as the modification time can
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _read_checked(repository: Path) -> Looks:
    try:
        content = json.loads((own_folder(repository) / CHECKED_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_checked(repository: Path, checked: Looks) -> None:
    # a repository that is not ours to write to is fine: then each start hashes
    with suppress(OSError):
        folder = own_folder(repository)
        folder.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=CHECKED_NAME, dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(checked, file)
        Path(name).replace(folder / CHECKED_NAME)


@contextmanager
def _progress(total: int, console: "Console | None") -> "Iterator[Callable[[], None]]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=console is None) as progress:
        task = progress.add_task("Fetching Neo4j and its graph algorithms", total=total)
        yield lambda: progress.advance(task)
