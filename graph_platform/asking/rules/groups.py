"""Counts by the values of a property; and words that say nothing where they stand."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase
from graph_platform.asking.modifiers import Grouped, Ordered
from graph_platform.asking.pieces import Props
from graph_platform.asking.rules.base import Made, Rules, left, right, swapped

_FILLED = [
    "N",
    "M",
    "MD",
    "V",
    "VB",
    "E",
    "ND",
    "P",
    "T",
    "U",
    "CN",
    "G",
    "D",
    "OFN",
    "BN",
    "which",
    "who",
    "how_many",
    "have",
    "prep",
    "by",
    "NUM",
    "of",
    "de",
    "not",
    "no",
    "VAL",
    "count",
    "group",
    "MA",
]


def add(rules: Rules) -> None:
    """Enter the rules."""
    _grouping(rules)
    _filling(rules)


def _grouping(rules: Rules) -> None:
    def names_of(_: object, props: Props) -> Made:
        if props.is_plain:
            yield "G", props.names[0], 0

    def grouped(head: Phrase, names: tuple[str, ...]) -> Made:
        return rules.modify(head, (Grouped(names),), 0)

    def top_by(head: Phrase, names: tuple[str, ...]) -> Made:
        # top 5 deals by amount
        if head.first is not None and not head.order:
            yield from rules.modify(head, (Ordered(names, True),), -0.3)

    def busiest(props: Props, head: Phrase) -> Made:
        # which city has most customers
        if len(props.names) == 1 and head.most is True and not props.function:
            plain = replace(head, most=None, asked="count")
            yield from rules.modify(plain, (Grouped(props.names[0]),), 0)

    def has_group(head: Phrase) -> bool:
        return head.group is not None

    rules.pair("group by", "P", names_of)
    rules.pair("P", "grouped", swapped(names_of))
    rules.pair("G", "grouped de", left("G"))
    rules.pair("G", "have", left("G", 0.1))
    rules.pair("grouped", "G", right("G"))
    rules.pair("grouped", "of", left("grouped"))
    rules.pair("grouped", "N", right("N", when=has_group))
    rules.pair("N", "grouped", left("N", 0.1, when=has_group))
    rules.pair("ND N", "G", grouped)
    rules.pair("G", "N", swapped(grouped))
    rules.pair("N", "G", top_by)
    rules.pair("G", "N", swapped(top_by))
    rules.pair("N", "each", left("N", when=has_group))
    rules.pair("G", "each", left("G"))
    rules.pair("each", "N", right("N", 0.1, when=has_group))
    rules.pair("P", "have de", left("PH", when=lambda p: p.which))
    rules.pair("PH", "N", busiest)


def _filling(rules: Rules) -> None:
    filler = "fill relative fill_have inside"
    for category in _FILLED:
        rules.pair(filler, category, right(category, 0.1))
        rules.pair(category, filler, left(category, 0.1))
    rules.pair(filler, filler, lambda *_: [("fill", None, 0.1)])
