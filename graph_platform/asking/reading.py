"""A question that is a noun phrase, read whole: the cheapest reading that says all, or what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_platform.asking.accounting import unaccounted
from graph_platform.asking.answers import (
    AsksBack,
    Choice,
    Forbidden,
    NotUnderstood,
    Said,
    Unclear,
    Understood,
)
from graph_platform.asking.chart import MOST_PIECES, Grammar, TooInvolved, chart
from graph_platform.asking.chunks import Chunk
from graph_platform.asking.draft import Link, Phrase
from graph_platform.asking.lexicon import ENDS, Lexicon
from graph_platform.asking.mentions import Mentions
from graph_platform.asking.pieces import Words
from graph_platform.asking.plan import Function, Listing, Number, Plan, canonical
from graph_platform.asking.plans import plan_of
from graph_platform.asking.refusing import YES_OR_NO
from graph_platform.asking.rows import row
from graph_platform.asking.usual import also_meant, usual
from graph_platform.asking.values import Confirming, Readable
from graph_platform.asking.words import in_words

WHICH = Said("您指的是哪一种？", "Which of these do you mean?")
SAME = 0.05
"""Readings whose costs differ by no more are meant equally."""
NEAR = 0.5
"""By how much a reading may be dearer than the best that was tried in vain."""
MOST_READINGS = 6
FARTHEST = 3.5
"""The cost from which on a reading is too far from how people talk to be meant."""


@dataclass(frozen=True)
class Reading:
    """All that one question is read with."""

    lexicon: Lexicon
    grammar: Grammar
    today: date
    confirming: Confirming
    mentions: Mentions
    before: Plan | None


async def read_phrase(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    """The plan of a question that is one noun phrase, or the choices where several are meant equally.

    Raises: `NotUnderstood` naming the part that is not understood or may not be asked.
    """
    rows = [pieces for pieces in (row(chunk) for chunk in chunks) if pieces]
    if not rows:
        raise NotUnderstood("没有看到要问什么", "it is not said what is asked")
    too_long = NotUnderstood(
        "问题太长，请分成几个问题", "this is too long for one question: please ask it in parts"
    )
    if len(rows) > MOST_PIECES:
        raise too_long
    try:
        made = chart(rows, reading.grammar)
    except TooInvolved:
        raise too_long from None
    whole = {meaning: cost for (category, meaning), cost in made[0][len(rows)].items() if category == "N"}
    if not whole:
        raise missing(chunks, rows, made)
    readings = sorted(
        ((cost + _open(phrase), phrase) for phrase, cost in whole.items()), key=lambda each: each[0]
    )
    near = [each for each in readings[:MOST_READINGS] if each[0] <= FARTHEST]
    if not near:
        raise missing(chunks, rows, made)
    return await _cheapest(near, chunks, reading)


async def _cheapest(
    readings: Sequence[tuple[float, Phrase]], chunks: Sequence[Chunk], reading: Reading
) -> Understood:
    failure: NotUnderstood | None = None
    done: list[Plan] = []
    most = float("inf")
    for cost, phrase in readings:
        if cost > most:
            break
        try:
            understood = await _plan(phrase, chunks, reading)
        except Forbidden:
            raise
        except NotUnderstood as stop:
            failure = failure or stop
            if stop.refused.part:
                # what somebody said and the data do not confirm is not twisted until they do
                most = min(most, cost + NEAR)
            continue
        if understood.plan is None:
            return understood
        most = min(most, cost + SAME)
        if canonical(understood.plan) not in map(canonical, done):
            done.append(understood.plan)
    if not done:
        raise failure or NotUnderstood("没有看懂这个问题", "the question is not understood")
    if len(done) == 1:
        return Understood(plan=done[0], words=in_words(done[0]))
    choices = tuple(Choice(in_words(plan), plan=plan) for plan in done)
    return Understood(asks=AsksBack(WHICH, choices))


async def _plan(phrase: Phrase, chunks: Sequence[Chunk], reading: Reading) -> Understood:
    """One reading as a plan that says everything, or as choices of its label."""
    unknown = {text for chunk in chunks if chunk.is_unknown for text in chunk.sense(Words).texts}
    if lost := unknown - _texts(phrase):
        raise unexplained(min(lost))
    check_readable(phrase, reading.confirming.readable)
    phrase = await reading.confirming.confirmed(phrase)
    check_readable(phrase, reading.confirming.readable)
    try:
        plan = plan_of(phrase)
    except Unclear as unclear:
        return _by_label(phrase, unclear)
    if (
        isinstance(plan, Listing)
        and plan.nodes.id is not None
        and not plan.properties
        and _is_said_of(chunks)
    ):
        raise NotUnderstood(YES_OR_NO.zh, YES_OR_NO.en)
    if (part := unaccounted(chunks, plan)) is not None:
        raise unexplained(part.text)
    if (other := also_meant(plan)) is not None:
        choices = tuple(Choice(in_words(each), plan=each) for each in (plan, other))
        return Understood(asks=AsksBack(WHICH, choices))
    return Understood(plan=_extreme(usual(plan), chunks))


def _extreme(plan: Plan, chunks: Sequence[Chunk]) -> Plan:
    """How high the highest is, is a number; a list of all in order otherwise."""
    if (
        isinstance(plan, Listing)
        and plan.nodes.id is None
        and plan.order is not None
        and plan.properties == (plan.order.property,)
        and any(chunk.speaks("how_many", "how_much") for chunk in chunks)
    ):
        function: Function = "max" if plan.order.descending else "min"
        return Number(nodes=plan.nodes, function=function, property=plan.order.property, as_of=plan.as_of)
    return plan


def _by_label(phrase: Phrase, unclear: Unclear) -> Understood:
    choices = []
    for text, label in unclear.options:
        try:
            choices.append(Choice(text, plan=plan_of(replace(phrase, labels=(str(label),)))))
        except (Unclear, NotUnderstood):
            continue
    if len(choices) < 2:
        raise NotUnderstood("没有说明问的是哪一类", "it is not said which kind of thing is meant")
    return Understood(asks=AsksBack(unclear.text, tuple(choices)))


def _is_said_of(chunks: Sequence[Chunk]) -> bool:
    """Whether something is said of a name: is X a customer?"""
    return any(chunk.text in ("is", "are", "was", "were", "是", "吗", "does", "did") for chunk in chunks)


def _links(phrase: Phrase) -> list[Link]:
    return [*phrase.related, *([phrase.rank] if phrase.rank else [])]


def _open(phrase: Phrase) -> float:
    """What it costs that a role has nobody whose it is, everywhere in a phrase, or that another thing is asked for."""
    inside = 1.5 if phrase.asks_inside and phrase.rank is None else 0.0
    return inside + (1.0 if phrase.role else 0.0) + sum(_open(link.nodes) for link in _links(phrase))


def _texts(phrase: Phrase) -> set[str]:
    """The words of a phrase that nothing knew and that it takes for values."""
    tests = [*phrase.where, *(test for link in _links(phrase) for test in link.edge)]
    found = {text for link in _links(phrase) for text in _texts(link.nodes)}
    for test in tests:
        if test.raw or test.op == "contains":
            found |= set(test.value) if isinstance(test.value, tuple) else {str(test.value)}
    return found


def check_readable(phrase: Phrase, readable: Readable) -> None:
    """Raises: `Forbidden` naming the first property that the asker may not read."""
    names = [*phrase.properties, *(test.names[0] for test in phrase.where if not test.raw)]
    for each in (phrase.order and phrase.order[0], phrase.total and phrase.total[1], phrase.group):
        names += [each] if each else []
    if phrase.during is not None and phrase.during.property:
        names.append(phrase.during.property)
    for name in names:
        if not readable(phrase.labels[0], name):
            raise Forbidden(name)
    for link in _links(phrase):
        for test in link.edge:
            if not readable(ENDS[link.end][0].name, test.names[0]):
                raise Forbidden(test.names[0])
        check_readable(link.nodes, readable)


def unexplained(text: str) -> NotUnderstood:
    """That no part of a plan explains a word."""
    return NotUnderstood(f"没有看懂“{text}”在这里的意思", f"what “{text}” means here is not understood", text)


def missing(chunks: Sequence[Chunk], rows: Sequence[Any], made: Any) -> NotUnderstood:
    """Which part is not understood: words that nothing knows, else the chunk that stops the longest reading."""
    for chunk in chunks:
        if chunk.is_unknown:
            return NotUnderstood(f"没有看懂“{chunk.text}”", f"“{chunk.text}” is not understood", chunk.text)
    kept = [chunk for chunk in chunks if row(chunk)]
    reach = max((end for end in range(len(rows) + 1) if any(c == "N" for c, _ in made[0][end])), default=0)
    return unexplained(kept[min(reach, len(kept) - 1)].text)
