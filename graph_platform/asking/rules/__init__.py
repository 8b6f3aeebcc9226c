"""How pieces of a question hang together: one grammar for Chinese and English, over categories that both fill.

Categories: N a noun phrase, M what is said of one, MD the same before 的, ND an owner (X 的, X's), OFN one behind "of",
V a verb, E a verb of an event, D one of a date, P properties, G a grouping, T a time, U words that nothing knows, VAL a
value, CN a bound (more than 5), TOP a rank, and the parts of speech of `speech.yaml` by their own names. What a rule
costs says how far it is from how people talk; the cheapest reading of the whole question wins, and equally cheap ones
are asked back.
"""

from graph_platform.asking.chart import Grammar
from graph_platform.asking.lexicon import Lexicon
from graph_platform.asking.rules import amounts, groups, nouns, properties, ranks, values, verbs
from graph_platform.asking.rules.base import Rules


def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar over a lexicon."""
    rules = Rules(lexicon)
    for part in (nouns, verbs, properties, values, amounts, ranks, groups):
        part.add(rules)
    return Grammar(rules.pairs, rules.singles)


__all__ = ["grammar"]
