"""Numbers: bounds of counts, of properties and of shares, and how many rows are wanted."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase, Test
from graph_platform.asking.modifiers import Being
from graph_platform.asking.pieces import Bound, Figure, Props
from graph_platform.asking.plan import MOST, Comparison
from graph_platform.asking.rules.base import Made, Rule, Rules, dearer, left, right, swapped

OPS: dict[str, Comparison] = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "eq": "eq"}
SUM_OF_MONEY = 1_000
"""A bare number from here on is an amount: deals over 5,000."""


def add(rules: Rules) -> None:
    """Enter the rules."""
    for part, op in OPS.items():
        rules.pair(part, "NUM", _bound(op))
    rules.pair("NUM", "post_gte", swapped(_bound("gte")))
    rules.pair("NUM", "post_lte", swapped(_bound("lte")))
    rules.pair("of", "CN", right("CN"))
    rules.pair("CN", "N", _counted)
    rules.pair("N", "CN", dearer(swapped(_counted), 0.3))
    rules.pair("P", "CN", _bounded)
    rules.pair("CN", "P", swapped(_bounded))
    rules.pair("P", "NUM", lambda p, n: _bounded(p, Bound("eq", n.value, n.percent)))
    rules.pair("prep have", "CN", lambda _, bound: _of_share(bound, 0))
    rules.single("CN", lambda bound: _of_share(bound, 0.5))
    rules.single("CN", _of_amount)
    rules.pair("NUM", "N", _first)
    # 人数在 2500 以上
    rules.pair("prep", "CN", right("CN", 0.1))
    _ranges(rules)


def _ranges(rules: Rules) -> None:
    """Between 5 and 10, 在 5 到 10 之间: both belong to it."""

    def both(first: Figure, second: Figure) -> Made:
        if first.value < second.value and first.percent == second.percent:
            yield "NN", (first, second), 0

    def within(props: Props, ends: tuple[Figure, Figure]) -> Made:
        if props.is_plain:
            low = Bound("gte", ends[0].value, ends[0].percent)
            high = Bound("lte", ends[1].value, ends[1].percent)
            yield "M", tuple(Being(Test(props.names[0], each.op, _plain(each))) for each in (low, high)), 0

    rules.pair("NUM", "and prep", left("NA"))
    rules.pair("NA", "NUM", both)
    rules.pair("between", "NN", right("RANGE"))
    rules.pair("NN", "between", left("RANGE"))
    rules.pair("prep", "RANGE", right("RANGE", 0.1))
    rules.pair("P", "RANGE", within)


def _bound(op: Comparison) -> Rule:
    return lambda _, number: [("CN", Bound(op, number.value, number.percent, number.of), 0)]


def _plain(bound: Bound) -> float | int:
    return int(bound.value) if float(bound.value).is_integer() and not bound.percent else bound.value


def _bounded(props: Props, bound: Bound) -> Made:
    if props.is_plain:
        yield "M", (Being(Test(props.names[0], bound.op, _plain(bound))),), 0


def _of_share(bound: Bound, cost: float) -> Made:
    if bound.percent:
        yield "M", (Being(Test(("share",), bound.op, bound.value)),), cost


def _of_amount(bound: Bound) -> Made:
    """A bound with a unit, or of so much that it can only be money."""
    if bound.of:
        yield "M", (Being(Test(bound.of, bound.op, _plain(bound))),), 0.3
    elif not bound.percent and bound.value >= SUM_OF_MONEY:
        yield "M", (Being(Test(("amount",), bound.op, _plain(bound))),), 0.6


def _counted(bound: Bound, head: Phrase) -> Made:
    """More than five tickets; fewer than five cannot be said by a plan."""
    if bound.percent or bound.of or head.is_named or head.at_least or head.asked:
        return
    if head.role is not None and head.role.end == "staff" and head.labels == ("Person",) and not head.related:
        # companies with fewer than 500 staff
        yield "M", (Being(Test(("employees",), bound.op, _plain(bound))),), 0
    if bound.op in ("gt", "gte") and float(bound.value).is_integer():
        count = int(bound.value) + (bound.op == "gt")
        if count >= 1:
            yield "N", replace(head, at_least=count), 0.3 if head.role else 0


def _first(number: Figure, head: Phrase) -> Made:
    if number.percent or number.of or not 1 <= number.value <= MOST or not float(number.value).is_integer():
        return
    if head.first is None and not (head.is_named or head.asked == "count" or head.total or head.at_least):
        yield "N", replace(head, first=int(number.value)), 0.2
