"""The weights: how often each level of agreement is met among records of one thing (m) and of two (u)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from math import log2
from pathlib import Path
from typing import Any

import orjson

from graph_platform.errors import UsageError
from graph_platform.resolution.comparisons import COMPARISONS, Comparison
from graph_platform.resolution.party import Schema

SHIPPED = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one schema. `prior` is the chance that two records picked at random are about the same thing.

    `same` and `review` are probabilities: from the first on two records are one without being looked at by a person,
    from the second on a person is asked.
    """

    schema: Schema
    prior: float
    same: float
    review: float
    weights: Mapping[str, Mapping[str, tuple[float, float]]]
    estimated_on: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    name: str = "shipped"

    def settings(self) -> dict[str, Any]:
        """The model as Splink reads it."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "number",
            "probability_two_random_records_match": self.prior,
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": True,
            "blocking_rules_to_generate_predictions": [
                {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"], "sql_dialect": "duckdb"}
            ],
            "comparisons": [self._comparison(comparison) for comparison in COMPARISONS[self.schema]],
        }

    @property
    def fingerprint(self) -> str:
        """Tells models from one another by what they are."""
        said = orjson.dumps((self.schema, self.settings()), option=orjson.OPT_SORT_KEYS)
        return blake2b(said, digest_size=16).hexdigest()

    def bits(self, comparison: str) -> list[float]:
        """What each level of a comparison is worth."""
        return [log2(m / u) for m, u in self.weights[comparison].values()]

    def _comparison(self, comparison: Comparison) -> dict[str, Any]:
        levels: list[dict[str, Any]] = [
            {
                "sql_condition": _sides(comparison.missing),
                "label_for_charts": "not known",
                "is_null_level": True,
            }
        ]
        for level in comparison.levels:
            m, u = self.weights[comparison.name][level.name]
            said: dict[str, Any] = {
                "sql_condition": _sides(level.sql),
                "label_for_charts": level.label,
                "m_probability": m,
                "u_probability": u,
            }
            if level.frequency:
                said |= {
                    "tf_adjustment_column": level.frequency,
                    "tf_adjustment_weight": 1.0,
                    "disable_tf_exact_match_detection": True,
                }
            levels.append(said)
        return {
            "output_column_name": comparison.name,
            "comparison_levels": levels,
            "comparison_description": comparison.label,
        }


def _sides(sql: str) -> str:
    """A condition over `l.` and `r.` as Splink writes it: `name_l`, `name_r`."""
    return re.sub(r"\b([lr])\.(\w+)", r'"\2_\1"', sql)


def shipped(schema: Schema) -> Model:
    """The model that comes with the project."""
    return read_model(SHIPPED / f"{schema.lower()}.json", schema)


def _share(said: Any) -> float:
    """A number between 0 and 1: of anything else there are no bits. Raises `ValueError`."""
    if not 0 < (share := float(said)) < 1:
        raise ValueError
    return share


def read_model(path: Path, schema: Schema) -> Model:
    """A model out of its file. Raises `UsageError` for a file of other comparisons, or one that is none."""
    try:
        said = orjson.loads(path.read_bytes())
        weights = {
            comparison.name: {
                level.name: (
                    _share(said["weights"][comparison.name][level.name][0]),
                    _share(said["weights"][comparison.name][level.name][1]),
                )
                for level in comparison.levels
            }
            for comparison in COMPARISONS[schema]
        }
        return Model(
            schema,
            _share(said["prior"]),
            _share(said["same"]),
            _share(said["review"]),
            weights,
            tuple(said.get("estimated_on", ())),
            said.get("figures", {}),
            said.get("name", "shipped"),
        )
    except OSError:
        raise UsageError(f"{path.name} cannot be read", "Name a file like those in models/.") from None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError):
        raise UsageError(
            f"{path.name} is no model of {schema} as it is compared now",
            "Each level needs two weights between 0 and 1.",
        ) from None
