"""The list of jars that the managed Neo4j is made of, and the maintainer's way to make it anew.

    python -m graph_platform.managed.lock

writes `artifacts.lock` beside this file. It needs Maven (`mvn`), because only Maven resolves this graph of
dependencies rightly; whoever uses the platform needs the list alone. To move to another version, change the
constants below, run it, run the tests, and commit the list.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from graph_platform.errors import ArtifactError

NEO4J_VERSION = "2026.01.4"
GDS_VERSION = "2.26.0"
GDS_GROUP = "org.neo4j.gds"
ROOTS = (
    ("org.neo4j", "neo4j", NEO4J_VERSION),
    ("org.neo4j.app", "neo4j-server", NEO4J_VERSION),
    (GDS_GROUP, "proc", GDS_VERSION),
    (GDS_GROUP, "proc-sysinfo", GDS_VERSION),
    (GDS_GROUP, "opengds-extension", GDS_VERSION),
    (GDS_GROUP, "open-model-catalog", GDS_VERSION),
)
LOCK_NAME = "artifacts.lock"


@dataclass(frozen=True, order=True)
class Jar:
    """One locked file: its Maven coordinates and what its bytes must hash to."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def coordinates(self) -> str:
        """The coordinates as Maven writes them, without the packaging."""
        return ":".join(part for part in (self.group, self.artifact, self.version, self.classifier) if part)

    @property
    def file_name(self) -> str:
        """The file's name in a Maven repository."""
        classifier = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{classifier}.jar"

    def path_in(self, repository: Path) -> Path:
        """The file's place in a local Maven repository."""
        return repository.joinpath(*self.group.split("."), self.artifact, self.version, self.file_name)


@cache
def locked_jars() -> tuple[Jar, ...]:
    """Give the jars of the lock file that is shipped with the platform."""
    return parse_lock(files(__package__).joinpath(LOCK_NAME).read_text(encoding="utf-8"))


def parse_lock(text: str) -> tuple[Jar, ...]:
    """Read a lock file's text: `group:artifact:version[:classifier] sha256` a line, `#` for comments."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    jars = []
    for coordinates, sha256 in lines:
        group, artifact, version, *classifier = coordinates.split(":")
        jars.append(Jar(group, artifact, version, "".join(classifier), sha256))
    return tuple(jars)


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pom() -> str:
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, artifact, version in ROOTS
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>lock</groupId><artifactId>lock</artifactId><version>1</version>"
        f"<dependencies>{dependencies}</dependencies></project>"
    )


def _list_with_maven(folder: Path) -> list[str]:
    (folder / "pom.xml").write_text(_pom(), encoding="utf-8")
    listing = folder / "list.txt"
    subprocess.run(  # noqa: S603
        ["mvn", "-q", "-B", "dependency:list", "-DincludeScope=runtime", f"-DoutputFile={listing}"],  # noqa: S607
        cwd=folder,
        check=True,
    )
    return [line.strip() for line in listing.read_text(encoding="utf-8").splitlines()]


def _jar_of(line: str, repository: Path) -> Jar | None:
    parts = line.split(":")
    if len(parts) < 5 or parts[2] != "jar":
        return None
    group, artifact, _, *classifier, version, _ = parts
    unhashed = Jar(group, artifact, version, "".join(classifier), "")
    path = unhashed.path_in(repository)
    if not path.exists():
        raise ArtifactError(f"Maven listed {unhashed.coordinates} but did not fetch it")
    return Jar(group, artifact, version, unhashed.classifier, sha256_of(path))


def write_lock(target: Path, repository: Path) -> int:
    """Resolve the roots with Maven, hash what it put into `repository`, write `target`; the number of jars."""
    with tempfile.TemporaryDirectory() as folder:
        lines = _list_with_maven(Path(folder))
    jars = sorted(jar for line in lines if (jar := _jar_of(line, repository)))
    header = "# Made by `python -m graph_platform.managed.lock`. Do not edit.\n"
    target.write_text(header + "".join(f"{jar.coordinates} {jar.sha256}\n" for jar in jars), encoding="utf-8")
    return len(jars)


if __name__ == "__main__":
    from graph_platform.managed.artifacts import standard_repository

    count = write_lock(Path(__file__).with_name(LOCK_NAME), standard_repository())
    sys.stdout.write(f"{count} jars\n")
