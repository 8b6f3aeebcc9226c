"""What a viewer sees entities called: asked by the same door as everything, for what is made beside a plan."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from strawberry.types import Info

from graph_platform.loading.recompute import chunks

AT_ONCE = 25
"""Entities that one operation asks for."""


@cache
def _text() -> str:
    asked = " ".join(f"$i{place}: ID!" for place in range(AT_ONCE))
    nodes = " ".join(
        f"n{place}: node(id: $i{place}) {{ ... on Entity {{ name }} }}" for place in range(AT_ONCE)
    )
    return f"query Called({asked}) {{ {nodes} }}"


async def names_of(info: Info, ids: Iterable[str]) -> dict[str, str]:
    """The names of entities as the viewer may read them, by the ids that were asked for; those not there are left out.

    A node without a name is called by its id. What was met is put down with the operation that is being answered.
    """
    found: dict[str, str] = {}
    for some in chunks(sorted(set(ids)), AT_ONCE):
        # one text serves any number: what is too many asks for the last one again
        padded = [*some, *[some[-1]] * (AT_ONCE - len(some))]
        given = {f"i{place}": id_ for place, id_ in enumerate(padded)}
        data = await info.context.ask(info.schema._schema, _text(), given)
        for place, id_ in enumerate(some):
            if (node := data.get(f"n{place}")) is not None:
                found[id_] = node.get("name") or id_
    return found
