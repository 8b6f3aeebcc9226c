"""What names tell: a candidate called like the source, or like partners that it has; sources called alike.

Only names that are read by people: numbers, hashes and codes say how somebody counted.
"""

from __future__ import annotations

import re

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph_platform.ranking.graph import Dense, Graph, Ints, Names, Sparse
from graph_platform.ranking.paths import Scorer

CODE = re.compile(r"[\W\d_]*|[0-9a-fA-F-]{16,}|[A-Z]{0,4}[\W_]*\d+[\W\d_]*")
LIKE = 0.3
"""Cosine below which two names are not alike."""
SHARE = 0.5


def speaks(names: Names) -> bool:
    """Whether at least half of the names are words rather than codes."""
    return bool(len(names)) and sum(not CODE.fullmatch(name) for name in names) >= SHARE * len(names)


def naming(graph: Graph) -> Scorer | None:
    """Likeness of names by letters and by words, or None where names are codes."""
    targets_speak, sources_speak = speaks(graph.names[graph.targets]), speaks(graph.names[graph.owners])
    if not targets_speak and not sources_speak:
        return None
    letters = _vectors(graph.names, "char_wb", (2, 3))
    known, targets = graph.known, graph.targets
    of_targets = letters[targets]
    alike = _alike(of_targets, of_targets) if targets_speak else None
    rows = known[graph.owners]
    of_owners = letters[graph.owners].T.tocsr()
    words = _vectors(graph.names, "word", (1, 1))[targets] if targets_speak else None

    def score(sources: Ints) -> dict[str, Dense]:
        found: dict[str, Dense] = {}
        mine = known[sources]
        if sources_speak:
            like = (letters[sources] @ of_owners).toarray()
            like[(sources[:, None] == graph.owners) | (like < LIKE)] = 0
            found["name_sources"] = like @ rows
        if alike is not None and words is not None:
            found["name_partner"] = _best(mine, alike)
            profile = mine @ words
            found["name_words"] = (profile @ words.T).toarray() / np.asarray(mine.sum(axis=1)).clip(1)[:, None]
        if targets_speak and sources_speak:
            found["name_source"] = (letters[sources] @ of_targets.T).toarray()
        return {name: values.astype(np.float32) for name, values in found.items()}

    return score


def _vectors(names: Names, analyzer: str, lengths: tuple[int, int]) -> Sparse:
    pattern = {} if analyzer != "word" else {"token_pattern": r"(?u)\b\w+\b"}
    model = TfidfVectorizer(
        analyzer=analyzer, ngram_range=lengths, min_df=2, dtype=np.float32, sublinear_tf=True, **pattern
    )
    try:
        return sparse.csr_array(model.fit_transform(names))
    except ValueError:  # no piece occurs twice
        return sparse.csr_array((len(names), 1), dtype=np.float32)


def _alike(left: Sparse, right: Sparse, block: int = 1000) -> Sparse:
    """Cosines from `LIKE` on, without those of a name to itself."""
    parts = []
    turned = right.T.tocsr()
    for start in range(0, left.shape[0], block):
        part = sparse.csr_array(left[start : start + block] @ turned).tocoo()
        keep = (part.data >= LIKE) & (part.row + start != part.col)
        parts.append(sparse.csr_array((part.data[keep], (part.row[keep], part.col[keep])), shape=part.shape))
    return sparse.csr_array(sparse.vstack(parts)) if parts else sparse.csr_array((0, 0), dtype=np.float32)


def _best(mine: Sparse, alike: Sparse) -> Dense:
    """For each row of `mine` the highest likeness of any of its columns to each column."""
    best = np.zeros(mine.shape, dtype=np.float32)
    for row in range(mine.shape[0]):
        columns = mine.indices[mine.indptr[row] : mine.indptr[row + 1]]
        near = alike[columns]
        np.maximum.at(best[row], near.indices, near.data)
    return best
