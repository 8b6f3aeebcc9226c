"""Search keys of texts: what is found of a title or a text, without what reaches or stands for a person.

Until texts are masked, this is the only form in which they are searched: the pieces of a text, each once and in no
order that gives it back, and none that looks like a number, an address or an account.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from graph_platform.search_keys import fold, grams

MOST_PIECES = 4_000
LONGEST_PIECE = 40
MOST_CHARACTERS = 100_000
_DIGITS = 4

_RUNS = re.compile(r"[!-~]+|[^!-~]+")
_NUMBER = re.compile(r"[+#]?[\d()./:,\-]*\d[\d()./:,\-]*")
_NUMERAL = r"〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖\d"
_NUMERALS = re.compile(rf"[{_NUMERAL}](?:[\s.\-]{{0,3}}[{_NUMERAL}]){{{_DIGITS - 1},}}")
_WORD = re.compile(r"\w+")
_ACCOUNT = re.compile(r"(?=[\W_]*[^\W_]*\d)(?=[\W\d_]*[^\W\d_])\w{6,}|.*_.*")
_LEADS_TO_ACCOUNT = re.compile(
    r"(?:微信|微信号|企微|加[vV薇]|扣扣|账号|帐号|账户|用户名|密码|口令)(?:号|是|为)?\W*$"
    r"|(?:^|[^a-z])(?:we-?chat|weixin|wx|vx|qq|telegram|whatsapp|skype)(?:\W*(?:id|no|number|is))?\W*$"
    r"|(?:^|[^a-z])(?:id|user|username|login|password|passwd|pwd|token|account|iban|line|signal)\s*[:=#]\s*$",
    re.IGNORECASE,
)
_CUE_LENGTH = 24


def text_grams(texts: Iterable[str]) -> str:
    """The pieces of these texts by which they are found, each once, parted by blanks; "" where there is none."""
    pieces = dict.fromkeys(piece for text in texts for piece in grams(masked(text)) if _fits(piece))
    return " ".join(list(pieces)[:MOST_PIECES])


def masked(text: str) -> str:
    """A text folded, without each piece that has four digits or more, an @, or the looks of an account."""
    text = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])
    text = _NUMERALS.sub(lambda found: found[0] if found[0].isascii() else " | ", text)
    runs = _RUNS.findall(text)
    hidden = _numbers_in_groups(runs)
    for place, run in enumerate(runs):
        if not "!" <= run[0] <= "~":
            continue
        if "@" in run:
            # foo @ example.com
            hidden |= {
                place,
                *([place - 2] if run[0] == "@" else []),
                *([place + 2] if run[-1] == "@" else []),
            }
        elif _stands_for_somebody(run, "".join(runs[max(0, place - 3) : place])):
            hidden.add(place)
    return fold("".join(" | " if place in hidden else run for place, run in enumerate(runs)))


def _stands_for_somebody(run: str, before: str) -> bool:
    if _digits(run) >= _DIGITS or any(_ACCOUNT.fullmatch(word) for word in _WORD.findall(run)):
        return True
    cue, mark, _ = run.rpartition(":") if ":" in run else run.rpartition("=")
    return bool(_LEADS_TO_ACCOUNT.search((before + cue + mark)[-_CUE_LENGTH:]))


def _numbers_in_groups(runs: Sequence[str]) -> set[int]:
    """The places of numbers that stand in groups, and have four digits and more together: 138 001 380 00."""
    found: set[int] = set()
    group: list[int] = []
    for place, run in enumerate([*runs, "|"]):
        if _NUMBER.fullmatch(run):
            group.append(place)
        elif not run.isspace() or len(run) > 2:
            if sum(_digits(runs[each]) for each in group) >= _DIGITS:
                found |= set(group)
            group = []
    return found


def _digits(piece: str) -> int:
    return sum(map(str.isdigit, piece))


def _fits(piece: str) -> bool:
    # folding may bring together what stood apart
    return len(piece) <= LONGEST_PIECE and _digits(piece) < _DIGITS and not _ACCOUNT.fullmatch(piece)
