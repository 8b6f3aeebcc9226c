"""The words of questions and what they stand for: out of the ontology, `synonyms.yaml` and a user's own file over it.

    lexicon().senses("legal representative")  →  (Role(end="officers", edge=(post_kind = legal_representative)),)

A name that the ontology does not have is an error with the line of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph_platform.asking.inflection import noun_forms, verb_forms
from graph_platform.asking.synonyms import Synonyms, read
from graph_platform.asking.tokens import phrase
from graph_platform.ontology import ONTOLOGY, Relationship

HERE = Path(__file__).parent
SHIPPED = HERE / "synonyms.yaml"


@dataclass(frozen=True, slots=True)
class Noun:
    """A label, perhaps with what a property has to be, or an end that has to be there."""

    label: str
    where: tuple[tuple[str, str], ...] = ()
    has: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What stands at an end of a relationship, with what the relationship has to be."""

    end: str
    to: str = ""
    edge: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """A relationship as a verb; `by_end` where its subject is the relationship's end."""

    relationship: str
    by_end: bool = False
    edge: tuple[tuple[str, str], ...] = ()
    of: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventVerb:
    """An event as a verb: by whom it is, and about whom."""

    label: str
    by: str
    about: str


@dataclass(frozen=True, slots=True)
class DateVerb:
    """A property that is a date, as a verb: closes, was founded."""

    label: str
    property: str


@dataclass(frozen=True, slots=True)
class PropertyWord:
    """Properties that a word may mean; which, the label decides."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueWord:
    """A value of a property."""

    property: str
    value: str


@dataclass(frozen=True, slots=True)
class DimensionWord:
    """A derived dimension."""

    name: str


@dataclass(frozen=True, slots=True)
class FindingWord:
    """A kind of finding, as it begins."""

    kind: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A word of grammar: `which`, `de`, `gt`."""

    part: str


Sense = (
    Noun
    | Role
    | Verb
    | EventVerb
    | DateVerb
    | PropertyWord
    | ValueWord
    | DimensionWord
    | FindingWord
    | Speech
)

ENDS: Mapping[str, tuple[Relationship, bool]] = {
    end: (relationship, end == relationship.outgoing)
    for relationship in ONTOLOGY.relationships.values()
    for end in (relationship.outgoing, relationship.incoming)
}
"""Each name of an end with its relationship, and whether it is called so from the relationship's start."""


def other_end(end: str) -> str:
    """The same relationship as it is called from there: `raised` of `raised_by`."""
    relationship, outgoing = ENDS[end]
    return relationship.incoming if outgoing else relationship.outgoing


@dataclass
class Lexicon:
    """Phrases with their senses; `ways` between labels."""

    phrases: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    ways: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    longest: int = 1

    def add(self, text: str, sense: Sense) -> None:
        """Let a phrase have one more sense."""
        key, length = phrase(text)
        held = self.phrases.get(key, ())
        if sense not in held:
            self.phrases[key] = (*held, sense)
            self.longest = max(self.longest, length)

    def way(self, start: str, to: str) -> str | None:
        """The way from a label to another that "of" means, ends parted by dots; None where none is declared."""
        for here in ONTOLOGY.lineage(start):
            for there in ONTOLOGY.lineage(to):
                if there in self.ways.get(here, {}):
                    return self.ways[here][there]
        return None


@lru_cache(maxsize=4)
def lexicon(own: Path | None = None) -> Lexicon:
    """The lexicon of this version, with a user's own synonyms over it.

    Raises: `SettingsError` naming the file and line of what the ontology does not know.
    """
    made = Lexicon()
    # every word stays a word: `no` and `on` are no truth values here
    speech: dict[str, Any] = yaml.load((HERE / "speech.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506
    for part, said in speech.items():
        for words in said if part == "stop" else [said]:
            for word in words:
                made.add(word, Speech(part))
    _out_of_ontology(made)
    layers = [read(SHIPPED), *([read(own)] if own else [])]
    for layer in layers:
        _out_of(layer, made)
    made.ways = {
        here: {**(layers[0].ways.get(here, {})), **(layers[-1].ways.get(here, {}))}
        for here in {*layers[0].ways, *layers[-1].ways}
    }
    return made


def _out_of_ontology(made: Lexicon) -> None:
    for label in ONTOLOGY.labels.values():
        # a shareholder may be an organization too, and who hires posts jobs: both are ends of relationships
        for word in (_apart(label.name), label.zh) if label.name not in ("Shareholder", "Hire") else ():
            for form in noun_forms(word) if word else ():
                made.add(form, Noun(label.name))
    for name in {declared.name for _, declared in ONTOLOGY.every_property()}:
        # `at`, `text`, `before`: as a word they mean something else
        if len(name) > 6 or "_" in name:
            for form in noun_forms(name.replace("_", " ")):
                made.add(form, PropertyWord((name,)))
    for relationship in ONTOLOGY.relationships.values():
        for end in (relationship.outgoing, relationship.incoming):
            if "_" in end and not end.endswith(("_by", "_to", "_in", "_for", "_out", "_into")):
                made.add(end.replace("_", " "), Role(end))
    for _, declared in ONTOLOGY.every_property():
        for value in declared.values:
            if value not in ("to", "cc", "bcc", "other", "user", "manager", "given"):
                for word in {value, value.replace("_", " ")}:
                    if declared.name != "post_kind":
                        made.add(word, ValueWord(declared.name, value))


def _out_of(layer: Synonyms, made: Lexicon) -> None:
    for sense, word in _senses(layer):
        forms: Iterable[str] = (word,)
        if isinstance(sense, Noun | Role | PropertyWord | FindingWord | DimensionWord):
            forms = noun_forms(word)
        elif isinstance(sense, Verb | EventVerb | DateVerb):
            forms = verb_forms(word)
        for form in forms:
            made.add(form, sense)


def _senses(layer: Synonyms) -> Iterator[tuple[Sense, str]]:
    for label, words in layer.labels.items():
        yield from ((Noun(label), word) for word in words)
    for kind in layer.kinds:
        noun = Noun(kind.label, tuple(kind.where.items()), kind.has)
        yield from ((noun, word) for word in kind.words)
    for name, words in layer.properties.items():
        yield from ((PropertyWord((name,)), word) for word in words)
    for role in layer.roles:
        yield from ((Role(role.end, role.to, tuple(role.edge.items())), word) for word in role.words)
    for verb in layer.verbs:
        edge = tuple(verb.edge.items())
        yield from ((Verb(verb.relationship, False, edge, verb.of, verb.by), word) for word in verb.start)
        yield from ((Verb(verb.relationship, True, edge, verb.of, verb.by), word) for word in verb.end)
    for act in layer.acts:
        yield from ((EventVerb(act.label, act.by, act.about), word) for word in act.words)
    for date in layer.dates:
        yield from ((DateVerb(date.label, date.property), word) for word in date.words)
    for value in layer.values:
        yield from ((ValueWord(value.property, value.value), word) for word in value.words)
    for name, words in layer.dimensions.items():
        yield from ((DimensionWord(name), word) for word in words)
    for kind_, words in layer.findings.items():
        yield from ((FindingWord(kind_), word) for word in words)


def _apart(name: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()
