"""A question in Chinese or English, understood as a typed plan, asked back, or refused by naming the part.

    await understand("How many tickets has 风驰出行 raised since July?", today, find, values, readable)
        → Understood(plan=Number(…), words=…)

Every word is accounted for: what is neither polite filler nor a part of the plan refuses the whole, because a wrong
answer given as a right one is worse than none. The graph is asked for names and values alone, through what is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from graph_platform.asking.accounting import unaccounted
from graph_platform.asking.answers import (
    AsksBack,
    Choice,
    NotUnderstood,
    Refused,
    Said,
    Unclear,
    Understood,
    Used,
)
from graph_platform.asking.chart import MOST_PIECES, Grammar, Piece, chart
from graph_platform.asking.chunks import Before, Candidate, Chunk, Named, figures, segmented, times
from graph_platform.asking.comparing import compared
from graph_platform.asking.draft import Phrase, Test, edge_of, of_role
from graph_platform.asking.following import follow, remembered
from graph_platform.asking.frames import framed
from graph_platform.asking.pieces import Figure, Happening, Props, Words
from graph_platform.asking.rules import grammar
from graph_platform.asking.lexicon import (
    ENDS,
    DateVerb,
    DimensionWord,
    EventVerb,
    FindingWord,
    Lexicon,
    Noun,
    PropertyWord,
    Role,
    Speech,
    ValueWord,
    Verb,
    lexicon,
)
from graph_platform.asking.mentions import Find, Mentions, mentioned
from graph_platform.asking.modifiers import Action
from graph_platform.asking.plan import Listing, Nodes, Plan
from graph_platform.asking.plans import named_label, plan_of
from graph_platform.asking.times import Found
from graph_platform.asking.times import find as find_times
from graph_platform.asking.tokens import folded, tokens
from graph_platform.asking.values import Confirming, Readable, Values, forbidden
from graph_platform.asking.words import in_words
from graph_platform.ontology import ONTOLOGY

LONGEST = 500
"""Characters of a question."""

_ONE = frozenset(["谁", "哪个", "哪家", "哪位", "哪名", "哪台", "哪辆", "哪张", "哪起", "哪条", "哪种", "哪类", "哪一个", "哪一家", "哪一位"])
"""Words that ask for one."""
_GRAMMARS: dict[int, Grammar] = {}
_OTHER_SCRIPT = re.compile(r"[Ѐ-ӿԱ-֏֐-׿؀-ۿऀ-෿฀-๿Ⴀ-ჿᄀ-ᇿ぀-ヿ가-힯Ͱ-Ͽ]")
_CODE = re.compile(
    r"\b(?:MATCH|CALL|MERGE|UNWIND|OPTIONAL MATCH)\b[^?]*[(\[{]|\bRETURN\b|\bSELECT\b.+\bFROM\b|\bDETACH\b|\bDROP\b"
    r"|\b(?:DELETE|INSERT|UPDATE)\b.+\b(?:FROM|INTO|SET|WHERE)\b"
    r"|^\s*[\[{]|\b(?:query|mutation|subscription)\b\s*\w*\s*[({]|--\s|/\*|;\s*\w+\s+\w+|<[a-z/!]|```|\{\s*\w+\s*[:({]",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGES = Said("只能用中文或英文提问", "Questions are understood in Chinese and English")
_ONLY_QUESTIONS = Said("只回答问题，不执行语句", "Only questions are answered; no statement is carried out")


def everything_readable(label: str, name: str) -> bool:
    """That every property may be read."""
    return True


@dataclass(frozen=True)
class Reading:
    """All that one question is read with."""

    lexicon: Lexicon
    grammar: Grammar
    today: date
    confirming: Confirming
    mentions: Mentions
    before: Plan | None


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

    `find(mention, labels)` gives at most five nodes that the asker may see, best first; `values(label, property)` the
    distinct values that they may see; `readable(label, property)` whether they may read a property at all. `before` is
    the plan of the question before, for `it`, `of these` and `and last year?`. `synonyms` is a user's own file.

    Never raises for any text; raises `SettingsError` for a file of synonyms that is not right.
    """
    refused = _no_question(question)
    if refused is not None:
        return Understood(refused=refused)
    words = lexicon(synonyms)
    rules = _GRAMMARS.get(id(words)) or _GRAMMARS.setdefault(id(words), grammar(words))
    parts = tokens(folded(question))
    found_times = find_times(folded(question), today)
    fixed = {
        **figures(folded(question), parts),
        **times(folded(question), parts, _with_case(question, found_times, today)),
    }
    fixed = {**fixed, **remembered(parts, words, before)}
    mentions = await mentioned(question, parts, words, fixed, find)
    chunks = segmented(parts, words, {**fixed, **mentions.fixed})
    reading = Reading(words, rules, today, Confirming(values, readable, words), mentions, before)
    used = tuple(_used(question, parts, chunk) for chunk in chunks)
    try:
        return replace(await _understood(chunks, reading), used=used)
    except NotUnderstood as stop:
        return Understood(refused=stop.refused, used=used)


def _with_case(question: str, found: Sequence[Found], today: date) -> Sequence[Found]:
    # `may` is a month where it is written with a capital, or where more is said
    return [each for each in found if question[each.start : each.end] != "may"]


def _no_question(question: str) -> Refused | None:
    text = question.strip()
    if not text or not any(each.isalnum() for each in text):
        return Refused(Said("没有看到问题", "There is no question"), text[:40])
    if len(text) > LONGEST:
        return Refused(Said(f"问题最多 {LONGEST} 个字符", f"A question has at most {LONGEST} characters"), "")
    if found := _OTHER_SCRIPT.search(text):
        return Refused(_LANGUAGES, found[0])
    if found := _CODE.search(text):
        return Refused(_ONLY_QUESTIONS, found[0][:40])
    return None


_AUXILIARIES = {
    "is",
    "are",
    "was",
    "were",
    "does",
    "do",
    "did",
    "has",
    "have",
    "had",
    "isn't",
    "will",
    "should",
}


def _wants_yes_or_no(chunks: Sequence[Chunk]) -> bool:
    """Whether a question can be answered by yes or no alone."""
    spoken = [chunk for chunk in chunks if not chunk.speaks("comma")]
    if any(chunk.speaks("yes_no") for chunk in chunks):
        return True
    polite = any(chunk.text in ("可以", "能否", "能不能", "可否", "请", "麻烦") for chunk in chunks)
    if spoken and spoken[-1].text == "吗" and not polite:
        return not any(
            chunk.speaks("which", "how_many", "who", "signals") or chunk.sense(FindingWord)
            for chunk in chunks
        )
    first = spoken[0].text.split(" ")[0] if spoken else ""
    return first in _AUXILIARIES and not any(
        chunk.speaks("or", "more") or chunk.text.startswith(("there", "are there", "is there"))
        for chunk in chunks
    )


async def _understood(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    if _wants_yes_or_no(chunks):
        raise NotUnderstood(
            "只回答“哪些”“多少”之类的问题，不回答“是不是”",
            "questions that want a yes or no are not answered: ask which, who, what or how many",
        )
    chunks = _own_pronouns([chunk for chunk in chunks if not chunk.speaks("comma")])
    for chunk in chunks:
        found = chunk.sense(Found)
        if found is not None and found.window is None and len(chunk.senses) == 1:
            raise NotUnderstood(
                f"没有看懂时间“{chunk.text}”", f"the time “{chunk.text}” is not understood", chunk.text
            )
    unclear = [chunk for chunk in chunks if (named := chunk.sense(Named)) and len(named.candidates) > 1]
    if not unclear:
        return await _planned(chunks, reading)
    options: list[Choice] = []
    for candidate in unclear[0].sense(Named).candidates:
        named = replace(unclear[0].sense(Named), candidates=(candidate,))
        changed = [replace(each, senses=(named,)) if each is unclear[0] else each for each in chunks]
        try:
            plan = (await _planned(changed, reading)).plan if len(unclear) == 1 else None
        except NotUnderstood:
            if len(unclear) == 1:
                continue
            plan = None
        if plan is not None or len(unclear) > 1:
            options.append(Choice(_candidate_words(candidate), plan=plan, node=candidate))
    if not options:
        first = replace(unclear[0].sense(Named), candidates=unclear[0].sense(Named).candidates[:1])
        return await _planned(
            [replace(e, senses=(first,)) if e is unclear[0] else e for e in chunks], reading
        )
    if len(options) == 1 and options[0].plan is not None:
        return Understood(plan=options[0].plan, words=in_words(options[0].plan))
    text = unclear[0].text
    return Understood(
        asks=AsksBack(Said(f"“{text}”指的是哪一个？", f"Which “{text}” do you mean?"), tuple(options))
    )


def _own_pronouns(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks, with `their` and 其 as filler where they go back to something that the question itself names."""
    made: list[Chunk] = []
    for chunk in chunks:
        if chunk.text in ("their", "its", "其") and any(
            each.sense(Noun) or each.sense(Role) for each in made
        ):
            chunk = replace(chunk, senses=(Speech("fill"),))
        made.append(chunk)
    return tuple(made)


def _candidate_words(candidate: Candidate) -> Said:
    label = ONTOLOGY.finest(candidate.labels)
    zh = ONTOLOGY.labels[label].zh if label else ""
    return Said(f"{candidate.name}（{zh}）", f"{candidate.name} ({label})")


async def _planned(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    plan = framed(chunks, _resolved, reading.today)
    if plan is not None:
        return await _or_nodes(plan, chunks, reading)
    followed = await follow(chunks, reading.before, reading.confirming, reading.today)
    if followed is not None:
        return Understood(plan=followed, words=in_words(followed))
    if reading.before is not None and chunks and chunks[0].speaks("follow"):
        chunks = chunks[1:]
    sides = compared(chunks)
    if sides is not None:
        return await _sides(sides, reading)
    return await _phrase(chunks, reading)


async def _or_nodes(plan: Plan, chunks: Sequence[Chunk], reading: Reading) -> Understood:
    """A frame's plan; asked back where its word also names nodes (司法风险 is a dimension, and what courts do)."""
    done = Understood(plan=plan, words=in_words(plan))
    if plan.ask != "dimension" or not any(c.sense(DimensionWord) and c.sense(Noun) for c in chunks):
        return done
    try:
        other = await _phrase(chunks, reading)
    except NotUnderstood:
        return done
    if other.plan is None:
        return done
    choices = (Choice(done.words, plan=plan), Choice(other.words, plan=other.plan))
    return Understood(asks=AsksBack(Said("您指的是哪一种？", "Which of these do you mean?"), choices))


async def _sides(sides: Sequence[Sequence[Chunk]], reading: Reading) -> Understood:
    from graph_platform.asking.plan import Dimension, Groups, Listing, Number, Sides

    plans: list[Any] = []
    for side in sides:
        understood = await _planned(side, reading)
        if understood.plan is None:
            return understood
        plans.append(_as_side(understood.plan))
    if len({plan.ask for plan in plans}) != 1 or not isinstance(
        plans[0], Listing | Number | Groups | Dimension
    ):
        raise NotUnderstood("这两项不能放在一起比较", "these cannot be compared with one another")
    plan = Sides(sides=tuple(plans))
    return Understood(plan=plan, words=in_words(plan))


def _as_side(plan: Plan) -> Plan:
    from graph_platform.asking.plan import Listing, Number

    if isinstance(plan, Listing) and not plan.properties and plan.nodes.id is None:
        return Number(nodes=plan.nodes, as_of=plan.as_of)
    return plan


async def _phrase(chunks: Sequence[Chunk], reading: Reading) -> Understood:
    rows = [row for row in (_row(chunk) for chunk in chunks) if row]
    if not rows:
        raise NotUnderstood("没有看到要问什么", "it is not said what is asked")
    if len(rows) > MOST_PIECES:
        raise NotUnderstood(
            "问题太长，请分成几个问题", "this is too long for one question: please ask it in parts"
        )
    made = chart(rows, reading.grammar)
    whole = {m: cost for (category, m), cost in made[0][len(rows)].items() if category == "N"}
    if not whole:
        raise _missing(chunks, rows, made, reading)
    ordered = sorted(((cost + _open(phrase), place, phrase) for place, (phrase, cost) in enumerate(whole.items())), key=lambda each: each[:2])  # fmt: skip
    failure: NotUnderstood | None = None
    done: list[tuple[float, Plan]] = []
    for cost, _, phrase in ordered[:6]:
        if done and cost > done[0][0] + 0.05:
            break
        if any(chunk.is_unknown and not set(chunk.sense(Words).texts) <= _texts(phrase) for chunk in chunks):
            continue
        try:
            plan = await _finished(phrase, reading)
        except NotUnderstood as stop:
            failure = failure or stop
            continue
        if not isinstance(plan, Understood) and _only_names(plan) and _says_more(chunks):
            failure = failure or NotUnderstood(
                "只回答“哪些”“多少”之类的问题，不回答“是不是”",
                "questions that want a yes or no are not answered: ask which, who, what or how many",
            )
            continue
        if not isinstance(plan, Understood) and (lost := unaccounted(chunks, plan)) is not None:
            failure = failure or NotUnderstood(
                f"没有看懂“{lost.text}”在这里的意思",
                f"what “{lost.text}” means here is not understood",
                lost.text,
            )
            continue
        if isinstance(plan, Understood):
            if done:
                continue
            return plan
        if all(plan != each for _, each in done):
            done.append((cost, plan))
    if not done:
        raise failure or NotUnderstood("没有看懂这个问题", "the question is not understood")
    if len(done) > 1:
        choices = tuple(Choice(in_words(plan), plan=plan) for _, plan in done)
        return Understood(asks=AsksBack(Said("您指的是哪一种？", "Which of these do you mean?"), choices))
    return Understood(plan=done[0][1], words=in_words(done[0][1]))


def _open(phrase: Phrase) -> float:
    """What it costs that a role has nobody whose it is, everywhere in a phrase."""
    inner = [*phrase.related, *([phrase.rank] if phrase.rank else [])]
    return (1.0 if phrase.role else 0.0) + sum(_open(link.nodes) for link in inner)


def _texts(phrase: Phrase) -> set[str]:
    """The words of a phrase that nothing knew and that it takes for values."""
    found: set[str] = set()
    tests = [*phrase.where]
    for link in [*phrase.related, *([phrase.rank] if phrase.rank else [])]:
        found |= _texts(link.nodes)
        tests += link.edge
    for test in tests:
        if test.raw or test.op == "contains":
            found |= set(test.value) if isinstance(test.value, tuple) else {str(test.value)}
    return found


async def _finished(phrase: Phrase, reading: Reading) -> Plan | Understood:
    _check_readable(phrase, reading.confirming.readable)
    phrase = await reading.confirming.confirmed(phrase)
    _check_readable(phrase, reading.confirming.readable)
    try:
        return plan_of(phrase)
    except Unclear as unclear:
        choices = []
        for text, label in unclear.options:
            try:
                plan = plan_of(replace(phrase, labels=(str(label),)))
            except (Unclear, NotUnderstood):
                continue
            choices.append(Choice(text, plan=plan))
        if len(choices) < 2:
            raise NotUnderstood(
                "没有说明问的是哪一类", "it is not said which kind of thing is meant"
            ) from None
        return Understood(asks=AsksBack(unclear.text, tuple(choices)))


def _only_names(plan: Plan) -> bool:
    return isinstance(plan, Listing) and plan.nodes.id is not None and not plan.properties


def _says_more(chunks: Sequence[Chunk]) -> bool:
    """Whether anything but a name is said: is X a customer?"""
    return any(chunk.text in ("is", "are", "was", "were", "是", "吗", "does", "did") for chunk in chunks)


def _check_readable(phrase: Phrase, readable: Readable) -> None:
    label = phrase.labels[0]
    names = [*phrase.properties, *[t.names[0] for t in phrase.where if not t.raw]]
    names += [phrase.order[0]] if phrase.order else []
    names += [phrase.total[1]] if phrase.total else []
    names += [phrase.group] if phrase.group else []
    if phrase.during is not None and phrase.during.property:
        names.append(phrase.during.property)
    for name in names:
        if not readable(label, name):
            raise forbidden(name)
    for link in [*phrase.related, *([phrase.rank] if phrase.rank else [])]:
        for test in link.edge:
            if not readable(ENDS[link.end][0].name, test.names[0]):
                raise forbidden(test.names[0])
        _check_readable(link.nodes, readable)


def _resolved(named: Named) -> Nodes:
    candidate = named.candidates[0]
    label = ONTOLOGY.finest(candidate.labels)
    return Nodes(label=named_label(label), id=candidate.id, mention=named.mention)


def _row(chunk: Chunk) -> list[Piece]:
    """The pieces that a chunk may be; none where it is filler alone."""
    pieces: list[Piece] = []
    names: list[str] = []
    if chunk.senses and all(
        isinstance(sense, Speech) and sense.part in ("stop", "comma") for sense in chunk.senses
    ):
        return []
    for sense in chunk.senses:
        match sense:
            case Noun(label, where, has):
                phrase = Phrase(
                    (label,),
                    said=chunk.text,
                    single=_is_single(chunk.text),
                    where=tuple(Test((n,), "eq", v) for n, v in where),
                )
                if has:
                    phrase = _having(phrase, has)
                pieces.append(Piece("N", phrase))
            case Role():
                pieces.append(Piece("N", replace(of_role(sense), single=_is_single(chunk.text)), 0.05))
            case Verb(edge=edge):
                pieces.append(Piece("V", Action(sense, edge_of(edge))))
            case EventVerb():
                pieces.append(Piece("E", Happening(sense)))
            case DateVerb():
                pieces.append(Piece("D", sense, 0.05))
            case PropertyWord(said):
                names += said
            case ValueWord(name, value):
                pieces.append(Piece("VAL", Test((name,), "eq", value), 0.1))
            case Named(mention, candidates):
                label = ONTOLOGY.finest(candidates[0].labels)
                pieces.append(Piece("N", Phrase((label,), id=candidates[0].id, mention=mention, bare=False)))
            case Before(phrase):
                pieces.append(Piece("N", phrase))
            case Found():
                pieces.append(Piece("T", sense, 0.1))
            case Figure():
                pieces.append(Piece("NUM", sense))
            case Words():
                pieces.append(Piece("U", sense))
            case Speech("stop" | "comma"):
                pieces.append(Piece("fill", None, 0.2))
            case Speech("which" | "who" as part):
                pieces.append(Piece(part, chunk.text in _ONE))
            case Speech(part):
                pieces.append(Piece(part, None, 0.05 if part in ("by", "relative") else 0.0))
    if names:
        pieces.append(Piece("P", Props((tuple(dict.fromkeys(names)),))))
    return pieces


def _having(phrase: Phrase, end: str) -> Phrase:
    from graph_platform.asking.draft import Link, sides

    return replace(phrase, related=(*phrase.related, Link(end, Phrase(sides(end)[1][:1]))))


def _is_single(text: str) -> bool:
    if text.isascii():
        return not text.endswith("s") and text not in ("people", "staff")
    return False


def _missing(chunks: Sequence[Chunk], rows: Sequence[Any], made: Any, reading: Reading) -> Exception:
    """Which part is not understood: words that nothing knows, else the chunk that stops the longest reading."""
    for chunk in chunks:
        if chunk.is_unknown:
            near = [each for each in reading.mentions.near.get(chunk.text, ())]
            for text, candidates in reading.mentions.near.items():
                near = near or list(candidates) if chunk.text in text.lower() else near
            hint_zh = f"；是否指：{'、'.join(each.name for each in near[:3])}？" if near else ""
            hint_en = f"; did you mean {' or '.join(each.name for each in near[:3])}?" if near else ""
            return NotUnderstood(
                f"没有看懂“{chunk.text}”{hint_zh}", f"“{chunk.text}” is not understood{hint_en}", chunk.text
            )
    kept = [chunk for chunk in chunks if _row(chunk)]
    reach = max((end for end in range(len(rows) + 1) if any(c == "N" for c, _ in made[0][end])), default=0)
    part = kept[min(reach, len(kept) - 1)].text
    return NotUnderstood(f"没有看懂“{part}”在这里的意思", f"what “{part}” means here is not understood", part)


def _used(question: str, parts: Sequence[Any], chunk: Chunk) -> Used:
    start, end = parts[chunk.first].start, parts[chunk.behind - 1].end
    kinds = {type(sense).__name__ if not isinstance(sense, Speech) else sense.part for sense in chunk.senses}
    return Used(start, end, question[start:end], "/".join(sorted(kinds)))
