"""Noun phrases: which and how many, whose, and what stands beside another."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase
from graph_platform.asking.modifiers import Acts, Being, Modifier, Plays, With
from graph_platform.asking.pieces import Figure, Props
from graph_platform.asking.rules.base import Made, Rules, dearer, left, right, swapped
from graph_platform.asking.rules.properties import totalled
from graph_platform.ontology import ONTOLOGY

ANYTHING = ("Person", "Organization", "Device", "Content", "Event")


def add(rules: Rules) -> None:
    """Enter the rules."""
    _asking(rules)
    _owning(rules)
    _saying(rules)


def _asking(rules: Rules) -> None:
    rules.pair("which having_which", "N", _which)
    rules.pair("who", "N", dearer(_who, 0.2))
    rules.pair("N", "which having_which", swapped(_which))
    rules.pair("N", "who", swapped(_who))
    rules.pair("how_many count having_many", "N", _many)
    rules.pair("N ND", "count", swapped(_many))
    rules.pair("N", "how_many having_many", swapped(_many))
    rules.pair("have fill_have", "which", lambda _, one: [("having_which", one, 0)])
    rules.pair("have fill_have", "who", lambda _, one: [("having_who", one, 0)])
    rules.pair("N", "having_who", swapped(_who))
    rules.pair("have fill_have", "how_many", right("having_many"))
    rules.pair("count", "how_many which of", left("count"))
    rules.pair("how_many", "of", left("how_many"))
    rules.pair("which", "of", left("which"))
    rules.pair("in_all", "how_many having_many count", right("how_many"))
    rules.pair("how_many", "in_all", left("how_many"))
    rules.pair("in_all", "have", right("have"))
    rules.pair("in_all", "N", _in_all)
    rules.pair("N", "in_all", swapped(_in_all))
    rules.pair("how", "N", right("N", when=lambda n: n.group))
    rules.single("who", lambda one: [("N", _anybody(("Person", "Organization"), one), 1.0)])
    rules.single("which", lambda one: [("N", replace(_anybody(ANYTHING, one), generic=True), 2.0)])
    # where is X registered: its city or its address
    rules.pair("N", "placed", left("N", when=lambda n: n.properties))
    rules.pair("N", "placed", left("NAT", when=lambda n: n.is_named and not n.properties))
    rules.pair(
        "where",
        "NAT",
        lambda _, n: [("N", replace(n, properties=(name,)), 0) for name in ("city", "address")],
    )
    rules.single("where", lambda _: [("P", Props(((name,),), which=True), 0) for name in ("city", "address")])


def _in_all(_: object, head: Phrase) -> Made:
    """How many in total; of a property that is asked for, the sum."""
    if head.asked == "count":
        yield "N", head, 0
    else:
        yield from totalled(head, "sum")


def _anybody(labels: tuple[str, ...], one: object) -> Phrase:
    return Phrase(labels, which=True, single=one is True, asked="list")


def _which(one: object, head: Phrase) -> Made:
    if not head.which and not head.is_named:
        single = head.single or one is True
        yield "N", replace(head, which=True, single=single, asked=head.asked or "list"), 0


def _who(one: object, head: Phrase) -> Made:
    if any(ONTOLOGY.dimension(label) in ("Person", "Organization") for label in head.labels):
        yield from _which(one, head)


def _many(_: object, head: Phrase) -> Made:
    if head.generic or head.asked == "count" or head.is_named or head.properties or head.total:
        return
    yield "N", replace(head, asked="count", which=True), 0


def _owning(rules: Rules) -> None:
    rules.pair("N", "de poss", left("ND"))
    rules.pair("of between", "N", right("OFN"))
    rules.pair("ND", "N", lambda owner, owned: rules.belong(owner, owned, 0))
    # "of" belongs to the noun before it, not to what a clause behind that noun is about
    rules.pair("N", "OFN", lambda owned, owner: rules.belong(owner, owned, 0) if not owned.related else ())
    rules.pair("N", "N", lambda owner, owned: rules.belong(owner, owned, 1.2, close=True))
    rules.pair("N", "N", _apposed)
    rules.pair("N", "have", left("NH"))
    rules.pair("NH", "N", lambda owner, owned: _having(rules, owner, owned))
    rules.single("NH", lambda n: [("M", (With(n),), 0.6)])


def _having(rules: Rules, owner: Phrase, owned: Phrase) -> Made:
    """X has which tickets."""
    if owned.asked and owned.which and not owner.which:
        yield from rules.belong(owner, owned, 0.2)


def _apposed(first: Phrase, second: Phrase) -> Made:
    """Company X, or X Company: the label that the name has anyway."""
    for label, named in ((first, second), (second, first)):
        # customers are no apposition to one name, and a name of which something is asked is done
        plural = label.said.isascii() and label.said.endswith("s") and not label.single
        if (
            named.is_named
            and not named.properties
            and not plural
            and label.role is None
            and label.is_untouched
        ):
            pairs = ((mine, other) for mine in named.labels for other in label.labels)
            kept = tuple(
                mine for mine, other in pairs if ONTOLOGY.is_a(mine, other) or ONTOLOGY.is_a(other, mine)
            )
            if kept:
                yield "N", replace(named, labels=kept), 0.3


def _saying(rules: Rules) -> None:
    rules.pair("N", "M", rules.modifying(0.2))
    rules.pair("N", "MD", rules.modifying(0.8))
    rules.pair("M", "N", swapped(rules.modifying(0.5)))
    rules.pair("MD", "N", swapped(rules.modifying(0)))
    rules.pair("M", "de", left("MD"))
    rules.pair("and", "M", right("MA"))
    rules.pair("M", "MA", lambda a, b: [("M", (*a, *b), 0.1)] if len(a) + len(b) <= 3 else [])
    rules.pair("prep have", "M", right("M", 0.1))
    rules.pair("not", "M", _not)
    rules.pair("N", "N", _playing)
    rules.pair("M", "M", _share_of)
    rules.pair("whose", "N", lambda _, n: [("M", (With(n),), 0)] if not n.asked and not n.is_named else [])
    rules.pair("whose", "M", right("M"))
    rules.pair("and", "N", right("WITH", 0.6, when=lambda n: n.is_named))
    rules.pair("WITH", "de", lambda n, _: [("MD", (With(n),), 0)])
    rules.pair("have", "N", lambda _, n: [("M", (With(n),), 0)] if not n.asked else [])
    rules.pair("NUM", "N", _one_of)
    rules.pair("ONE", "no", lambda n, _: [("M", (With(n, none=True),), 0.1)])
    rules.pair("no", "N", lambda _, n: [("M", (With(n, none=True),), 0), ("N", replace(n, none=True), 0.1)])
    rules.pair("prep", "N", lambda _, n: [("M", (With(n),), 0)] if _may_ask(n) else [])
    rules.pair("by", "N", right("BN"))
    rules.single("BN", lambda n: [("M", (With(n),), 0.4)] if _may_ask(n) else [])


def _one_of(number: Figure, head: Phrase) -> Made:
    """一个商机都没有: not a single one."""
    if number.value == 1 and not number.percent and not head.is_named and not head.asked:
        yield "ONE", head, 0


def _may_ask(phrase: Phrase) -> bool:
    """Whether nothing is asked of it, or no more than which it is."""
    return not phrase.asked or (phrase.which and phrase.bare)


def _playing(first: Phrase, second: Phrase) -> Made:
    """X is the defendant, said of what X is the defendant of."""
    named, played = (second, first) if second.is_named and not first.is_named else (first, second)
    if named.is_named and not named.related and played.role is not None and played.is_untouched:
        yield "M", (Plays(played.role, named),), 0.5


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
        case Being(test) if test.op == "eq" and test.names != ("*",):
            yield "M", (Being(replace(test, op="ne")),), 0
