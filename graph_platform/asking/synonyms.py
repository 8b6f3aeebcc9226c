"""What people call the things of the ontology: the form of `synonyms.yaml`, and of a file that a user lays over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from graph_platform.asking.plan import DimensionName
from graph_platform.errors import SettingsError
from graph_platform.ontology import ONTOLOGY
from graph_platform.strict_yaml import Document, Place, did_you_mean, first_error

HELP = "docs/asking.md"
Words = tuple[str, ...]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Form):
    """A noun that narrows its label."""

    label: str
    where: dict[str, str] = {}
    has: str = ""
    words: Words


class RoleWords(_Form):
    """A noun for what stands at an end."""

    end: str
    to: str = ""
    edge: dict[str, str] = {}
    words: Words


class VerbWords(_Form):
    """A verb for a relationship: `start` of its start, `end` of its end; `by` and `of` keep the two to some labels."""

    relationship: str
    start: Words = ()
    end: Words = ()
    edge: dict[str, str] = {}
    of: Words = ()
    by: Words = ()


class DateWords(_Form):
    """A verb for a date."""

    label: str
    property: str
    words: Words


class ActWords(_Form):
    """A verb for an event: whose it is, and whom it is about."""

    label: str
    by: str
    about: str
    words: Words


class ValueWords(_Form):
    """What people say for a value."""

    property: str
    value: str
    words: Words


class Synonyms(_Form):
    """A file of synonyms."""

    labels: dict[str, Words] = {}
    kinds: tuple[Kind, ...] = ()
    properties: dict[str, Words] = {}
    roles: tuple[RoleWords, ...] = ()
    verbs: tuple[VerbWords, ...] = ()
    acts: tuple[ActWords, ...] = ()
    dates: tuple[DateWords, ...] = ()
    ways: dict[str, dict[str, str | None]] = {}
    values: tuple[ValueWords, ...] = ()
    dimensions: dict[DimensionName, Words] = {}
    findings: dict[str, Words] = {}


_PROPERTIES = {declared.name for _, declared in ONTOLOGY.every_property()}
_ENDS = {end for each in ONTOLOGY.relationships.values() for end in (each.outgoing, each.incoming)}
_KNOWN: dict[str, set[str]] = {
    "label": set(ONTOLOGY.labels),
    "property": _PROPERTIES,
    "end": _ENDS,
    "relationship": set(ONTOLOGY.relationships),
}


def read(path: Path) -> Synonyms:
    """A file of synonyms. Raises: `SettingsError` with the line of what cannot be read or is not the ontology's."""
    document = Document(path, raises=SettingsError, help=HELP)
    try:
        made = Synonyms.model_validate(document.data or {})
    except ValidationError as error:
        raise first_error(error, document, Synonyms) from None
    for section, kind in (("labels", "label"), ("properties", "property"), ("ways", "label")):
        for name in getattr(made, section):
            _check(document, (section, name), kind, name)
    for section in ("kinds", "roles", "verbs", "acts", "dates", "values"):
        for index, each in enumerate(getattr(made, section)):
            _check_entry(document, (section, index), each.model_dump())
    for here, there in made.ways.items():
        for to, way in there.items():
            _check(document, ("ways", here, to), "label", to)
            for end in (way or "").split(".") if way else ():
                _check(document, ("ways", here, to), "end", end)
    return made


def _check_entry(document: Document, place: Place, entry: dict[str, Any]) -> None:
    for key, kind in (("label", "label"), ("property", "property"), ("relationship", "relationship"),
                      ("end", "end"), ("has", "end"), ("to", "label"), ("by", "end"), ("about", "end")):  # fmt: skip
        if entry.get(key) and isinstance(entry[key], str):
            _check(document, (*place, key), kind, entry[key])
    for key in ("where", "edge"):
        for name in entry.get(key) or {}:
            _check(document, (*place, key, name), "property", name)
    for key in ("of", "by"):
        # an event's `by` is an end
        for name in entry.get(key) or () if not isinstance(entry.get(key), str) else ():
            _check(document, (*place, key), "label", name)


def _check(document: Document, place: Place, kind: str, name: str) -> None:
    if name not in _KNOWN[kind]:
        article = "an" if kind == "end" else "a"
        raise document.error(
            place, f"{name!r} is not {article} {kind} of the ontology", did_you_mean(name, _KNOWN[kind])
        )
