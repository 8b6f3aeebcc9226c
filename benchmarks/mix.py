"""The input: exports of invented companies as sales, service, register and operations would give them.

Facts are counted as they are stored: records and claims. A row that says once more what another row said (a company's
name on each of its rows) adds none.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph_platform.database import Database
from graph_platform.generator import generate
from graph_platform.generator.run import BASIC
from graph_platform.loading.load import Request, Summary, load
from graph_platform.settings import Settings
from graph_platform.source import Source
from graph_platform.sources import source
from ingestors.mapping import mapping_source

FACTS_PER_CUSTOMER = 160
"""Of the five parts below; what is really stored is counted afterwards."""
SEED = 11
PARTS = ("cn-register", "hubspot", "zendesk", "diagnostics", "dispatches")
MAPPED = ("diagnostics", "dispatches")
GB18030 = ("对外投资.csv", "主要人员.csv")
UTF_8_WITH_MARK = ("企业基本信息.csv", "股东信息.csv")


@dataclass(frozen=True, slots=True)
class Mix:
    """The exports of one company, by the names of their data sets."""

    files: dict[str, tuple[Path, ...]]

    @property
    def bytes(self) -> int:
        """How large all files are together."""
        return sum(path.stat().st_size for paths in self.files.values() for path in paths)


def mix_of(folder: Path) -> Mix:
    """The exports in a folder."""
    found = {}
    for part in PARTS:
        inside = folder / part
        paths = sorted(inside.iterdir()) if inside.is_dir() else [folder / f"{part}.csv"]
        found[part] = tuple(path for path in paths if path.exists())
    return Mix({part: paths for part, paths in found.items() if paths})


def make_mix(folder: Path, facts: int, seed: int = SEED) -> Mix:
    """Write exports that hold about so many facts."""
    generate(max(facts // FACTS_PER_CUSTOMER, 20), seed, folder, systems=BASIC)
    (folder / "truth.jsonl").unlink()
    return mix_of(folder)


def source_of(part: str) -> Source:
    """What reads a part of the mix."""
    return mapping_source(part) if part in MAPPED else source(part)


def load_mix(
    database: Database, settings: Settings, mix: Mix, progress: Callable[[], None] = lambda: None
) -> dict[str, Summary]:
    """Load the parts one after the other, as a user would; `progress` is called after each batch."""
    return {
        part: load(
            database,
            Request(source_of(part), files, part, settings.home),
            lambda read, size, rows: progress(),
        )
        for part, files in mix.files.items()
    }


def split(mix: Mix, folder: Path, windows: int) -> list[Mix]:
    """The same exports cut into consecutive pieces, each a folder of whole files."""
    for part, files in mix.files.items():
        for path in files:
            inside = Path(part) if len(files) > 1 or part not in MAPPED else Path()
            for number, piece in enumerate(_pieces(path, windows)):
                to = folder / f"{number:03d}" / inside
                to.mkdir(parents=True, exist_ok=True)
                piece(to / path.name)
    return [mix_of(folder / f"{number:03d}") for number in range(windows)]


def encoding_of(path: Path) -> str:
    """How the generator writes a file."""
    return "gb18030" if path.name in GB18030 else "utf-8-sig" if path.name in UTF_8_WITH_MARK else "utf-8"


def _pieces(path: Path, windows: int) -> Iterator[Callable[[Path], None]]:
    return _pieces_of_json(path, windows) if path.suffix == ".json" else _pieces_of_csv(path, windows)


def _pieces_of_json(path: Path, windows: int) -> Iterator[Callable[[Path], None]]:
    """The generator writes an item on each line, between a first and a last line that are the envelope."""
    with path.open(encoding="utf-8") as file:
        rows = sum(1 for _ in file) - 2
    with path.open(encoding="utf-8") as file:
        head, tail = next(file), '\n], "count": 0, "end_time": 1793491200, "end_of_stream": true}\n'
        for size in _sizes(rows, windows):
            items = [line.rstrip(",\n") for line in islice(file, size)]
            yield lambda to, items=items: _write(to, head + ",\n".join(items) + tail, path)  # type: ignore[misc]


def _pieces_of_csv(path: Path, windows: int) -> Iterator[Callable[[Path], None]]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file)
        head = next(reader)
        for size in _sizes(rows, windows):
            yield lambda to, piece=list(islice(reader, size)): write_csv(to, [head, *piece], path)  # type: ignore[misc]


def _sizes(rows: int, windows: int) -> Iterator[int]:
    for number in range(windows):
        yield rows * (number + 1) // windows - rows * number // windows


def write_csv(path: Path, rows: Sequence[Sequence[str]], like: Path) -> None:
    """Write rows as the generator would write that file, with its date."""
    with path.open("w", encoding=encoding_of(path), newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
    keep_date(path, like)


def _write(path: Path, text: str, like: Path) -> None:
    path.write_text(text, encoding="utf-8")
    keep_date(path, like)


def keep_date(path: Path, like: Path, days: int = 0) -> None:
    """Give a file the date of another, or of some days later."""
    moment = like.stat().st_mtime + days * 86_400
    os.utime(path, (moment, moment))
