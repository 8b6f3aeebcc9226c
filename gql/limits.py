"""What an operation may ask for, checked before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension

from gql.errors import LimitExceeded
from gql.kept import Kept


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one operation may ask for. `cost` is in nodes and relationships that are likely to be met."""

    tokens: int = 4_000
    depth: int = 16
    aliases: int = 60
    fields: int = 800
    roots: int = 20
    cost: float = 200_000.0
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Size:
    """What an operation asks for: fields with fragments spread, how deep they stand, how many have an alias."""

    fields: int = 0
    depth: int = 0
    aliases: int = 0


def check_cost(cost: float, limits: Limits) -> None:
    """Raise `LimitExceeded` for an operation that is likely to take too much."""
    if cost > limits.cost:
        raise LimitExceeded(
            f"it is likely to meet {cost:,.0f} nodes and relationships; one operation may meet {limits.cost:,.0f}",
            f"预计访问 {cost:,.0f} 个节点和关系，单次上限为 {limits.cost:,.0f}",
        )


class Limited(SchemaExtension):
    """Refuses what is too long before it is parsed, and what is too large before it is validated."""

    limits: ClassVar[Limits]
    measured: ClassVar[Kept[str, LimitExceeded | None]]

    def on_parse(self) -> Iterator[None]:
        self.execution_context.parse_options["max_tokens"] = self.limits.tokens
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        text, document = context.query, context.graphql_document
        if text is not None and document is not None:
            if text not in self.measured:
                self.measured.put(text, too_large(document, self.limits))
            if error := self.measured.get(text):
                context.pre_execution_errors = [error]
        yield


def limited(limits: Limits) -> type[Limited]:
    """The check of these limits, as strawberry takes it."""
    return type("Limited", (Limited,), {"limits": limits, "measured": Kept(1_000)})


def too_large(document: DocumentNode, limits: Limits) -> LimitExceeded | None:
    """The error of a document that asks for too much; nothing for another."""
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    measured: dict[str, Size] = {}
    try:
        for definition in document.definitions:
            selections = getattr(definition, "selection_set", None)
            if selections is None:
                continue
            _check(_size(selections, fragments, measured, ()), limits)
            if (
                not isinstance(definition, FragmentDefinitionNode)
                and len(selections.selections) > limits.roots
            ):
                raise LimitExceeded(f"more than {limits.roots} fields stand at its root")
    except LimitExceeded as error:
        return error
    return None


def _check(size: Size, limits: Limits) -> None:
    for asked, most, what, zh in (
        (size.depth, limits.depth, "layers", "层"),
        (size.fields, limits.fields, "fields", "个字段"),
        (size.aliases, limits.aliases, "aliases", "个别名"),
    ):
        if asked > most:
            raise LimitExceeded(f"it has more than {most} {what}", f"超过 {most} {zh}")


def _size(
    selections: SelectionSetNode,
    fragments: dict[str, FragmentDefinitionNode],
    measured: dict[str, Size],
    within: tuple[str, ...],
) -> Size:
    fields, depth, aliases = 0, 0, 0
    for selection in selections.selections:
        inner = Size()
        if isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            if name in within:
                raise LimitExceeded("a fragment stands in itself", "片段引用了自身")
            if name in fragments and name not in measured:
                measured[name] = _size(fragments[name].selection_set, fragments, measured, (*within, name))
            inner = measured.get(name, Size())
            depth = max(depth, inner.depth)
        else:
            if nested := getattr(selection, "selection_set", None):
                inner = _size(nested, fragments, measured, within)
            is_field = isinstance(selection, FieldNode)
            depth = max(depth, inner.depth + is_field)
            fields += is_field
            aliases += getattr(selection, "alias", None) is not None
        fields += inner.fields
        aliases += inner.aliases
    return Size(fields, depth, aliases)
