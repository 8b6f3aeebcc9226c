"""Whatever happens to a file, its source ends with rows, rejected rows, or an error of ours: never with another."""

import contextlib
import gzip
import random
from pathlib import Path

import pytest
from source_checks import check

from graph_platform.errors import MappingError, SourceError
from graph_platform.facts import BadRow
from graph_platform.source import Source
from graph_platform.sources import sources
from ingestors.mapping import mapping_source, shipped_mappings
from ingestors.refusal import no_advice

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
SPOILS = (
    b"\0",
    b"\xff",
    b'"',
    b"\n",
    b"{",
    b"]",
    b",",
    b"\xd6\xd0",
    b"\xe4\xb8",
    b"null",
    b"-1e999",
    b'"@type"',
    b"[[" * 300,
)


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """The file with a few bytes changed, put in, taken out, or with its end cut off."""
    content = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(max(len(content), 1))
        kind = rng.randrange(4)
        if kind == 0:
            content[at:at] = rng.choice(SPOILS)
        elif kind == 1:
            del content[at : at + rng.randint(1, 40)]
        elif kind == 2 and content:
            content[at % len(content)] = rng.randrange(256)
        elif rng.random() < 0.3:
            del content[at:]
    return bytes(content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_spoiled_file(path: Path, tmp_path: Path) -> None:
    rng = random.Random(path.name)
    file = tmp_path / path.name
    candidates = [source for source in sources().values() if _opens(source, path)]
    for round_ in range(20):
        content = spoiled(path.read_bytes(), rng)
        if round_ % 10 == 0:
            packed = gzip.compress(content)
            content = packed[: rng.randrange(1, len(packed) + 1)]
        file.write_bytes(content)
        for source in candidates:
            _read_or_refuse(source, file)


def _read_or_refuse(source: Source, file: Path) -> None:
    try:
        for item in source.open(file):
            if not isinstance(item, BadRow):
                check(item)
    except SourceError:
        return


def _opens(source: Source, path: Path) -> bool:
    try:
        with no_advice("none"):
            source.open(path)
    except SourceError:
        return False
    return True


def test_a_spoiled_mapping(tmp_path: Path) -> None:
    rng = random.Random(4)
    file = tmp_path / "m.yaml"
    for path in shipped_mappings().values():
        for _ in range(10):
            file.write_bytes(spoiled(path.read_bytes(), rng))
            with contextlib.suppress(MappingError):
                mapping_source(file)
