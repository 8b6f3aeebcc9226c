"""What was found in a text, what it means that a text could not be analysed, and a text without what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_platform.errors import GraphPlatformError

MASK = "•••"
_CLOSE_TO = 0.25
"""So much less sure may be what holds another finding, and gives its name to both: an e-mail holds a name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of a text that tells who somebody is or how to reach them.

    `start` and `end` count characters of the text as it was given, `end` is the first one behind it. `score` is between
    0 and 1; `recognizer` is the name of what found it.
    """

    type: str
    start: int
    end: int
    score: float
    recognizer: str


class NotAnalyzed(GraphPlatformError):
    """A text could not be analysed to its end, so it has to be masked whole. It says why, and never a value.

    `recognizer` is the name of the pattern that ran out of time, or "" where a limit was met.
    """

    def __init__(self, reason: str, recognizer: str = "") -> None:
        super().__init__(f"the text could not be analysed: {reason}", "It is masked as a whole.")
        self.reason = reason
        self.recognizer = recognizer


def settled(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the text, none over another.

    Where two meet, one span covers both, under the name of the surer one, or of the longer one of two that are as sure.
    """
    found = list(found)
    if len(found) < 2:
        return tuple(found)
    result: list[Finding] = []
    for each in sorted(found, key=lambda it: (it.start, -it.end, -it.score, it.type, it.recognizer)):
        if result and each.start < result[-1].end:
            result[-1] = _joined(result[-1], each)
        else:
            result.append(each)
    return tuple(result)


def _joined(one: Finding, other: Finding) -> Finding:
    surer = max(one, other, key=lambda it: (it.score, it.end - it.start))
    end = max(one.end, other.end)
    for whole in (one, other):
        if (whole.start, whole.end) == (one.start, end) and whole.score >= surer.score - _CLOSE_TO:
            surer = whole if (one.start, one.end) != (other.start, other.end) else surer
    if surer.start == one.start and surer.end == end:
        return surer
    return Finding(surer.type, one.start, end, surer.score, surer.recognizer)


def replaced(text: str, findings: Sequence[Finding], mask: str = MASK) -> str:
    """The text with a mask in the place of each finding; the rest stays as it is.

    `findings` are in order and none over another, as `Analyzer.find` gives them. A text that was JSON stays JSON:
    where a number loses its digits, its mask stands in quotes.
    """
    masked = _replaced(text, findings, [mask] * len(findings))
    if not findings or text.lstrip()[:1] not in ("{", "[") or not _is_json(text) or _is_json(masked):
        return masked
    quoted = json.dumps(mask, ensure_ascii=False)
    return _replaced(text, findings, [quoted if _is_bare(text, each) else mask for each in findings])


def _replaced(text: str, findings: Sequence[Finding], masks: Sequence[str]) -> str:
    parts: list[str] = []
    place = 0
    for each, mask in zip(findings, masks, strict=True):
        parts += (text[place : each.start], mask)
        place = each.end
    return "".join((*parts, text[place:]))


def _is_bare(text: str, found: Finding) -> bool:
    before, after = text[: found.start].rstrip()[-1:], text[found.end :].lstrip()[:1]
    return before in (":", "[", ",") and after in ("}", "]", ",")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
