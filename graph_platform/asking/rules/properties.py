"""Properties that are asked for, and functions of them."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import NUMBERS, Phrase, declared, having
from graph_platform.asking.lexicon import DateVerb
from graph_platform.asking.pieces import Props
from graph_platform.asking.plan import Function
from graph_platform.asking.rules.base import Made, Rules, dearer, left, right, swapped
from graph_platform.ontology import ONTOLOGY

FUNCTIONS: dict[str, Function] = {"sum": "sum", "average": "average", "max": "max", "min": "min"}

WRITTEN_IN_DIGITS = ("phone", "uscc", "vin", "plate", "resident_id", "bank_account", "stock_code", "wechat")


def add(rules: Rules) -> None:
    """Enter the rules."""
    _of_whom(rules)
    _which(rules)
    _when(rules)
    for part, function in FUNCTIONS.items():
        _function(rules, part, function)
    rules.pair("P", "de", left("P", 0.3, when=lambda p: p.function))
    rules.single("P", _only_label)
    rules.single("sum_amount", lambda _: [("P", Props((("amount", "contract_value"),), function="sum"), 0)])


def asked(head: Phrase, props: Props) -> Made:
    """The head with properties, or a function of one, asked for; nothing where a word may mean several."""
    if head.total or head.group or head.asked == "count" or head.rank or head.generic:
        return
    labels, names = head.labels, list(head.properties)
    for alternatives in props.names:
        fitting = [name for name in alternatives if having(labels, name)]
        if len(fitting) != 1 or fitting[0] in names:
            return
        names.append(fitting[0])
        labels = having(labels, fitting[0])
    if not props.function:
        yield "N", replace(head, labels=labels, properties=tuple(names)), 0
    elif len(names) == 1 and (known := declared(labels, names[0])) and known.type in NUMBERS:
        yield "N", replace(head, labels=labels, total=(props.function, names[0])), 0


def _asked_once(head: Phrase, props: Props) -> Made:
    """A property said behind its owner; said once more it asks for no other one."""
    if not head.properties and not head.total:
        yield from dearer(asked, 0.4)(head, props)
    elif len(props.names) == 1 and not props.function:
        said = (*head.properties, *(head.total or ())[1:])
        if set(props.names[0]) & set(said):
            yield "N", head, 0.2


def totalled(head: Phrase, function: Function) -> Made:
    """A function of the one property that was asked for: the average deal size."""
    if len(head.properties) == 1 and not head.total and not head.order:
        known = declared(head.labels, head.properties[0])
        if known and known.type in NUMBERS:
            yield "N", replace(head, properties=(), total=(function, head.properties[0])), 0


def _of_whom(rules: Rules) -> None:
    rules.pair("ND", "P", asked)
    rules.pair("N", "P", _asked_once)
    rules.pair("P", "OFN", swapped(asked))
    rules.pair("prep", "N", right("PN", when=lambda n: n.is_named))
    rules.pair("P", "PN", dearer(swapped(asked), 0.2))
    # contacts with their titles; in the title
    rules.pair("have and", "P", right("PW", when=lambda p: not p.which and not p.function))
    rules.pair("N", "PW", lambda n, p: dearer(asked, 0.3)(n, p) if not n.properties else ())
    rules.pair("prep", "P", right("PP", when=lambda p: p.is_plain))
    rules.pair("P", "and", left("PA"))
    rules.pair("PA", "P", _both)
    # 持有 X 的股份 says no more than to hold X
    rules.pair("ND", "P", lambda n, p: [("N", n, 0.3)] if _is_share(p) and n.is_named else [])


def _both(first: Props, second: Props) -> Made:
    if not first.function and not second.function and len(first.names) < 5:
        yield "P", Props((*first.names, *second.names), first.which or second.which), 0


def _is_share(props: Props) -> bool:
    return props.names == (("share",),) and not props.function


def _which(rules: Rules) -> None:
    def has_asked(head: Phrase) -> bool:
        return bool(head.properties or head.total)

    def asking(_: object, props: Props) -> Made:
        yield "P", replace(props, which=True), 0

    def counting(_: object, props: Props) -> Made:
        # how many is asked of a number alone, and 多少 of what is written in digits
        if all(any(_is_number(name) for name in names) for names in props.names):
            yield "P", replace(props, which=True), 0

    rules.pair("which how_much when", "P", asking)
    rules.pair("P", "which how_much who when having_which", swapped(asking))
    rules.pair("how_many", "P", counting)
    rules.pair("P", "how_many having_many", swapped(counting))
    rules.pair("prep", "P", right("P", 0.1, when=lambda p: p.which))
    rules.pair("P", "prep de", left("P", 0.1, when=lambda p: p.which))
    rules.pair("P", "N", lambda p, n: dearer(asked, 0.3)(n, p) if p.which else ())
    # which territory does X belong to
    rules.pair(
        "N",
        "V",
        lambda n, v: (
            [("N", n, 0.2)] if n.properties and v.verb.relationship == "PART_OF" and not v.none else []
        ),
    )
    rules.pair("N", "prep", left("N", 0.2, when=lambda n: n.properties))
    rules.pair("N", "de", left("N", 0.3, when=lambda n: n.properties and n.is_named))
    rules.pair("how_much which", "N", right("N", when=has_asked))
    rules.pair("N", "which how_much how_many having_which having_many", left("N", when=has_asked))


def _is_number(name: str) -> bool:
    return any(
        each.name == name and (each.type in NUMBERS or name.endswith("_number") or name in WRITTEN_IN_DIGITS)
        for _, each in ONTOLOGY.every_property()
    )


def _when(rules: Rules) -> None:
    def date_of(verb: DateVerb) -> Props:
        return Props(((verb.property,),), which=True)

    rules.pair("when", "D", lambda _, verb: [("P", date_of(verb), 0)])
    rules.pair("D", "when", lambda verb, _: [("P", date_of(verb), 0)])
    rules.pair("when", "N", right("WN"))
    rules.pair("WN", "D", lambda head, verb: asked(head, date_of(verb)))


def _function(rules: Rules, part: str, function: Function) -> None:
    def of_property(_: object, props: Props) -> Made:
        if not props.function:
            yield "P", replace(props, function=function), 0

    def of_phrase(_: object, head: Phrase) -> Made:
        return totalled(head, function)

    rules.pair(part, "P", of_property)
    rules.pair("P", part, swapped(of_property))
    rules.pair(part, "N", of_phrase)
    rules.pair("N ND", part, swapped(of_phrase))
    rules.pair(part, "of", left(part))


def _only_label(props: Props) -> Made:
    """The average downtime: a property of one label alone says of what it is."""
    if not props.function or len(props.names) != 1 or len(props.names[0]) != 1:
        return
    name = props.names[0][0]
    owners = [each.name for each in ONTOLOGY.labels.values() if any(p.name == name for p in each.properties)]
    known = declared(owners, name)
    if len(owners) == 1 and known and known.type in NUMBERS:
        yield "N", Phrase((owners[0],), total=(props.function, name), bare=False), 0.6
