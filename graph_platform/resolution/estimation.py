"""Weights out of records alone, by Splink: u by random sampling, m by expectation maximisation, the prior by both.

u is the share of a level among random pairs. Of those some are about one thing, all the more in a small graph, so what
these are expected to add is taken off (law of total probability); where little is left, u is not known from here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import log2
from typing import Any

import numpy as np

from graph_platform.resolution.columns import Connection
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.scoring import Floats, Scorer

U_PAIRS = 2_000_000
M_PAIRS = 1_000_000
SEED = 7
SEEN = 10
"""Pairs at a level from which on its share says something."""
FEWEST = 50
"""Pairs that a rule has to bring together before anything is learnt of them."""
TOGETHER: Mapping[Schema, tuple[str, ...]] = {
    "Person": (
        "l.name = r.name",
        "l.sound = r.sound",
        "l.phone_tails[1] = r.phone_tails[1]",
        "l.emails[1] = r.emails[1]",
        "l.numbers[1] = r.numbers[1]",
        "l.birth_date = r.birth_date",
        "l.address_keys[1] = r.address_keys[1]",
    ),
    "Organization": (
        "l.name = r.name",
        "l.core = r.core",
        "l.domains[1] = r.domains[1]",
        "l.phone_tails[1] = r.phone_tails[1]",
        "l.emails[1] = r.emails[1]",
        "l.numbers[1] = r.numbers[1]",
        "l.identifiers[1] = r.identifiers[1]",
        "l.address_keys[1] = r.address_keys[1]",
    ),
}
"""Pairs that are looked at to learn m: those that agree in one of these, of which nothing is learnt about it itself."""
Told = Callable[[str], None]
Weights = dict[str, dict[str, float]]


@dataclass(slots=True)
class Estimate:
    """What was learnt of records alone: shares by comparison and level; a level that was not seen is not in them.

    `matches` is how many pairs among `pairs` are expected to be about one thing, `rules` how many found enough pairs.
    """

    prior: float
    matches: float
    pairs: int
    rules: int = 0
    u: Weights = field(default_factory=dict)
    m: Weights = field(default_factory=dict)


def expected(model: Model, weights: Floats, records: int) -> tuple[float, float]:
    """The prior that agrees with itself: the share of pairs about one thing, if each is so with its probability.

    Returns it with the number of these pairs. `weights` are the candidates' under the model; others count as different.
    """
    pairs = max(records * (records - 1) // 2, 1)
    prior = model.prior
    weights = np.minimum(weights.astype(np.float64), 200.0)
    start = log2(prior / (1 - prior))
    matches = 0.0
    for _ in range(20):
        shift = log2(prior / (1 - prior)) - start
        matches = float(np.sum(1.0 / (1.0 + np.exp2(-weights - shift))))
        # never none at all, and never all
        now = min(max(matches, 0.5) / pairs, 0.5)
        if abs(now - prior) <= prior * 1e-3:
            break
        prior = now
    return now, matches


def estimate(model: Model, scorer: Scorer, weights: Floats, tell: Told = lambda step: None) -> Estimate:
    """Learn from a scorer's rows, beginning at a model; `weights` are those of the candidates under it, in bits."""
    records = scorer.count
    prior, matches = expected(model, weights, records)
    found = Estimate(prior, matches, records * (records - 1) // 2)
    if records < 2:
        return found
    with _quiet():
        tell("weighing random pairs")
        shares = _sampled(model, scorer)
        found.u = _without_matches(model, found, scorer.connection, shares)
        tell("learning from pairs that agree in something")
        begun = replace(model, prior=prior, weights=with_u(model, found.u))
        found.m, found.rules = _maximised(begun, scorer)
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Splink tells on its log of each level that it did not see; here that is part of what is returned."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def with_u(model: Model, u: Weights) -> dict[str, dict[str, tuple[float, float]]]:
    """A model's weights with these shares in the place of its own."""
    return {
        name: {level: (m, u.get(name, {}).get(level, own)) for level, (m, own) in levels.items()}
        for name, levels in model.weights.items()
    }


def _linker(model: Model, scorer: Scorer) -> Any:
    from splink import DuckDBAPI, Linker

    settings = model.settings()
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            for key in [key for key in level if key.startswith(("tf_", "disable_tf"))]:
                del level[key]
    backend = DuckDBAPI(scorer.connection)
    # Splink looks for a table's columns by its name alone, whatever schema it is in
    own = f"parties_of_{model.schema.lower()}"
    scorer.connection.execute(f"create or replace temp view {own} as select * from parties")
    return Linker(backend.register(own), settings, validate_settings=False, log_level=None)


def _learnt(linker: Any, share: str, before: Model) -> Weights:
    """The shares that Splink has put in the place of those that it began with."""
    said = {each["output_column_name"]: each for each in linker.misc.save_model_to_json()["comparisons"]}
    at = 0 if share == "m_probability" else 1
    found: Weights = {}
    for comparison in COMPARISONS[before.schema]:
        levels = [
            level for level in said[comparison.name]["comparison_levels"] if not level.get("is_null_level")
        ]
        for level, learnt in zip(comparison.levels, levels, strict=True):
            value = learnt.get(share)
            if isinstance(value, float) and value != before.weights[comparison.name][level.name][at]:
                found.setdefault(comparison.name, {})[level.name] = value
    return found


def _sampled(model: Model, scorer: Scorer) -> Weights:
    linker = _linker(model, scorer)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED, min_count_per_level=None)
    return _learnt(linker, "u_probability", model)


def _without_matches(model: Model, found: Estimate, connection: Connection, shares: Weights) -> Weights:
    kept: Weights = {}
    sampled = min(found.pairs, U_PAIRS)
    for comparison in COMPARISONS[model.schema]:
        column = re.findall(r"\bl\.(\w+) is null", comparison.missing)
        said = " and ".join(f"{name} is not null" for name in column) or "true"
        (known,) = connection.execute(f"select avg(({said})::int) from parties").fetchone() or (0.0,)
        for level, share in shares.get(comparison.name, {}).items():
            m = model.weights[comparison.name][level][0]
            rest = (share - found.prior * m) / (1 - found.prior)
            if rest * sampled * known**2 >= SEEN and rest >= share / 2:
                kept.setdefault(comparison.name, {})[level] = rest
    return kept


def _maximised(begun: Model, scorer: Scorer) -> tuple[Weights, int]:
    linker = _linker(begun, scorer)
    rules = 0
    for rule in TOGETHER[begun.schema]:
        counted = scorer.connection.execute(
            f"select count(*) from parties l join parties r on {rule} and l.number < r.number"
        ).fetchone()
        if not counted or counted[0] < FEWEST:
            continue
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, fix_u_probabilities=True, max_pairs=M_PAIRS
        )
        rules += 1
    return (_learnt(linker, "m_probability", begun) if rules else {}), rules
