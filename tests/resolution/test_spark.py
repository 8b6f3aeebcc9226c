"""Splink's Spark backend finds the same pairs with the same weights as DuckDB, where Spark is installed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlglot

from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.evaluation import read_parties
from graph_platform.resolution.featuring import featured
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import shipped
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.scoring import Scores
from graph_platform.resolution.spark import predict_on_spark, settings_for_spark

HERE = Path(__file__).parent / "labelled"
FEW = 160


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A Spark of this machine with Splink's jar."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: the Spark backend was not tried")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession
        from splink.backends.spark import similarity_jar_location

        made = (
            SparkSession.builder.master("local[2]")
            .config("spark.jars", similarity_jar_location())
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "2g")
            .getOrCreate()
        )
    yield made
    made.stop()


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.filterwarnings("ignore")
def test_spark_finds_what_duckdb_finds(session: Any, schema: Schema, tmp_path: Path) -> None:
    parties = [each for each in read_parties(HERE / "records.jsonl") if each.schema == schema]
    gathered = Gathered()
    try:
        gathered.add(featured(parties[:FEW]))
        gathered.prepare()
        scorer = gathered.scorers[schema]
        here = by_pair(scorer.predict(), gathered.ids)
        there = by_pair(predict_on_spark(session, scorer, tmp_path), gathered.ids)
    finally:
        gathered.close()
    assert len(here) > 20
    assert here.keys() == there.keys()
    for pair, (weight, levels) in here.items():
        assert there[pair][1] == levels, pair
        assert there[pair][0] == pytest.approx(weight, abs=0.01)


def by_pair(scores: Scores, ids: list[str]) -> dict[frozenset[str], tuple[float, tuple[int, ...]]]:
    """Weight and levels of each pair, whichever side its records stand on."""
    made = [scores.pair(place, ids) for place in np.arange(len(scores)).tolist()]
    return {frozenset((pair.left, pair.right)): (pair.weight, pair.levels) for pair in made}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_condition_can_be_said_in_sparks_sql(schema: Schema) -> None:
    settings = settings_for_spark(shipped(schema))
    assert len(settings["comparisons"]) == len(COMPARISONS[schema])
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            said = level["sql_condition"]
            if said == "ELSE":
                continue
            assert sqlglot.parse_one(said, read="spark")
            for word in ("&&", "LIST_", "list_", "JAROWINKLER", "[1:", "LEN("):
                assert word not in said
