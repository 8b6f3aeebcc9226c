"""The same candidates and weights on Splink's Spark backend, for those who outgrow one machine.

Conditions are declared in DuckDB's SQL (`comparisons.yaml`) and put into Spark's by sqlglot, with what it does not know
of lists added here. Spark itself is not needed by the project: whoever has a session hands it in. It has to be started
with Splink's own jar, `splink.backends.spark.similarity_jar_location()`, for the distances between texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from graph_platform.resolution.columns import FREQUENCIES
from graph_platform.resolution.features import COLUMNS, LIST
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.scoring import LOWEST, Scorer, Scores

_PARTIES, _FOUND = "parties", "found_on_spark"
_DISTANCES: Mapping[str, str] = {"DAMERAU_LEVENSHTEIN": "damerau_levenshtein", "JARO_SIMILARITY": "jaro_sim"}
_NAMES: Mapping[str, str] = {"LIST_INTERSECT": "array_intersect"}


def settings_for_spark(model: Model) -> dict[str, Any]:
    """A model as Splink reads it on Spark: the settings of DuckDB, condition by condition."""
    settings = model.settings()
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level["sql_condition"] != "ELSE":
                level["sql_condition"] = in_spark(level["sql_condition"], model.schema)
    for rule in settings["blocking_rules_to_generate_predictions"]:
        rule["sql_dialect"] = "spark"
    return settings


def in_spark(sql: str, schema: Schema) -> str:
    """A condition over `name_l` and `name_r` in Spark's SQL."""
    tree: Any = sqlglot.parse_one(sql, read="duckdb")
    # inner ones first: what a translation has put into another node is not visited again
    for node in reversed(list(tree.walk())):
        translated = _translated(node, schema)
        if translated is not node:
            if node is tree:
                tree = translated
            else:
                node.replace(translated)
    return str(tree.sql(dialect="spark"))


def _translated(node: exp.Expression, schema: Schema) -> exp.Expression:
    if isinstance(node, (exp.ArrayOverlaps, exp.ArrayContainsAll)):
        one, other = node.this, node.expression
        if isinstance(node, exp.ArrayOverlaps):
            return exp.Anonymous(this="arrays_overlap", expressions=[one, other])
        return _has_all(one, other)
    if isinstance(node, exp.Anonymous):
        name = node.name.upper()
        if name == "LIST_HAS_ALL":
            return _has_all(*node.expressions)
        if name in _DISTANCES:
            return _distance(_DISTANCES[name], *node.expressions)
        if name in _NAMES:
            return exp.Anonymous(this=_NAMES[name], expressions=node.expressions)
    if isinstance(node, exp.JarowinklerSimilarity):
        return _distance("jaro_winkler", node.this, node.expression)
    if isinstance(node, exp.Length) and _is_list(node.this, schema):
        return exp.Anonymous(this="array_size", expressions=[node.this])
    if isinstance(node, exp.Bracket) and isinstance(node.expressions[0], exp.Slice):
        piece = node.expressions[0]
        first, last = int(piece.this.name), int(piece.expression.name)
        return exp.Substring(
            this=node.this, start=exp.Literal.number(first), length=exp.Literal.number(last - first + 1)
        )
    return node


def _has_all(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    missing = exp.Anonymous(this="array_except", expressions=[other.copy(), one.copy()])
    return exp.EQ(
        this=exp.Anonymous(this="array_size", expressions=[missing]), expression=exp.Literal.number(0)
    )


def _distance(name: str, one: exp.Expression, other: exp.Expression) -> exp.Expression:
    """A distance in bytes, as DuckDB measures it: a Chinese character is three."""

    def in_bytes(text: exp.Expression) -> exp.Expression:
        encoded = exp.Anonymous(this="encode", expressions=[text.copy(), exp.Literal.string("UTF-8")])
        return exp.Anonymous(this="decode", expressions=[encoded, exp.Literal.string("ISO-8859-1")])

    return exp.Anonymous(this=name, expressions=[in_bytes(one), in_bytes(other)])


def _is_list(node: exp.Expression, schema: Schema) -> bool:
    if isinstance(node, exp.Column):
        return COLUMNS[schema].get(node.name.rpartition("_")[0]) == LIST
    return not isinstance(node, (exp.Bracket, exp.Literal))


def predict_on_spark(session: Any, scorer: Scorer, folder: Path) -> Scores:
    """Every pair that blocking finds among a scorer's rows, as `Scorer.predict` gives them, out of a Spark session.

    Rows go there as Parquet by way of `folder`, which all of Spark's workers have to reach.
    """
    from splink import Linker, SparkAPI

    model = scorer.model
    exported = f"* replace (list_transform(keys, key -> key::varchar) as keys) from {_PARTIES}"
    _hand_over(session, scorer, exported, folder / "parties.parquet", _PARTIES)
    api: Any = SparkAPI
    backend = api(spark_session=session, break_lineage_method="persist")
    linker = Linker(
        backend.register(_PARTIES), settings_for_spark(model), validate_settings=False, log_level=None
    )
    for column in FREQUENCIES[model.schema]:
        table = f"frequencies_{column}"
        _hand_over(session, scorer, f"* from {table}", folder / f"{table}.parquet", table)
        linker.table_management.register_term_frequency_lookup(backend.register(table), column)
    found = linker.inference.predict(threshold_match_weight=LOWEST)
    told = session.table(found.physical_name)
    wanted = [name for name in told.columns if name.startswith(("mw_", "number_"))]
    read = told.select("match_weight", *wanted).toArrow()
    scorer.connection.register(_FOUND, read)
    try:
        return scorer.scores(_FOUND)
    finally:
        scorer.connection.unregister(_FOUND)


def _hand_over(session: Any, scorer: Scorer, selected: str, path: Path, name: str) -> None:
    scorer.connection.execute(f"copy (select {selected}) to '{path}' (format parquet)")
    session.read.parquet(str(path)).createOrReplaceTempView(name)
