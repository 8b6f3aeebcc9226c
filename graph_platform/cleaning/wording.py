"""What all text has in common before its type is looked at: nulls, invisible characters, masks, placeholders.

`str.isprintable` is false for every control, format, surrogate and unusual blank character, and costs 30 ns:
so what follows it is for the few texts that need it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from graph_platform.cleaning.outcome import Clean, Unclean

NULLS = frozenset(
    (
        "",
        *("-", "--", "---", "—", "——", "–", "/", "\\", "?", ".", "\\N"),
        *("N/A", "n/a", "N/a", "N.A.", "n.a.", "NA", "#N/A", "#NULL!", "#VALUE!", "#REF!"),
        *("null", "NULL", "(null)", "[null]", "<null>", "nil", "none", "None", "NONE", "(none)", "undefined"),
        *("nan", "NaN", "NAN", "NaT", "<NA>", "unknown", "Unknown", "UNKNOWN", "not available"),
        *(
            "无",
            "暂无",
            "不详",
            "未知",
            "不明",
            "空",
            "未填写",
            "未提供",
            "未公示",
            "无数据",
            "暂无数据",
            "企业选择不公示",
        ),
    )
)
"""Written where there is nothing. As they are written: `Nan` and `Null` are people's names."""

_INVISIBLE = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_OVERRIDE = re.compile("\u202e([^\u202c\n]*)\u202c?")
"""Text behind an override of direction: a screen shows it turned round."""
_BLANKS = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")

_MASKS = re.compile(r"[*＊∗✱█▇■●•×✕]")
_MASKS_IN_NAME = re.compile(r"[*＊∗✱█▇■●•×✕]{2,}|^[*＊█]|[*＊█](?![A-Za-z0-9])|(?<![A-Za-z0-9])[*＊█]")
_STAND_IN = re.compile(
    r"[<\[{][A-Z][A-Z_]{2,}(?:[_ ]?[0-9]+)?[>\]}]|[<\[{(](?i:redacted|masked|hidden|已脱敏|脱敏|保密)[>\]})]"
)
_ONLY_X = re.compile(r"[xX]{3,}")
_STOCK_UNDER_WARNING = re.compile(r"^\*ST(?![A-Za-z])")


def seen(text: str) -> str:
    """The text without the characters that nobody sees, in the order that is seen; line ends are `\\n`."""
    if "\0" in text:
        raise Unclean("has a NUL")
    if _SURROGATES.search(text):
        raise Unclean("is not valid Unicode")
    if "\u202e" in text:
        text = _OVERRIDE.sub(lambda found: found[1][::-1], text)
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def written(said: Clean | Decimal) -> str:
    """A value as text: a whole number that came as a float (a spreadsheet's `13800138000.0`) is written whole."""
    if isinstance(said, str):
        return said
    if isinstance(said, bool):
        raise Unclean("is a truth value")
    if isinstance(said, float):
        return str(int(said)) if said.is_integer() else repr(said)
    return said.isoformat() if isinstance(said, date) else str(said)


def one_line(text: str) -> str:
    """NFKC, no invisible characters, blanks collapsed to one."""
    if not text.isprintable():
        text = _BLANKS.sub(" ", seen(text))
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
        if not text.isprintable():
            text = _BLANKS.sub(" ", seen(text))
    return _BLANKS.sub(" ", text.strip()) if "  " in text else text.strip()


def plain(said: Clean) -> str:
    """The text of an identifier, a number, an address on the net: one line, and not masked."""
    text = one_line(written(said))
    if _MASKS.search(text) or (text[:1] in "<[{(" and _STAND_IN.fullmatch(text)):
        raise Unclean("is masked")
    return text


def refuse_masked_name(text: str) -> None:
    """Refuse `张*`, `J*** D**` and `***`, and let `*ST康得` and `E*TRADE` pass."""
    if "*" not in text and (text.isascii() or not _MASKS.search(text)):
        masked = (
            text[0] in "<[{(xX" and (_STAND_IN.fullmatch(text) or _ONLY_X.fullmatch(text)) if text else None
        )
    else:
        masked = _MASKS_IN_NAME.search(_STOCK_UNDER_WARNING.sub("ST", text))
    if masked:
        raise Unclean("is masked")


_ASCENDING = "01234567890123456789012345"
_DESCENDING = _ASCENDING[::-1]
_REPEATED = re.compile(r"[A-Z]{0,4}([0-9A-Z])\1{4,}")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def is_placeholder(identifier: str) -> bool:
    """Whether somebody typed it because the form would not let them go on: `000000000`, `123456789`."""
    if identifier.isalnum():
        letters = identifier.upper()
    else:
        own = identifier.rpartition("/")[2].rpartition(":")[2]
        letters = _NOT_ALPHANUMERIC.sub("", own).upper()
    if len(letters) >= 5 and letters[-1] == letters[-2] and _REPEATED.fullmatch(letters):
        return True
    return len(letters) >= 6 and letters[0] in "19" and (letters in _ASCENDING or letters in _DESCENDING)
