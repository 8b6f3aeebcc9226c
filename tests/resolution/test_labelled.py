"""`resolve evaluate` over the labelled pairs that come with the tests, through the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.errors import GraphPlatformError

HERE = Path(__file__).parent / "labelled"


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def evaluated(*arguments: str) -> dict[str, float]:
    done = CliRunner().invoke(app, ["resolve", "evaluate", *arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@pytest.mark.parametrize(
    ("records", "labels"),
    [
        ("records.jsonl", "tuning.csv"),
        ("records.jsonl", "pairs.csv"),
        ("near_misses.jsonl", "near_misses.csv"),
        ("more_records.jsonl", "more.csv"),
        ("fresh_records.jsonl", "fresh.csv"),
    ],
)
def test_few_different_ones_and_few_undecidable_ones_are_merged(
    records: str, labels: str, tmp_path: Path
) -> None:
    out = tmp_path / "decisions.csv"
    figures = evaluated("--records", str(HERE / records), "--labels", str(HERE / labels), "--out", str(out))
    assert figures["false merged"] <= 0.01 * figures["false"]
    assert figures["undecidable merged"] <= 0.08 * figures["undecidable"]
    assert figures["recall"] >= 0.75
    decisions = rows(out)
    assert len(decisions) == figures["false"] + figures["undecidable"] + sum(
        row["same"] == "true" for row in rows(HERE / labels)
    )


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_clusters_are_judged_by_cluster(tmp_path: Path) -> None:
    records = write(
        tmp_path / "records.jsonl",
        '{"record_id": "1", "schema": "Person", "name": "Ottoline Marchbank", "phone": "+44 7911 123456"}\n'
        '{"record_id": "2", "schema": "Person", "name": "Marchbank, Ottoline", "phone": "07911 123456"}\n'
        '{"record_id": "3", "schema": "Person", "name": "Tobias Quill"}\n',
    )
    labels = write(tmp_path / "labels.csv", "record_id,entity_id\n1,a\n2,a\n3,b\n")
    figures = evaluated("--records", records, "--labels", labels)
    assert (figures["b-cubed"], figures["wrong merges"], figures["entities"]) == (1.0, 0, 2)


@pytest.mark.parametrize(
    ("records", "labels", "said"),
    [
        ('{"record_id": "1", "schema": "Person"}', "left,right,same\n1,9,true\n", "labels.csv, line 2"),
        ('{"record_id": "1", "schema": "Robot"}', "left,right,same\n", "records.jsonl, line 1"),
        (
            '{"record_id": "1", "schema": "Person"}\n{"record_id": "1", "schema": "Person"}',
            "left,right,same\n",
            "line 2",
        ),
        ('{"record_id": "1"', "left,right,same\n", "no JSON"),
        ('{"record_id": "1", "schema": "Person", "colour": "red"}', "left,right,same\n", "colour"),
        ("", "left,right,same\n", "holds no record"),
        ('{"record_id": "1", "schema": "Person"}', "a,b\n1,1\n", "columns"),
        ('{"record_id": "1", "schema": "Person"}', "left,right,same\n1,1,perhaps\n", "true nor false"),
    ],
)
def test_files_that_cannot_be_used_are_refused_by_line(
    tmp_path: Path, records: str, labels: str, said: str
) -> None:
    paths = write(tmp_path / "records.jsonl", records), write(tmp_path / "labels.csv", labels)
    done = CliRunner().invoke(app, ["resolve", "evaluate", "--records", paths[0], "--labels", paths[1]])
    assert isinstance(done.exception, GraphPlatformError)
    assert said in done.exception.message
