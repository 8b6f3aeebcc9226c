"""Where a JSON value ends, told by its quotes and brackets alone: for values that no parser can or should follow."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_BEHIND = re.compile(r"[\s,\]}]")


class ValueEnd:
    """Looks for the end of the value with which the first piece begins, piece by piece, and holds none of them."""

    def __init__(self) -> None:
        self._depth = 0
        self._quoted = False
        self._escaped = False

    def feed(self, text: str) -> int:
        """How many characters of this piece belong to the value, or -1 where it goes on behind the piece."""
        if self._escaped:
            text = f"_{text[1:]}"
        if "\\" in text:
            text = _ESCAPE.sub("__", text)
        self._escaped = text.endswith("\\")
        at = 0
        for number, part in enumerate(text.split('"')):
            if number:
                at += 1
                self._quoted = not self._quoted
                if not self._quoted and not self._depth:
                    return at
            if not self._quoted and (end := self._end(part)) >= 0:
                return at + end
            at += len(part)
        return -1

    def _end(self, part: str) -> int:
        """The same for a part of a piece that is not within quotes."""
        if not self._depth and part and part[0] not in "[{":
            behind = _BEHIND.search(part)
            return behind.start() if behind else -1
        opened, closed = part.count("{") + part.count("["), part.count("}") + part.count("]")
        if self._depth > closed:
            self._depth += opened - closed
            return -1
        for bracket in _BRACKET.finditer(part):
            self._depth += 1 if bracket[0] in "[{" else -1
            if not self._depth:
                return bracket.end()
        return -1
