"""The ontology as a page: `docs/ontology.md` is what `page()` returns, and a test compares the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_platform.ontology import ONTOLOGY, Label, Property, Relationship, Sensitivity
from graph_platform.ontology.system import (
    CLAIM_PROPERTIES,
    ENTITY_PROPERTIES,
    RECORD_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    SYSTEM_LABELS,
    SYSTEM_RELATIONSHIPS,
)

SENSITIVITIES = {
    Sensitivity.PUBLIC: "stands in a public register or on a public page",
    Sensitivity.INTERNAL: "the company's own business, harmless inside it",
    Sensitivity.CONFIDENTIAL: "business that only some inside the company may read",
    Sensitivity.PERSONAL: "about a person",
    Sensitivity.CONTACT: "reaches a person",
    Sensitivity.IDENTITY: "stands for a person or an account in official life",
    Sensitivity.TEXT: "free text, which may hold any of the others",
}


def page() -> str:
    """The reference of the ontology, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The ontology"
    yield ""
    yield "Written by `graph-platform ontology --markdown` from `graph_platform/ontology/`: change it there."
    yield ""
    yield "A node of the five dimensions carries the label `Entity`, its dimension's, and the finer ones that its"
    yield "records give it. A property's *class* says how sensitive it is, its *domain* whose business it is; an"
    yield "*exclusive* one belongs to one thing in the world, so records that share its value are about the same one."
    yield "A property of type `money` has a companion `<name>_currency` (ISO 4217)."
    yield ""
    yield from _table(("class", "means"), ((f"`{name}`", text) for name, text in SENSITIVITIES.items()))
    for dimension in ONTOLOGY.dimensions:
        yield f"## {dimension} {ONTOLOGY.labels[dimension].zh}"
        yield ""
        for label in ONTOLOGY.labels.values():
            if ONTOLOGY.dimension(label.name) == dimension:
                yield from _label(label)
    yield "## Relationships"
    yield ""
    yield "From its start, a relationship is called by the first name; from its end, by the second. Those with an"
    yield "interval hold from `valid_from` to `valid_to`, half open. Every one has a `confidence`."
    yield ""
    yield from _table(
        ("type", "", "from", "to", "names", "interval", "meaning"),
        (_relationship(each) for each in ONTOLOGY.relationships.values()),
    )
    for relationship in ONTOLOGY.relationships.values():
        if relationship.properties:
            yield f"### {relationship.name}"
            yield ""
            yield from _properties(relationship.properties)
    yield from _system()


def _label(label: Label) -> Iterator[str]:
    if label.parent:
        yield f"### {label.name} {label.zh}"
        yield ""
    yield label.description
    yield ""
    if label.properties:
        yield from _properties(label.properties)


def _properties(properties: Iterable[Property]) -> Iterator[str]:
    yield from _table(
        ("property", "type", "class", "domain", "meaning"), (_property(each) for each in properties)
    )


def _property(declared: Property) -> tuple[str, ...]:
    notes = [
        "exclusive" if declared.exclusive else "",
        f"unit: {declared.unit}" if declared.unit else "",
        f"one of {', '.join(declared.values)}" if declared.values else "",
    ]
    meaning = " ".join([declared.description, *(f"*({note})*" for note in notes if note)])
    kind = f"list of {declared.type}" if declared.many else declared.type
    return f"`{declared.name}`", kind, declared.sensitivity, declared.domain, meaning


def _relationship(declared: Relationship) -> tuple[str, ...]:
    return (
        f"`{declared.name}`",
        declared.zh,
        ", ".join(declared.start),
        ", ".join(declared.end),
        f"{declared.outgoing} / {declared.incoming}",
        "yes" if declared.interval else "",
        declared.description,
    )


def _system() -> Iterator[str]:
    yield "## Beside the five dimensions"
    yield ""
    yield "What the platform keeps for itself. No projection and no public query meets it."
    yield ""
    for title, names in (
        ("Labels", SYSTEM_LABELS),
        ("Relationship types", SYSTEM_RELATIONSHIPS),
        ("Properties of a Record", RECORD_PROPERTIES),
        ("Properties of a claim", CLAIM_PROPERTIES),
        ("Computed properties of an Entity", ENTITY_PROPERTIES),
        ("Computed properties of its relationships", RELATIONSHIP_PROPERTIES),
    ):
        yield f"### {title}"
        yield ""
        yield from _table(("name", "meaning"), ((f"`{name}`", text) for name, text in names.items()))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
