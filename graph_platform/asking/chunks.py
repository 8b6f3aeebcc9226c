"""A question as chunks: the words that the lexicon knows, times, numbers, names, and what is left over.

The cheapest way to part the tokens wins: long phrases before short ones, and what nothing knows in one run rather than
in crumbs, so that 飞飞汽车 is not taken for a car.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_platform.asking.lexicon import Lexicon, Sense, Speech
from graph_platform.asking.numerals import number_at
from graph_platform.asking.pieces import Figure, Words
from graph_platform.asking.times import Found
from graph_platform.asking.times import find as find_times
from graph_platform.asking.tokens import Token, joined


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that a mention may mean; `way` is how search met it (docs/search.md)."""

    id: str
    name: str
    labels: tuple[str, ...]
    way: str = "name"


@dataclass(frozen=True, slots=True)
class Named:
    """What a mention names: nodes that fit it equally."""

    mention: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What a question before this one was about."""

    phrase: Any


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of tokens and what it may stand for."""

    first: int
    behind: int
    text: str
    senses: tuple[Any, ...]

    def speaks(self, *parts: str) -> bool:
        """Whether it may be one of these parts of speech."""
        return any(isinstance(sense, Speech) and sense.part in parts for sense in self.senses)

    def sense(self, kind: type[Any]) -> Any:
        """Its first sense of a kind; None where it has none."""
        return next((sense for sense in self.senses if isinstance(sense, kind)), None)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing knows it."""
        return isinstance(self.senses[0], Words) if self.senses else True


Fixed = dict[tuple[int, int], tuple[Any, ...]]
"""Stretches of tokens that are known otherwise than by the lexicon: times, numbers, names."""

_MEASURES = "个家张位名台辆件条份次起笔块项篇种组通封场部趟单人元%天年月"
_NO_MEASURES = {"人员", "单位", "个人", "年营", "名称"}
_UNITS = {
    "km",
    "kilometres",
    "kilometers",
    "hours",
    "hour",
    "kwh",
    "kg",
    "yuan",
    "cny",
    "rmb",
    "pieces",
    "seconds",
    "元",
}


def figures(text: str, parts: Sequence[Token]) -> Fixed:
    """The numbers of a text, with the measure word or unit behind them."""
    found: Fixed = {}
    ends = {part.end: place + 1 for place, part in enumerate(parts)}
    for place, part in enumerate(parts):
        if part.text == "half" or text[part.start : part.start + 2] in ("一半", "半数"):
            found[place, place + (1 if part.text == "half" else 2)] = (Figure(0.5, True),)
            continue
        if not (
            part.text[0].isdecimal() or part.text in _NUMERALS or part.text[0] in "百两十一二三四五六七八九"
        ):
            continue
        read = number_at(text, part.start)
        if read is None:
            continue
        value, percent, end = read
        behind = ends.get(end)
        if behind is None:
            continue
        unit = text[end : end + 1]
        if unit and unit in _MEASURES and not percent and text[end : end + 2] not in _NO_MEASURES:
            behind += 1
        if behind < len(parts) and joined(list(parts[behind : behind + 1])) in _UNITS and not percent:
            unit = parts[behind].text
            behind += 1
        elif text[end : end + 2] in ("公里", "千米", "小时", "万元", "千瓦") and not percent:
            behind = next((n for n, each in enumerate(parts) if each.start == end + 2), len(parts))
        of = (
            ("distance", "mileage")
            if (unit.startswith("k") and "m" in unit) or text[end : end + 2] in ("公里", "千米")
            else ()
        )
        found[place, behind] = (Figure(value, percent, of),)
    return found


_NUMERALS = {
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "hundred", "百",
}  # fmt: skip


def times(text: str, parts: Sequence[Token], found: Sequence[Found]) -> Fixed:
    """The times of a text as stretches of tokens."""
    starts = {part.start: place for place, part in enumerate(parts)}
    ends = {part.end: place + 1 for place, part in enumerate(parts)}
    made: Fixed = {}
    for each in found:
        end = each.end
        while end > each.start and text[end - 1] == " ":
            end -= 1
        if each.start in starts and end in ends:
            made[starts[each.start], ends[end]] = (each,)
    return made


def segmented(parts: Sequence[Token], lexicon: Lexicon, fixed: Fixed) -> tuple[Chunk, ...]:
    """The cheapest parting of the tokens into chunks."""
    count = len(parts)
    infinite = float("inf")
    # the cheapest way to each place, ending in what is known, or within a run that nothing knows
    best: list[list[tuple[float, int, int, tuple[Any, ...] | None]]] = [
        [(infinite, 0, 0, None), (infinite, 0, 0, None)] for _ in range(count + 1)
    ]
    best[0][0] = (0.0, 0, 0, None)
    asking = _asking(parts, lexicon, fixed)
    for place in range(count):
        so_far = min(best[place][0][0], best[place][1][0])
        before = 0 if best[place][0][0] <= best[place][1][0] else 1
        for behind, senses in _known(parts, lexicon, place, fixed):
            cost = so_far + _price(parts, place, behind, senses)
            if cost < best[behind][0][0]:
                best[behind][0] = (cost, place, before, senses)
        price = _unknown_price(parts[place], lexicon) + (3.0 if place in asking else 0.0)
        fresh, going_on = so_far + 3.0 + price, best[place][1][0] + price
        if place and _parted(parts[place - 1], parts[place]):
            going_on = infinite
        option = (going_on, place, 1, None) if going_on <= fresh else (fresh, place, before, None)
        if option[0] < best[place + 1][1][0]:
            best[place + 1][1] = option
    return _traced(parts, best)


_ASKING = {"which", "who", "how_many", "how_much", "when", "where", "how"}


def _asking(parts: Sequence[Token], lexicon: Lexicon, fixed: Fixed) -> set[int]:
    """The tokens of Chinese words that ask, and of times: in no name, so that none runs over them."""
    found = {
        place
        for (start, behind), senses in fixed.items()
        if behind - start > 1 and any(isinstance(sense, Found) and sense.window for sense in senses)
        for place in range(start, behind)
        if _is_han(parts[place])
    }
    for start, part in enumerate(parts):
        if not _is_han(part):
            continue
        for behind in range(start + 1, min(len(parts), start + 5) + 1):
            text = joined(list(parts[start:behind]))
            senses = lexicon.phrases.get(text, ())
            spoken = senses and all(isinstance(each, Speech) and each.part in _ASKING for each in senses)
            if spoken and (behind - start > 1 or text == "谁"):
                found.update(range(start, behind))
    return found


def _parted(before: Token, part: Token) -> bool:
    """Whether a blank parts words of two scripts, so that no name runs over it."""
    return before.end < part.start and _is_han(before) != _is_han(part)


def _is_han(part: Token) -> bool:
    return ord(part.text[0]) > 0x2E7F


def _unknown_price(part: Token, lexicon: Lexicon) -> float:
    """What it costs to take a token for a piece of a name: much for a word of grammar."""
    senses = lexicon.phrases.get(part.text, ())
    speaks = bool(senses) and all(isinstance(sense, Speech) for sense in senses)
    if part.is_latin:
        return 6.0 if speaks else 1.2
    if part.text in "?？!！,，。；;()（）/–—":
        return 6.0
    if part.text == "的":
        return 4.0
    if part.text in _PARTICLES:
        return 4.0 if part.text in "和与及或跟到" else 1.8
    return 1.0


def _traced(parts: Sequence[Token], best: list[list[tuple[float, int, int, Any]]]) -> tuple[Chunk, ...]:
    chunks: list[Chunk] = []
    place = len(parts)
    state = 0 if best[place][0][0] <= best[place][1][0] else 1
    while place:
        _, start, before, senses = best[place][state]
        if state == 0:
            chunks.append(Chunk(start, place, joined(list(parts[start:place])), senses))
        else:
            last = chunks[-1] if chunks else None
            if last and last.is_unknown and last.first == place:
                chunks[-1] = _unknown(parts, start, last.behind)
            else:
                chunks.append(_unknown(parts, start, place))
        place, state = start, before
    return tuple(reversed(chunks))


def _unknown(parts: Sequence[Token], start: int, end: int) -> Chunk:
    text = joined(list(parts[start:end]))
    return Chunk(start, end, text, (Words((text,)),))


def _known(
    parts: Sequence[Token], lexicon: Lexicon, place: int, fixed: Fixed
) -> list[tuple[int, tuple[Any, ...]]]:
    found: list[tuple[int, tuple[Any, ...]]] = []
    for behind in range(place + 1, min(len(parts), place + lexicon.longest) + 1):
        senses: tuple[Sense, ...] | None = lexicon.phrases.get(joined(list(parts[place:behind])))
        written = fixed.get((place, behind), ())
        if senses and any(isinstance(sense, Words) for sense in written):
            # Reading with a capital is a town
            found.append((behind, written))
        elif senses:
            found.append((behind, (*senses, *fixed.get((place, behind), ()))))
    found += [
        (behind, senses)
        for (start, behind), senses in fixed.items()
        if start == place and not any(behind == each for each, _ in found)
    ]
    return found


_PARTICLES = "买过那跟到或但是有在了都吗呢和与及由被从对按各谁几比没未不无把给让向于为"
"""Characters that are seldom a piece of a name."""
_DIGITS = tuple("一二两三四五六七八九十") + tuple(str(number) for number in range(1, 101))
_CHEAP = {"de", "of", "poss", "and", "or", "by", "comma"}


def _price(parts: Sequence[Token], start: int, end: int, senses: tuple[Any, ...]) -> float:
    if any(isinstance(sense, Named | Before) for sense in senses):
        return 0.2
    if any(isinstance(sense, Found) for sense in senses):
        return 0.9
    if any(isinstance(sense, Figure) for sense in senses):
        # 一 and 百 begin names as well
        is_one = end - start == 1 and not parts[start].text.isascii()
        return 2.4 if is_one and not (start and parts[start - 1].text in "前头") else 1.0
    if end - start == 1 and any(isinstance(sense, Speech) and sense.part in _CHEAP for sense in senses):
        return 0.6
    if parts[start].text in "前头" and end - start == 1 and end < len(parts) and parts[end].text in _DIGITS:
        # 前五 is no piece of a name
        return 0.6
    if end - start == 1 and not parts[start].is_latin:
        return 1.4 if parts[start].text in _PARTICLES else 2.4
    return 1.0


def times_of(text: str, today: Any) -> tuple[Found, ...]:
    """The times of a question, without numbers that only look like a year."""
    return tuple(each for each in find_times(text, today))
