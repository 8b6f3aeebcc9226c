"""Times in questions, Chinese and English, as half-open windows of days.

    window("近三个月", date(2026, 11, 1))  →  since 2026-08-01, until 2026-11-02

What is not understood, vague (最近, early 2026), contradictory or impossible gives None and is never guessed at.
`docs/asking.md` says every convention.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from graph_platform.asking.numerals import WHOLE, whole
from graph_platform.asking.periods import again, at
from graph_platform.asking.plan import Window
from graph_platform.asking.stretches import DAY, UNITS, Frame, Stretch, of_unit

LONGEST = 200
"""A text that is longer is no time expression."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression in a text: where it stands, and its window, or None where it is not understood.

    `day` is the one day that was named, for what is asked as of a day.
    """

    start: int
    end: int
    window: Window | None
    day: date | None = None


def plain(text: str) -> str:
    """The text in half-width lower case, of the same length."""
    return "".join(_plain(each) for each in text)


def _plain(character: str) -> str:
    if character in "‘’`´":
        return "'"
    if character in "–—−～〜":
        return "-"
    for made in (unicodedata.normalize("NFKC", character).lower(),):
        return made if len(made) == 1 else character
    return character


def window(text: str, today: date) -> Window | None:
    """The window that a whole text names; None where it is not understood."""
    if len(text) > LONGEST:
        return None
    said = plain(text).strip(" .,。，、?？")
    found = _at(said, 0, today)
    return found.window if found and found.end == len(said) else None


def find(text: str, today: date) -> tuple[Found, ...]:
    """Every time expression of a text, from left to right, the longest at each place."""
    said = plain(text)
    found: list[Found] = []
    place = 0
    while place < len(said):
        if (
            _BEGINS.match(said, place)
            and not _MODAL.match(text, place)
            and not (_is_latin(said, place) and place and _is_latin(said, place - 1))
        ):
            here = _at(said, place, today)
            if here and _ends_well(said, here.end):
                found.append(here)
                place = here.end
                continue
        place += 1
    return tuple(found)


def _is_latin(text: str, place: int) -> bool:
    return text[place].isascii() and text[place].isalnum()


def _ends_well(text: str, end: int) -> bool:
    return end >= len(text) or not (_is_latin(text, end - 1) and _is_latin(text, end))


_N = WHOLE
_UNIT = r"(?:个?(?P<zh>天|日|周|星期|礼拜|月|季度|季|半年|年)|(?P<en>day|week|month|quarter|year)s?(?![a-z]))"
_BEGINS = re.compile(
    r"[\d第〇零一二两三四五六七八九十百廿近过最上下本这当今去前昨明后大从自在截到至国元圣平双春农未以接年月同直介]"
    r"|[a-z]"
)
_MODAL = re.compile(r"may(?! \d)(?![a-z])|May (?:I|we)(?![a-z])")
_PREPOSITION = re.compile(
    r"(?:in|during|over|within|for|on|throughout|as of|as at|at|of|from)(?= )\s|在", re.I
)

_PAST = (
    r"(?:在?(?:最近|过去|近)的?|(?:(?:in|over|during|within|for) )?(?:the )?(?:last|past|previous|trailing) )"
)
_ROLLING = re.compile(rf"{_PAST}(?P<n>{_N})\s?{_UNIT}(?P<half>半)?(?:以?内|之内|以来|里|间|来)?", re.I)
_HALF_YEAR = re.compile(rf"{_PAST}(?:半年|half[ -]year|half a year)(?:以?内|之内|以来|里|间|来)?", re.I)
_HALF_MORE = re.compile(
    rf"{_PAST}(?:(?P<n>{_N})年半|(?P<y>{_N}) and a half years)(?:以?内|之内|以来|里|间|来)?", re.I
)
_ONE_PAST = re.compile(
    r"(?:(?:in|over|during|within|for) )?the past (?P<unit>day|week|fortnight|month|quarter|year)(?![a-z])"
    r"|(?:(?:over|during|within) )the last (?P<unit2>week|fortnight|month|quarter|year)(?![a-z])",
    re.I,
)
_COMING = re.compile(
    rf"(?:(?:在?(?:未来|接下来|今后)的?)|(?:(?:in|over|during|within) )?(?:the )?(?:next|coming) )"
    rf"(?:(?P<n>{_N})\s?{_UNIT}|半年|half year)(?:以?内|之内|里)?",
    re.I,
)
_AGO = re.compile(
    rf"(?P<n>{_N}|a|an)\s?(?:个?(?P<zh>天|日|周|星期|礼拜|(?<=个)月|年)(?:以前|之前|前)"
    r"|(?P<en>day|week|month|year)s? ago(?![a-z]))",
    re.I,
)
_TO_DATE = re.compile(
    r"(?:(?P<unit>year|month|quarter|week)[ -]to[ -]date|ytd(?![a-z])|so far this (?P<unit2>year|month|quarter|week)"
    r"|this (?P<unit3>year|month|quarter|week) so far|(?:今年|年初|本年)(?:以来)?(?:至今|到现在|到目前(?:为止)?|迄今))",
    re.I,
)
_SINCE_UNIT = re.compile(
    r"(?:自|从)?(?P<zh>年初|月初|今年|本年|本月|本周|本季度)(?:以来|起)"
    r"|since the (?:start|beginning) of (?:the|this) (?P<en>year|month|quarter|week)(?![a-z])",
    re.I,
)
_BARE_SINCE = re.compile(
    r"(?:since(?: the (?:start|beginning) of)? |starting (?:in |from |on )?|(?:自从?|从)\s?)", re.I
)
_SINCE_END = re.compile(r"\s?(?:以来|至今|到现在|到今天|起|开始| on(?:wards?)?(?![a-z]))", re.I)
_TO_NOW = re.compile(r"(?:到现在|到今天)$")
_AFTER = re.compile(r"after ", re.I)
_AFTER_END = re.compile(r"\s?(?:之后|以后|后)(?!半)", re.I)
_BEFORE = re.compile(r"(?:before|prior to|earlier than) ", re.I)
_BEFORE_END = re.compile(r"\s?(?:之前|以前|前)(?!\d|[一二三四五六七八九十])", re.I)
_BY = re.compile(
    r"(?:by(?: the end of)? |no later than |not later than |不晚于|不迟于"
    r"|through(?: the end of)? |up to and including |截至到?|截止到?|截止至|到)\s?",
    re.I,
)
_BY_END = re.compile(r"\s?(?:年底|月底|底)?(?:为止|止)", re.I)
_END_OF = re.compile(r"底|年末")
_END_BEFORE = re.compile(r"底(?:之前|以前|前)")
_BETWEEN = re.compile(r"(?:between |from |在|从|自)\s?", re.I)
_TO = re.compile(
    r"\s?(?:到|至|~|-+|和|与)\s?| (?:to|through|till|until|and) (?:the end of )?| ?(?:to|-) ?", re.I
)
_BETWEEN_END = re.compile(r"(?:之间|期间|间)?")
_THREE_MONTHS = re.compile(r"[一二两三四五六七八九十]+月(?:以前|之前|前)")
"""Before March, or three months ago."""
_VAGUE = re.compile(
    r"(?:in )?the last (?:week|month|quarter|year)(?!s|[a-z])|去年同期|上年同期|同期|年初|年末|年底|月初|月底|季末|季初"
    r"|(?:early|late|mid|end of|beginning of)[ -](?:\w+ )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?年?\s?(?:年初|年末|年底|年中|初|底|末|中)|mid-(?:19|20)\d\d",
    re.I,
)


def _at(text: str, start: int, today: date) -> Found | None:
    """The longest time expression that begins here."""
    best: Found | None = None
    for read in _READERS:
        found = read(text, start, today)
        if found and (best is None or found.end > best.end):
            best = found
    preposition = _PREPOSITION.match(text, start)
    if preposition:
        inner = _at(text, preposition.end(), today)
        if inner and (best is None or inner.end > best.end):
            return Found(start, inner.end, inner.window, inner.day)
    if _THREE_MONTHS.match(text, start):
        return Found(start, _THREE_MONTHS.match(text, start).end(), None)  # type: ignore[union-attr]
    if (vague := _VAGUE.match(text, start)) and (best is None or vague.end() >= best.end):
        return Found(start, vague.end(), None)
    return best


def _made(start: int, end: int, since: date | None, until: date | None, day: date | None = None) -> Found:
    if since and until and since >= until:
        return Found(start, end, None)
    return Found(start, end, Window(since=since, until=until), day)


def _back(today: date, count: int, unit: str) -> date | None:
    try:
        return today + _delta(-count, unit)
    except (ValueError, OverflowError):
        return None


def _delta(count: int, unit: str) -> relativedelta:
    if unit in ("day", "week"):
        return relativedelta(days=count * (7 if unit == "week" else 1))
    return relativedelta(months=count * {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit])


def _unit(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return UNITS[(groups.get("zh") or groups.get("en") or "half").lower()]


def _count(text: str | None) -> int | None:
    return 1 if text in (None, "a", "an") else whole(text or "")


def _rolling(text: str, start: int, today: date) -> Found | None:
    if found := _HALF_MORE.match(text, start):
        years = _count(found["n"] or found["y"])
        since = None if years is None else _back(today, years * 12 + 6, "month")
        return _made(start, found.end(), since, today + DAY) if since else Found(start, found.end(), None)
    if found := _HALF_YEAR.match(text, start):
        return _made(start, found.end(), today - _delta(6, "month"), today + DAY)
    if found := _ROLLING.match(text, start):
        count, unit = _count(found["n"]), _unit(found)
        since = _back(today, count, unit) if count and not found["half"] else None
        return _made(start, found.end(), since, today + DAY) if since else Found(start, found.end(), None)
    if found := _ONE_PAST.match(text, start):
        named = (found["unit"] or found["unit2"]).lower()
        since = today - 14 * DAY if named == "fortnight" else _back(today, 1, named)
        return _made(start, found.end(), since, today + DAY) if since else None
    return None


def _coming(text: str, start: int, today: date) -> Found | None:
    found = _COMING.match(text, start)
    if not found:
        return None
    count, unit = (_count(found["n"]), _unit(found)) if found["n"] else (6, "month")
    if not count or (until := _back(today, -count, unit)) is None:
        return Found(start, found.end(), None)
    return _made(start, found.end(), today, until + DAY)


def _ago(text: str, start: int, today: date) -> tuple[int, Stretch | None, date | None] | None:
    """So many units ago: the calendar's unit that it is in, and the very day."""
    found = _AGO.match(text, start)
    if not found:
        return None
    count, unit = _count(found["n"].lower()), _unit(found)
    if unit == "year" and len(found["n"]) == 4 and count and count > 999:
        return None  # 2024年之前 names a year
    if not count or (day := _back(today, count, unit)) is None:
        return found.end(), None, None
    return found.end(), of_unit(-count, unit, today), day


def _to_date(text: str, start: int, today: date) -> Found | None:
    if found := _TO_DATE.match(text, start):
        unit = (found["unit"] or found["unit2"] or found["unit3"] or "year").lower()
        stretch = of_unit(0, unit, today)
        return _made(start, found.end(), stretch.since, today + DAY) if stretch else None
    if found := _SINCE_UNIT.match(text, start):
        zh = {
            "年初": "year",
            "月初": "month",
            "今年": "year",
            "本年": "year",
            "本月": "month",
            "本周": "week",
        }
        unit = (found["en"] or zh.get(found["zh"] or "", "quarter")).lower()
        stretch = of_unit(0, unit, today)
        return _made(start, found.end(), stretch.since, None) if stretch else None
    return None


def _point(text: str, start: int, today: date) -> tuple[int, Stretch | None] | None:
    """A stretch of the calendar, or the day so many units ago."""
    if ago := _ago(text, start, today):
        day = ago[2]
        return ago[0], Stretch(day, day + DAY, day.year) if day else None
    return at(text, start, Frame(today))


def _since(text: str, start: int, today: date) -> Found | None:
    for before, behind, after in ((_BARE_SINCE, None, False), (None, _SINCE_END, False), (_AFTER, None, True),
                                  (None, _AFTER_END, True)):  # fmt: skip
        place = _behind(before, text, start)
        named = None if place is None else _point(text, place, today)
        if named is None:
            continue
        end = named[0]
        if (before is _BARE_SINCE and text.startswith(("从", "自"), start)) or behind:
            closing = (_AFTER_END if after else _SINCE_END).match(text, end)
            if not closing:
                continue
            end = closing.end()
        elif before is _BARE_SINCE and (closing := _SINCE_END.match(text, end)):
            end = closing.end()
        stretch = named[1]
        if stretch is None or (not after and stretch.since > today):
            return Found(start, end, None)
        until = today + DAY if _TO_NOW.search(text, start, end) else None
        return _made(start, end, stretch.until if after else stretch.since, until)
    return None


def _behind(before: re.Pattern[str] | None, text: str, start: int) -> int | None:
    if before is None:
        return start
    found = before.match(text, start)
    return found.end() if found else None


def _until(text: str, start: int, today: date) -> Found | None:
    for before, behind, includes in ((_BEFORE, None, False), (None, _BEFORE_END, False), (_BY, None, True),
                                     (None, _BY_END, True)):  # fmt: skip
        place = _behind(before, text, start)
        named = None if place is None else _point(text, place, today)
        if named is None:
            continue
        end = named[0]
        if before is _BY:
            if closing := _END_OF.match(text, end):
                end = closing.end()
            if closing := _BY_END.match(text, end):
                end = closing.end()
            elif text.startswith("到", start):
                continue
        if behind:
            if behind is _BEFORE_END and (closing := _END_BEFORE.match(text, end)):
                includes = True
            else:
                closing = behind.match(text, end)
            if not closing:
                continue
            end = closing.end()
        stretch = named[1]
        if stretch is None:
            return Found(start, end, None)
        day = stretch.since if includes and stretch.is_day else None
        return _made(start, end, None, stretch.until if includes else stretch.since, day)
    return None


def _between(text: str, start: int, today: date) -> Found | None:
    opening = _BETWEEN.match(text, start)
    place = opening.end() if opening else start
    frame = Frame(today)
    first = at(text, place, frame)
    joint = _TO.match(text, first[0]) if first else None
    if first is None or joint is None:
        return None
    if joint[0].strip() in ("and", "和", "与") and not opening:
        return None
    said = first[1]
    last = at(text, joint.end(), Frame(today, said.year if said else None, said.month if said else None))
    if last is None:
        return None
    end = last[0]
    if closing := _BETWEEN_END.match(text, end):
        end = closing.end()
    if said and last[1] and said.year is None and last[1].year is not None:
        said = again(text, place, frame, last[1].year)
    if said is None or last[1] is None or said.since >= last[1].since:
        return Found(start, end, None)
    return _made(start, end, said.since, last[1].until)


def _calendar(text: str, start: int, today: date) -> Found | None:
    if ago := _ago(text, start, today):
        end, stretch, day = ago
        return (
            Found(start, end, Window(since=stretch.since, until=stretch.until), day)
            if stretch
            else Found(start, end, None)
        )
    found = at(text, start, Frame(today))
    if found is None:
        return None
    end, stretch = found
    if stretch is None:
        return Found(start, end, None)
    day = stretch.since if stretch.is_day else None
    closing = re.compile(r"期间|当天|那天|全年|整年|(?:当|那)?(?:年|月)?(?:内|里)").match(text, end)
    return _made(start, closing.end() if closing else end, stretch.since, stretch.until, day)


_READERS: tuple[Callable[[str, int, date], Found | None], ...] = (
    _rolling, _coming, _to_date, _since, _until, _between, _calendar,
)  # fmt: skip
