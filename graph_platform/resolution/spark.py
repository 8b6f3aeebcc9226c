"""The same candidates and weights on Splink's Spark backend, for those who outgrow one machine.

Conditions are declared in DuckDB's SQL (`comparisons.yaml`) and put into Spark's by sqlglot, with what it does not know
of lists added here. Spark itself is not needed by the project: whoever has a session hands it in. It has to be started
with Splink's own jar, `splink.backends.spark.similarity_jar_location()`, for the distances between texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlglot
from sqlglot import exp

from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.features import COLUMNS, LIST, Row
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.scoring import FREQUENCIES, LOWEST, RARE, Scored, scored_of, shares_of

TYPES: Mapping[str, str] = {
    "VARCHAR": "string",
    "VARCHAR[]": "array<string>",
    "BOOLEAN": "boolean",
    "INTEGER": "int",
}
_NAMES: Mapping[str, str] = {
    "LIST_INTERSECT": "array_intersect",
    "LIST_CONCAT": "concat",
    "LIST_DISTINCT": "array_distinct",
}


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
    tree = sqlglot.parse_one(sql, read="duckdb")
    return tree.transform(_translated, schema).sql(dialect="spark")


def _translated(node: exp.Expression, schema: Schema) -> exp.Expression:
    if isinstance(node, (exp.ArrayOverlaps, exp.ArrayContainsAll)):
        one, other = node.this, node.expression
        if isinstance(node, exp.ArrayOverlaps):
            return exp.func("arrays_overlap", one, other)
        return _has_all(one, other)
    if isinstance(node, exp.Anonymous):
        name = node.name.upper()
        if name == "LIST_HAS_ALL":
            return _has_all(*node.expressions)
        return exp.Anonymous(this=_NAMES.get(name, node.name), expressions=node.expressions)
    if isinstance(node, exp.JarowinklerSimilarity):
        return exp.Anonymous(this="jaro_winkler", expressions=[node.this, node.expression])
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


def _is_list(node: exp.Expression, schema: Schema) -> bool:
    if isinstance(node, exp.Column):
        return COLUMNS[schema].get(node.name.rpartition("_")[0]) == LIST
    return not isinstance(node, (exp.Bracket, exp.Literal))


def predict_on_spark(session: Any, model: Model, rows: Sequence[Row]) -> list[Scored]:
    """Every pair that blocking finds among rows, as `Scorer.predict` gives them, out of a Spark session."""
    from splink import Linker, SparkAPI

    columns = COLUMNS[model.schema]
    frame = session.createDataFrame(
        [tuple(row[name] for name in columns) for row in rows],
        ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in columns.items()),
    )
    frame.createOrReplaceTempView("said")
    rare = ", ".join(
        f"case when count(*) over (partition by {name}) <= {RARE} then {name} end as rare_{name}"
        for name in (("name", "sound") if model.schema == "Person" else ("name", "core"))
    )
    session.sql(f"select *, {rare} from said").createOrReplaceTempView("parties")  # noqa: S608 - names of ours
    backend = SparkAPI(spark_session=session)
    linker = Linker(
        backend.register("parties"), settings_for_spark(model), validate_settings=False, log_level=None
    )
    for column, background in FREQUENCIES[model.schema].items():
        shares = shares_of(rows, column, background)
        table = session.createDataFrame(list(shares.items()), f"`{column}` string, `tf_{column}` double")
        table.createOrReplaceTempView(f"frequencies_{column}")
        linker.table_management.register_term_frequency_lookup(
            backend.register(f"frequencies_{column}"), column
        )
    found = linker.inference.predict(threshold_match_weight=LOWEST)
    told = session.sql(f"select * from {found.physical_name}")  # noqa: S608 - a name of Splink's
    names = [comparison.name for comparison in COMPARISONS[model.schema]]
    wanted = [column for column in told.columns if column.startswith("mw_")]
    kept = told.select("unique_id_l", "unique_id_r", "match_weight", *wanted).collect()
    return [
        scored_of(
            model,
            row["unique_id_l"],
            row["unique_id_r"],
            row["match_weight"],
            [row[f"mw_{name}"] for name in names],
            [row[f"mw_tf_adj_{name}"] if f"mw_tf_adj_{name}" in wanted else 0.0 for name in names],
        )
        for row in kept
    ]
