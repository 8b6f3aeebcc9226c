"""What an agent may read about the graph itself: the ontology and the dictionary, in small pages, never all at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from gql.declared import camel
from gql.inputs import may_be_compared
from gql.tools.operations import dimension_names, ends
from graph_platform.ontology import ONTOLOGY


@cache
def ontology() -> str:
    """The graph in one page: labels below the five types, and what each end of a relationship is called."""
    finer: dict[str, list[str]] = {dimension: [] for dimension in ONTOLOGY.dimensions}
    for label in ONTOLOGY.labels.values():
        if label.parent:
            finer[ONTOLOGY.dimension(label.name)].append(label.name)
    lines = ["Labels:", *(f"{dimension}: {', '.join(labels)}" for dimension, labels in finer.items())]
    lines += ["", "Ends (`into` of drill_down), from -> to:"]
    by_ways: dict[str, list[str]] = {}
    for name, end in ends().items():
        by_ways.setdefault(f"{_any(end.near)} -> {_any(end.far)}", []).append(name)
    lines += [f"{way}: {', '.join(names)}" for way, names in by_ways.items()]
    lines += ["", f"Dimensions of an Organization: {', '.join(dimension_names())}"]
    lines += ["", "Details: graph://ontology/{label}, graph://dictionary/{label}"]
    return "\n".join(lines)


def _any(dimensions: Iterable[str]) -> str:
    named = tuple(dimensions)
    return "any" if len(named) == len(ONTOLOGY.dimensions) else "|".join(named)


@cache
def about_label(label: str) -> str:
    """A label: what it is, and the ends that it has, with what each means. Raises `KeyError` for none."""
    declared = ONTOLOGY.labels[label]
    dimension = ONTOLOGY.dimension(label)
    lines = [f"{label} ({declared.zh}): {declared.description}", "", "Ends:"]
    for name, end in ends().items():
        if dimension in end.near:
            told = ", ".join(camel(each.name) for each in end.relationship.properties)
            told = f" [{told}]" if told else ""
            relation = end.relationship
            lines.append(
                f"{name} -> {_any(end.far)}: {relation.name} ({relation.zh}) {relation.description}{told}"
            )
    return "\n".join(lines)


@cache
def dictionary() -> str:
    """Every label with its Chinese name, and how many properties it has."""
    lines = ["Labels; their properties: graph://dictionary/{label}"]
    for dimension in ONTOLOGY.dimensions:
        of_it = [label for label in ONTOLOGY.labels.values() if ONTOLOGY.dimension(label.name) == dimension]
        lines.append(", ".join(f"{label.name} {label.zh}" for label in of_it))
    return "\n".join(lines)


@cache
def properties(label: str) -> str:
    """The properties of a label: type, class of sensitivity, unit, meaning, filter or not. `KeyError` for none."""
    lines = [f"{label} ({ONTOLOGY.labels[label].zh}). * can be filtered by, unless the policy masks it."]
    for declared in ONTOLOGY.properties(label).values():
        star = "*" if may_be_compared(declared) else ""
        many = " list" if declared.many else ""
        unit = f" Counted in {declared.unit}." if declared.unit else ""
        lines.append(
            f"{camel(declared.name)}{star}: {declared.type}{many}, {declared.sensitivity}. {declared.description}{unit}"
        )
    return "\n".join(lines)
