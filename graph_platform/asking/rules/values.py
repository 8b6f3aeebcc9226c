"""What a property has to be: a value of the lexicon, or words that nothing knows and the data have to confirm."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.draft import Phrase, Test
from graph_platform.asking.modifiers import Being
from graph_platform.asking.pieces import PLACES, Props, Words
from graph_platform.asking.places import is_place
from graph_platform.asking.rules.base import Made, Rules, left, right, swapped


def add(rules: Rules) -> None:
    """Enter the rules."""
    _known(rules)
    _unknown(rules)
    _containing(rules)


def _known(rules: Rules) -> None:
    rules.single("VAL", lambda test: [("M", (Being(test),), 0)])
    rules.pair("P", "VAL", _valued)
    rules.pair("VAL", "P", swapped(_valued))
    rules.pair("P", "not", left("PNOT", when=lambda p: not p.which))
    rules.pair("PNOT", "VAL", _not_valued)
    rules.pair("VAL", "or", left("VALO"))
    rules.pair("VAL", "and", left("VALO", 0.1))
    rules.pair("VALO", "VAL", _either)


def _valued(props: Props, test: Test) -> Made:
    if len(props.names) == 1 and not props.function and set(test.names) & set(props.names[0]):
        yield "M", (Being(test),), -0.2


def _not_valued(props: Props, test: Test) -> Made:
    if test.op == "eq":
        yield from _valued(props, replace(test, op="ne"))


def _either(first: Test, second: Test) -> Made:
    if first.names == second.names and first.op in ("eq", "in") and second.op == "eq":
        values = first.value if isinstance(first.value, tuple) else (str(first.value),)
        yield "VAL", replace(first, op="in", value=(*values, str(second.value))), 0


def _unknown(rules: Rules) -> None:
    rules.single("U", lambda words: [("M", (_raw(("*",), words),), 0.4 if _are_places(words) else 1.0)])
    rules.pair("prep", "U", lambda _, words: [("M", (_raw(PLACES, words),), 0.2)])
    rules.pair("P", "U", _said)
    rules.pair("U", "P", swapped(_said))
    rules.pair("P", "N", lambda p, n: _said(p, Words((n.said,))) if _is_word(n) else ())
    rules.pair("of", "M", right("M", 0.3, when=lambda steps: isinstance(steps[0], Being)))
    rules.pair("U", "or and", left("UO"))
    rules.pair("UO", "U", lambda a, b: [("U", Words((*a.texts, *b.texts)), 0)] if len(a.texts) < 4 else [])


def _are_places(words: Words) -> bool:
    return all(map(is_place, words.texts))


def _is_word(phrase: Phrase) -> bool:
    """Whether a noun may be a value as well: tagged battery."""
    return bool(phrase.said) and phrase.is_untouched


def _raw(names: tuple[str, ...], words: Words) -> Being:
    if len(words.texts) == 1:
        return Being(Test(names, "eq", words.texts[0], raw=True))
    return Being(Test(names, "in", words.texts, raw=True))


def _said(props: Props, words: Words) -> Made:
    if props.is_plain:
        yield "M", (_raw(props.names[0], words),), 0


def _containing(rules: Rules) -> None:
    def contained(props: Props, text: str) -> Made:
        if props.is_plain:
            yield "M", (Being(Test(props.names[0], "contains", text, sure=True)),), 0

    rules.pair("P", "contains", left("PC", when=lambda p: p.is_plain))
    rules.pair("contains", "U", lambda _, words: [("CU", words.texts[0], 0)])
    rules.pair("contains", "N", lambda _, n: [("CU", n.said, 0)] if _is_word(n) else [])
    rules.pair("CU", "PP", swapped(contained))
    rules.pair("PC", "U", lambda p, words: contained(p, words.texts[0]))
    rules.pair("PC", "N", lambda p, n: contained(p, n.said) if _is_word(n) else ())
    rules.pair("prep", "CU", right("CU", 0.1))
