"""Short paths from a source to a candidate: of length two for relations among likes, of three for complementary ones.

Each inner node of a path counts by a weight of its degree. Sources: Adamic and Adar 2003 (1/log d), Zhou et al. 2009
(1/d), Kovács et al. 2019 (three steps, 1/sqrt d).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph_platform.ranking.graph import Dense, Graph, Ints, Sparse

Scorer = Callable[[Ints], dict[str, Dense]]
WEIGHTS: dict[str, Callable[[Dense], Dense]] = {
    "plain": np.ones_like,
    "log": lambda degree: 1 / np.log(degree.clip(2)),
    "root": lambda degree: degree**-0.5,
    "inverse": lambda degree: degree**-1.0,
}


def short_paths(graph: Graph) -> Scorer:
    """Paths of two and three links over edges of the type, and over all edges where there are others."""
    parts = {"": graph.links}
    if graph.context is not None:
        parts["_context"] = graph.all_links
    fitted = {name: (links, links[:, graph.targets].tocsr(), _weights(links)) for name, links in parts.items()}

    def score(sources: Ints) -> dict[str, Dense]:
        found: dict[str, Dense] = {}
        for name, (links, onto, weights) in fitted.items():
            start = links[sources].toarray()
            if not (graph.two_sided and not name):
                found["common" + name] = start @ onto
                found["adamic_adar" + name] = (start * weights["log"]) @ onto
                found["allocation" + name] = (start * weights["inverse"]) @ onto
            for how, weight in weights.items():
                found[f"three_{how}{name}"] = (((start * weight) @ links) * weight) @ onto
        return found

    return score


def directed_paths(graph: Graph) -> Scorer:
    """Paths that heed direction, where nodes are sources and targets alike: s→x→t, s→x←t, s←x→t, s→x←y→t."""
    onward, back = graph.directed, graph.directed.T.tocsr()
    out, into = _degree(onward), _degree(back)
    log = WEIGHTS["log"]
    onto, from_target = onward[:, graph.targets].tocsr(), back[:, graph.targets].tocsr()

    def score(sources: Ints) -> dict[str, Dense]:
        to, by = onward[sources].toarray(), back[sources].toarray()
        both = (out + into).clip(1)
        return {
            "through": (to * log(both)) @ onto,
            "same_partner": (to * log(into)) @ from_target,
            "same_caller": (by * log(out)) @ onto,
            "returned": (by * log(both)) @ from_target,
            "three_directed": (((to * into.clip(1) ** -0.5) @ back) * out.clip(1) ** -0.5) @ onto,
            "reverse": by[:, graph.targets],
        }

    return score


def _degree(links: Sparse) -> Dense:
    return np.asarray(links.sum(axis=1), dtype=np.float32)


def _weights(links: Sparse) -> dict[str, Dense]:
    degree = _degree(links).clip(1)
    return {name: weigh(degree).astype(np.float32) for name, weigh in WEIGHTS.items()}
