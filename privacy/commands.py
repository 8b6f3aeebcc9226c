"""`graph-platform privacy`: what recognizers find in texts of a file, and the texts without it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NamedTuple

import orjson
import typer

from graph_platform.errors import EXIT_REJECTED, UsageError
from privacy.recognition import MASK, Analyzer, Finding, Gazetteer, NotAnalyzed, builtin, read, replaced

app = typer.Typer(
    no_args_is_help=True,
    help="Who may see what, who saw what, and what free text tells of people.\n\n"
    "Example: graph-platform privacy explain Person.phone --role sales",
)

LONGEST_LINE = 64 * 1024 * 1024
_AT_ONCE = 1_000_000
_KINDS = ("person", "organization")

File = Annotated[Path, typer.Argument(help='JSON lines {"id", "text"}; - reads them from the input.')]
Names = Annotated[
    Path | None,
    typer.Option(help="CSV of names to find: a name, and `person` (if left out) or `organization`."),
]
Recognizers = Annotated[
    Path | None, typer.Option(help="YAML of recognizers of your own, beside the shipped ones.")
]


class Line(NamedTuple):
    """A text of the file."""

    id: Any
    text: str


@app.command()
def analyze(file: File, names: Names = None, recognizers: Recognizers = None) -> None:
    """Write what is found in each text, as JSON lines {"id", "findings"}; start and end count characters.

    A text that cannot be analysed to its end has one finding, NOT_ANALYZED, over the whole. Lines that cannot be
    read are named by number and left out; then it ends with 4.

    Example: graph-platform privacy analyze tickets.jsonl --names names.csv
    """

    def found(line: Line, findings: tuple[Finding, ...] | NotAnalyzed) -> dict[str, Any]:
        if isinstance(findings, NotAnalyzed):
            whole = Finding("NOT_ANALYZED", 0, len(line.text), 1.0, findings.recognizer or "limit")
            findings = (whole,)
        return {"id": line.id, "findings": findings}

    _run(file, names, recognizers, found)


@app.command()
def mask(file: File, names: Names = None, recognizers: Recognizers = None) -> None:
    """Write each text with a mask over what is found in it, as JSON lines {"id", "text"}.

    A text that cannot be analysed to its end is masked as a whole, and named. Lines that cannot be read are named by
    number and left out; then it ends with 4.

    Example: graph-platform privacy mask tickets.jsonl --names names.csv
    """

    def masked(line: Line, findings: tuple[Finding, ...] | NotAnalyzed) -> dict[str, Any]:
        text = MASK if isinstance(findings, NotAnalyzed) else replaced(line.text, findings)
        return {"id": line.id, "text": text}

    _run(file, names, recognizers, masked)


def _run(file: Path, names: Path | None, recognizers: Path | None, told: Any) -> None:
    chosen = [*builtin(), *(read(recognizers) if recognizers else ())]
    analyzer = Analyzer(_gazetteer(names), chosen)
    name = "input" if str(file) == "-" else file.name
    rejected = 0
    batch: list[tuple[int, Line]] = []
    size = 0

    def write() -> None:
        results = analyzer.find_many([line.text for _, line in batch])
        for (number, line), findings in zip(batch, results, strict=True):
            if isinstance(findings, NotAnalyzed):
                which = f" ({findings.recognizer})" if findings.recognizer else ""
                typer.echo(f"{name}:{number}: {findings.message}{which}; it is masked whole", err=True)
            sys.stdout.buffer.write(orjson.dumps(told(line, findings), option=orjson.OPT_APPEND_NEWLINE))
        batch.clear()

    with _opened(file) as stream:
        for number, line in _lines(stream):
            if isinstance(line, str):
                rejected += 1
                typer.echo(f"{name}:{number}: {line}", err=True)
                continue
            batch.append((number, line))
            size += len(line.text)
            if size > _AT_ONCE:
                write()
                size = 0
    write()
    sys.stdout.buffer.flush()
    if rejected:
        typer.echo(
            f"{rejected} line{'s' * (rejected > 1)} could not be used and stood in no output", err=True
        )
        raise typer.Exit(EXIT_REJECTED)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UsageError(
            f"{file.name} cannot be read: {error.strerror}", "Give a file of JSON lines, or -."
        ) from None
    with stream:
        yield stream


def _lines(stream: BinaryIO) -> Iterator[tuple[int, Line | str]]:
    """Each line by its number: a text, or why it is none."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(1024 * 1024)
            yield number, f"longer than {LONGEST_LINE >> 20} MiB"
        elif raw.strip():
            yield number, _line(raw)


def _line(raw: bytes) -> Line | str:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "not JSON"
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return "has no text"
    return Line(data["id"], data["text"]) if "id" in data else "has no id"


def _gazetteer(file: Path | None) -> Gazetteer:
    """The names of a file, or none."""
    named: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    if file:
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                lines = csv.reader(stream)
                for row in lines:
                    kind = row[1].strip() if len(row) > 1 else _KINDS[0]
                    if kind not in named:
                        raise UsageError(
                            f"{file.name}:{lines.line_num}: the kind is not known",
                            f"Write {' or '.join(_KINDS)}.",
                        )
                    named[kind] += row[:1]
        except (OSError, UnicodeDecodeError, csv.Error):
            raise UsageError(f"{file.name} cannot be read", "Give a CSV in UTF-8: name,kind.") from None
    return Gazetteer.of(named["person"], named["organization"])
