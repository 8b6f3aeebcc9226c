"""A question in Chinese or English, understood as a typed plan, asked back, or refused by naming the part.

    await understand("How many tickets has 风驰出行 raised since July?", today, find, values)
        → Understood(plan=Number(…), words=…)

Every word is accounted for: what is neither polite filler nor a part of the plan refuses the whole, because a wrong
answer given as a right one is worse than none. Of the graph it asks for names and values alone, through what is handed
in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph_platform.asking.answers import AsksBack, Choice, Forbidden, NotUnderstood, Said, Understood, Used
from graph_platform.asking.chart import Grammar
from graph_platform.asking.chunks import Candidate, Chunk, Named, figures, segmented, times
from graph_platform.asking.comparing import compared
from graph_platform.asking.following import follow, goes_on, remembered, there
from graph_platform.asking.frames import framed
from graph_platform.asking.lexicon import DimensionWord, Lexicon, Noun, PropertyWord, Role, Speech, lexicon
from graph_platform.asking.mentions import Find, mentioned, towns
from graph_platform.asking.places import is_place
from graph_platform.asking.plan import (
    Dimension,
    Groups,
    Listing,
    Nodes,
    Number,
    Plan,
    Sides,
    Sources,
    canonical,
)
from graph_platform.asking.plans import named_label
from graph_platform.asking.reading import Reading, read_phrase
from graph_platform.asking.refusing import YES_OR_NO, no_question, wants_yes_or_no
from graph_platform.asking.rules import grammar
from graph_platform.asking.times import Found
from graph_platform.asking.times import find as find_times
from graph_platform.asking.tokens import Token, folded, tokens
from graph_platform.asking.values import Confirming, Readable, Values
from graph_platform.asking.words import in_words
from graph_platform.ontology import ONTOLOGY


def everything_readable(label: str, name: str) -> bool:
    """That every property may be read."""
    return True


async def understand(
    question: str,
    today: date,
    find: Find,
    values: Values,
    readable: Readable = everything_readable,
    before: Plan | None = None,
    synonyms: Path | None = None,
) -> Understood:
    """What a question is understood as.

    `find(mention, labels)` gives at most five nodes that the asker may see, best first; `values(label, property,
    text)` the distinct values that they may see, or of a property whose values are never listed the text, if it is
    one; `readable(label, property)` whether they may read a property at all. `before` is the plan of the question
    before, for `it`, `of these` and `and last year?`. `synonyms` is a user's own file.

    Never raises for any text; raises `SettingsError` for a file of synonyms that is not right.
    """
    if (refused := no_question(question)) is not None:
        return Understood(refused=refused)
    words, rules = _language(synonyms)
    text = folded(question)
    parts = tokens(text)
    fixed = {
        **figures(text, parts),
        **times(text, parts, find_times(question, today)),
        **await towns(question, parts, words, values),
        **remembered(parts, words, before),
    }
    mentions = await mentioned(question, parts, words, fixed, find)
    chunks = there(segmented(parts, words, {**fixed, **mentions.fixed}), before)
    used = tuple(_used(question, parts, chunk) for chunk in chunks)
    reading = Reading(words, rules, today, Confirming(values, readable, words), mentions, before)
    try:
        return replace(await _sentences(chunks, reading), used=used)
    except NotUnderstood as stop:
        return Understood(refused=stop.refused, used=used)


@lru_cache(maxsize=4)
def _language(synonyms: Path | None) -> tuple[Lexicon, Grammar]:
    words = lexicon(synonyms)
    # the lists of places are read with it, so that no question waits for them
    is_place("上海")
    return words, grammar(words)


async def _sentences(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    """A question of one sentence; of several that all ask the same.

    Raises: `NotUnderstood` where they do not: an answer to one of them would leave the others out.
    """
    sentences = [each for each in _parted(chunks) if any(map(_says_something, each))]
    if len(sentences) < 2:
        return await _understood(chunks, reading)
    first, *others = [await _understood(each, reading) for each in sentences]
    for other, sentence in zip(others, sentences[1:], strict=True):
        if first.plan is None or other.plan is None or canonical(first.plan) != canonical(other.plan):
            text = " ".join(chunk.text for chunk in sentence)
            raise NotUnderstood(
                f"一次只能问一个问题，“{text}”是另一个",
                f"one question at a time: “{text}” is another one",
                text,
            )
    return first


def _parted(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    made: list[list[Chunk]] = [[]]
    for chunk in chunks:
        made[-1].append(chunk)
        if chunk.text in ("?", "？", "!", "！", "。", ".", ";", "；"):
            made.append([])
    return made


def _says_something(chunk: Chunk) -> bool:
    return not all(
        isinstance(sense, Speech) and sense.part in ("stop", "comma", "fill") for sense in chunk.senses
    )


async def _understood(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    if wants_yes_or_no(chunks):
        raise NotUnderstood(YES_OR_NO.zh, YES_OR_NO.en)
    chunks = _own_pronouns([chunk for chunk in chunks if not chunk.speaks("comma")])
    _check_masked_noun(chunks, reading.confirming.readable)
    if chunks and chunks[0].text in ("of", "out of", "among", "amongst"):
        # of the tickets of X, how many are open
        chunks = chunks[1:]
    for chunk in chunks:
        _check_masked(chunk, reading.confirming.readable)
        found = chunk.sense(Found)
        if found is not None and found.window is None and len(chunk.senses) == 1:
            raise NotUnderstood(
                f"没有看懂时间“{chunk.text}”", f"the time “{chunk.text}” is not understood", chunk.text
            )
    unclear = next(
        (chunk for chunk in chunks if (named := chunk.sense(Named)) and len(named.candidates) > 1), None
    )
    if unclear is not None:
        return await _whom(chunks, unclear, reading)
    try:
        return await _planned(chunks, reading)
    except Forbidden:
        raise
    except NotUnderstood as stop:
        return await _nearly(chunks, reading, stop)


def _check_masked(chunk: Chunk, readable: Readable) -> None:
    """Raises: `Forbidden` where a word stands for nothing but a property that the asker may read nowhere."""
    if chunk.senses and all(isinstance(sense, PropertyWord) for sense in chunk.senses):
        names = [name for sense in chunk.senses for name in sense.names]
        owners = [(owner, each.name) for owner, each in ONTOLOGY.every_property() if each.name in names]
        if owners and not any(readable(owner, name) for owner, name in owners):
            raise Forbidden(names[0])


def _check_masked_noun(chunks: Sequence[Chunk], readable: Readable) -> None:
    """Raises: `Forbidden` where a word for an event is asked like a number: X's 电话 is what."""
    for place, chunk in enumerate(chunks):
        behind = [each for each in chunks[place + 1 :] if each.text not in ("是", "为")][:1]
        owner = chunks[place - 1] if place else None
        if (
            owner is not None
            and (owner.speaks("de", "poss") or owner.sense(Named) or owner.sense(Role) or owner.sense(Noun))
            and chunk.sense(Noun)
            and (word := chunk.sense(PropertyWord))
            and behind
            and behind[0].text in ("多少", "什么", "几号", "多少号", "哪个")
        ):
            _check_masked(replace(chunk, senses=(word,)), readable)


_OWN = {
    "their", "its", "其", "they", "them", "it", "his", "her", "him", "he", "she", "这个人", "该公司", "这家公司", "他",
    "她", "它", "它们", "他们", "这位", "该人",
}  # fmt: skip


def _own_pronouns(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks, with `their` and 其 as filler where they go back to something that the question itself names."""
    made: list[Chunk] = []
    is_count = any(chunk.speaks("how_many", "count") for chunk in chunks)
    for chunk in chunks:
        if is_count and chunk.speaks("in_all"):
            # how many in total are as many
            chunk = replace(chunk, senses=(Speech("fill"),))
        own = chunk.speaks("it", "these") and any(
            each.sense(Noun) or each.sense(Role) or each.sense(Named) for each in made
        )
        # what it goes back to stands before it in the same question
        own = own and all(isinstance(sense, Speech) for sense in chunk.senses) and not chunk.speaks("follow")
        own = own and chunk.text in _OWN
        made.append(replace(chunk, senses=(Speech("fill"),)) if own else chunk)
    return tuple(made)


async def _whom(chunks: Sequence[Chunk], unclear: Chunk, reading: Reading) -> Understood:
    """A question about a name that several bear: with the one that fits, or asked back."""
    named = unclear.sense(Named)
    several = sum(1 for chunk in chunks if (each := chunk.sense(Named)) and len(each.candidates) > 1) > 1
    options: list[Choice] = []
    stopped: NotUnderstood | None = None
    for candidate in named.candidates:
        plan: Plan | None = None
        if not several:
            try:
                plan = (
                    await _planned(_with(chunks, unclear, replace(named, candidates=(candidate,))), reading)
                ).plan
            except NotUnderstood as stop:
                stopped = stopped or stop
                continue
        options.append(Choice(_named(candidate), plan=plan, node=candidate))
    if not options:
        raise stopped or NotUnderstood("没有看懂这个问题", "the question is not understood")
    if len(options) == 1 and options[0].plan is not None:
        return Understood(plan=options[0].plan, words=in_words(options[0].plan))
    asked = Said(f"“{unclear.text}”指的是哪一个？", f"Which “{unclear.text}” do you mean?")
    return Understood(asks=AsksBack(asked, tuple(options)))


async def _nearly(chunks: Sequence[Chunk], reading: Reading, stop: NotUnderstood) -> Understood:
    """A question with a name that nobody has, asked back with those that are nearly called so; refused without any."""
    for (first, behind), candidates in reading.mentions.near.items():
        within = [chunk for chunk in chunks if first <= chunk.first and chunk.behind <= behind]
        if not candidates or not any(chunk.is_unknown for chunk in within):
            continue
        text = " ".join(chunk.text for chunk in within)
        options: list[Choice] = []
        for candidate in candidates[:3]:
            one = Chunk(first, behind, text, (Named(text, (candidate,)),))
            changed = [chunk for chunk in chunks if chunk.behind <= first]
            changed += [one, *(chunk for chunk in chunks if chunk.first >= behind)]
            try:
                plan = (await _planned(changed, reading)).plan
            except NotUnderstood:
                continue
            if plan is not None:
                options.append(Choice(_named(candidate), plan=plan, node=candidate))
        if options:
            asked = Said(f"没有叫“{text}”的，是否指：", f"Nothing is called “{text}”; did you mean:")
            return Understood(asks=AsksBack(asked, tuple(options)))
    raise stop


def _with(chunks: Sequence[Chunk], old: Chunk, named: Named) -> list[Chunk]:
    return [replace(chunk, senses=(named,)) if chunk is old else chunk for chunk in chunks]


def _named(candidate: Candidate) -> Said:
    label = ONTOLOGY.finest(candidate.labels)
    zh = ONTOLOGY.labels[label].zh if label else ""
    return Said(f"{candidate.name}（{zh}）", f"{candidate.name} ({label})")


async def _planned(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    plan = framed(chunks, _node, reading.today)
    if plan is not None:
        if (
            isinstance(plan, Sources)
            and plan.property
            and not reading.confirming.readable(plan.of.label, plan.property)
        ):
            raise Forbidden(plan.property)
        return await _or_nodes(plan, chunks, reading)
    followed = await follow(chunks, reading.before, reading.confirming)
    if followed is not None:
        return Understood(plan=followed, words=in_words(followed))
    if goes_on(chunks, reading.before):
        raise NotUnderstood(
            "不清楚这与前一个问题怎么衔接", "it is not clear how this goes on from the question before"
        )
    if reading.before is not None and chunks and chunks[0].speaks("follow"):
        chunks = chunks[1:]
    sides = compared(chunks)
    return await read_phrase(chunks, reading) if sides is None else await _sides(sides, reading)


async def _or_nodes(plan: Plan, chunks: Sequence[Chunk], reading: Reading) -> Understood:
    """A frame's plan; asked back where its word also names nodes (司法风险 is a dimension, and what courts do)."""
    done = Understood(plan=plan, words=in_words(plan))
    if plan.ask not in ("dimension", "influence") or not any(
        (chunk.sense(DimensionWord) or chunk.speaks("influence")) and chunk.sense(Noun) for chunk in chunks
    ):
        return done
    try:
        other = await read_phrase(chunks, reading)
    except NotUnderstood:
        return done
    if other.plan is None:
        return done
    choices = (Choice(done.words, plan=plan), Choice(other.words, plan=other.plan))
    return Understood(asks=AsksBack(Said("您指的是哪一种？", "Which of these do you mean?"), choices))


async def _sides(sides: Sequence[Sequence[Chunk]], reading: Reading) -> Understood:
    """The sides of a comparison: nodes of which no property is asked are counted."""
    plans: list[Any] = []
    for side in sides:
        understood = await _planned(side, reading)
        plan = understood.plan or _property_asked(understood)
        if plan is None:
            return understood
        if isinstance(plan, Listing) and not plan.properties and plan.nodes.id is None:
            plan = Number(nodes=plan.nodes, as_of=plan.as_of)
        plans.append(plan)
    if (
        not isinstance(plans[0], Listing | Number | Groups | Dimension)
        or len({plan.ask for plan in plans}) != 1
    ):
        raise NotUnderstood("这两项不能放在一起比较", "these cannot be compared with one another")
    compared_ = Sides(sides=tuple(plans))
    return Understood(plan=compared_, words=in_words(compared_))


def _property_asked(understood: Understood) -> Plan | None:
    """The one choice that is a property: employees that are compared are numbers, not people."""
    plans = [choice.plan for choice in (understood.asks.choices if understood.asks else ())]
    asked = [plan for plan in plans if isinstance(plan, Listing) and plan.properties]
    return asked[0] if len(asked) == 1 else None


def _node(named: Named) -> Nodes:
    candidate = named.candidates[0]
    return Nodes(label=named_label(ONTOLOGY.finest(candidate.labels)), id=candidate.id, mention=named.mention)


def _used(question: str, parts: Sequence[Token], chunk: Chunk) -> Used:
    start, end = parts[chunk.first].start, parts[chunk.behind - 1].end
    kinds = {sense.part if isinstance(sense, Speech) else type(sense).__name__ for sense in chunk.senses}
    return Used(start, end, question[start:end], "/".join(sorted(kinds)))
