"""How pieces of a question hang together: one grammar for Chinese and English, over categories that both fill.

Categories: N a noun phrase, M a modifier, V a verb, D a verb of a date, P properties, T a time, U words that nothing
knows, CN a bound (more than 5), and the parts of speech of `speech.yaml` by their own names. Rules are short, and many:
each is a line of a table below. What a rule costs says how far it is from how people talk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from graph_platform.asking.chart import Grammar, Made
from graph_platform.asking.draft import NUMBERS, Phrase, Test, declared, having
from graph_platform.asking.lexicon import ENDS, DateVerb, EventVerb, Lexicon
from graph_platform.asking.modifiers import (
    Action,
    Acts,
    Being,
    Dated,
    Grouped,
    Happens,
    Modifier,
    Ordered,
    Plays,
    Ranked,
    When,
    With,
    modified,
)
from graph_platform.asking.plan import Comparison, Function, Window
from graph_platform.asking.times import Found
from graph_platform.ontology import ONTOLOGY

PLACES = ("city", "region", "country", "territory")


@dataclass(frozen=True, slots=True)
class Props:
    """Properties that are asked for: of each the names that it may have; with a function of them."""

    names: tuple[tuple[str, ...], ...]
    which: bool = False
    function: Function | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """More than five: an operator and a number, perhaps in percent."""

    op: Comparison
    value: float
    percent: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands; `of` are the properties that its unit belongs to."""

    value: float
    percent: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words that nothing knows: perhaps values."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event's verb with its time, perhaps denied."""

    verb: EventVerb
    time: Window | None = None
    none: bool = False


FUNCTIONS: dict[str, Function] = {"sum": "sum", "average": "average", "max": "max", "min": "min"}


class Rules:
    """The rules, closed over a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.pairs: dict[tuple[str, str], list[Callable[[Any, Any], Made]]] = {}
        self.singles: dict[str, list[Callable[[Any], Made]]] = {}

    def pair(self, first: str, second: str, rule: Callable[[Any, Any], Made]) -> None:
        """Let a rule take a piece of each of the first categories before one of the second (parted by blanks)."""
        for left in first.split():
            for right in second.split():
                self.pairs.setdefault((left, right), []).append(rule)

    def single(self, category: str, rule: Callable[[Any], Made]) -> None:
        """Let a rule take a piece alone."""
        for each in category.split():
            self.singles.setdefault(each, []).append(rule)

    def modify(self, cost: float) -> Callable[[Phrase, Modifier], Made]:
        """A phrase and what is said of it; to say it of what has been said much of already costs more."""

        def rule(head: Phrase, steps: Modifier) -> Made:
            if head.is_named and any(not isinstance(step, When) for step in steps):
                return
            far = 0.3 * len(head.related) + (0.1 if head.where else 0)
            for made in modified(self._lexicon, head, steps):
                yield "N", made, cost + far

        return rule

    def belong(self, cost: float, owner_first: bool, close: bool = False) -> Callable[[Phrase, Phrase], Made]:
        """Two phrases, the second the first one's (X's tickets), or the other way round (tickets of X).

        `close`: nothing stands between them, which is said of names alone (X tickets).
        """

        def rule(first: Phrase, second: Phrase) -> Made:
            owner, owned = (first, second) if owner_first else (second, first)
            if owned.is_named or owned.properties:
                return
            if close and not (owner.is_named or owner.which or owned.most is not None):
                return
            if close and owned.related:
                return
            if owner.which and not owner.is_named and owned.most is not None and owner_first:
                for made in modified(self._lexicon, owner, (With(replace(owned, which=False, asked="")),)):
                    yield "N", made, cost
                return
            far = 0.3 * len(owned.related)
            for made in modified(self._lexicon, owned, (With(owner),)):
                yield "N", made, cost + far

        return rule


def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar over a lexicon."""
    rules = Rules(lexicon)
    for add in (_asking, _joining, _verbs, _properties, _amounts, _most, _groups, _times, _filling):
        add(rules)
    return Grammar(rules.pairs, rules.singles)


def _asking(rules: Rules) -> None:
    def which(one: object, head: Phrase) -> Made:
        if not head.which and not head.is_named:
            yield (
                "N",
                replace(head, which=True, single=head.single or one is True, asked=head.asked or "list"),
                0,
            )

    def many(_: object, head: Phrase) -> Made:
        if (
            not head.generic
            and head.asked != "count"
            and not head.is_named
            and not head.properties
            and not head.total
        ):
            yield "N", replace(head, asked="count", which=True), 0

    rules.pair("which", "N", which)
    rules.pair("who", "N", lambda a, n: _cost(which(a, n), 0.2))
    rules.pair("N", "which who having_which", lambda n, a: which(a, n))
    rules.pair("have fill_have", "which", lambda a, b: [("having_which", None, 0)])
    rules.pair("how_many count", "N", many)
    rules.pair("N", "how_many count having_many", lambda n, a: many(a, n))
    rules.pair("ND", "count", lambda n, a: many(a, n))
    rules.pair("N", "de_count", lambda n, a: many(a, n))
    rules.pair("count", "how_many which", lambda a, b: [("count", None, 0)])
    rules.pair("count", "of", lambda a, b: [("count", None, 0)])
    rules.pair("how_many", "of", lambda a, b: [("how_many", None, 0)])
    rules.pair("which", "of", lambda a, b: [("which", None, 0)])
    rules.pair("have fill_have", "how_many", lambda a, b: [("having_many", None, 0)])
    rules.pair("having_many having_which", "N", many)
    rules.pair("having_which", "N", which)
    rules.pair("how", "N", lambda _, n: [("N", n, 0)] if n.group else [])
    rules.pair("N", "placed", lambda n, _: [("N", n, 0)] if n.properties else [])
    rules.pair("N", "placed", lambda n, _: [("NAT", n, 0)])
    rules.pair("where", "NAT", lambda _, n: [("N", replace(n, properties=(name,)), 0) for name in ("city", "address")] if n.is_named and not n.properties else [])  # fmt: skip
    rules.single("where", lambda _: [("P", Props(((name,),), which=True), 0) for name in ("city", "address")])
    rules.single(
        "who",
        lambda one: [
            ("N", Phrase(("Person", "Organization"), which=True, single=one is True, asked="list"), 1.0)
        ],
    )
    rules.single(
        "which",
        lambda _: [
            (
                "N",
                Phrase(
                    ("Person", "Organization", "Device", "Content", "Event"),
                    which=True,
                    asked="list",
                    generic=True,
                ),
                2.0,
            )
        ],
    )


def _joining(rules: Rules) -> None:
    rules.pair("N", "de poss", lambda n, _: [("ND", n, 0)])
    rules.pair("of", "N", lambda _, n: [("OFN", n, 0)])
    rules.pair("ND", "N", rules.belong(0, owner_first=True))
    rules.pair("N", "OFN", rules.belong(0, owner_first=False))
    rules.pair("N", "N", rules.belong(1.2, owner_first=True, close=True))
    rules.pair("N", "N", _apposed)
    rules.pair("N", "M", rules.modify(0.2))
    rules.pair("M", "N", lambda m, n: rules.modify(0.5)(n, m))
    rules.pair("MD", "N", lambda m, n: rules.modify(0)(n, m))
    rules.pair("N", "MD", rules.modify(0.8))
    rules.pair("M", "de", lambda m, _: [("MD", m, 0)])
    rules.pair("M", "MA", lambda a, b: [("M", (*a, *b), 0.1)] if len(a) + len(b) <= 3 else [])
    rules.pair("and", "M", lambda _, m: [("MA", m, 0)])
    rules.pair("prep have", "M", lambda _, m: [("M", m, 0.1)])
    rules.pair("not", "M", _not)
    rules.pair("N", "N", _playing)
    rules.pair("M", "M", _share_of)
    rules.pair("whose", "N", lambda _, n: [("M", (With(n),), 0)] if not n.asked and not n.is_named else [])
    rules.pair("whose", "M", lambda _, m: [("M", m, 0)])
    rules.pair("and", "N", lambda _, n: [("WITH", n, 0.6)] if n.is_named else [])
    rules.pair("WITH", "de", lambda n, _: [("MD", (With(n),), 0)])
    rules.pair("have", "N", lambda _, n: [("M", (With(n),), 0)] if not n.asked else [])
    rules.pair("no", "N", lambda _, n: [("M", (With(n, none=True),), 0), ("N", replace(n, none=True), 0.1)])
    rules.pair("prep", "N", lambda _, n: [("M", (With(n),), 0)] if not n.asked or (n.which and n.bare) else [])
    rules.pair("by", "N", lambda _, n: [("BN", n, 0)])
    rules.pair("BN", "V", lambda n, v: [("M", (Acts(v, False, n),), 0)])
    rules.single("BN", lambda n: [("M", (With(n),), 0.4)] if not n.asked or (n.which and n.bare) else [])

    def has_many(owner: Phrase, owned: Phrase) -> Made:
        if owned.asked and owned.which and not owner.which:
            yield from rules.belong(0.2, owner_first=True)(owner, owned)

    rules.pair("N", "have", lambda n, _: [("NH", n, 0)])
    rules.pair("NH", "N", has_many)
    rules.single("NH", lambda n: [("M", (With(n),), 0.6)])


def _apposed(first: Phrase, second: Phrase) -> Made:
    """Company X, or X Company: the label that the name has anyway."""
    for label, named in ((first, second), (second, first)):
        if named.is_named and label.role is None and label.is_untouched:
            kept = tuple(
                each
                for each in named.labels
                for one in label.labels
                if ONTOLOGY.is_a(each, one) or ONTOLOGY.is_a(one, each)
            )
            if kept:
                yield "N", replace(named, labels=kept), 0.3


def _playing(first: Phrase, second: Phrase) -> Made:
    """X is the defendant, said of what X is the defendant of."""
    if second.is_named and not first.is_named:
        first, second = second, first
    if first.is_named and not first.related and second.role is not None and second.is_untouched:
        yield "M", (Plays(second.role, first),), 0.5


def _share_of(first: Modifier, second: Modifier) -> Made:
    """持有 X 超过 25% 股份: the share is the holding's."""
    match first, second:
        case (Acts(action, subject, other),), (Being(test),) if test.names == ("share",) and not action.edge:
            if action.verb.relationship in ("OWNS", "CONTROLS"):
                yield "M", (Acts(replace(action, edge=(test,)), subject, other),), 0


def _not(_: object, steps: Modifier) -> Made:
    if len(steps) != 1:
        return
    match steps[0]:
        case Acts(action, subject, other) if not action.none and other.at_least is None:
            yield "M", (Acts(replace(action, none=True), subject, other),), 0
        case With(other, False) if other.at_least is None:
            yield "M", (With(other, none=True),), 0
        case Being(test) if test.op in ("eq", "in") and not test.raw and test.op == "eq":
            yield "M", (Being(replace(test, op="ne")),), 0


def _verbs(rules: Rules) -> None:
    def object_of(verb: Action, other: Phrase) -> Made:
        if other.asked != "count" and not (other.which and other.asked and other.bare is False):
            yield "M", (Acts(verb, True, other),), 0.05

    def subject_of(other: Phrase, verb: Action) -> Made:
        if other.asked != "count":
            yield "M", (Acts(verb, False, other),), 0.05

    def asked_object(steps: Modifier, head: Phrase) -> Made:
        # X raised which tickets
        if head.which:
            yield from _cost(rules.modify(0)(head, steps), -0.4)

    rules.pair("V", "N", object_of)
    rules.pair("N", "V", subject_of)
    rules.pair("V", "by", lambda v, _: [("VB", v, 0)])
    rules.pair("VB", "N", lambda v, n: [("M", (Acts(v, False, n),), 0)])
    rules.pair("V", "de", lambda v, _: [("VD", v, 0)])
    rules.pair("VD", "N", lambda v, n: _holding(v, n))
    _events(rules)
    rules.pair("VD", "N", lambda v, n: _cost(object_of(v, n), 1.0) if n.most is not None else [])
    rules.pair("not no", "V", lambda _, v: [("V", replace(v, none=True), 0)] if not v.none else [])
    rules.pair("V", "not no", lambda v, _: [])
    rules.pair("V", "T", _timed_verb)
    rules.pair("T", "V", lambda t, v: _timed_verb(v, t))
    rules.pair("V", "CN", _bounded_verb)
    rules.pair("CN", "V", lambda c, v: _bounded_verb(v, c))
    rules.pair("M", "N", asked_object)
    rules.pair("V", "prep", lambda v, _: [("V", v, 0.6)])
    rules.pair("VO", "of", lambda v, _: [("V", v, 0)])
    # X 由谁负责
    rules.pair("N", "BN", lambda n, who: [("NBN", (n, who), 0)] if who.which and n.is_named else [])
    rules.pair("NBN", "V", lambda n, v: rules.modify(0)(n[1], (Acts(v, True, n[0]),)))
    # 在哪家公司工作, 在 X 工作的
    rules.pair("prep", "N", lambda _, n: [("AT", n, 0)])
    rules.pair("AT", "V", lambda n, v: [("ATV", (n, v), 0)] if v.verb.relationship in _PLACED else [])
    rules.pair(
        "N", "ATV", lambda n, at: rules.modify(0)(at[0], (Acts(at[1], False, n),)) if at[0].which else []
    )
    rules.single("ATV", lambda at: [("M", (Acts(at[1], True, at[0]),), 0)])
    rules.single("where", lambda _: [("WHERE", Phrase(("Organization",), which=True, asked="list"), 0)])
    rules.pair("WHERE", "M", lambda n, m: rules.modify(0)(n, m) if isinstance(m[0], Acts) and m[0].action.verb.relationship in _PLACED else [])  # fmt: skip

    def begun(verb: Action) -> Made:
        # raised last month: by whom, is not said
        if verb.time and not verb.none and not verb.edge and verb.verb.relationship in _BEGINNINGS:
            yield "M", (When(verb.time, verb.day),), 0.2

    rules.single("V", begun)
    rules.single("VD", lambda v: [("MD", steps, cost) for _, steps, cost in begun(v)])


def _events(rules: Rules) -> None:
    def object_of(verb: Happening, other: Phrase) -> Made:
        yield "M", (Happens(verb.verb, True, other, verb.time, verb.none),), 0.05

    def subject_of(other: Phrase, verb: Happening) -> Made:
        yield "M", (Happens(verb.verb, False, other, verb.time, verb.none),), 0.05

    rules.pair("E", "N", object_of)
    rules.pair("N", "E", subject_of)
    rules.pair("E", "by", lambda e, _: [("EB", e, 0)])
    rules.pair("EB", "N", lambda e, n: subject_of(n, e))
    rules.pair("BN", "E", subject_of)
    rules.pair("not", "E", lambda _, e: [("E", replace(e, none=True), 0)])
    rules.pair(
        "E", "T", lambda e, t: [("E", replace(e, time=t.window), 0.1)] if t.window and not e.time else []
    )
    rules.pair(
        "T", "E", lambda t, e: [("E", replace(e, time=t.window), 0.1)] if t.window and not e.time else []
    )


def _holding(verb: Action, head: Phrase) -> Made:
    """持股超过 30% 的股东: the verb says again what the role is."""
    if head.role and ENDS[head.role.end][0].name == verb.verb.relationship and verb.edge and not verb.none:
        if not verb.time:
            yield "N", replace(head, bare=False, role_edge=(*head.role_edge, *verb.edge)), 0


_PLACED = ("WORKS_FOR", "STUDIED_AT", "INSTALLED_AT", "HOLDS_POST", "SUPPLIES")
_BEGINNINGS = ("RAISED", "CARRIED_OUT", "POSTED", "SENT", "AUTHORED", "ISSUED", "PAYS")
"""Relationships of what begins by them, so that their time is its own."""


def _timed_verb(verb: Action, time: Found) -> Made:
    if time.window and verb.time is None:
        yield "V", replace(verb, time=time.window, day=_day_of(time)), 0.1


def _day_of(time: Found) -> Any:
    return time.day


def _bounded_verb(verb: Action, bound: Bound) -> Made:
    if bound.percent and not verb.edge and verb.verb.relationship in ("OWNS", "CONTROLS", "SUPPLIES"):
        yield "V", replace(verb, edge=(Test(("share",), bound.op, bound.value),)), 0
        yield "VO", replace(verb, edge=(Test(("share",), bound.op, bound.value),)), 0


def _properties(rules: Rules) -> None:
    def asked(head: Phrase, props: Props) -> Made:
        if head.total or head.group or head.asked == "count" or head.rank or head.generic:
            return
        names: list[str] = []
        for alternatives in props.names:
            fitting = [name for name in alternatives if having(head.labels, name)]
            if len(fitting) != 1 or fitting[0] in head.properties:
                return
            names.append(fitting[0])
        labels = head.labels
        for name in names:
            labels = having(labels, name)
        if not labels:
            return
        if props.function:
            known = declared(labels, names[0])
            if len(names) == 1 and known and known.type in NUMBERS and not head.properties:
                yield "N", replace(head, labels=labels, total=(props.function, names[0])), 0
            return
        # a phrase whose properties are asked is no part of a larger one
        yield "N", replace(head, labels=labels, properties=(*head.properties, *names)), 0

    rules.pair("ND", "P", asked)
    rules.pair("N", "P", lambda n, p: _cost(asked(n, p), 0.4))
    rules.pair("P", "OFN", lambda p, n: asked(n, p))
    rules.pair("prep", "N", lambda a, n: [("PN", n, 0)] if n.is_named else [])
    rules.pair("prep and", "P", lambda _, p: [("PP", p, 0)] if not p.which and not p.function else [])
    rules.pair("N", "PP", lambda n, p: _cost(asked(n, p), 0.3) if not n.properties else [])
    rules.pair("between", "N", lambda _, n: [("OFN", n, 0)])
    rules.pair("P", "PN", lambda p, n: _cost(asked(n, p), 0.2))
    rules.pair("which how_many how_much", "P", lambda _, p: [("P", replace(p, which=True), 0)])
    rules.pair("P", "which how_many how_much who having_which having_many", lambda p, _: [("P", replace(p, which=True), 0)])  # fmt: skip
    rules.pair("prep", "P", lambda _, p: [("P", p, 0.1)] if p.which else [])
    rules.pair("P", "prep de", lambda p, _: [("P", p, 0.1)] if p.which else [])
    rules.pair("P", "N", lambda p, n: _cost(asked(n, p), 0.3) if p.which else [])
    rules.pair("N", "prep", lambda n, _: [("N", n, 0.2)] if n.properties else [])
    rules.pair("how_much", "N", lambda _, n: [("N", n, 0)] if n.properties or n.total else [])
    rules.pair("which", "N", lambda _, n: [("N", n, 0)] if n.properties or n.total else [])
    rules.pair("N", "which how_much how_many having_which having_many", lambda n, _: [("N", n, 0)] if n.properties or n.total else [])  # fmt: skip
    rules.pair("P", "and", lambda p, _: [("PA", p, 0)])
    rules.pair("PA", "P", lambda a, b: [("P", Props((*a.names, *b.names), a.which or b.which), 0)] if not a.function and not b.function and len(a.names) < 5 else [])  # fmt: skip
    rules.pair("P", "de", lambda p, _: [("P", p, 0.3)] if p.function else [])
    for part, function in FUNCTIONS.items():
        rules.pair(part, "P", lambda _, p, f=function: [("P", replace(p, function=f), 0)] if not p.function else [])  # fmt: skip
        rules.pair("P", part, lambda p, _, f=function: [("P", replace(p, function=f), 0)] if not p.function else [])  # fmt: skip
        rules.pair(part, "N", lambda _, n, f=function: _totalled(n, f))
        rules.pair("N", part, lambda n, _, f=function: _totalled(n, f))
        rules.pair("ND", part, lambda n, _, f=function: _totalled(n, f))
        rules.pair(part, "of", lambda a, _, part=part: [(part, a, 0)])
    # lowest and highest of a number are least and greatest where only the number is asked
    # conditions
    rules.pair("P", "U", lambda p, u: _conditions(p, "eq", u, raw=True))
    rules.pair("U", "P", lambda u, p: _conditions(p, "eq", u, raw=True))
    rules.pair(
        "P",
        "N",
        lambda p, n: _conditions(p, "eq", Words((n.said,)), raw=True) if n.said and n.is_untouched else [],
    )
    rules.pair("prep have", "UP", lambda _, m: [("M", m, 0)])
    rules.pair("P", "CN", lambda p, c: _bounded(p, c))
    rules.pair("CN", "P", lambda c, p: _bounded(p, c))
    rules.pair("P", "NUM", lambda p, n: _bounded(p, Bound("eq", n.value, n.percent)))
    rules.pair("P", "VAL", _valued)
    rules.pair("P", "not", lambda p, _: [("PNOT", p, 0)] if not p.which else [])
    rules.pair("PNOT", "VAL", lambda p, v: [("M", (Being(replace(b.test, op="ne")),), c) for _, (b,), c in _valued(p, v) if b.test.op == "eq"])  # fmt: skip
    rules.single("P", _only_label)
    rules.pair("VAL", "P", lambda v, p: _valued(p, v))
    rules.single("VAL", lambda test: [("M", (Being(test),), 0)])
    rules.single("sum_amount", lambda _: [("P", Props((("amount", "contract_value"),), function="sum"), 0)])
    rules.pair("P", "contains", lambda p, _: [("PC", p, 0)] if len(p.names) == 1 and not p.function and not p.which else [])  # fmt: skip
    rules.pair("contains", "U", lambda _, u: [("CU", u.texts[0], 0)])
    rules.pair("contains", "N", lambda _, n: [("CU", n.said, 0)] if n.is_untouched and n.said else [])
    rules.pair("CU", "PP", lambda text, p: _containing(p, text) if len(p.names) == 1 else [])
    rules.pair("PC", "U", lambda p, u: _containing(p, u.texts[0]))
    rules.pair("PC", "N", lambda p, n: _containing(p, n.said) if n.is_untouched and n.said else [])
    rules.pair("ND", "P", lambda n, p: [("N", n, 0.3)] if p.names == (("share",),) and not p.function and n.is_named else [])  # fmt: skip
    rules.pair("VAL", "and", lambda v, _: [("VALO", v, 0.1)])
    rules.pair("VAL", "or", lambda v, _: [("VALO", v, 0)])
    rules.pair("VALO", "VAL", _either)
    rules.pair("U", "or and", lambda u, _: [("UO", u, 0)])
    rules.pair("UO", "U", lambda a, b: [("U", Words((*a.texts, *b.texts)), 0)] if len(a.texts) < 4 else [])
    rules.pair("prep", "U", lambda _, u: [("M", (_raw(PLACES, u),), 0.2)])
    rules.single("U", lambda u: [("M", (_raw(("*",), u),), 1.0)])
    rules.pair("when", "D", lambda _, d: [("P", Props(((d.property,),), which=True), 0)])
    rules.pair("D", "when", lambda d, _: [("P", Props(((d.property,),), which=True), 0)])
    rules.pair("when", "N", lambda _, n: [("WN", n, 0)])
    rules.pair("WN", "D", lambda n, d: asked(n, Props(((d.property,),))))
    rules.pair("when", "P", lambda _, p: [("P", replace(p, which=True), 0)])


def _only_label(props: Props) -> Made:
    """The average downtime: a property of one label alone says of what it is."""
    if props.function and len(props.names) == 1 and len(props.names[0]) == 1:
        owners = [label.name for label in ONTOLOGY.labels.values() if any(p.name == props.names[0][0] for p in label.properties)]  # fmt: skip
        known = declared(owners, props.names[0][0])
        if len(owners) == 1 and known and known.type in NUMBERS:
            yield "N", Phrase((owners[0],), total=(props.function, known.name), bare=False), 0.6


def _totalled(head: Phrase, function: Function) -> Made:
    if len(head.properties) == 1 and not head.total and not head.order:
        known = declared(head.labels, head.properties[0])
        if known and known.type in NUMBERS:
            yield "N", replace(head, properties=(), total=(function, head.properties[0])), 0


def _raw(names: tuple[str, ...], words: Words) -> Being:
    value = words.texts[0] if len(words.texts) == 1 else words.texts
    return Being(Test(names, "eq" if len(words.texts) == 1 else "in", value, raw=True))


def _conditions(props: Props, op: Comparison, words: Words, raw: bool) -> Made:
    if len(props.names) == 1 and not props.function and not props.which:
        yield "M", (_raw(props.names[0], words),), 0


def _valued(props: Props, test: Test) -> Made:
    if len(props.names) == 1 and not props.function and set(test.names) & set(props.names[0]):
        yield "M", (Being(test),), -0.2


def _containing(props: Props, text: str) -> Made:
    yield "M", (Being(Test(props.names[0], "contains", text, sure=True)),), 0


def _either(first: Test, second: Test) -> Made:
    if first.names == second.names and first.op in ("eq", "in") and second.op == "eq":
        values = first.value if isinstance(first.value, tuple) else (str(first.value),)
        yield "VAL", replace(first, op="in", value=(*values, str(second.value))), 0


def _bounded(props: Props, bound: Bound) -> Made:
    if len(props.names) == 1 and not props.function and not props.which:
        value = int(bound.value) if float(bound.value).is_integer() and not bound.percent else bound.value
        yield "M", (Being(Test(props.names[0], bound.op, value)),), 0


def _amounts(rules: Rules) -> None:
    for part in ("gt", "gte", "lt", "lte", "eq"):
        rules.pair(part, "NUM", lambda _, n, op=part: [("CN", Bound(op, n.value, n.percent, n.of), 0)])
    rules.pair("NUM", "post_gte", lambda n, _: [("CN", Bound("gte", n.value, n.percent, n.of), 0)])
    rules.pair("NUM", "post_lte", lambda n, _: [("CN", Bound("lte", n.value, n.percent, n.of), 0)])
    rules.pair("CN", "N", _counted)
    rules.pair("N", "CN", lambda n, c: _cost(_counted(c, n), 0.3))
    rules.pair("of", "CN", lambda _, c: [("CN", c, 0)])
    rules.pair("VO", "OFN", lambda v, n: [("M", (Acts(v, True, n),), 0)])
    rules.pair("prep have", "CN", lambda _, c: _share(c))
    rules.single("CN", lambda c: [(k, m, cost + 0.5) for k, m, cost in _share(c)] + _amount(c))
    rules.pair("NUM", "N", lambda n, head: _first(head, n))
    rules.pair("top", "NUM", lambda _, n: [("TOP", int(n.value), 0)] if 1 <= n.value <= 100 and not n.percent else [])  # fmt: skip
    rules.pair("TOP", "N", lambda count, head: _top(head, count))
    rules.pair("TOP", "MD", lambda count, m: [])
    rules.pair("N", "TOP", lambda head, count: [("N", replace(head, asked="", most=True, first=count), 0)] if head.asked == "count" or head.total else [])  # fmt: skip
    rules.pair("P", "TOP", lambda p, count: [("OT", (Ordered(p.names[0], True), count), 0)] if len(p.names) == 1 and not p.function else [])  # fmt: skip
    rules.pair("OT", "de", lambda o, _: [("OT", o, 0)])
    rules.pair("OT", "N", lambda o, n: [("N", replace(m, first=o[1]), 0) for m in _one(rules, n, o[0]) if m.first is None])  # fmt: skip


def _one(rules: Rules, head: Phrase, step: Ordered) -> tuple[Phrase, ...]:
    return modified(rules._lexicon, head, (step,))


def _share(bound: Bound) -> Made:
    return [("M", (Being(Test(("share",), bound.op, bound.value)),), 0)] if bound.percent else []


def _amount(bound: Bound) -> list[tuple[str, Any, float]]:
    if bound.of:
        return [("M", (Being(Test(bound.of, bound.op, bound.value)),), 0.3)]
    if bound.percent or bound.value < 1000:
        return []
    return [("M", (Being(Test(("amount",), bound.op, int(bound.value))),), 0.6)]


def _counted(bound: Bound, head: Phrase) -> Made:
    if bound.percent or head.is_named or head.at_least or head.asked or not float(bound.value).is_integer():
        return
    if bound.op in ("gt", "gte"):
        count = int(bound.value) + (bound.op == "gt")
        if count >= 1:
            yield "N", replace(head, at_least=count), 0


def _first(head: Phrase, number: Figure) -> Made:
    if (
        head.first is None
        and not number.percent
        and 1 <= number.value <= 100
        and float(number.value).is_integer()
    ):
        if not head.is_named and head.asked != "count" and not head.total and not head.at_least:
            yield "N", replace(head, first=int(number.value)), 0.2


def _top(head: Phrase, count: int) -> Made:
    if head.is_named or head.asked == "count" or head.first is not None:
        return
    if head.rank or head.order:
        yield "N", replace(head, first=count), 0
    elif head.most is None and not head.total:
        # top 5 deals by amount: what follows says by what
        yield "N", replace(head, first=count, single=False), 0.3


def _most(rules: Rules) -> None:
    def most(head: Phrase, most: bool) -> Made:
        if (
            head.most is None
            and not head.is_named
            and not head.rank
            and not head.order
            and not head.properties
        ):
            cost = 0.3 * len(head.related)
            yield "N", replace(head, most=most, asked="" if head.asked == "count" else head.asked), cost

    rules.pair("most", "N", lambda _, n: most(n, True) if not n.total else [])
    rules.pair("N", "most", lambda n, _: most(n, True) if not n.total else [])
    rules.pair("least", "N", lambda _, n: most(n, False) if not n.total else [])
    rules.pair("N", "least", lambda n, _: most(n, False) if not n.total else [])
    for part, descending in (("highest", True), ("lowest", False)):
        rules.pair(
            "P",
            part,
            lambda p, _, d=descending: (
                [("M", (Ordered(p.names[0], d),), 0)] if len(p.names) == 1 and not p.function else []
            ),
        )
        rules.pair(
            part,
            "P",
            lambda _, p, d=descending: (
                [("M", (Ordered(p.names[0], d),), 0)] if len(p.names) == 1 and not p.function else []
            ),
        )
        rules.pair(part, "P", lambda _, p, d=descending: [("P", replace(p, function="max" if d else "min"), 0.3)] if len(p.names) == 1 and not p.function else [])  # fmt: skip
        rules.pair(part, "N", lambda _, n, d=descending: _totalled(n, "max" if d else "min"))
        rules.pair(part, "N", lambda _, n, d=descending: [("HN", (n, d), 0)] if not n.is_named and not n.order else [])  # fmt: skip
        rules.pair("N", part, lambda n, _, d=descending: most(n, d) if n.total else [])
        rules.pair(part, "N", lambda _, n, d=descending: most(n, d) if n.total else [])
        rules.pair(part, "N", lambda _, n, d=descending: rules.modify(0.4)(n, (Ordered((), d, "amount"),)))
        rules.single(part, lambda _, d=descending: [("M", (Ordered((), d, "amount"),), 1.5)])
        rules.pair(
            "NP",
            part,
            lambda n, _, d=descending: rules.modify(0)(
                replace(n, properties=()), (Ordered((n.properties[0],), d),)
            ),
        )
    rules.single("N", lambda n: [("NP", n, 0.2)] if len(n.properties) == 1 and not n.is_named else [])
    rules.pair("HN", "G", lambda h, g: rules.modify(0)(h[0], (Ordered(g, h[1]),)))
    for part, descending in (("most", True), ("least", False)):
        rules.pair("P", part, lambda p, _, d=descending: [("M", (Ordered(p.names[0], d),), 0)] if len(p.names) == 1 and not p.function else [])  # fmt: skip
        rules.pair(part, "P", lambda _, p, d=descending: [("M", (Ordered(p.names[0], d),), 0)] if len(p.names) == 1 and not p.function else [])  # fmt: skip
    for part, descending in (("newest", True), ("oldest", False)):
        rules.pair("D", part, lambda v, _, d=descending: [("M", (Ordered((v.property,), d),), 0)])
        rules.pair(part, "D", lambda _, v, d=descending: [("M", (Ordered((v.property,), d),), 0)])
        rules.pair(part, "N", lambda _, n, d=descending: rules.modify(0.1)(n, (Ordered((), d, "time"),)))
        rules.single(part, lambda _, d=descending: [("M", (Ordered((), d, "time"),), 0.6)])

    def ranked(head: Phrase) -> Made:
        if head.asked == "count" or head.total:
            yield "M", (Ranked(head),), 0

    rules.single("BN", ranked)
    rules.pair("group", "N", lambda _, n: ranked(n))
    rules.pair("ranked", "of", lambda a, _: [("ranked", a, 0)])
    rules.pair(
        "ranked", "BN", lambda _, n: [("M", (Ranked(n),), 0)] if not n.is_named and not n.which else []
    )
    rules.pair(
        "BN", "ranked", lambda n, _: [("M", (Ranked(n),), 0)] if not n.is_named and not n.which else []
    )
    rules.pair("ranked", "N", lambda _, n: [("RKN", n, 0)])
    rules.pair(
        "RKN",
        "BN",
        lambda n, by: rules.modify(0)(n, (Ranked(by),)) if not by.is_named and not by.which else [],
    )
    rules.pair("ranked", "N", lambda _, n: [("N", n, 0)] if n.rank or n.order else [])
    rules.pair("N", "ranked", lambda n, _: ranked(n))
    rules.pair("ranked", "M", lambda _, m: [("M", m, 0)] if isinstance(m[0], Ranked | Ordered) else [])
    rules.pair("M", "ranked", lambda m, _: [("M", m, 0)] if isinstance(m[0], Ranked | Ordered) else [])
    rules.pair("ranked", "G", lambda _, names: [("M", (Ordered(names, True),), 0)])
    rules.pair("G", "ranked", lambda names, _: [("M", (Ordered(names, True),), 0)])


def _groups(rules: Rules) -> None:
    rules.pair("group by", "P", lambda _, p: [("G", p.names[0], 0)] if len(p.names) == 1 and not p.function and not p.which else [])  # fmt: skip
    rules.pair("P", "grouped", lambda p, _: [("G", p.names[0], 0)] if len(p.names) == 1 and not p.function else [])  # fmt: skip
    rules.pair("G", "grouped", lambda g, _: [("G", g, 0)])
    rules.pair("grouped", "G", lambda _, g: [("G", g, 0)])
    rules.pair("grouped", "N", lambda _, n: [("N", n, 0)] if n.group else [])
    rules.pair("grouped", "of", lambda a, _: [("grouped", a, 0)])
    rules.pair("N", "grouped", lambda n, _: [("N", n, 0.1)] if n.group else [])
    rules.pair("ND", "G", lambda n, g: rules.modify(0)(n, (Grouped(g),)))
    rules.pair("N", "G", lambda n, g: rules.modify(0)(n, (Grouped(g),)))
    rules.pair("G", "N", lambda g, n: rules.modify(0.1)(n, (Grouped(g),)))
    rules.pair("G", "de", lambda g, _: [("G", g, 0)])
    rules.pair("G", "have", lambda g, _: [("G", g, 0.1)])

    def busiest(props: Props, head: Phrase) -> Made:
        # which city has most customers
        if props.which and len(props.names) == 1 and head.most is True and not props.function:
            plain = replace(head, most=None, asked="count")
            yield from rules.modify(0)(plain, (Grouped(props.names[0]),))

    rules.pair("P", "have", lambda p, _: [("PH", p, 0)] if p.which else [])
    rules.pair("P", "de", lambda p, _: [("PH", p, 0)] if p.which else [])
    rules.pair("PH", "N", busiest)

    def top_by(head: Phrase, names: tuple[str, ...]) -> Made:
        if head.first is not None and not head.order:
            yield from rules.modify(-0.3)(head, (Ordered(names, True),))

    rules.pair("N", "G", top_by)
    rules.pair("G", "N", lambda g, n: top_by(n, g))


def _times(rules: Rules) -> None:
    rules.single("T", lambda t: [("M", (When(t.window, t.day),), 0)] if t.window else [])
    rules.pair("D", "T", _dated)
    rules.pair("T", "D", lambda t, d: _dated(d, t))
    rules.pair("D", "prep", lambda d, _: [("D", d, 0)])
    rules.pair("T", "have fill_have", lambda t, _: [("T", t, 0.1)])
    rules.pair("P", "T", lambda p, t: [("M", (Dated("", name, t.window),), 0.1) for name in p.names[0]] if t.window and len(p.names) == 1 and not p.function and not p.which else [])  # fmt: skip


def _dated(verb: DateVerb, time: Found) -> Made:
    if time.window:
        yield "M", (Dated(verb.label, verb.property, time.window),), 0


def _filling(rules: Rules) -> None:
    kinds = ["N", "M", "MD", "V", "VB", "E", "ND", "P", "T", "U", "CN", "G", "D", "OFN", "BN", "which", "who", "how_many", "have", "prep", "by", "NUM", "of", "de", "not", "no", "VAL", "count", "group", "MA"]
    for kind in kinds:
        rules.pair("fill relative fill_have inside", kind, lambda _, m, k=kind: [(k, m, 0.1)])
        rules.pair(kind, "fill relative fill_have inside", lambda m, _, k=kind: [(k, m, 0.1)])
    rules.pair(
        "inside relative fill fill_have", "inside relative fill fill_have", lambda a, b: [("fill", None, 0.1)]
    )


def _cost(made: Made, more: float) -> Made:
    for category, meaning, cost in made:
        yield category, meaning, cost + more
