"""A thousand kinds of damage to each sample: facts, rejects or a refusal come of it, and never anything else.

`FUZZ=1000 pytest tests/ingestors/test_fuzzing.py` runs them all; without it a few are run, always the same.
Every sample in the folder is found by itself, with every source that reads it.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mutations import mutated
from source_checks import check

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from graph_platform.loading.reading import batches
from graph_platform.loading.rejects import append_rejects
from graph_platform.source import Source
from graph_platform.sources import sources
from ingestors.mapping import mapping_source, shipped_mappings
from ingestors.refusal import no_advice

SAMPLES = sorted(path for path in (Path(__file__).parent / "samples").rglob("*") if path.is_file())
MUTATIONS = int(os.environ.get("FUZZ", "3"))


@pytest.fixture(scope="module")
def every_source() -> list[Source]:
    return [*sources().values(), *(mapping_source(path) for path in shipped_mappings().values())]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_damage_ends_in_facts_rejects_or_a_refusal(
    path: Path, tmp_path: Path, every_source: list[Source]
) -> None:
    content = path.read_bytes()
    readers = [source for source in every_source if _reads(source, path)]
    file = tmp_path / path.name
    for number in range(MUTATIONS):
        file.write_bytes(mutated(content, random.Random(f"{path.name}/{number}")))
        for source in readers:
            # named when it fails: the same seed does the same again
            _read_or_refuse(source, file, f"{source.name}, {path.name}, seed {number}")


def _reads(source: Source, path: Path) -> bool:
    try:
        with no_advice("none"):
            source.open(path)
    except SourceError:
        return False
    return True


def _read_or_refuse(source: Source, file: Path, seed: str) -> None:
    rejects = file.with_name(f"{file.name}.rejects.jsonl")
    rejects.unlink(missing_ok=True)
    size = 0
    try:
        opened = source.open(file)
        for batch in batches(source, [(file, opened)], "set", 0):
            size = append_rejects(rejects, batch.rejects, size)
            for reject in batch.rejects:
                assert "cannot be understood" not in reject.reason, f"{seed}: {reject.reason}"
                said = next((text for text in _values(reject.raw) if text in reject.reason), None)
                assert said is None, f"{seed}: {reject.reason}"
    except SourceError:
        pass
    except Exception as error:
        raise AssertionError(f"{seed}: {type(error).__name__}, {error}") from error
    if size:
        _reload(source, rejects, seed)


def _reload(source: Source, rejects: Path, seed: str) -> None:
    for line in rejects.read_bytes().splitlines():
        assert {"reason", "row"} <= set(json.loads(line)), seed
    try:
        for item in source.open(rejects):
            if not isinstance(item, BadRow):
                check(item)
    except SourceError:
        return
    except Exception as error:
        raise AssertionError(f"{seed}: its reject file, {type(error).__name__}") from error


def _values(raw: Any) -> Iterator[str]:
    """Values of a row that nobody could take for a column's name: long, and with a digit in them."""
    if isinstance(raw, str):
        if len(raw) >= 6 and any(map(str.isdigit, raw)):
            yield raw
    elif isinstance(raw, dict):
        for value in raw.values():
            yield from _values(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _values(value)
