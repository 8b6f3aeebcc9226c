"""Records on their way to be resolved: numbered as they come, their rows in columns, their relationships as numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph_platform.resolution.collective import SAYS_NOTHING, Related
from graph_platform.resolution.columns import table_of
from graph_platform.resolution.features import rows_of
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.scoring import Scorer

Numbers = npt.NDArray[np.int32]


class Gathered:
    """All records of a resolution. Whatever a relationship leads to has a number too, and no row."""

    def __init__(self, models: Mapping[Schema, Model] | None = None) -> None:
        self.models = {schema: (models or {}).get(schema) or shipped(schema) for schema in SCHEMAS}
        self.scorers: dict[Schema, Scorer] = {}
        self.ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._source, self._target = array("i"), array("i")

    def add(self, parties: Sequence[Party]) -> None:
        """Take in records, each once."""
        for schema in SCHEMAS:
            of_schema = [party for party in parties if party.schema == schema]
            if of_schema:
                table = table_of(schema, rows_of(schema, of_schema))
                self.scorer(schema).add(table, [self.number(party.id) for party in of_schema])

    def scorer(self, schema: Schema) -> Scorer:
        """The rows of one schema."""
        if schema not in self.scorers:
            self.scorers[schema] = Scorer(self.models[schema])
        return self.scorers[schema]

    def relate(self, related: Iterable[Related]) -> None:
        """Take in relationships."""
        for relation in related:
            if relation.type not in SAYS_NOTHING:
                self._source.append(self.number(relation.source))
                self._target.append(self.number(relation.target))

    def number(self, id_: str) -> int:
        """The number of a record, given to it where it has none."""
        number = self._numbers.setdefault(id_, len(self.ids))
        if number == len(self.ids):
            self.ids.append(id_)
        return number

    def known(self, id_: str) -> int | None:
        """The number of a record that has come."""
        return self._numbers.get(id_)

    @property
    def ends(self) -> tuple[Numbers, Numbers]:
        """Both ends of all relationships."""
        return np.frombuffer(self._source, np.int32), np.frombuffer(self._target, np.int32)

    def close(self) -> None:
        """Give memory and files back."""
        for scorer in self.scorers.values():
            scorer.close()
