"""Communities: groups that were planted come out whole, their number not given, and the same from the same seed."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from graph_platform.ranking.communities import communities
from graph_platform.ranking.edges import Edges, edges_of
from graph_platform.ranking.evidence import evidence
from tests.shared import folder


def planted(groups: int, size: int, inside: float, outside: float, seed: int) -> tuple[Edges, np.ndarray]:
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), size)
    chance = np.where(group[:, None] == group, inside, outside)
    source, target = np.nonzero(np.triu(rng.random(chance.shape) < chance, 1))
    edges = edges_of(pd.DataFrame({"source": source.astype(str), "target": target.astype(str)}))
    return edges, group[edges.names.astype(int)]


@pytest.mark.parametrize("groups", [3, 30])
def test_few_and_many_groups_are_found_without_saying_how_many(groups: int) -> None:
    edges, group = planted(groups, 900 // groups, 0.4 if groups > 3 else 0.1, 0.01, 1)
    found = communities(edges, seed=0)
    assert adjusted_rand_score(group, found) > 0.95
    assert np.array_equal(found, communities(edges, seed=0))
    assert np.all(np.diff(np.bincount(found)) <= 0)


def test_an_edge_alone_is_a_community() -> None:
    assert communities(edges_of(pd.DataFrame({"source": ["a"], "target": ["b"]})), seed=0).tolist() == [0, 0]


def test_the_strongest_paths_come_first_with_the_edges_as_they_stand() -> None:
    rows = [("a", "hub"), ("b", "hub"), ("a", "rare"), ("rare", "b"), ("a", "x"), ("x", "y"), ("b", "y")]
    rows += [(f"other {number}", "hub") for number in range(50)]
    edges = edges_of(pd.DataFrame(rows, columns=["source", "target"]).assign(type="knows"))
    first, *rest = evidence(edges, "a", "b", limit=5)
    assert first.nodes == ("a", "rare", "b")
    assert [(step.source, step.target, step.along) for step in first.steps] == [
        ("a", "rare", True),
        ("rare", "b", True),
    ]
    assert {path.nodes for path in rest} == {("a", "hub", "b"), ("a", "x", "y", "b")}
    assert [path.weight for path in (first, *rest)] == sorted(
        (path.weight for path in (first, *rest)), reverse=True
    )
    assert evidence(edges, "a", "nobody") == ()


@pytest.mark.shared
def test_departments_of_an_institution_come_out_of_its_mail() -> None:
    data = folder() / "email_eu_core"
    pairs = pd.read_csv(data / "email-Eu-core.txt", sep=" ", names=["source", "target"], dtype=str)
    truth = pd.read_csv(data / "email-Eu-core-department-labels.txt", sep=" ", header=None, dtype=str)
    edges = edges_of(pairs)
    department = truth.set_index(0)[1].loc[list(edges.names)]
    assert adjusted_rand_score(department, communities(edges, seed=3)) > 0.5
