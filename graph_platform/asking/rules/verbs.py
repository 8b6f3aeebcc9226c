"""Verbs: who does what to whom, in the order of words of both languages."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase, Test, timed_label
from graph_platform.asking.lexicon import ENDS, DateVerb
from graph_platform.asking.modifiers import Action, Acts, Dated, Happens, Modifier, When
from graph_platform.asking.pieces import Bound, Happening, Props
from graph_platform.asking.rules.base import Made, Rule, Rules, at_cost, left, right, swapped
from graph_platform.asking.times import Found

PLACED = ("WORKS_FOR", "STUDIED_AT", "INSTALLED_AT", "HOLDS_POST", "SUPPLIES")
"""Relationships whose end stands before a Chinese verb: 在 X 工作, 给 X 供货."""
BEGINNINGS = ("RAISED", "CARRIED_OUT", "POSTED", "SENT", "AUTHORED", "ISSUED", "PAYS")
"""Relationships of what begins by them, so that their time is its own."""


def add(rules: Rules) -> None:
    """Enter the rules."""
    _active_and_passive(rules)
    _with_time_and_share(rules)
    _placed(rules)
    _events(rules)
    _done(rules)
    _dates(rules)


def _object_of(verb: Action, other: Phrase) -> Made:
    if other.asked != "count" and not (other.which and other.asked and not other.bare):
        yield "M", (Acts(verb, True, other),), 0.05


def _subject_of(other: Phrase, verb: Action) -> Made:
    if other.asked != "count":
        # which customers raised tickets asks for customers
        yield "M", (Acts(verb, False, other),), 1.6 if other.which and not other.is_named else 0.05


def _active_and_passive(rules: Rules) -> None:
    def asked_object(steps: Modifier, head: Phrase) -> Made:
        # X raised which tickets
        if head.which:
            yield from at_cost(rules.modify(head, steps, 0), -0.4)

    rules.pair("V", "N", _object_of)
    rules.pair("N", "V", _subject_of)
    rules.pair("V", "by", left("VB"))
    rules.pair("VB", "N", lambda v, n: [("M", (Acts(v, False, n),), 0)])
    rules.pair("BN", "V", lambda n, v: [("M", (Acts(v, False, n),), 0)])
    rules.pair("M", "N", asked_object)
    rules.pair("not no", "V", lambda _, v: [("V", replace(v, none=True), 0)] if not v.none else [])
    rules.pair("V", "prep", left("V", 0.6))
    rules.pair("ongoing", "V", right("V", 0.2))
    # whom nobody looks after; 一张工单都没提过
    rules.pair("nobody", "V", _by_nobody)
    rules.pair("ONE", "V", lambda n, v: [("M", (Acts(v, True, n),), 0.1)] if v.none else [])
    # X 的工单都是谁在处理
    rules.pair("N", "who", lambda n, one: [("NW", (n, one), 0.1)] if not n.asked and not n.properties else [])
    rules.pair("NW", "V VD", _by_whom(rules))
    rules.pair("V", "de", left("VD"))
    rules.pair("VD", "N", _holding)
    # 提出的工单最多的
    rules.pair("VD", "N", lambda v, n: at_cost(_object_of(v, n), 1.0) if n.most is not None else [])
    # X 由谁负责
    rules.pair("N", "BN", lambda n, who: [("NBN", (n, who), 0)] if who.which and n.is_named else [])
    rules.pair("NBN", "V", lambda both, v: rules.modify(both[1], (Acts(v, True, both[0]),), 0))


def _by_nobody(_: object, verb: Action) -> Made:
    if not verb.none:
        yield "M", (Acts(replace(verb, none=True), False, Phrase(("Person",))),), 0.05


def _by_whom(rules: Rules) -> Rule:
    def rule(asked: tuple[Phrase, object], verb: Action) -> Made:
        who = Phrase(("Person", "Organization"), which=True, single=asked[1] is True, asked="list")
        yield from rules.modify(who, (Acts(verb, True, asked[0]),), 0.1)

    return rule


def _holding(verb: Action, head: Phrase) -> Made:
    """持股超过 30% 的股东: the verb says again what the role is."""
    if head.role is None or verb.none or verb.time or not verb.edge:
        return
    if ENDS[head.role.end][0].name == verb.verb.relationship:
        yield "N", replace(head, bare=False, role_edge=(*head.role_edge, *verb.edge)), 0


def _with_time_and_share(rules: Rules) -> None:
    rules.pair("V", "T", _timed)
    rules.pair("T", "V", swapped(_timed))
    rules.single("V", _begun)
    rules.single("VD", lambda v: [("MD", steps, cost) for _, steps, cost in _begun(v)])
    rules.pair("V", "CN", _bounded)
    rules.pair("CN", "V", swapped(_bounded))
    rules.pair("VO", "of", left("V"))
    rules.pair("VO", "OFN", lambda v, n: [("M", (Acts(v, True, n),), 0)])


def _timed(verb: Action, time: Found) -> Made:
    if time.window and verb.time is None:
        yield "V", replace(verb, time=time.window, day=time.day), 0.1


def _begun(verb: Action) -> Made:
    """Raised last month: by whom, is not said."""
    if verb.time and not verb.none and not verb.edge and verb.verb.relationship in BEGINNINGS:
        yield "M", (When(verb.time, verb.day),), 0.2


def _bounded(verb: Action, bound: Bound) -> Made:
    if bound.percent and not verb.edge and verb.verb.relationship in ("OWNS", "CONTROLS", "SUPPLIES"):
        held = replace(verb, edge=(Test(("share",), bound.op, bound.value),))
        yield "V", held, 0
        yield "VO", held, 0


def _placed(rules: Rules) -> None:
    def asked_place(subject: Phrase, at: tuple[Phrase, Action]) -> Made:
        # X 在哪家公司工作
        return rules.modify(at[0], (Acts(at[1], False, subject),), 0) if at[0].which else ()

    def where(place: Phrase, steps: Modifier) -> Made:
        match steps[0]:
            case Acts(action) if action.verb.relationship in PLACED:
                yield from rules.modify(place, steps, 0)

    rules.pair("prep", "N", right("AT"))
    rules.pair("AT", "V", lambda n, v: [("ATV", (n, v), 0)] if v.verb.relationship in PLACED else [])
    rules.pair("N", "ATV", asked_place)
    rules.single("ATV", lambda at: [("M", (Acts(at[1], True, at[0]),), 0)])
    rules.single("where", lambda _: [("WHERE", Phrase(("Organization",), which=True, asked="list"), 0)])
    rules.pair("WHERE", "M", where)


def _events(rules: Rules) -> None:
    def object_of(verb: Happening, other: Phrase) -> Made:
        yield "M", (Happens(verb.verb, True, other, verb.time, verb.none),), 0.05

    def subject_of(other: Phrase, verb: Happening) -> Made:
        yield "M", (Happens(verb.verb, False, other, verb.time, verb.none),), 0.05

    def timed(verb: Happening, time: Found) -> Made:
        if time.window and not verb.time:
            yield "E", replace(verb, time=time.window), 0.1

    rules.pair("E", "N", object_of)
    rules.pair("N BN", "E", subject_of)
    rules.pair("E", "by", left("EB"))
    rules.pair("EB", "N", swapped(subject_of))
    rules.pair("not", "E", lambda _, e: [("E", replace(e, none=True), 0)])
    rules.pair("E", "T", timed)
    rules.pair("T", "E", swapped(timed))


def _done(rules: Rules) -> None:
    """Meetings that were held, tickets that came in: what events do anyway."""

    def happens(phrase: Phrase) -> bool:
        return timed_label(phrase.labels) and not phrase.is_named

    rules.pair("N", "done", left("N", 0.3, when=happens))
    rules.pair("done", "N", right("N", 0.3, when=happens))
    rules.pair("done", "T", right("T", 0.2))
    rules.pair("T", "done", left("T", 0.2))


def _dates(rules: Rules) -> None:
    def dated(verb: DateVerb, time: Found) -> Made:
        if time.window:
            yield "M", (Dated(verb.label, verb.property, time.window),), 0

    def dated_property(props: Props, time: Found) -> Made:
        if time.window and props.is_plain:
            for name in props.names[0]:
                yield "M", (Dated("", name, time.window),), 0.1

    rules.single("T", lambda time: [("M", (When(time.window, time.day),), 0)] if time.window else [])
    rules.pair("D", "T", dated)
    rules.pair("expected", "T", right("XT"))
    rules.pair("XT", "D", swapped(dated))
    rules.pair("expected", "D", right("D"))
    rules.pair("T", "D", swapped(dated))
    rules.pair("D", "prep", left("D"))
    rules.pair("T", "have fill_have", left("T", 0.1))
    rules.pair("P", "T", dated_property)
