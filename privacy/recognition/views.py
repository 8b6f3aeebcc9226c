"""A text as it would be read, with the place in the original of each character: decoded, without what is not seen.

A text that holds nothing to decode has no other view than itself; `is_hard` says cheaply whether it does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

DEEPEST = 3
"""So many times a text is decoded; what is still a code after that is a finding of its own."""

_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f"
_UNSEEN = (
    rf"{_CONTROLS}\u00ad\u0300-\u036f\u0483-\u0489\u061c\u064b-\u065f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0"
    r"\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]+")
_TRAILING = re.compile(
    r"[\u200b-\u200d\u2060-\u2064\u00ad\ufeff\u180b-\u180f\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f]+"
)
"""What belongs to the character before it, or to none; marks of direction have a partner somewhere and stay."""

_RUN_OF_BYTES = r"(?:%[0-9A-Fa-f]{2})+|(?:=[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+"
_BYTES = re.compile(_RUN_OF_BYTES)
_SOFT_BREAK = r"=\r?\n|(?<=[^\W\d_])-\r?\n(?:>[ ]?)*(?=[a-z])|(?<=[+\-.\d])\r?\n[ \t](?=[\-.\d])"
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,24}[0-9]{0,2});?"
_ESCAPE = r"[\\%]u[0-9A-Fa-f]{4}|\\[nrt\"/\\]"
_INLINE = re.compile(
    f"(?P<bytes>{_RUN_OF_BYTES})|(?P<soft>{_SOFT_BREAK})|(?P<entity>{_ENTITY})|(?P<escape>{_ESCAPE})"
)
_NESTED = re.compile(
    r"(?:%[0-9A-Fa-f]{2}[0-9A-Fa-f]*)+|(?:=[0-9A-Fa-f]{2}[0-9A-Fa-f]*)+|(?:\\+[xu][0-9A-Fa-f]{2,4})+"
    rf"|(?:{_ENTITY}(?:#?\w{{1,8}};)*)+"
)
"""A code that holds a code, and what belongs to it."""
_HIDDEN = (
    r"<(?P<tag>span|div|p|b|i|font)\b[^<>]{0,200}?display\s*:\s*none[^<>]{0,200}>[^<>]{0,200}</(?P=tag)>"
)
_TAG = re.compile(
    rf"{_HIDDEN}|<!--(?:[^<\-]|-(?!->)|<(?!!--)){{0,2000}}-->|<!\[CDATA\[|\]\]>|</?[A-Za-z][^<>]{{0,2000}}>",
    re.IGNORECASE,
)
_OVERRIDE = re.compile("[\u202d\u202e]")
_SUSPECT = re.compile(rf"[{_UNSEEN}&<%=\\]|-\r?\n|\n[ \t]")
_HARD = re.compile(rf"[{_UNSEEN}]|{_RUN_OF_BYTES}|{_SOFT_BREAK}|{_ENTITY}|{_ESCAPE}|<[A-Za-z/!]|=\?")
_LETTERS = r"A-Za-z0-9+/_\-"
_SPACED_RUN = re.compile(r"3[0-9](?:[ ,:]{1,2}(?:0x)?3[0-9]){6}")
_RUN = re.compile(rf"[{_LETTERS}]{{14}}")
_LONG_RUN = re.compile(
    rf"[{_LETTERS}](?<![{_LETTERS}]{{2}})(?=[{_LETTERS}]{{13}})"
    rf"(?=(?:[0-9+/_\-]*[A-Za-z]){{3}})(?=[a-z+/_\-]*[A-Z0-9])(?=[A-Z0-9+/_\-]*[a-z]|[{_LETTERS}]+=|[0-9A-F]{{14}})"
    r"|3[0-9](?:3[0-9]){6}"
)
"""What may be base64 or hexadecimal: no number, and no word."""
_NAMES = (
    "period",
    "commat",
    "nbsp",
    "lowbar",
    "hyphen",
    "dash",
    "plus",
    "lpar",
    "rpar",
    "ensp",
    "emsp",
    "thinsp",
    "shy",
    "zwnj",
    "zwj",
)


@dataclass(frozen=True, slots=True)
class View:
    """A text, and where in the original each of its characters begins and ends; no places where it is the original."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the view."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


Piece = tuple[str, int, int]
"""A character, and where in what was decoded it begins and ends."""


def is_hard(text: str) -> bool:
    """Whether a text may hold more than it shows as it stands: codes, tags, unseen characters, long runs of letters."""
    if _SUSPECT.search(text) and _HARD.search(text):
        return True
    if _RUN.search(text) and _LONG_RUN.search(text):
        return True
    return _SPACED_RUN.search(text) is not None


def seen_whole(text: str, end: int) -> int:
    """The end of a span that ends there, with the unseen characters behind it."""
    behind = _TRAILING.match(text, end)
    return behind.end() if behind else end


def views(text: str) -> Iterator[View]:
    """The ways to read a text: without what is not seen, then decoded up to three times, with and without its tags."""
    view = without(View(text), UNSEEN)
    yield view
    if _OVERRIDE.search(text):
        yield _as_shown(text)
    for _ in range(DEEPEST):
        decoded = _rewritten(view, _INLINE, _decoded)
        bare = without(decoded, _TAG) if "<" in decoded.text else decoded
        if decoded is not view:
            decoded = without(decoded, UNSEEN)
            yield decoded
        if bare is not decoded:
            yield without(bare, UNSEEN)
        if decoded is view:
            return
        view = decoded


def too_deep(text: str) -> list[tuple[int, int]]:
    """The places of codes that are still codes after being decoded as often as is done."""
    if not _BYTES.search(text) and "&" not in text:
        return []
    view = View(text)
    for _ in range(DEEPEST):
        decoded = _rewritten(view, _INLINE, _decoded)
        if decoded is view:
            return []
        view = decoded
    return [view.span(found.start(), found.end()) for found in _NESTED.finditer(view.text)]


def without(view: View, pattern: re.Pattern[str]) -> View:
    """A view without what a pattern finds in it."""
    return _rewritten(view, pattern, lambda found: [])


def _rewritten(
    view: View, pattern: re.Pattern[str], pieces: Callable[[re.Match[str]], list[Piece] | None]
) -> View:
    """A view with what a pattern finds replaced by pieces, or left as it is where there are None."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    old_starts: Sequence[int] = view.starts if view.starts is not None else range(len(view.text))
    old_ends: Sequence[int] = view.ends if view.ends is not None else range(1, len(view.text) + 1)
    place = 0
    for found in pattern.finditer(view.text):
        made = pieces(found)
        if made is None:
            continue
        begin = found.start()
        parts.append(view.text[place:begin])
        starts.extend(old_starts[place:begin])
        ends.extend(old_ends[place:begin])
        for character, start, end in made:
            parts.append(character)
            starts.append(old_starts[begin + start])
            ends.append(old_ends[begin + end - 1])
        place = found.end()
    if not place:
        return view
    parts.append(view.text[place:])
    starts.extend(old_starts[place:])
    ends.extend(old_ends[place:])
    return View("".join(parts), starts, ends)


def _decoded(found: re.Match[str]) -> list[Piece] | None:
    code = found[0]
    if found["bytes"]:
        return _bytes(code, 4 if code[0] == "\\" else 3)
    if found["soft"]:
        return []
    if found["entity"]:
        return _entity(code)
    return _escape(code)


def _bytes(code: str, width: int) -> list[Piece] | None:
    if code[0] == "=" and len(code) == width and code[1] in "01":
        # phone=138 is no code
        return None
    raw = bytes.fromhex("".join(code[n + width - 2 : n + width] for n in range(0, len(code), width)))
    pieces, place = [], 0
    for character in raw.decode("utf-8", "replace"):
        size = 1 if character == "\ufffd" else len(character.encode())
        pieces.append((character, place * width, min(len(code), (place + size) * width)))
        place = min(place + size, len(raw) - 1)
    return None if all(each[0] == "\ufffd" for each in pieces) else pieces


def _entity(code: str) -> list[Piece] | None:
    name = code[1:].rstrip(";")
    if not code.endswith(";") and name[0] != "#" and name not in _NAMES:
        return None
    shown = html.unescape(f"&{name};")
    if shown == f"&{name};" or len(shown) > 2:
        return None
    return [(character, 0, len(code)) for character in shown[:1]]


def _escape(code: str) -> list[Piece] | None:
    if code[1] == "u":
        return [(chr(int(code[2:], 16)), 0, len(code))]
    return [({"n": "\n", "r": "\n", "t": " "}.get(code[1], code[1]), 0, 2)]


def _as_shown(text: str) -> View:
    """A text with what stands behind an override of direction turned round, as a screen shows it."""
    places: list[int] = []
    place = 0
    for found in re.finditer("\u202e([^\u202c\n]*)\u202c?", text):
        places.extend(range(place, found.start()))
        places.extend(reversed(range(found.start(1), found.end(1))))
        place = found.end()
    places.extend(range(place, len(text)))
    places = [each for each in places if not UNSEEN.match(text[each])]
    return _Turned("".join(text[each] for each in places), places, [each + 1 for each in places])


class _Turned(View):
    """A view in which what comes first may stand last."""

    __slots__ = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original that holds all characters of a place in the view."""
        assert self.starts is not None  # noqa: S101
        places = self.starts[start:end]
        return min(places), max(places) + 1
