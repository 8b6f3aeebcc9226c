"""What somebody typed, as a question to the full-text index whose score is the sum of the ways in which it is met.

Lucene's own score counts how rare a word is among all nodes, those that a viewer may not see included. So each way of
matching is worth a number of its own, and nothing else has a worth: what is hidden changes no order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_platform.search_keys import fold, grams, search_in, typed_key

EXACT, PREFIX, WORDS, TYPO, WORDS_TYPO, TEXT = 32, 16, 8, 4, 2, 1
"""The worth of each way; that of one is more than that of all below it."""

MOST_WORDS = 24
MOST_SCOPES = 400
"""An index takes 1,024 clauses; a viewer with more scopes is looked after by the statement alone."""
LEAST_PREFIX, LEAST_TYPO, LEAST_TYPO_LATIN, LEAST_OTHER = 2, 2, 4, 3
LEAST_WORD_TYPO = 4
MOST_TYPO = 80
MOST_WRITTEN_OUT = 6

_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/<>=#@])')
_HAN = re.compile(r"[^\x00-\u2fff]")
_HAN_PAIR = re.compile(r"[^\x00-\u2fff]{2}")


def lucene(text: str, kinds: Sequence[str], scopes: Sequence[str] | None) -> str:
    """The question for a text of which something is left when it is folded; `kinds` are labels, none stands for any.

    With `scopes` only what is in one of these; None is a viewer who sees everything.
    """
    key = typed_key(fold(text))
    # blanks between Chinese words part them here, and nowhere else
    words = dict.fromkeys(piece for part in text.split() for piece in grams(fold(part)))
    pieces = [escaped(piece) for piece in words][:MOST_WORDS]
    ways = [
        _worth(EXACT, f"name_find:{escaped(key)}"),
        _worth(PREFIX, _prefix(key)),
        _worth(WORDS, _all(pieces)),
        _worth(TYPO, _typo(key)),
        _worth(WORDS_TYPO, _words_with_typo(pieces)),
        _worth(TEXT, " ".join(f"+text_grams:{piece}" for piece in pieces)),
    ]
    limits = [f"+({' '.join(way for way in ways if way)})"]
    if kinds:
        limits.append(_within(search_in(kinds, ())))
    if scopes is not None and len(scopes) <= MOST_SCOPES:
        limits.append(_within(search_in((), scopes) or [":"]))
    return " ".join(limits)


def escaped(word: str) -> str:
    """A word that Lucene takes as it stands."""
    return f"\\{word}" if word in ("AND", "OR", "NOT", "TO") else _SPECIAL.sub(r"\\\1", word)


def _worth(points: int, clause: str) -> str:
    """A clause that is worth so much wherever it matches."""
    return f"(+({clause})^0 +*:*^{points})" if clause else ""


def _within(tokens: Sequence[str]) -> str:
    return f"+({' '.join(f'search_in:{escaped(token)}' for token in tokens)})^0"


def _prefix(key: str) -> str:
    return f"name_find:{escaped(key)}*" if len(key) >= LEAST_PREFIX or not key.isascii() else ""


def _all(pieces: Sequence[str]) -> str:
    """All pieces; the last one may be the beginning of a word, as may a character that stands alone."""
    last = len(pieces) - 1
    return " ".join(
        f"+(name_grams:{piece} name_grams:{piece}*)"
        if (place == last and len(piece) >= LEAST_PREFIX and piece.isascii()) or _HAN.fullmatch(piece)
        else f"+name_grams:{piece}"
        for place, piece in enumerate(pieces)
    )


def _typo(key: str) -> str:
    """One letter or character too many, too few, another, or two that changed places."""
    if not (LEAST_TYPO_LATIN if key.isascii() else LEAST_TYPO) <= len(key) <= MOST_TYPO:
        return ""
    if len(key) > MOST_WRITTEN_OUT:
        return f"name_find:{escaped(key)}~1"
    # of all that is near, Lucene takes the first fifty: to what is short, more is near
    signs = [escaped(sign) for sign in key]
    places = range(len(key))
    near = ["".join((*signs[:place], "?", *signs[place:])) for place in range(len(key) + 1)]
    near += [
        "".join((*signs[:place], signs[place + 1], signs[place], *signs[place + 2 :]))
        for place in places[:-1]
    ]
    if len(key) >= LEAST_OTHER:
        near += ["".join((*signs[:place], "?", *signs[place + 1 :])) for place in places]
        near += ["".join((*signs[:place], *signs[place + 1 :])) for place in places]
    return " ".join(f"name_find:{typed}" for typed in dict.fromkeys(near))


def _words_with_typo(pieces: Sequence[str]) -> str:
    """The words, with a typo in any of them; of Chinese, all pairs but those around one place."""
    latin = [piece for piece in pieces if not _HAN_PAIR.fullmatch(piece)]
    han = [piece for piece in pieces if _HAN_PAIR.fullmatch(piece)]
    near = [
        f"+(name_grams:{word} name_grams:{word}~1)" if len(word) >= LEAST_WORD_TYPO else f"+name_grams:{word}"
        for word in latin
    ]
    if len(han) < 4:
        return " ".join([*near, *(f"+name_grams:{pair}" for pair in han)]) if near else ""
    without = [
        "(" + " ".join(f"+name_grams:{pair}" for pair in han[:place] + han[place + 2 :]) + ")"
        for place in range(len(han) - 1)
    ]
    return " ".join([*near, f"+({' '.join(without)})"])
