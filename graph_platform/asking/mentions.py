"""Which stretches of a question may name a node, and what looking them up says.

Names are never in the lexicon: what is quoted, written with capitals, ends like a Chinese company's name, or is known
to nothing is looked up among the nodes that the asker may see, at most `MOST` times.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from graph_platform.asking.chunks import Candidate, Chunk, Fixed, Named, segmented
from graph_platform.asking.lexicon import Lexicon, Noun, PropertyWord, Role, Speech, ValueWord
from graph_platform.asking.pieces import Words
from graph_platform.asking.places import is_place
from graph_platform.asking.tokens import Token, joined
from graph_platform.asking.values import Values
from graph_platform.ontology import ONTOLOGY
from graph_platform.search_keys import fold, typed_key

MOST = 8
"""Look-ups of names in one question."""
Find = Callable[[str, tuple[str, ...]], Awaitable[Sequence[Candidate]]]

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」|《([^》]+)》|(?<![\w'])'([^']+)'(?!\w)")
_CAPITAL = re.compile(
    r"(?<![A-Za-z0-9'])[A-Z][A-Za-zÀ-ž0-9&.-]*(?:'(?!s\b)[A-Za-z]+)?"
    r"(?:(?:\s+(?:&|of|de|the|für|and(?=\s[A-Z][a-z]+ (?:Co|Ltd|Inc|Group)))(?=\s[A-Z(])"
    r"|,?\s+(?:\(?[A-Z(][A-Za-zÀ-ž0-9&.-]*(?:'(?!s\b)[A-Za-z]+)?\)?|&|Co\.,?|plc))+)?\.?"
    r"(?:\s*\([^()]{1,40}\)(?:\s*(?:Co\.?,?\s*Ltd\.?|Ltd\.?|Inc\.?|Limited))?)?"
)
_COMPANY_ZH = re.compile(
    r"[㐀-鿿A-Za-z0-9·（）()]{2,30}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|有限合伙[）)]?|股份公司|集团公司)"
)

_OTHER_SCRIPT = re.compile(r"[A-Za-z]+[与和跟同及、]")


@dataclass
class Mentions:
    """What was looked up: fixed stretches, and near hits of those that nothing has."""

    fixed: Fixed = field(default_factory=dict)
    near: dict[tuple[int, int], tuple[Candidate, ...]] = field(default_factory=dict)
    asked: int = 0
    tried: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)


async def mentioned(
    question: str, parts: Sequence[Token], lexicon: Lexicon, fixed: Fixed, find: Find
) -> Mentions:
    """The names of a question, each looked up; `fixed` are times and numbers."""
    found = Mentions()
    for start, end, quoted in _plain_to_see(question):
        await _look(question, parts, lexicon, found, find, start, end, quoted)
    for _ in range(6):
        chunks = segmented(parts, lexicon, {**fixed, **found.fixed})
        for group in _left_over(parts, lexicon, chunks, found):
            if await _try(question, parts, found, find, group):
                break
        else:
            return found
    return found


async def towns(question: str, parts: Sequence[Token], lexicon: Lexicon, values: Values) -> Fixed:
    """Words of the lexicon that are written like a name, and are a city of somebody's: companies in Reading."""
    found: Fixed = {}
    for place, part in enumerate(parts):
        written = question[part.start : part.end]
        begins = place == 0 and len(parts) > 1 and parts[1].is_latin
        if part.is_latin and written.istitle() and part.text in lexicon.phrases and not begins:
            senses = lexicon.phrases[part.text]
            if all(isinstance(sense, Speech) for sense in senses):
                continue
            if is_place(written) or written in await values("Organization", "city", written):
                found[place, place + 1] = (Words((written,)),)
    return found


def _plain_to_see(question: str) -> Iterator[tuple[int, int, bool]]:
    """Stretches of characters that look like names: quoted ones, and those written with capitals or a legal form."""
    taken: list[tuple[int, int]] = []
    for pattern, quoted in ((_QUOTED, True), (_COMPANY_ZH, False), (_CAPITAL, False)):
        for match in pattern.finditer(question):
            group = next((i for i, each in enumerate(match.groups(), 1) if each), 0)
            start, end = match.span(group)
            if pattern is _COMPANY_ZH and (other := _OTHER_SCRIPT.match(question, start, end)):
                # Zhi He与恒飞公司: a name in Latin letters ends before the Chinese joint
                start = other.end()
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, match.end()) if pattern is _COMPANY_ZH else match.span())
                yield start, end, quoted


async def _look(
    question: str,
    parts: Sequence[Token],
    lexicon: Lexicon,
    found: Mentions,
    find: Find,
    start: int,
    end: int,
    quoted: bool,
) -> None:
    first = next((i for i, part in enumerate(parts) if part.start >= start), len(parts))
    behind = next((i for i, part in enumerate(parts) if part.start >= end), len(parts))
    if first >= behind:
        return
    if quoted:
        span = (first - 1, behind + 1) if first and behind < len(parts) else (first, behind)
        if not await _is_named(question[start:end], span, found, find):
            found.fixed[span] = (Words((question[start:end],)),)
        return
    chunks = segmented(parts[first:behind], lexicon, {})
    known = [chunk for chunk in chunks if not chunk.is_unknown]
    if len(known) == len(chunks) and (len(chunks) == 1 or first == 0):
        return
    # what begins with words of grammar most likely begins behind them
    skipped = 0
    starts = [0]
    for chunk in chunks:
        if chunk.is_unknown or not _is_grammar(chunk):
            break
        skipped = chunk.behind
        starts.insert(0, skipped)
    starts = list(
        dict.fromkeys([*(starts[:2] if skipped else starts), *_behind_particles(parts, first, behind)])
    )
    for offset in starts[:4]:
        if first + offset >= behind:
            continue
        for stop in _ends(parts, chunks, first, behind, offset):
            text = _slice(question, parts, first + offset, stop)
            if is_place(text):
                return
            if await _is_named(text, (first + offset, stop), found, find):
                return
    # nobody's name, but one thing all the same: Purchasing Manager, or a company that is not there
    latin = first > 0 and behind - first > 1 and all(part.is_latin for part in parts[first:behind])
    begin = first + starts[0]
    if latin or _COMPANY_ZH.fullmatch(question[parts[begin].start : end]):
        begin = first if latin else begin
        found.fixed[begin, behind] = (Words((question[parts[begin].start : end],)),)


def _behind_particles(parts: Sequence[Token], first: int, behind: int) -> list[int]:
    """Where a name may begin within a stretch of Chinese: behind a character that is seldom a piece of one."""
    return [
        place - first + 1
        for place in range(first, behind - 2)
        if parts[place].text in "由被给和与的在对从到是把过了买" and not parts[place].is_latin
    ]


def _ends(parts: Sequence[Token], chunks: Sequence[Chunk], first: int, behind: int, offset: int) -> list[int]:
    """The end of a stretch, and the one without words of the lexicon behind it."""
    trimmed = behind
    for chunk in reversed(chunks):
        if chunk.is_unknown or first + chunk.first <= first + offset:
            break
        trimmed = first + chunk.first
    return [behind] if trimmed == behind else [behind, trimmed]


def _is_grammar(chunk: Chunk) -> bool:
    return all(sense.__class__.__name__ == "Speech" for sense in chunk.senses)


def _left_over(
    parts: Sequence[Token], lexicon: Lexicon, chunks: Sequence[Chunk], found: Mentions
) -> Iterator[list[tuple[int, int]]]:
    """For each run that nothing knows, the stretches to try: with the words of the lexicon around it, then alone."""
    for place, chunk in enumerate(chunks):
        if not chunk.is_unknown or (chunk.first, chunk.behind) in found.fixed:
            continue
        stretches: list[tuple[int, int]] = []
        behind = chunk.behind
        for following in chunks[place + 1 : place + 4]:
            if not (_nameable(following) or following.is_unknown):
                break
            behind = following.behind
            stretches.insert(0, (chunk.first, behind))
        stretches.append((chunk.first, chunk.behind))
        if (
            place + 2 < len(chunks)
            and chunks[place + 1].text in "和与及或跟到"
            and chunks[place + 2].is_unknown
        ):
            stretches.append((chunk.first, chunks[place + 2].behind))
        if place and _nameable(chunks[place - 1]):
            stretches.append((chunks[place - 1].first, chunk.behind))
        yield [*stretches, *_trimmed(parts, lexicon, chunk)]


def _trimmed(parts: Sequence[Token], lexicon: Lexicon, chunk: Chunk) -> list[tuple[int, int]]:
    """A Chinese run without the words of the lexicon that it ends or begins with: X那边, 进X, X旗下."""

    def is_word(first: int, behind: int) -> bool:
        return joined(list(parts[first:behind])) in lexicon.phrases

    least = chunk.first + 2
    if parts[chunk.first].is_latin or chunk.behind <= least:
        return []
    ends = [end for end in range(max(least, chunk.behind - 4), chunk.behind) if is_word(end, chunk.behind)]
    starts = [
        n for n in range(chunk.first + 1, min(chunk.first + 3, chunk.behind - 1)) if is_word(chunk.first, n)
    ]
    return [*((chunk.first, end) for end in ends[:2]), *((start, chunk.behind) for start in starts[-1:])]


def _nameable(chunk: Chunk) -> bool:
    return any(isinstance(sense, Noun | Role | PropertyWord | ValueWord) for sense in chunk.senses)


async def _try(
    question: str, parts: Sequence[Token], found: Mentions, find: Find, stretches: list[tuple[int, int]]
) -> bool:
    alone = min((_slice(question, parts, *each) for each in stretches), key=len)
    for first, behind in stretches:
        text = _slice(question, parts, first, behind)
        if text in found.tried or is_place(text) or (is_place(alone) and len(stretches) == 1):
            continue
        if await _is_named(text, (first, behind), found, find):
            return True
    return False


async def _is_named(text: str, span: tuple[int, int], found: Mentions, find: Find) -> bool:
    if text in found.tried:
        candidates: Sequence[Candidate] = found.tried[text]
    elif found.asked >= MOST:
        return False
    else:
        found.asked += 1
        candidates = tuple(each for each in await find(text, ()) if ONTOLOGY.finest(each.labels))[:5]
        found.tried[text] = tuple(candidates)
    fitting = equally_fitting(text, candidates)
    if fitting:
        found.fixed[span] = (Named(text, fitting),)
        return True
    if candidates and len(text) >= (5 if text.isascii() else 3):
        found.near[span] = tuple(each for each in candidates if each.way != "text")
    return False


def equally_fitting(text: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that a mention means as well as any other; none where it would be a guess."""
    key = typed_key(fold(text))
    exact = tuple(each for each in candidates if each.way == "name" or typed_key(fold(each.name)) == key)
    if exact:
        return exact
    # a few small letters are the initials of somebody
    is_short = text.isascii() and text.islower() and len(text) <= 4
    if not is_short and (known := tuple(each for each in candidates if each.way == "key")):
        return known
    begun = tuple(each for each in candidates if each.way == "beginning")
    return begun if len(key) >= (5 if key.isascii() else 3) else ()


def _slice(question: str, parts: Sequence[Token], first: int, behind: int) -> str:
    return question[parts[first].start : parts[behind - 1].end]
