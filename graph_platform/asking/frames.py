"""Questions that are no noun phrase: how two hang together, a dimension, findings, influence, introductions, what
happened, and how we know. Each is a trigger, what it takes, and nothing else: any other word, and the frame is not met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph_platform.asking.chunks import Chunk, Named
from graph_platform.asking.draft import having
from graph_platform.asking.lexicon import DimensionWord, FindingWord, Noun, PropertyWord, Role, Speech
from graph_platform.asking.pieces import Figure, Words
from graph_platform.asking.plan import (
    MOST,
    Dimension,
    Events,
    Influence,
    Introductions,
    Nodes,
    Plan,
    Route,
    Signals,
    Sources,
    Strength,
    Window,
)
from graph_platform.asking.plans import named_label
from graph_platform.asking.times import Found
from graph_platform.ontology import ONTOLOGY
from graph_platform.words import words

_ALWAYS = (
    "stop", "of", "de", "poss", "and", "between", "which", "who", "have", "fill_have", "prep", "relative", "how",
    "inside", "by", "each", "fill", "having_which", "having_who",
)  # fmt: skip
Resolve = Callable[[Named], Nodes]


@dataclass
class Content:
    """What a frame found beside its words."""

    named: list[Named] = field(default_factory=list)
    times: list[Found] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    properties: list[PropertyWord] = field(default_factory=list)
    kinds: list[FindingWord] = field(default_factory=list)
    dimensions: list[DimensionWord] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


def framed(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    """The plan of the first frame that a question fits wholly; None where it fits none."""
    for frame in (_strength, _path, _dimension, _introductions, _influence, _signals, _provenance, _timeline):
        plan = frame(chunks, resolve, today)
        if plan is not None:
            return plan
    return None


def _content(
    chunks: Sequence[Chunk], triggers: Sequence[str], fills: Sequence[str], takes: Sequence[type]
) -> Content | None:
    """What is said beside triggers and fills; None where a trigger is missing or a chunk is none of these."""
    found = Content()
    for chunk in chunks:
        if chunk.speaks("comma"):
            continue
        parts = {sense.part for sense in chunk.senses if isinstance(sense, Speech)}
        if hit := parts.intersection(triggers):
            found.parts |= hit
            continue
        if parts.intersection((*_ALWAYS, *fills)):
            continue
        sense = next((each for kind in takes for each in chunk.senses if isinstance(each, kind)), None)
        if sense is None:
            return None
        if isinstance(sense, PropertyWord):
            # a word may stand for several properties
            every = [name for each in chunk.senses if isinstance(each, PropertyWord) for name in each.names]
            sense = PropertyWord(tuple(dict.fromkeys(every)))
        _put(found, sense, chunk)
    return found


def _put(found: Content, sense: object, chunk: Chunk) -> None:
    match sense:
        case Named():
            found.named.append(sense)
        case Found():
            found.times.append(sense)
        case Noun():
            found.nouns.append(sense)
        case PropertyWord():
            found.properties.append(sense)
        case FindingWord():
            found.kinds.append(sense)
        case DimensionWord():
            found.dimensions.append(sense)
        case Words():
            found.unknown.append(chunk.text)
        case Figure():
            found.figures.append(sense)


def _plain_noun(found: Content) -> bool:
    """Whether the nouns say no more than that it is about somebody or something."""
    return all(
        noun.label in ("Person", "Organization", "Company", "Event") and not noun.where and not noun.has
        for noun in found.nouns
    )


def _strength(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, ("strength",), ("path", "how_much", "how_many", "strongest"), (Named,))
    if found is None or "strength" not in found.parts or len(found.named) != 2:
        return None
    start, end = map(resolve, found.named)
    return Strength(start=start, end=end)


def _path(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, ("path", "strongest"), ("shortest",), (Named,))
    if found is None or "path" not in found.parts or len(found.named) != 2:
        return None
    start, end = map(resolve, found.named)
    return Route(start=start, end=end, strongest="strongest" in found.parts)


def _dimension(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, (), ("how_much", "count", "dimension_fill"), (DimensionWord, Named))
    if found is None or len(found.dimensions) != 1 or len(found.named) != 1 or found.times:
        return None
    of = resolve(found.named[0])
    if ONTOLOGY.dimension(of.label) != "Organization" or _lists(chunks):
        return None
    return Dimension(of=of, name=found.dimensions[0].name)  # type: ignore[arg-type]


def _lists(chunks: Sequence[Chunk]) -> bool:
    """Whether nodes are asked for rather than a dimension of the same name: which installed base."""
    is_role = any(chunk.sense(DimensionWord) and chunk.sense(Role) for chunk in chunks)
    listed = ("which", "哪些", "有哪些", "list", "show", "列出", "who", "谁")
    return is_role and any(chunk.text in listed for chunk in chunks)


def _introductions(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, ("introduce",), ("introduce_fill",), (Named, Noun))
    if found is None or "introduce" not in found.parts or len(found.named) != 1:
        return None
    if not all(noun.label in ("User", "Person", "Organization", "Company") for noun in found.nouns):
        return None
    triggers = [place for place, chunk in enumerate(chunks) if chunk.speaks("introduce")]
    asking = [place for place, chunk in enumerate(chunks) if chunk.speaks("who", "which")]
    if (
        all(chunks[place].text in ("认识", "接触", "结识") for place in triggers)
        and asking[-1:] > triggers[-1:]
    ):
        # whom somebody knows is no way to them
        return None
    to = resolve(found.named[0])
    return Introductions(to=to) if ONTOLOGY.dimension(to.label) in ("Person", "Organization") else None


def _influence(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, ("influence",), ("how_many", "most", "influence_fill"), (Named, Noun, Words))
    if found is None or "influence" not in found.parts or len(found.named) + len(found.unknown) != 1:
        return None
    plain = all(
        noun.label in ("Person", "Contact", "Skill", "Organization", "Company") for noun in found.nouns
    )
    if not plain or not _asks_who(chunks):
        return None
    if found.unknown:
        return Influence(topic=found.unknown[0]) if _is_topic(chunks, found.unknown[0]) else None
    at = resolve(found.named[0])
    if ONTOLOGY.dimension(at.label) == "Organization":
        return Influence(at=at)
    return Influence(topic=found.named[0].mention) if at.label == "Skill" else None


_LEADING = ("influen", "lead", "expert", "影响力", "领军", "领先", "带头")


def _is_topic(chunks: Sequence[Chunk], text: str) -> bool:
    """Whether unknown words are a field that somebody leads in, and no name that nobody has."""
    said = "".join(chunk.text for chunk in chunks if chunk.speaks("influence"))
    place = next(place for place, chunk in enumerate(chunks) if chunk.text == text)
    before = chunks[place - 1].text if place else ""
    in_field = before == "in" or any(chunk.speaks("influence_fill") for chunk in chunks)
    company = text.lower().rstrip(".").split()[-1] in words("legal_endings") or text.endswith(
        ("公司", "集团")
    )
    return in_field and not company and any(word in said for word in _LEADING)


def _asks_who(chunks: Sequence[Chunk]) -> bool:
    if any(chunk.speaks("who", "which") for chunk in chunks):
        return True
    said = "".join(chunk.text for chunk in chunks if chunk.speaks("influence"))
    people = any(
        word in said
        for word in ("人", "谁", "排名", "排行", "people", "influencer", "maker", "leader", "expert")
    )
    return people or any(chunk.sense(Noun) for chunk in chunks)


def _signals(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(
        chunks, ("signals",), ("signals_fill", "count"), (FindingWord, Named, Found, Noun, Figure)
    )
    if found is None or not (found.kinds or "signals" in found.parts) or len(found.named) > 1:
        return None
    kinds = list(dict.fromkeys(kind.kind for kind in found.kinds))
    if len(kinds) == 2 and kinds[0].startswith(kinds[1]):
        kinds = kinds[:1]
    if len(kinds) == 2 and kinds[1].startswith(kinds[0]):
        kinds = kinds[1:]
    if len(kinds) > 1 or len(found.times) > 1 or not _plain_noun(found) or len(found.figures) > 1:
        return None
    if found.named and found.nouns:
        return None
    since = None
    if found.times:
        window = found.times[0].window
        # a finding has a day on which it was found, and no end
        if window is None or window.since is None or not (window.until is None or window.until > today):
            return None
        since = window.since
    about = resolve(found.named[0]) if found.named else None
    if (first := _rows(found)) is None:
        return None
    return Signals(about=about, kind=kinds[0] if kinds else None, since=since, first=first)


def _provenance(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(
        chunks, ("provenance",), ("provenance_fill", "when", "how_many", "where"), (Named, PropertyWord)
    )
    if found is None or "provenance" not in found.parts or len(found.named) != 1 or len(found.properties) > 1:
        return None
    of = resolve(found.named[0])
    name = None
    if found.properties:
        fitting = [each for each in found.properties[0].names if having((of.label,), each)]
        if len(fitting) != 1:
            finest = _finest(found.named[0])
            fitting = [each for each in found.properties[0].names if having((finest,), each) == (finest,)]
        if len(fitting) != 1:
            return None
        name = fitting[0]
        of = of.model_copy(update={"label": named_label(_finest(found.named[0]), (name,))})
    return Sources(of=of, property=name)


def _finest(named: Named) -> str:
    return ONTOLOGY.finest(named.candidates[0].labels)


def _timeline(chunks: Sequence[Chunk], resolve: Resolve, today: date) -> Plan | None:
    found = _content(chunks, ("timeline",), ("timeline_fill",), (Named, Found, Noun, Figure))
    if found is None or "timeline" not in found.parts or len(found.named) != 1 or len(found.times) > 1:
        return None
    kinds = tuple(noun.label for noun in found.nouns if noun.label != "Event")
    if any(ONTOLOGY.dimension(kind) != "Event" for kind in kinds) or len(found.figures) > 1:
        return None
    during: Window | None = None
    if found.times:
        during = found.times[0].window
        if during is None:
            return None
    if (first := _rows(found)) is None:
        return None
    return Events(of=resolve(found.named[0]), during=during, kinds=kinds, first=first)


def _rows(found: Content) -> int | None:
    """How many rows are asked for, twenty where nothing is said; None where it cannot be."""
    if not found.figures:
        return 20
    value = found.figures[0].value
    return (
        int(value)
        if 1 <= value <= MOST and float(value).is_integer() and not found.figures[0].percent
        else None
    )
