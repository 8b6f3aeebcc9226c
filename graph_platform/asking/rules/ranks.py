"""Most and least, largest and latest, top five: rankings by what is counted, and orders by a property."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase
from graph_platform.asking.lexicon import DateVerb
from graph_platform.asking.modifiers import Ordered, Ranked, With, modified
from graph_platform.asking.pieces import Figure, Props
from graph_platform.asking.plan import MOST, Function
from graph_platform.asking.rules.base import Made, Rule, Rules, left, right, swapped
from graph_platform.asking.rules.properties import totalled


def add(rules: Rules) -> None:
    """Enter the rules."""
    for part, most in (("most", True), ("least", False)):
        rules.pair(part, "N", _most(most, total=False))
        rules.pair("N", part, swapped(_most(most, total=False)))
        rules.pair(part, "P", _ordered(most))
        rules.pair("P", part, swapped(_ordered(most)))
    for part, descending in (("highest", True), ("lowest", False)):
        _extreme(rules, part, descending)
    for part, descending in (("newest", True), ("oldest", False)):
        _in_time(rules, part, descending)
    rules.single("N", lambda n: [("NP", n, 0.2)] if len(n.properties) == 1 and not n.is_named else [])
    rules.pair("HN", "G", lambda high, names: rules.modify(high[0], (Ordered(names, high[1]),), 0))
    _most_of_property(rules)
    _top(rules)
    _ranked(rules)


def _most(most: bool, total: bool) -> Rule:
    def rule(_: object, head: Phrase) -> Made:
        taken = head.is_named or head.rank or head.order or head.properties or head.most is not None
        if not taken and bool(head.total) == total:
            asked = "" if head.asked == "count" else head.asked
            yield "N", replace(head, most=most, asked=asked), 0.3 * len(head.related)

    return rule


def _ordered(descending: bool) -> Rule:
    def rule(_: object, props: Props) -> Made:
        if len(props.names) == 1 and not props.function:
            yield "M", (Ordered(props.names[0], descending),), 0

    return rule


def _extreme(rules: Rules, part: str, descending: bool) -> None:
    function: Function = "max" if descending else "min"
    by_amount = (Ordered((), descending, "amount"),)

    def value(_: object, props: Props) -> Made:
        # the highest registered capital of companies is a number
        if len(props.names) == 1 and not props.function:
            yield "P", replace(props, function=function), 0.3

    def of_property(head: Phrase, _: object) -> Made:
        return rules.modify(replace(head, properties=()), (Ordered((head.properties[0],), descending),), 0)

    rules.pair("P", part, swapped(_ordered(descending)))
    rules.pair(part, "P", _ordered(descending))
    rules.pair(part, "P", value)
    rules.pair(part, "N", lambda _, n: totalled(n, function))
    rules.pair(part, "N", lambda _, n: [("HN", (n, descending), 0)] if not n.is_named and not n.order else [])
    rules.pair(part, "N", _most(descending, total=True))
    rules.pair("N", part, swapped(_most(descending, total=True)))
    rules.pair(part, "N", lambda _, n: rules.modify(n, by_amount, 0.4))
    rules.single(part, lambda _: [("M", by_amount, 1.5)])
    rules.pair("NP", part, of_property)


def _in_time(rules: Rules, part: str, descending: bool) -> None:
    by_time = (Ordered((), descending, "time"),)

    def by_date(_: object, verb: DateVerb) -> Made:
        yield "M", (Ordered((verb.property,), descending),), 0

    rules.pair(part, "D", by_date)
    rules.pair("D", part, swapped(by_date))
    rules.pair(part, "N", lambda _, n: rules.modify(n, by_time, 0.1))
    rules.single(part, lambda _: [("M", by_time, 0.6)])


def _most_of_property(rules: Rules) -> None:
    """员工人数最多的公司; 员工人数最多是多少."""

    def value(function: Function) -> Rule:
        def rule(props: Props, _: object) -> Made:
            if len(props.names) == 1 and not props.function:
                yield "P", replace(props, function=function), 0.3

        return rule

    for part, descending in (("most", True), ("least", False)):
        rules.pair("P", part, swapped(_ordered(descending)))
        rules.pair(part, "P", _ordered(descending))
        rules.pair("P", part, value("max" if descending else "min"))
    # most tickets first
    rules.pair("N", "top oldest", lambda n, _: [("M", (With(replace(n, asked="")),), 0.1)] if n.most else [])


def _top(rules: Rules) -> None:
    def counted(_: object, number: Figure) -> Made:
        if 1 <= number.value <= MOST and not number.percent and float(number.value).is_integer():
            yield "TOP", int(number.value), 0

    def of_count(head: Phrase, count: int) -> Made:
        # 工单数排名前 5
        if (head.asked == "count" or head.total) and head.most is None:
            yield "N", replace(head, asked="", most=True, first=count), 0

    def of_property(props: Props, count: int) -> Made:
        if len(props.names) == 1 and not props.function:
            yield "OT", (Ordered(props.names[0], True), count), 0

    def ordered(by: tuple[Ordered, int], head: Phrase) -> Made:
        for made in modified(rules.lexicon, head, (by[0],)):
            if made.first is None:
                yield "N", replace(made, first=by[1]), 0

    rules.pair("top", "NUM", counted)
    rules.pair("TOP", "of", left("TOP"))
    rules.pair("TOP", "N", _first)
    rules.pair("N", "TOP", of_count)
    rules.pair("P", "TOP", of_property)
    rules.pair("OT", "de", left("OT"))
    rules.pair("OT", "N", ordered)


def _first(count: int, head: Phrase) -> Made:
    if head.is_named or head.asked == "count" or head.first is not None:
        return
    if head.rank or head.order:
        yield "N", replace(head, first=count), 0
    elif head.most is None and not head.total:
        # top 5 deals by amount: what follows says by what
        yield "N", replace(head, first=count, single=False), 0.3


def _ranked(rules: Rules) -> None:
    def by_number(head: Phrase) -> Made:
        if head.asked == "count" or head.total:
            yield "M", (Ranked(head),), 0
        for _, total, _ in totalled(head, "sum"):
            # by the distance of their trips
            yield "M", (Ranked(total),), 0.2

    def ranks(steps: tuple[object, ...]) -> bool:
        return isinstance(steps[0], Ranked | Ordered)

    def by_others(_: object, other: Phrase) -> Made:
        if not other.is_named and not other.which:
            yield "M", (Ranked(other),), 0

    def ranking(head: Phrase, by: Phrase) -> Made:
        return rules.modify(head, (Ranked(by),), 0) if not by.is_named and not by.which else ()

    def ordering(_: object, names: tuple[str, ...]) -> Made:
        yield "M", (Ordered(names, True),), 0

    rules.single("BN", by_number)
    rules.pair("group", "N", lambda _, n: by_number(n))
    rules.pair("N", "ranked", lambda n, _: by_number(n))
    rules.pair("ranked", "of", left("ranked"))
    rules.pair("ranked", "BN", by_others)
    rules.pair("BN", "ranked", swapped(by_others))
    rules.pair("ranked", "N", right("RKN"))
    rules.pair("RKN", "BN", ranking)
    rules.pair("ranked", "N", right("N", when=lambda n: n.rank or n.order))
    rules.pair("ranked", "M", right("M", when=ranks))
    rules.pair("M", "ranked", left("M", when=ranks))
    rules.pair("ranked", "G", ordering)
    rules.pair("G", "ranked", swapped(ordering))
