"""Addresses in folded text: Chinese ones from province to door, and streets in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph_platform.words import words
from privacy.recognition.folding import BORDER
from privacy.recognition.lists import any_of
from privacy.recognition.span import Span

_N = r"(?:\d{1,5}|[一二三四五六七八九十百零]{1,5})"
_BRANCH = r"(?:[\-之]\d{1,4})?"
_ROAD, _DOORS, _ESTATE = any_of("roads"), any_of("doors"), any_of("estates")
_DOOR = re.compile(
    rf"{_ROAD}(?:[东西南北中]?段|[东南西北]侧|内|里)?[ ,]?[甲乙附]?(?:{_N}|[a-z]){_BRANCH} ?(?:{_DOORS}|区|(?=[ ,]?\d))"
    rf"|(?<![0-9a-z]){_N}期?[ ]?(?:号楼|栋|幢|座)[ ,]?{_N}[ ]?(?:单元|室|楼|层)"
)
_REST = re.compile(
    rf"(?:[ ,]?[附甲乙近内]?(?:{_N}|[a-z]{{1,2}}\d{{0,4}}|[东西南北中]){_BRANCH} ?{_DOORS}"
    rf"|[ ,]?[\u4e00-\u9fffa-z]{{0,10}}{_ESTATE}(?=[ ]?(?:{_N}|[a-z]){_BRANCH}[ ]?(?:{_DOORS}|(?![\d年月])))"
    r"|[ ,]?\d{1,3}(?:-[a-z]?\d{1,4}){1,2}[室房号]?"
    r"|[ ,\-]?\d{3,4}[室房]?(?![\d年月元个天点:.%]))*"
)
_CHAIN = re.compile(
    r"(?P<city>[\u4e00-\u9fff]{2,12}(?:省|自治区|市|自治州))[\u4e00-\u9fff]{1,8}[市区县旗]"
    r"[\u4e00-\u9fff]{1,8}(?:路|街|大道|巷|胡同|镇|乡|村|小区|花园)(?![\u4e00-\u9fff]{0,2}站)"
)
"""A road in a district of a city, without a number."""
_HAN = re.compile(r"[\u4e00-\u9fff0-9a-z,\- ]{0,40}$")
_UNIT = "省市区县州旗盟镇乡村"
_PREFIXES = re.compile(rf"(?:.*{any_of('to_an_address')})?(?P<rest>.*)$", re.DOTALL)
_LONGEST = 34
_STREET = re.compile(
    rf"(?<![0-9a-z.\-/#])(?:{any_of('flats')}\.? ?\d{{1,4}}[a-z]?, )?\d{{1,5}}[a-z]?(?:-\d{{1,5}})?,? "
    r"(?:(?:north|south|east|west|n|s|e|w)\.? )?"
    rf"(?:[a-z][a-z'.]{{1,20}} ){{1,3}}{any_of('streets')}(?![a-z])"
    rf"(?: [ns]?[ew](?![a-z]))?(?:,? {any_of('flats')}\.? ?[0-9a-z\-]{{1,6}})?"
    r"(?:(?:, [a-z][a-z.]{1,15}(?: [a-z][a-z.]{1,15}){0,2})?,? "
    r"(?:[a-z]{2} \d{5}(?:-\d{4})?|[a-z]{1,2}\d[0-9a-z]? \d[a-z]{2})(?![0-9a-z]))?"
    r"|(?<![a-z])p\.? ?o\.? ?box \d{1,6}"
)
_NO_STREET = re.compile(rf" {any_of('no_street')} ")


def chinese_addresses(text: str, start: int, end: int) -> Iterator[Span]:
    """Chinese addresses with a door, a house or a floor between two places of folded text."""
    done, span = start, None
    for door in _DOOR.finditer(text, start, end):
        if door.start() < done:
            continue
        finish = _REST.match(text, door.end(), end)
        behind = finish.end() if finish else door.end()
        window = _HAN.search(text[max(done, door.start() - _LONGEST) : door.start()].rpartition(BORDER)[2])
        before = window[0] if window else ""
        begin, known = _beginning(before)
        begin += door.start() - len(before)
        if begin == door.start() and text[begin] in "路街道里城府庄坊湾苑区":
            continue
        if span and begin == span.end:
            span = Span(span.type, span.start, behind, span.score, span.recognizer)
        else:
            if span:
                yield span
            span = Span("ADDRESS", begin, behind, 0.85 if known else 0.65, "address_zh")
        done = behind
    if span:
        yield span
    for found in _CHAIN.finditer(text, start, end):
        begin, known = _beginning(found["city"])
        if known:
            yield Span("ADDRESS", found.start() + begin, found.end(), 0.6, "address_zh_road")


def streets(text: str, source: str, start: int, end: int) -> Iterator[Span]:
    """Streets in English between two places of folded text; `source` is the same text before it was folded."""
    for found in _STREET.finditer(text, start, end):
        written = source[found.start() : found.end()]
        named = re.search(r"[^\W\d_]{2,}", written)
        if named and named[0][0].isupper() and not _NO_STREET.search(found[0]):
            yield Span("ADDRESS", found.start(), found.end(), 0.7, "address_en")


def _beginning(before: str) -> tuple[int, bool]:
    """Where an address begins in what stands before its road: at the first place that is known, or behind a verb."""
    known = _places()
    for place in range(len(before)):
        for size in (4, 3, 2):
            name = before[place : place + size]
            if len(name) == size and name in known and _leads_on(before[place + size :]):
                return place, True
    # a comma parts sentences as well as an address: without a known place it is the border
    rest = before.rpartition(",")[2]
    found = _PREFIXES.match(rest)
    tail = (found["rest"] if found else rest).lstrip(" -")
    tail = tail[-6:] if len(tail) > 6 and not set(tail) & set(_UNIT) else tail[-14:]
    return len(before) - len(tail), False


def _leads_on(rest: str) -> bool:
    """Whether what follows a place may lead from it to a road: no verb and no long way."""
    return "," not in rest.strip(" ,") or any(unit in rest for unit in _UNIT)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(
        name for kind in ("provinces", "cities", "counties") for name in words(kind) if len(name) > 1
    )
