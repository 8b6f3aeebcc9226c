"""Reading and cleaning alone, from a file to clean facts, beside the plain library for the file's format.

python -m benchmarks.parsing
python -m benchmarks.parsing hubspot camt053

One core and no database. Each source reads generated exports or real files where there are such, and otherwise the
handmade samples of its tests with their rows repeated. The baseline reads the same file and does nothing with it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.grown import Long, bare, grown
from benchmarks.recognition import generated_files, real_files
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder
from benchmarks.timing import alternating, timed
from graph_platform.cleaning import Unclean, clean_date, clean_values
from graph_platform.errors import GraphPlatformError
from graph_platform.facts import BadRow, Formats, Row
from graph_platform.ontology import ONTOLOGY
from graph_platform.source import Source
from ingestors.recognition import candidates
from ingestors.refusal import no_advice

SAMPLES = Path(__file__).parents[1] / "tests" / "ingestors"
FOLDERS = ("samples", "mapping_samples")
TARGET = 5.0
CUSTOMERS = 400
LABELS = {name: ONTOLOGY.properties(name) for name in ONTOLOGY.labels}
RELATIONS = {
    name: {declared.name: declared for declared in relation.properties}
    for name, relation in ONTOLOGY.relationships.items()
}


@dataclass(slots=True)
class Measured:
    """What reading one source's files took: seconds of each turn for ours, rows alone, and the plain library."""

    name: str
    rows: int = 0
    clean: list[float] = field(default_factory=list)
    raw: float = 0.0
    plain: list[float] = field(default_factory=list)
    formats: set[str] = field(default_factory=set)
    slowest: tuple[float, str] = (0.0, "")


def files_of(folder: Path, customers: int) -> Iterator[tuple[str, Source, list[Path]]]:
    """Every source with the files that it is measured on."""
    known: defaultdict[str, list[Path]] = defaultdict(list)
    for path, name in (*generated_files(folder / "generated", customers), *real_files()):
        known[name].append(path)
    samples = [path for name in FOLDERS for path in sorted((SAMPLES / name).iterdir())]
    for candidate in candidates():
        yield (
            candidate.name,
            candidate.source,
            known.get(candidate.name) or [path for path in samples if _reads(candidate.source, path)],
        )


def _reads(source: Source, path: Path) -> bool:
    with suppress(GraphPlatformError), no_advice("none"):
        source.open(path)
        return True
    return False


def good_rows(source: Source, path: Path) -> Iterator[Row]:
    """The rows that a file states, without those that are rejected."""
    with no_advice("none"):
        return (row for row in source.open(path) if not isinstance(row, BadRow))


def cleaned(source: Source, path: Path) -> int:
    """Read a file and clean every value of its facts: how many rows it states."""
    count = 0
    formats = source.formats
    for row in good_rows(source, path):
        count += 1
        _clean(row, formats)
    return count


def _clean(row: Row, formats: Formats) -> None:
    for record in row.records:
        clean_values(LABELS[record.label], record.values, formats)
    for claim in row.claims:
        clean_values(RELATIONS[claim.relation], claim.values, formats)
        if claim.valid_from is not None or claim.valid_to is not None:
            with suppress(Unclean):
                clean_date(claim.valid_from, formats)
                clean_date(claim.valid_to, formats, end=True)


def measured(name: str, source: Source, files: Sequence[Path], rows: int, folder: Path) -> Measured:
    """What one source's files take, each in turns with the plain library."""
    found = Measured(name)
    for number, path in enumerate(files):
        count = sum(1 for _ in good_rows(source, path))
        (folder / str(number)).mkdir(parents=True)
        long = grown(path, rows, count, source.tables, folder / str(number)) if count else None
        if long is None or bare(long) is None or not cleaned(source, long.path):
            continue
        _measure(found, source, long)
    return found


def _measure(found: Measured, source: Source, long: Long) -> None:
    turns = alternating(
        3, lambda _: timed(lambda: cleaned(source, long.path))[0], lambda _: timed(lambda: bare(long))[0]
    )
    ours, plain = median(turn[0] for turn in turns), median(turn[1] for turn in turns)
    raw, count = timed(lambda: sum(1 for _ in good_rows(source, long.path)))
    found.rows += count
    found.clean.append(ours)
    found.plain.append(plain)
    found.raw += raw
    found.formats.add(long.format)
    found.slowest = max(found.slowest, (ours / plain, long.path.name))


def measure(customers: int, rows: int, names: Sequence[str]) -> Section:
    """Measure every source, or those that are named."""
    made = section("parsing", "10. Reading and cleaning alone")
    reached = {}
    with scratch_folder() as folder:
        for name, source, files in files_of(folder, customers):
            if names and name not in names:
                continue
            found = measured(name, source, files, rows, folder / name)
            if found.rows:
                reached[name] = _tell(made, found)
            else:
                why = "no file of many rows, or no plain library for it" if files else "no sample"
                made.note(f"{name}: not measured: {why}.")
    made.note(f"About {rows:,} rows of each kind of file; orjson takes longer for each row of a larger file.")
    _tell_all(made, reached)
    return made


def _tell(made: Section, found: Measured) -> bool:
    ours, plain = sum(found.clean), sum(found.plain)
    slowest = f"; slowest {found.slowest[1]}, {found.slowest[0]:.1f} ×" if len(found.clean) > 1 else ""
    made.add(
        f"{found.name} ({', '.join(sorted(found.formats))})",
        f"{found.rows / ours:,.0f} rows/s, {ours / plain:.1f} × as long as the plain library "
        f"(rows alone {found.raw / plain:.1f} ×){slowest}",
        f"≤ {TARGET:.0f} ×",
        ours / plain <= TARGET,
    )
    return ours / plain <= TARGET


def _tell_all(made: Section, reached: Mapping[str, bool]) -> None:
    if reached:
        made.note(f"{sum(reached.values())} of {len(reached)} sources reach it.")
    made.note(
        "The plain library: `csv.DictReader`, `orjson`, `lxml.etree.iterparse`, `mailbox`. It cleans nothing and makes "
        "nothing of the rows; orjson reads a file as one value, which takes the memory of the whole file."
    )
    made.note("Repeated samples say the same values again and again, which makes cleaning them faster.")


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure on so many rows of each kind of file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="Sources; all where none is named.")
    parser.add_argument("--rows", type=int, default=6_000)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    options = parser.parse_args(arguments)
    return [measure(options.customers, options.rows, options.names)]


if __name__ == "__main__":
    main()
