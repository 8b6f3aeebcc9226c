"""`graph-platform sources check`: what a file is, and what would come of loading it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.errors import EXIT_REJECTED, EXIT_SOURCE, GraphPlatformError

if TYPE_CHECKING:
    from graph_platform.facts import Claim, Record, Row
    from graph_platform.loading.trial import Trial
    from ingestors.appearance import Appearance
    from ingestors.recognition import Candidate, Sight

FACTS = 10
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LONGEST = 120


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or folders of files.")],
    source: Annotated[
        str | None, typer.Option(help="Check it as this source, without asking what it looks like.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Check it by this mapping: a YAML file, or the name of a shipped one.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="How many rows to try.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which source a file looks like, how sure that is, and what would come of loading it. Nothing is loaded.

    The first ten rows are shown as facts, with their values: it is your file on your terminal.
    Exit codes: 0 all files are recognised, 3 some are not, 4 they are and some of their rows would be rejected.

    Example: graph-platform sources check exports/companies.csv
    """
    from graph_platform.cli.load import files_in

    among = _candidates(source, mapping)
    reports = [_report(path, among, rows, bool(source or mapping)) for path in files_in(files)]
    if as_json:
        import orjson

        typer.echo(orjson.dumps(reports, option=orjson.OPT_INDENT_2, default=str).decode())
    else:
        console = Console(highlight=False)
        for report in reports:
            _tell(console, report)
    if any(not report["sure"] for report in reports):
        raise typer.Exit(EXIT_SOURCE)
    if any(report["rejected"] for report in reports):
        raise typer.Exit(EXIT_REJECTED)


def _candidates(source: str | None, mapping: str | None) -> list[Candidate]:
    from graph_platform.cli.load import MAPPING, source_of
    from ingestors.recognition import Candidate, candidates

    if source or mapping:
        return [Candidate(source_of(source or MAPPING, mapping), mapping or "")]
    return list(candidates())


def _report(path: Path, among: list[Candidate], rows: int, hinted: bool) -> dict[str, Any]:
    """What is told of one file; a file that cannot be read is told like one of no source."""
    from graph_platform.loading.trial import try_file
    from ingestors.appearance import appearance
    from ingestors.recognition import recognise

    report: dict[str, Any] = {"file": path.name, "sure": False, "rejected": [], "problem": None}
    try:
        report["written"] = _written(appearance(path))
        found = recognise(path, among)
        report["refusals"] = found.refusals
        report["looks_like"] = [_sight(sight) for sight in found.verdict.sights]
        report["sure"] = found.verdict.sure or (hinted and found.candidate is not None)
        if found.candidate is not None and (report["sure"] or found.verdict.sights):
            trial = try_file(found.candidate.source, path, rows, FACTS)
            report |= _of_trial(trial) | {"command": _command(path, found.candidate)}
        elif hinted:
            among[0].source.open(path)
    except GraphPlatformError as error:
        report["problem"] = error.message
    return report


def _written(seen: Appearance) -> dict[str, Any]:
    return {
        "format": seen.format,
        "encoding": seen.encoding or None,
        "delimiter": seen.delimiter or None,
        "packing": seen.packing or None,
        "columns": len(seen.columns),
    }


def _sight(sight: Sight) -> dict[str, Any]:
    shares = {name: round(getattr(sight, name), 2) for name in ("score", "known", "evidence", "clean")}
    return {"source": sight.candidate, "table": sight.table, **shares}


def _command(path: Path, candidate: Candidate) -> str:
    if candidate.mapping:
        return f"graph-platform load mapping {path.name} --mapping {candidate.mapping}"
    return f"graph-platform load {candidate.source.name} {path.name}"


def _of_trial(trial: Trial) -> dict[str, Any]:
    return {
        "table": trial.table,
        "rows": trial.rows,
        "whole": trial.whole,
        "states": trial.facts,
        "rejected": [
            {"reason": reason, "count": count, "first_lines": trial.rejected[reason]}
            for reason, count in trial.reasons.most_common()
        ],
        "passed_over": [{"reason": reason, "count": count} for reason, count in trial.skipped.most_common()],
        "unclean": [{"what": what, "count": count} for what, count in trial.unclean.most_common()],
        "facts": [_row(row) for row in trial.shown],
        "problem": trial.damage or None,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "line": row.line,
        "records": [_record(record) for record in row.records],
        "claims": [_claim(claim) for claim in row.claims],
    }


def _record(record: Record) -> dict[str, Any]:
    return {"label": record.label, "key": record.key, "values": dict(record.values)}


def _claim(claim: Claim) -> dict[str, Any]:
    said = {
        **claim.values,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "last_day": claim.last_day,
    }
    return {
        "relation": claim.relation,
        "start": claim.start.key,
        "end": claim.end.key,
        "values": {name: value for name, value in said.items() if value not in (None, "")},
    }


def _tell(console: Console, report: dict[str, Any]) -> None:
    def say(text: str) -> None:
        # what a file holds must not steer the terminal
        shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
        console.print(escape(shown), soft_wrap=True)

    say(f"{report['file']}: {_how(report.get('written'))}")
    for line in _what(report):
        say(f"  {line}")
    if "rows" in report:
        say(
            f"  {'all' if report['whole'] else 'the first'} {report['rows']:,} rows were tried: they state "
            f"{report['states']:,} facts, and {sum(each['count'] for each in report['rejected']):,} would be rejected"
        )
        for each in report["rejected"]:
            lines = ", ".join(map(str, each["first_lines"]))
            say(f"  {each['count']:,} × {each['reason']} (line {lines}{' …' if each['count'] > 5 else ''})")
        for each in report["passed_over"]:
            say(f"  {each['count']:,} × passed over: {each['reason']}")
        for each in report["unclean"][:FACTS]:
            say(f"  {each['count']:,} × kept as said: {each['what']}")
        for row in report["facts"]:
            for line in _facts(row):
                say(f"  {line}")
    if report["problem"]:
        say(f"  {report['problem']}")


def _how(written: dict[str, Any] | None) -> str:
    if written is None:
        return "cannot be read"
    delimiter = written["delimiter"]
    parts = [
        written["format"],
        written["encoding"],
        delimiter and f"separated by {DELIMITERS.get(delimiter, delimiter)}",
        written["packing"] and f"packed with {written['packing']}",
        written["columns"] and f"{written['columns']} columns",
    ]
    return ", ".join(part for part in parts if part)


def _what(report: dict[str, Any]) -> list[str]:
    """The verdict, in words."""
    sights = report.get("looks_like", [])
    if report["sure"]:
        second = (
            f", the next best ({sights[1]['source']}) {sights[1]['score']:.0%}" if len(sights) > 1 else ""
        )
        return [
            f"It is {sights[0]['source']} ({sights[0]['table']}). It fits {sights[0]['score']:.0%}{second}.",
            f"Load it: {report['command']}",
        ]
    if "written" not in report:
        return []
    told = ["Not sure what it is."]
    told += [f"It may be {s['source']} ({s['table']}), which fits {s['score']:.0%}." for s in sights[:3]]
    told += [f"{message}." for message in report["refusals"][:3]]
    return [*told, f"A mapping to start from: graph-platform sources draft {report['file']}"]


def _facts(row: dict[str, Any]) -> list[str]:
    lines = [f"line {row['line']}"]
    for record in row["records"]:
        lines.append(f"  {record['label']} {record['key']}{_values(record['values'])}")
    for claim in row["claims"]:
        lines.append(f"  {claim['start']} {claim['relation']} {claim['end']}{_values(claim['values'])}")
    return lines


def _values(values: dict[str, Any]) -> str:
    said = []
    for name, value in values.items():
        text = " ".join(str(value).split())
        said.append(f"{name} = {text if len(text) <= LONGEST else text[:LONGEST] + '…'}")
    return ": " + "; ".join(said) if said else ""
