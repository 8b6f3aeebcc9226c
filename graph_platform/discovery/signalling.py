"""Signals as one of the analyses: their words as a kind of finding, and the properties that each rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph_platform.database import Database
from graph_platform.discovery.analysis import Analysis, Asked
from graph_platform.findings.kind import Kind, Words
from graph_platform.findings.model import Finding
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property, Sensitivity
from graph_platform.signals.detecting import THRESHOLD, declared, detect
from graph_platform.signals.model import Leg, Signal, Surge
from graph_platform.signals.names import NAMES, Names
from graph_platform.signals.paths import parse

_COMPUTED = Words(
    "The pattern of the signal's file, as the graph was on the day; a surge is a test against the node's own past, "
    "corrected for every node and signal that was tested.",
    "按信号文件所述模式，在当日图谱上匹配；激增是与节点自身历史比较的统计检验，并对全部受检节点和信号作多重校正。",
)
_REFUTED = Words("One of its parts that turns out wrong, or has another cause.", "任一依据有误，或另有原因。")


def analysis(home: Path | None = None) -> Analysis:
    """The shipped signals and a user's own. Raises `SignalError` for a file that cannot be used."""
    signals = declared(home)
    reads = {signal.kind: tuple(sorted(set(_reads(signal)))) for signal in signals}

    def find(database: Database, asked: Asked) -> list[Finding]:
        found = detect(database, signals, asked.day)
        return [replace(each, reads=reads[each.kind]) for each in found if each.score >= THRESHOLD]

    return Analysis("signals", tuple(_kind(signal) for signal in signals), find)


def _kind(signal: Signal) -> Kind:
    refuted = signal.refuted_by
    return Kind(
        signal.kind,
        Words(signal.title.en, signal.title.zh),
        Words(signal.claim.en, signal.claim.zh),
        Words(signal.meaning.en, signal.meaning.zh),
        Words(refuted.en, refuted.zh) if refuted else _REFUTED,
        _COMPUTED,
        signal.tell or "",
    )


def _reads(signal: Signal) -> Iterator[str]:
    """The properties that are not public and that a signal's conditions and measures look at, as `Label.property`."""
    known = Names()
    parts: list[Leg | Surge] = [signal.surge] if signal.surge else []
    for part in [*parts, *signal.legs.values()]:
        # a part may use a relationship's name again, but not a node's
        names = Names(dict(known.nodes))
        for path in map(parse, part.path):
            names.add(path)
        for reference in _references(part):
            yield from _closed(names, reference)
        known = Names({**known.nodes, **names.nodes}, {**known.hops, **names.hops})
    for reference in signal.measures.values():
        yield from _closed(known, reference)


def _references(part: Leg | Surge) -> Iterator[str]:
    yield from part.where
    for condition in part.where.values():
        yield from (other.of for other in (condition.before, condition.after) if other)
    if isinstance(part, Surge):
        yield f"{part.event}.at"


def _closed(names: Names, reference: str) -> Iterator[str]:
    name, _, said = reference.partition(".")
    for owner, each in _properties(names, name, "name" if said == NAMES else said):
        if each.sensitivity is not Sensitivity.PUBLIC:
            yield f"{owner}.{each.name}"


def _properties(names: Names, name: str, said: str) -> Iterator[tuple[str, Property]]:
    if name in names.nodes:
        label = names.nodes[name]
        if (found := ONTOLOGY.properties(label).get(said)) is not None:
            yield label, found
    elif name in names.hops:
        for type_ in names.hops[name].types:
            for each in ONTOLOGY.relationships[type_].properties:
                if each.name == said:
                    yield type_, each
