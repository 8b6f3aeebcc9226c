"""Operations at random out of the schema, as an application could send them, and as only a hostile client does."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

DIMENSIONS = ("person", "organization", "device", "content", "event")
WORDS = ("电池", "acme", "holdings", "wei zhang", "byd", "深圳", "xx", "tiandong", "Ltd", "车队")
DEEPEST = 2


class Made:
    """Makes operations, always the same ones of one seed."""

    def __init__(self, core: GraphQLSchema, ids: Sequence[str], seed: int) -> None:
        self._core, self._ids, self._random = core, ids, random.Random(seed)

    def operation(self) -> bytes:
        """The body of a request that an application could send."""
        query = self._core.query_type
        assert query is not None
        name = self._random.choice(list(query.fields))
        arguments = self._root_arguments(name)
        inner = get_named_type(query.fields[name].type)
        text = "query($id: ID!, $other: ID!) { node(id: $id) { id } other: node(id: $other) { id }"
        text += f" {name}{arguments} {self._selection(inner, DEEPEST)} }}"
        variables = {"id": self._random.choice(self._ids), "other": self._random.choice(self._ids)}
        return json.dumps({"query": text, "variables": variables}).encode()

    def _root_arguments(self, name: str) -> str:
        if name in (*DIMENSIONS, "node"):
            return self._random.choice(("(id: $id)", "(id: $id)", '(id: $id, asOf: "2024-06-30")'))
        if name == "path":
            return "(from: $id, to: $other, maxLength: 3)"
        if name == "search":
            return f"(text: {json.dumps(self._random.choice(WORDS))}, {self._page()})"
        return f"({self._page()})"

    def _page(self) -> str:
        return f"{self._random.choice(('first', 'last'))}: {self._random.randint(1, 10)}"

    def _selection(self, type_: Any, depth: int) -> str:
        if not isinstance(type_, GraphQLObjectType):
            on = self._core.type_map[self._random.choice(DIMENSIONS).title()]
            return f"{{ __typename id ... on {on.name} {self._selection(on, depth)} }}"
        fields = list(type_.fields.items())
        chosen = self._random.sample(fields, min(len(fields), self._random.randint(1, 3)))
        parts = ["__typename"]
        for name, declared in chosen:
            inner = get_named_type(declared.type)
            if is_leaf_type(inner):
                parts.append(name)
            elif depth > 0:
                is_page = "last" in declared.args
                parts.append(
                    f"{name}{f'({self._page()})' if is_page else ''} {self._selection(inner, depth - 1)}"
                )
        return f"{{ {' '.join(parts)} }}"

    def hostile(self) -> bytes:
        """The body of a request that should be refused, or be answered like any other."""
        number = self._random.randint(1, 10**6)
        texts = (
            "{" + " ".join(f"a{n}: __typename" for n in range(10_000)) + "}",
            "{ organizations { nodes "
            + "{ owners { nodes { holdings { nodes " * 12
            + "{ id }"
            + "}" * 48
            + "} }",
            f"{{ organizations(first: {2**63 + number}) {{ totalCount }} }}",
            f'{{ organizations(after: "{number}", first: 3) {{ nodes {{ id }} }} }}',
            f'{{ search(text: "*:* AND name:/{number}.*/ OR _exists_:phone~2") {{ nodes {{ id name }} }} }}',
            "fragment A on Node { ...B } fragment B on Node { ...A } { organizations { nodes { ...A } } }",
            f"{{ organizations(where: {{employees: {{gt: {2**64 + number}}}}}) {{ totalCount }} }}",
            f'{{ organization(uscc: "{number}") {{ id }} }}',
            "{" * 3_000,
            f"{{ no{number} }}",
        )
        bodies = (
            b"\xff\xfe" + str(number).encode(),
            b"[" * 50_000,
            json.dumps([{"query": "{ __typename }"}] * 1_000).encode(),
            b'{"query": 7}',
            b"",
        )
        if self._random.random() < 0.3:
            return self._random.choice(bodies)
        return json.dumps({"query": self._random.choice(texts)}).encode()
