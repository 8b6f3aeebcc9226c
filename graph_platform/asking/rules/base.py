"""The table that rules are entered into, and the rules that are needed over and over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from graph_platform.asking.draft import Phrase
from graph_platform.asking.lexicon import Lexicon
from graph_platform.asking.modifiers import Modifier, When, With, modified

Made = Iterable[tuple[str, Any, float]]
"""Category, meaning and cost of each reading that a rule gives."""
Rule = Callable[[Any, Any], Made]
Test = Callable[[Any], object]


class Rules:
    """Rules by the categories of what they take, over a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.pairs: dict[tuple[str, str], list[Rule]] = {}
        self.singles: dict[str, list[Callable[[Any], Made]]] = {}

    def pair(self, first: str, second: str, rule: Rule) -> None:
        """Let a rule take a piece of one of the first categories before one of the second (parted by blanks)."""
        for left in first.split():
            for right in second.split():
                self.pairs.setdefault((left, right), []).append(rule)

    def single(self, category: str, rule: Callable[[Any], Made]) -> None:
        """Let a rule take a piece alone."""
        self.singles.setdefault(category, []).append(rule)

    def modify(self, head: Phrase, steps: Modifier, cost: float) -> Made:
        """The head and what is said of it; to say it of what much has been said of costs more, so the nearest wins."""
        if head.is_named and any(not isinstance(step, When) for step in steps):
            return
        far = 0.3 * len(head.related) + (0.1 if head.where else 0)
        for made in modified(self.lexicon, head, steps):
            yield "N", made, cost + far

    def modifying(self, cost: float) -> Rule:
        """The rule of a head before what is said of it."""
        return lambda head, steps: self.modify(head, steps, cost)

    def belong(self, owner: Phrase, owned: Phrase, cost: float, close: bool = False) -> Made:
        """What is whose: X's tickets. With `close` nothing stands between them, as is said of names alone."""
        if owned.is_named or owned.properties:
            return
        if close and owner.labels == ("Team",):
            # EMEA customers are those of a territory, not a team's
            return
        if close and (owned.related or not (owner.is_named or owned.most is not None)):
            return
        if owner.which and not owner.is_named and owned.most is not None:
            # whose tickets are most
            for made in modified(self.lexicon, owner, (With(replace(owned, which=False, asked="")),)):
                yield "N", made, cost
            return
        if owner.which and not owner.is_named and owner.asked == "list" and not owned.which:
            # which companies' posts require it asks for companies
            for made in modified(self.lexicon, owner, (With(replace(owned, asked="")),)):
                yield "N", made, cost + 0.2
            return
        for made in modified(self.lexicon, owned, (With(owner),)):
            yield "N", made, cost + 0.3 * len(owned.related)


def left(category: str, cost: float = 0, when: Test | None = None) -> Rule:
    """The rule that keeps the first of two pieces, as a piece of a category."""
    return lambda first, _: [(category, first, cost)] if when is None or when(first) else []


def right(category: str, cost: float = 0, when: Test | None = None) -> Rule:
    """The rule that keeps the second of two pieces."""
    return lambda _, second: [(category, second, cost)] if when is None or when(second) else []


def swapped(rule: Rule) -> Rule:
    """The rule for the two pieces the other way round."""
    return lambda first, second: rule(second, first)


def dearer(rule: Rule, more: float) -> Rule:
    """The rule at a higher cost."""
    return lambda first, second: at_cost(rule(first, second), more)


def at_cost(made: Made, more: float) -> Made:
    """What was made, at a higher cost."""
    for category, meaning, cost in made:
        yield category, meaning, cost + more
